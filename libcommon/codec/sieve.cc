// Which records can hold a wanted text, told by their raw bytes.
#include "codec/sieve.h"

#include "base/error.h"
#include "codec/format.h"
#include "codec/scan.h"

#include <algorithm>
#include <string>

namespace rowkit {
namespace {

bool is_ascii(char byte) { return static_cast<signed char>(byte) >= 0; }

/// Where a line begins, counted from 1.
size_t line_begin(std::string_view text, size_t line) {
    size_t at = 0;
    while (--line && at < text.size()) {
        at = std::min(text.find_first_of("\r\n", at), text.size() - 1);
        at += text.substr(at, 2) == "\r\n" ? 2 : 1;
    }
    return at;
}

/// How a format can write a byte of a cell's text in another way than as itself.
class Spelling {
public:
    Spelling(const Dialect& dialect, bool fold) : dialect_(dialect), fold_(fold) {
        escapes_ = is_json(dialect.format) || dialect.format == FormatId::logfmt;
    }

    bool has_escapes() const { return escapes_; }

    /// Whether a byte of a text is in the raw bytes of any cell with this text, unless \u stands for it.
    bool is_safe(char byte) const {
        if (fold_ && !is_ascii(byte)) return false; // its other case has other bytes
        if (escapes_)
            return byte != '"' && byte != '\\' && byte != '/' && static_cast<unsigned char>(byte) >= 0x20;
        if (dialect_.backslash && (byte == '\\' || byte == '\t' || byte == '\n' || byte == '\r'))
            return false;
        return !dialect_.quote || byte != dialect_.quote;
    }

    /// The longest piece that is safe; of ASCII, where that isn't much shorter. Empty: there is none.
    std::string piece(std::string_view text) const {
        std::string_view any = longest(text, [&](char byte) { return is_safe(byte); });
        if (!escapes_) return std::string(any);
        std::string_view ascii = longest(text, [&](char byte) { return is_safe(byte) && is_ascii(byte); });
        return std::string(ascii.size() >= std::min<size_t>(any.size(), 4) ? ascii : any);
    }

private:
    template <class Test> static std::string_view longest(std::string_view text, const Test& test) {
        std::string_view best;
        for (size_t from = 0; from < text.size(); ++from) {
            size_t to = from;
            while (to < text.size() && test(text[to])) ++to;
            if (to - from > best.size()) best = text.substr(from, to - from);
            from = to;
        }
        return best;
    }

    const Dialect& dialect_;
    bool fold_;
    bool escapes_;
};

/// Passes records by that the sieve holds nothing of.
class SievedIndexer final : public Indexer {
public:
    SievedIndexer(std::unique_ptr<Indexer> indexer, std::unique_ptr<Slicer> slicer,
                  std::shared_ptr<const Sieve> sieve)
        : indexer_(std::move(indexer)), slicer_(std::move(slicer)), sieve_(std::move(sieve)) {}

    size_t index(std::string_view text, bool last, const Use& use, std::vector<BadRecord>& bad) override;
    size_t passed_over() const override { return passed_over_; }

private:
    struct Piece {
        size_t begin, end; // in the block
        size_t at;         // where it begins among the pieces
    };
    void choose(std::string_view text);
    void add(size_t begin, size_t end);
    size_t offset_of(size_t offset) const;

