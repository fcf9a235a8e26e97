// Delimited text: where records lie, and which of them say more than their bytes do in one piece.
#include "codec/delimited.h"

#include <algorithm>

namespace rowkit {
namespace {

/// Whether a cell goes on after its closing quote, as in `"New"York`: then its text is nowhere in the record.
bool goes_on_after_quote(std::string_view record, const Marks& marks) {
    for (size_t at = 0; (at = record.find(marks.quote, at)) != record.npos;) {
        const char before = at ? record[at - 1] : '\n';
        if (before != marks.delimiter && before != '\n' && before != '\r') { // itself, in an unquoted cell
            ++at;
            continue;
        }
        do { // past the closing quote, doubled ones passed over
            at = record.find(marks.quote, at + 1);
            if (at == record.npos) return false;
            ++at;
        } while (at < record.size() && record[at] == marks.quote);
        if (at < record.size() && record[at] != marks.delimiter && record[at] != '\n' && record[at] != '\r')
            return true;
    }
    return false;
}

class DelimitedSlicer final : public Slicer {
public:
    DelimitedSlicer(const Marks& marks, bool count_blank) : marks_(marks), count_blank_(count_blank) {}

    void slice(std::string_view text, Slices& slices) override {
        slices.ends.clear();
        slices.odd.clear();
        slices.lines = 0;
        bool odd = false;
        ScanState state;
        for (size_t from = 0; from < text.size(); from += at_once) {
            const size_t to = std::min(from + at_once, text.size());
            const RecordEnds found =
                find_record_ends(text, from, to, marks_, state, count_blank_, room_.data());
            slices.ends.insert(slices.ends.end(), room_.begin(),
                               room_.begin() + static_cast<std::ptrdiff_t>(found.records));
            slices.lines += found.lines;
            odd = odd || found.odd;
        }
        if (!odd || !marks_.quote) return;
        size_t begin = 0;
        for (size_t i = 0; i < slices.ends.size(); begin = slices.ends[i++])
            if (is_odd(text.substr(begin, slices.ends[i] - begin)))
                slices.odd.push_back(static_cast<uint32_t>(i));
    }

private:
    static constexpr size_t at_once = 16 << 10; // bytes

    /// A comment before the record may hold quotes of its own.
    bool is_odd(std::string_view record) const {
        return marks_.comment ? record.find(marks_.quote) != record.npos
                              : goes_on_after_quote(record, marks_);
    }

    const Marks marks_;
    const bool count_blank_;
    std::vector<uint32_t> room_ = std::vector<uint32_t>(at_once);
};

} // namespace

std::unique_ptr<Slicer> make_delimited_slicer(const Marks& marks, bool count_blank) {
    return std::make_unique<DelimitedSlicer>(marks, count_blank);
}

} // namespace rowkit
