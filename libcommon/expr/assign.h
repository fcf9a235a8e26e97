// Columns set to what expressions give: where they stand, and their cells.
#pragma once

#include "codec/encoder.h"
#include "expr/formula.h"

#include <string>
#include <vector>

namespace rowkit::expr {

/// Where new columns go, and what becomes of the others.
struct Placing {
    std::string before, after; // a column; empty: at the end
    bool first = false;
    bool only = false;         // no other columns
};

/// Assignments in order, later ones seeing what earlier ones set. Copies share what was parsed and bound;
/// const calls are thread-safe.
class Assignments {
public:
    /// Reads `a = x, b = y`. Throws Error (exit 2).
    static Assignments parse(std::string source, const Placing& placing);
    /// One expression in which `_` is the column, for each of `columns`.
    static Assignments each(std::string source, std::vector<std::string> columns, const Placing& placing);

    std::vector<std::string> names() const;
    /// Whether batches must come in order (row_number()).
    bool in_order() const;

    /// Binds to a header, and returns the output's.
    Header bind(const Header& in, const BindOptions& options);

    /// Writes `batch` with its columns set.
    void write(const Batch& batch, const BatchPlace& place, Writer& out) const;

private:
    struct Step {
        std::string target;
        Formula formula;
        int32_t column = -1;     // that is set: of the input's columns, then of the new ones
        std::string path;        // inside that column's JSON object; empty: all of it
    };
    int32_t column_of(Step& step, const Header& in);
    std::vector<uint32_t> order(const Header& in) const;

    std::vector<Step> steps_;
    Placing placing_;
    bool item_ = false;               // steps use `_`
    bool strict_ = false;             // nothing is written from the first text in a number's place on
    std::vector<std::string> new_;    // names of new columns, numbered behind the input's
    std::vector<uint32_t> order_;     // of the output's columns
};

} // namespace rowkit::expr
