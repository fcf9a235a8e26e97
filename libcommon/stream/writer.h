// What a tool writes its records with.
#pragma once

#include "base/buffer.h"
#include "codec/encoder.h"
#include "codec/reader.h"
#include "data/text_range.h"
#include "stream/notes.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rowkit {

struct Output;

/// Takes what has come of a block before there is all of it.
class Drain {
public:
    virtual ~Drain() = default;
    /// Writes it when all blocks before have been, and empties it.
    virtual void take(Output& out) = 0;
    size_t above = 0; // bytes; fewer are left for the end of the block
};

/// What came of one block: bytes of its own, or a part of the block's text as it is.
struct Output {
    Buffer bytes;
    std::string_view borrowed; // comes after `bytes`; of the block's text
    std::string closing; // what ends the output in place of the encoder's epilogue; empty: nothing said so
    std::vector<Note> notes;
    std::vector<BadRecord> refused; // records of the block that the tool found bad
    uint64_t records = 0;
    Drain* drain = nullptr; // where much may come of one block

    bool empty() const { return bytes.empty() && borrowed.empty(); }

    /// Copies what was borrowed, unless it is a part of `text`, which lives on.
    void own_unless(std::string_view text) {
        if (borrowed.data() >= text.data() && borrowed.data() < text.data() + text.size()) return;
        bytes.append(borrowed);
        borrowed = {};
    }
};

/// Writes records under one output header, whatever the format. Used by one thread.
class Writer {
public:
    /// `columns`: the number of output columns.
    /// `raw`: whole records may be written as they came, since their bytes bear no name that has changed.
    Writer(const Encoder& encoder, size_t columns, Output& out, bool raw = true)
        : encoder_(&encoder), columns_(columns), raw_(raw), out_(&out) {}

    /// Writes whole records; untouched bytes stay. The output's columns must be the input's, but for their
    /// names.
    void keep(const Batch& batch) { keep(batch, batch.all()); }
    void keep(const Batch& batch, Records records) {
        keep_only(batch, records);
        keep_trailing(batch);
    }
    /// The same in parts: the records, and the blank lines and comments after the last record of the input.
    void keep_only(const Batch& batch, Records records);
    void keep_trailing(const Batch& batch);

    /// Writes one record after another until `bytes` have come together, all of them here (nothing is
    /// borrowed), and appends where each one ends. Returns how many records these were, at least one.
    size_t keep_each(const Batch& batch, Records records, size_t bytes, std::vector<uint32_t>& ends);

    /// What keep_only() would write, where that is a part of the block's text as it is; else empty.
    std::string_view kept_as_is(const Batch& batch, Records records) const;

    /// Writes one record with `before` and `after` around parts of it: offsets in the batch's text,
    /// ascending. Where its bytes won't do for the output, it is written without them.
    void keep_marked(const Batch& batch, uint32_t record, std::span<const TextRange> parts,
                     std::string_view before, std::string_view after);

    /// Writes these columns of the records, as many as the output header has.
    void project(const Batch& batch, Records records, std::span<const OutColumn> columns);

    /// What a record that was the input's last lacks for others to follow, `written` as this writes it: the
    /// newline that it may not have had.
    std::string_view lacking(const Batch& batch, std::string_view written) const {
        return encoder_->lacking(written, batch.dialect());
    }

    /// After a record that was the input's last and is not the output's: gives it the newline that it may
    /// lack.
    void end_record(const Batch& batch);

    /// Writes records of the tool's own making: a column's cells are all in OutColumn::cells.
    void add(size_t records, std::span<const OutColumn> columns);

    /// A writer of the same kind to another place, for records that may be written later or not at all.
    Writer aside(Output& out) const {
        Writer writer(*this);
        writer.out_ = &out;
        return writer;
    }
    /// Writes `records` records that such a writer has put aside.
    void encoded(std::string_view bytes, uint64_t records) {
        settle();
        out_->records += records;
        out_->bytes.append(bytes);
    }

    /// Writes text that the tool formats itself (a tool that says so: see ToolOutput).
    void text(std::string_view text) {
        settle();
        out_->bytes.append(text);
    }

    /// For a tool that writes many records for one: lets go of much that has been written, so that it isn't
    /// held. Nothing is to follow that depends on it.
    void drain() {
        if (out_->drain && out_->bytes.size() > out_->drain->above) out_->drain->take(*out_);
    }

    /// Says what was odd in the batch being looked at.
    void note(Note note) { out_->notes.push_back(std::move(note)); }

    /// Says that a record is bad data, for a reason of the tool's, in ascending order. It is then told or set
    /// aside as one that can't be read is. Under OnBad::fail the tool writes the records before it and none
    /// after it; under OnBad::keep it writes the record, and does not refuse it.
    void refuse(const Batch& batch, uint32_t record, std::string reason, std::string hint = {});

private:
    void settle();
    bool keeps_raw(const Batch& batch) const {
        return raw_ && batch.whole() && encoder_->takes_raw(batch.dialect());
    }
    bool keeps_between(const Batch& batch) const;
    void rewrite(const Batch& batch, Records records, std::span<const OutColumn> columns);
    void borrow(std::string_view bytes);

    const Encoder* encoder_;
    size_t columns_;
    bool raw_;
    Output* out_;
};

} // namespace rowkit
