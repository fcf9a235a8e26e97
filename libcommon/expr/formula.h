// An expression as tools use it: parsed when the command line is read, bound when the header is known.
#pragma once

#include "codec/reader.h"
#include "expr/evaluate.h"
#include "expr/parse.h"
#include "stream/stage.h"
#include "stream/writer.h"

#include <memory>
#include <string>
#include <vector>

namespace rowkit::expr {

/// One expression. Copies share what was parsed and bound.
class Formula {
public:
    Formula() = default;
    /// Throws Error (exit 2) for text that is no expression.
    explicit Formula(std::string source);
    Formula(std::string source, std::shared_ptr<const Node> root)
        : source_(std::move(source)), root_(std::move(root)) {}

    /// The columns and JSON paths that it names.
    std::vector<std::string> names() const { return names_in(*root_); }

    /// Whether batches must come in order, since it asks how many came before (row_number()).
    bool in_order() const;

    /// What its values are, as far as that is known without the columns; cell: a column. Throws Error (exit
    /// 2) as bind() does, but for unknown columns.
    Type type() const;

    void bind(const Header& header, const BindOptions& options = {});
    const Program& program() const { return *program_; }

private:
    std::string source_;
    std::shared_ptr<const Node> root_;
    std::shared_ptr<const Program> program_;
};

/// Where batches stand that come in order.
class RecordCounter {
public:
    BatchPlace next(const Batch& batch, const Place& place) {
        const BatchPlace found{rows_ + 1, place.line, place.name, place.text};
        rows_ += batch.size();
        return found;
    }

private:
    uint64_t rows_ = 0;
};

/// The numbers 0 to count - 1.
std::vector<uint32_t> all_rows(size_t count);

/// Tells the run of texts in a number's place. Returns the first record that has one; batch.size() where none
/// has.
uint32_t report_odd_values(const Evaluation& evaluation, const Program& program, const Batch& batch,
                           Writer& out);
/// The same of several evaluations; `names`: those of the columns.
uint32_t report_odd_values(const OddColumns& odd, const std::vector<std::string>& names, const Batch& batch,
                           Writer& out);

} // namespace rowkit::expr
