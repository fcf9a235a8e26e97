// The writing half of a format.
#pragma once

#include "base/buffer.h"
#include "codec/batch.h"

#include <memory>
#include <span>
#include <string>

namespace rowkit {

/// Where an output column's cells come from: a column of the batch, or `cells` (one for each record of the
/// batch, indexed by its number there).
struct OutColumn {
    int32_t column = -1;
    const Cell* cells = nullptr;

    Cell of(const Batch& batch, size_t record) const {
        return cells ? cells[record] : batch.cell(record, static_cast<size_t>(column));
    }
};

/// Writes records of one output header in one format. Thread-safe: it only reads itself.
class Encoder {
public:
    virtual ~Encoder() = default;

    /// True where a whole record's bytes in dialect `input` are the same record in this one.
    virtual bool takes_raw(const Dialect& input) const = 0;

    /// What stands before the first record.
    virtual void prologue(Buffer& out) const = 0;

    /// Appends `records` of `batch`, made of `columns`, as many as the header has. Throws Error for a cell
    /// that the format can't hold; its `where` is `:LINE` in the batch's text, or empty.
    virtual void append(const Batch& batch, Records records, std::span<const OutColumn> columns,
                        Buffer& out) const = 0;

    /// Appends raw records, without what follows the last one: takes_raw(batch.dialect()) and batch.whole()
    /// hold.
    virtual void append_raw(const Batch& batch, Records records, Buffer& out) const;

    /// What a record lacks for others to follow, `written` as append() or append_raw() wrote it from a text
    /// in dialect `input`: the newline, where it was the last one there and had none; mostly nothing.
    virtual std::string_view lacking(std::string_view written, const Dialect& input) const {
        (void)written, (void)input;
        return {};
    }

    /// Bytes at the start of each record that separate it from the one before: dropped before the first
    /// record.
    virtual size_t separator() const { return 0; }

    /// The bytes after the last record of the input, where they may stand in place of the epilogue; they are
    /// then not written as trailing text. Empty: they may not.
    virtual std::string_view closing(const Batch& batch) const {
        (void)batch;
        return {};
    }

    /// What stands after the last record; `any`: there was one.
    virtual std::string_view epilogue(bool any) const {
        (void)any;
        return {};
    }
};

} // namespace rowkit
