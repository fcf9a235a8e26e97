// What a tool writes its records with.
#include "stream/writer.h"

namespace rowkit {
namespace {

/// Blank lines and comments before a record, where it is written anew as another one of its block has changed
/// (--ragged pad, trim): they stay, as they do in blocks without such a record.
std::string_view between(const Layout& at, uint32_t record) {
    return at.text.substr(at.raw_begin[record], at.begin[record] - at.raw_begin[record]);
}

} // namespace

/// Bytes that were to be passed on uncopied are copied after all, since more follows.
void Writer::settle() {
    if (out_->borrowed.empty()) return;
    out_->bytes.append(out_->borrowed);
    out_->borrowed = {};
}

/// Passes a part of the block on uncopied, if it is the first or goes on where the last one ended.
void Writer::borrow(std::string_view bytes) {
    std::string_view& borrowed = out_->borrowed;
    if (!borrowed.empty() && borrowed.data() + borrowed.size() == bytes.data()) {
        borrowed = {borrowed.data(), borrowed.size() + bytes.size()};
        return;
    }
    settle();
    borrowed = bytes;
}

void Writer::keep_only(const Batch& batch, Records records) {
    if (records.size() == 0) return;
    if (!keeps_raw(batch)) {
        std::vector<OutColumn> columns(columns_);
        for (size_t i = 0; i < columns_; ++i) columns[i].column = static_cast<int32_t>(i);
        return keeps_between(batch) ? rewrite(batch, records, columns) : project(batch, records, columns);
    }
    if (const std::string_view as_is = kept_as_is(batch, records); !as_is.empty()) {
        borrow(as_is);
    } else {
        settle();
        encoder_->append_raw(batch, records, out_->bytes);
    }
    out_->records += records.size();
}

/// Whether records were changed in being read, and could be kept as they are if none were.
bool Writer::keeps_between(const Batch& batch) const {
    const Layout& at = batch.layout();
    return raw_ && !at.whole && !batch.mapped() && (at.rule == CellRule::csv || at.rule == CellRule::tsv) &&
           at.raw_begin && at.begin && encoder_->takes_raw(batch.dialect());
}

void Writer::rewrite(const Batch& batch, Records records, std::span<const OutColumn> columns) {
    settle();
    size_t done = 0;
    for (size_t i = 0; i < records.size(); ++i) {
        const std::string_view before = between(batch.layout(), records[i]);
        if (before.empty()) continue;
        project(batch, records.part(done, i), columns);
        out_->bytes.append(before);
        done = i;
    }
    project(batch, records.part(done, records.size()), columns);
}

std::string_view Writer::kept_as_is(const Batch& batch, Records records) const {
    const Layout& at = batch.layout();
    if (records.size() == 0 || !records.consecutive() || !at.contiguous || encoder_->separator() ||
        !keeps_raw(batch))
        return {};
    const size_t begin = at.raw_begin[records[0]];
    return at.text.substr(begin, at.raw_end[records[records.size() - 1]] - begin);
}

size_t Writer::keep_each(const Batch& batch, Records records, size_t bytes, std::vector<uint32_t>& ends) {
    settle();
    Buffer& out = out_->bytes;
    std::vector<OutColumn> columns(columns_);
    for (size_t i = 0; i < columns_; ++i) columns[i].column = static_cast<int32_t>(i);
    const bool raw = keeps_raw(batch), whole = raw || !keeps_between(batch);
    size_t done = 0;
    while (done < records.size() && (done == 0 || out.size() < bytes)) {
        const uint32_t record = records[done++];
        if (!whole) out.append(between(batch.layout(), record));
        if (!raw) encoder_->append(batch, Records(&record, 1), columns, out);
        else if (encoder_->separator()) encoder_->append_raw(batch, Records(&record, 1), out);
        else out.append(batch.raw(record));
        ends.push_back(static_cast<uint32_t>(out.size()));
    }
    out_->records += done;
    return done;
}

void Writer::keep_marked(const Batch& batch, uint32_t record, std::span<const TextRange> parts,
                         std::string_view before, std::string_view after) {
    if (!keeps_raw(batch) || encoder_->separator()) return keep_only(batch, Records(&record, 1));
    settle();
    Buffer& out = out_->bytes;
    const Layout& at = batch.layout();
    size_t done = at.raw_begin[record];
    for (const TextRange& part : parts) {
        if (part.begin < done || part.end > at.raw_end[record]) continue;
        out.append(at.text.substr(done, part.begin - done));
        out.append(before);
        out.append(at.text.substr(part.begin, part.end - part.begin));
        out.append(after);
        done = part.end;
    }
    out.append(at.text.substr(done, at.raw_end[record] - done));
    ++out_->records;
}

void Writer::keep_trailing(const Batch& batch) {
    const std::string_view trailing = batch.layout().trailing;
    if (trailing.empty() || !(keeps_raw(batch) || keeps_between(batch))) return;
    if (encoder_->separator() == 0) return borrow(trailing);
    // Another file may follow: the end of an array is written when all has been.
    if (auto closing = encoder_->closing(batch); !closing.empty()) out_->closing = closing;
}

void Writer::project(const Batch& batch, Records records, std::span<const OutColumn> columns) {
    if (records.size() == 0) return; // a tool's cells for no records may lie nowhere
    settle();
    out_->records += records.size();
    encoder_->append(batch, records, columns, out_->bytes);
}

void Writer::refuse(const Batch& batch, uint32_t record, std::string reason, std::string hint) {
    const Layout& at = batch.layout();
    const size_t begin = at.begin ? at.begin[record] : at.raw_begin[record]; // without what stands before it
    out_->refused.push_back({begin, at.raw_end[record] - begin, std::move(reason), std::move(hint)});
}

void Writer::end_record(const Batch& batch) {
    if (out_->borrowed.empty()) out_->bytes.append(lacking(batch, out_->bytes.view()));
}

void Writer::add(size_t records, std::span<const OutColumn> columns) {
    Layout layout;
    layout.records = records;
    const Header none;
    const Dialect dialect;
    project(Batch(layout, none, dialect), Records(records), columns);
}

} // namespace rowkit
