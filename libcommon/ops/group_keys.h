// The keys of a batch's records: the bytes that are alike where records belong together.
#pragma once

#include "expr/evaluate.h"
#include "expr/formula.h"
#include "ops/group_table.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace rowkit::ops {

/// One part of a key: what it is called, and what it is of each record.
struct KeyPart {
    std::string name;
    expr::Formula formula;
    std::optional<size_t> place{}; // of the column of that name, where several may bear it
    expr::Type type =
        expr::Type::any; // time: texts that are times are compared as such; text: none is a number

    /// The cells of a column.
    static KeyPart column(const Header& header, size_t place);
};

/// Makes keys: the text of one part, or the texts of several, each but the last one after its size. A null is
/// as an empty text; a computed number or time is as all that are equal to it. Bound to one header; used by
/// one thread.
class GroupKeys {
public:
    GroupKeys(std::span<const KeyPart> parts, const Header& header, const expr::BindOptions& options);

    void start(const Batch& batch, const expr::BatchPlace& place);
    /// keys[i] is that of record rows[i], valid until the next call.
    void make(std::span<const uint32_t> rows, KeyBytes* keys);

    /// Adds what stood in a number's place.
    void add_odd(expr::OddColumns& odd) const;
    /// Tells the run of it.
    void report(const Batch& batch, Writer& out) const;

private:
    struct Part {
        int32_t column = -1; // of the batch: its cells are the key
        expr::Formula formula;
        std::unique_ptr<expr::Evaluation> evaluation; // where it is computed
        std::vector<expr::Value> values;
        bool reads_times = false;
        bool keeps_form = true; // it is one of the first parts, of which a key says how they looked

        bool is_time(size_t i) const { return evaluation && keeps_form && values[i].is(expr::Type::time); }
    };
    struct Text {
        std::string_view text;
        Form form;
        bool in_block = false; // not made in the arena, where the key goes, too
    };
    template <class Use> void each_text(Part& part, std::span<const uint32_t> rows, size_t first, Use use);
    void join_parts(std::span<const uint32_t> rows, size_t first, KeyBytes* keys);
    Text decoded_text(const Cell& cell);
    Text computed_text(Part& part, size_t i);
    void keep_time_shapes(std::span<KeyBytes> keys);

    std::vector<Part> parts_;
    bool has_times_ = false; // in the keys being made
    const Batch* batch_ = nullptr;
    std::vector<Text> texts_; // of some records, part by part
    Buffer scratch_, number_;
    Arena arena_;
};

/// Whether one of a key's parts is a null; of the first 16.
bool has_null(const KeyBytes& key, size_t parts);

/// A part of a key as it is written again; of computed numbers and times what they print, in `scratch`.
Cell key_cell(const KeyBytes& key, size_t part, size_t parts, Buffer& scratch);

/// The time that a part is, if it is one.
std::optional<Time> key_time(const KeyBytes& key, size_t part, size_t parts);

/// A part as a value, of which texts are in the key or in `arena`.
expr::Value key_value(const KeyBytes& key, size_t part, size_t parts, Arena& arena);

/// Key bytes made of such cells: what GroupKeys::make() made of them; times where the parts are computed
/// ones. They are in `out`.
KeyBytes key_of_cells(std::span<const KeyPart> parts, std::span<const Cell> cells, Buffer& out,
                      Buffer& scratch);

} // namespace rowkit::ops
