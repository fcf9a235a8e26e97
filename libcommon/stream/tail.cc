// The input of a run that wants its last records only: what stands before them is passed over.
#include "stream/input.h"

#include "base/resources.h"
#include "codec/scan.h"
#include "io/read_range.h"
#include "stream/count.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace rowkit {
namespace {

constexpr size_t first_step = 64 << 10;
constexpr size_t longest_step = 4 << 20;

/// The good records of a part of the file.
struct Found {
    std::vector<size_t> begins; // after `bad`, where that is set
    size_t end = 0;             // of the last one
    std::optional<size_t> bad;  // the last record that fails the run
};

Found find_records(Indexer& indexer, std::string_view text, size_t from, bool last, bool fails) {
    Found found;
    std::vector<BadRecord> bad;
    for (size_t at = from; at < text.size();) {
        bad.clear();
        indexer.index(text.substr(at), last, [&](Batch& batch) {
            const Layout& layout = batch.layout();
            for (size_t i = 0; i < batch.size(); ++i) found.begins.push_back(at + layout.raw_begin[i]);
            if (batch.size()) found.end = at + layout.raw_end[batch.size() - 1];
        }, bad);
        if (!fails || bad.empty()) break;
        found.begins.clear();
        found.bad = at + bad[0].offset;
        at = found.end = *found.bad + bad[0].size;
    }
    return found;
}

/// Goes back from the end in steps, cut at newlines, to where the last `records` good records begin, with the
/// blank lines before them; or to a bad one among them.
std::optional<uint64_t> find_from_end(const InputFile& file, size_t step, size_t most, uint64_t records,
                                      bool fails) {
    const Source& source = file.blocks->source();
    const uint64_t head = file.blocks->offset(), end = *source.total();
    auto indexer = file.reader->indexer();
    Buffer text;
    for (uint64_t to = end; to > head;) {
        const uint64_t from = to - head > step ? to - step : head;
        text.clear();
        if (!read_range(source, from, to, text)) return std::nullopt;
        const size_t newline = from == head ? 0 : text.view().find('\n') + 1;
        if (from > head && (newline == 0 || newline == text.size())) { // inside a long record
            if (step > most) return std::nullopt;
            step *= 2;
            continue;
        }
        const Found found = find_records(*indexer, text.view(), newline, to == end, fails);
        const size_t size = found.begins.size();
        if (records == 0 && size > 0) return from + found.end;
        // Blank lines before the first one may stand before this part.
        if (size > records || (size == records && found.bad)) return from + found.begins[size - records];
        if (found.bad) return from + *found.bad;
        records -= size;
        to = from + newline;
        if (step < longest_step) step *= 2;
    }
    return head;
}

} // namespace

void Input::pass_to_last(InputFile& file) const {
    const uint64_t records = demand_of_(file.dialect).last;
    BlockReader& blocks = *file.blocks;
    const Source& source = blocks.source();
    char byte;
    if (records == 0 || !source.total() || !source.read_at(0, &byte, 1)) return;
    const size_t part = settings_.block_size ? settings_.block_size : size_t{512} << 10;
    std::optional<uint64_t> start;
    if (every_newline_ends(file.dialect))
        start = find_from_end(file, std::min(part, first_step), blocks.most(), records,
                              read_.on_bad == OnBad::fail);
    else if (auto rule = file.reader->count_rule(); rule && read_.on_bad != OnBad::skip)
        start = find_last_records(source, *rule, blocks.offset(), threads_to_use(settings_.threads), part,
                                  records);
    if (!start) return;
    if (*start > blocks.offset()) {
        if (!blocks.pass_to(*start)) return;
        file.passed = *start;
    }
    file.at_last = true;
}

uint64_t InputFile::lines_before() const {
    if (passed == 0) return head_lines;
    const Source& source = blocks->source();
    Buffer text;
    uint64_t lines = 0;
    bool after_cr = false;
    for (uint64_t from = 0; from < passed; from += text.size()) {
        text.clear();
        if (!read_range(source, from, std::min(passed, from + longest_step), text)) break;
        lines += count_lines(text.view(), after_cr);
        after_cr = text.view().back() == '\r';
    }
    return lines;
}

} // namespace rowkit