    std::unique_ptr<Indexer> indexer_;
    std::unique_ptr<Slicer> slicer_;
    std::shared_ptr<const Sieve> sieve_;
    Slices slices_;
    std::vector<Piece> pieces_; // what is shown to the indexer
    Buffer copied_;
    size_t passed_over_ = 0;
};

void SievedIndexer::add(size_t begin, size_t end) {
    if (!pieces_.empty() && pieces_.back().end == begin) {
        pieces_.back().end = end;
        return;
    }
    const size_t at = pieces_.empty() ? 0 : pieces_.back().at + pieces_.back().end - pieces_.back().begin;
    pieces_.push_back({begin, end, at});
}

/// Whether a record is chosen depends on its own bytes alone, not on the block that it is in.
void SievedIndexer::choose(std::string_view text) {
    const std::vector<uint32_t>& ends = slices_.ends;
    pieces_.clear();
    passed_over_ = ends.size();
    auto odd = slices_.odd.begin();
    size_t hit = sieve_->find(text, 0);
    for (size_t record = 0; record < ends.size(); ++record) {
        const size_t next_odd = odd == slices_.odd.end() ? ends.size() : *odd;
        if (hit == Literals::npos) {
            record = next_odd;
        } else if (ends[record] <= hit) {
            auto holder =
                std::upper_bound(ends.begin() + static_cast<std::ptrdiff_t>(record), ends.end(), hit);
            record = std::min(static_cast<size_t>(holder - ends.begin()), next_odd);
        }
        if (record >= ends.size()) break;
        const size_t begin = record ? ends[record - 1] : 0, end = ends[record];
        const bool is_odd = record == next_odd;
        if (is_odd) ++odd;
        if (is_odd || sieve_->find(text.substr(0, end), hit) != Literals::npos) {
            add(begin, end);
            --passed_over_;
        }
        if (hit < end) hit = sieve_->find(text, end);
    }
    // What has no end is cut short, or just lacks its newline, or is no record.
    const size_t tail = ends.empty() ? 0 : ends.back();
    if (tail < text.size()) add(tail, text.size());
}

size_t SievedIndexer::index(std::string_view text, bool last, const Use& use, std::vector<BadRecord>& bad) {
    slicer_->slice(text, slices_);
    choose(text);
    if (pieces_.empty()) return slices_.lines;
    std::string_view shown = text.substr(pieces_[0].begin, pieces_[0].end - pieces_[0].begin);
    if (pieces_.size() > 1) {
        copied_.clear();
        for (const Piece& piece : pieces_) copied_.append(text.substr(piece.begin, piece.end - piece.begin));
        shown = copied_.view();
    }
    const size_t known = bad.size();
    indexer_->index(shown, last, [&](Batch& batch) {
        try {
            use(batch);
        } catch (const Error& error) { // its line is one of the text shown
            if (!error.where().starts_with(':')) throw;
            const size_t at = line_begin(shown, std::stoull(error.where().substr(1)));
            const size_t line = count_lines(text.substr(0, offset_of(at))) + 1;
            throw Error(error.code(), ":" + std::to_string(line), error.reason(), error.hint());
        }
    }, bad);
    for (size_t i = known; i < bad.size(); ++i) bad[i].offset = offset_of(bad[i].offset);
    return slices_.lines;
}

/// An offset of the text that was shown, in the block.
size_t SievedIndexer::offset_of(size_t offset) const {
    auto after = std::ranges::upper_bound(pieces_, offset, {}, &Piece::at);
    const Piece& piece = *std::prev(after);
    return piece.begin + offset - piece.at;
}

} // namespace

std::shared_ptr<const Sieve> Sieve::make(const WantedTexts& wanted, const Dialect& dialect) {
    const Spelling spelling(dialect, wanted.fold);
    std::vector<std::string> literals;
    bool ascii = true, kelvin = false;
    for (const std::string& text : wanted.texts) {
        literals.push_back(spelling.piece(text));
        if (literals.back().size() < 2) return nullptr; // nearly every record would hold it
        ascii = ascii && std::ranges::all_of(literals.back(), is_ascii);
        kelvin = kelvin || (wanted.fold && literals.back().find_first_of("kKsS") != std::string::npos);
    }
    if (literals.empty()) return nullptr;
    if (kelvin) { // cases of k and s
        literals.emplace_back("\xE2\x84\xAA");
        literals.emplace_back("\xC5\xBF");
        ascii = false;
    }
    if (!spelling.has_escapes()) ascii = false; // a backslash is one like any other byte
    else literals.emplace_back(ascii ? "\\u00" : "\\u");
    return std::shared_ptr<const Sieve>(new Sieve(std::move(literals), wanted.fold, ascii));
}

size_t Sieve::find(std::string_view text, size_t from) const {
    for (;; ++from) {
        from = literals_.find(text, from).begin;
        if (from == Literals::npos || !ascii_escapes_ || text[from] != '\\') return from;
        if (from + 4 >= text.size() || text[from + 4] < '8') return from;
    }
}

std::unique_ptr<Indexer> make_indexer(const Reader& reader, const Demand& demand,
                                      const ReadOptions& options) {
    auto indexer = reader.indexer();
    if (!demand.only || options.strict || options.on_bad == OnBad::skip) return indexer;
    auto slicer = reader.slicer();
    auto sieve = slicer ? Sieve::make(*demand.only, reader.dialect()) : nullptr;
    if (!sieve) return indexer;
    return std::make_unique<SievedIndexer>(std::move(indexer), std::move(slicer), std::move(sieve));
}

} // namespace rowkit
