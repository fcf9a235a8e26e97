// The keys of a batch's records: the bytes that are alike where records belong together.
#pragma once

#include "expr/evaluate.h"
#include "ops/key_parts.h"

#include <memory>
#include <span>
#include <vector>

namespace rowkit::ops {

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

} // namespace rowkit::ops
