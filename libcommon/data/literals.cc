// The search for any of some texts at once.
#include "data/literals.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "data/literals.cc"
#include <hwy/foreach_target.h>
//
#include "base/mask_bits-inl.h"

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace rowkit::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// The first 64 places from `from` on where the two bytes of one of `pairs` stand: their offset, bit i of
/// `mask` for each. The text's size where there is none.
size_t find_pairs(std::string_view text, size_t from, const Literals::Pair* pairs, size_t count,
                  uint64_t& mask) {
    using Bytes = hn::CappedTag<uint8_t, 64>;
    const Bytes d;
    const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
    for (size_t at = from; at < text.size(); at += 64) {
        uint64_t found = 0;
        for (size_t i = 0; i < 64; i += hn::Lanes(d)) {
            auto any = hn::Zero(d);
            for (size_t k = 0; k < count; ++k) {
                const Literals::Pair& pair = pairs[k];
                const auto first =
                    hn::Or(hn::LoadU(d, bytes + at + i + pair.at[0]), hn::Set(d, pair.either[0]));
                const auto second =
                    hn::Or(hn::LoadU(d, bytes + at + i + pair.at[1]), hn::Set(d, pair.either[1]));
                const auto both = hn::And(hn::Eq(first, hn::Set(d, pair.byte[0])),
                                          hn::Eq(second, hn::Set(d, pair.byte[1])));
                any = hn::Or(any, hn::VecFromMask(d, both));
            }
            found |= mask_bits(d, hn::MaskFromVec(any)) << i;
        }
        if (HWY_UNLIKELY(found != 0)) {
            mask = found;
            return at;
        }
    }
    return text.size();
}

} // namespace rowkit::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace rowkit {
namespace {

HWY_EXPORT(find_pairs);

constexpr size_t most_pair_offset = 32; // a load there stays within Buffer::padding
constexpr uint32_t no_text = ~uint32_t{0};

bool is_letter(char byte) { return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z'); }
char lower(char byte) { return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte | 0x20) : byte; }

/// How common a byte is in tables, roughly.
int commonness(char byte) {
    constexpr std::string_view often = "0123456789,\" .:-/_";
    constexpr std::string_view letters = "etaoinsrhldcumfpgwybvkxjqz";
    if (often.find(byte) != often.npos) return 100;
    if (size_t at = letters.find(byte); at != letters.npos) return 90 - 2 * static_cast<int>(at);
    if (byte >= 'A' && byte <= 'Z') return 30;
    return static_cast<unsigned char>(byte) >= 0x80 ? 35 : 20;
}

uint64_t load(const char* at, size_t size) {
    uint64_t bytes = 0;
    std::memcpy(&bytes, at, size);
    return bytes;
}

} // namespace

Literals::Literals(std::vector<std::string> texts, bool fold) : texts_(std::move(texts)), fold_(fold) {
    if (fold)
        for (std::string& text : texts_) std::ranges::transform(text, text.begin(), lower);
    std::ranges::sort(texts_);
    texts_.erase(std::unique(texts_.begin(), texts_.end()), texts_.end());
    if (texts_.size() <= most_pairs) make_pairs();
    else make_windows();
}

void Literals::make_pairs() {
    for (const std::string& text : texts_) {
        const size_t size = std::min(text.size(), most_pair_offset);
        size_t first = 0, second = size - 1;
        for (size_t i = 0; i < size; ++i)
            if (commonness(text[i]) < commonness(text[first])) first = i;
        if (first == second) second = 0;
        for (size_t i = 0; i < size; ++i)
            if (i != first && commonness(text[i]) < commonness(text[second])) second = i;
        Pair pair{.at = {static_cast<uint32_t>(first), static_cast<uint32_t>(second)},
                  .byte = {},
                  .either = {},
                  .text = text};
        for (int i : {0, 1}) {
            pair.byte[i] = static_cast<uint8_t>(text[pair.at[i]]);
            pair.either[i] = fold_ && is_letter(text[pair.at[i]]) ? 0x20 : 0;
        }
        pairs_.push_back(pair);
    }
}

void Literals::make_windows() {
    window_ = 8;
    for (const std::string& text : texts_) window_ = std::min(window_, text.size());
    window_mask_ = ~uint64_t{0} >> (64 - 8 * window_);
    case_bits_ = fold_ ? 0x2020202020202020u : 0; // other bytes fall together too, which the check undoes
    const auto log = static_cast<unsigned>(std::bit_width(texts_.size()));
    filter_bits_ = std::clamp(log + 6, 12u, 21u);
    head_bits_ = log + 1;
    filter_.resize(size_t{1} << (filter_bits_ - 6));
    heads_.assign(size_t{1} << head_bits_, no_text);
    next_.resize(texts_.size());
    window_at_.resize(texts_.size());
    for (size_t i = 0; i < texts_.size(); ++i) {
        const std::string& text = texts_[i];
        int least = INT32_MAX;
        for (size_t at = 0; at + window_ <= text.size(); ++at) {
            int sum = 0;
            for (size_t k = at; k < at + window_; ++k) sum += commonness(text[k]);
            if (sum > least) continue;
            least = sum;
            window_at_[i] = static_cast<uint32_t>(at); // the last one: numbers differ at their ends
        }
        const uint64_t hash = window_hash(load(text.data() + window_at_[i], window_));
        const uint64_t bit = hash >> (64 - filter_bits_);
        filter_[bit / 64] |= uint64_t{1} << (bit % 64);
        uint32_t& head = heads_[hash >> (64 - head_bits_)];
        next_[i] = std::exchange(head, static_cast<uint32_t>(i));
    }
}

bool Literals::stands_at(std::string_view text, size_t at, std::string_view literal) const {
    if (at + literal.size() > text.size()) return false;
    if (!fold_) return std::memcmp(text.data() + at, literal.data(), literal.size()) == 0;
    for (size_t i = 0; i < literal.size(); ++i)
        if (lower(text[at + i]) != literal[i]) return false;
    return true;
}

Literals::Hit Literals::find(std::string_view text, size_t from) const {
    if (window_) return find_window(text, from, true);
    uint64_t mask = 0;
    for (size_t at = from; at < text.size(); at += 64) {
        at = HWY_DYNAMIC_DISPATCH(find_pairs)(text, at, pairs_.data(), pairs_.size(), mask);
        if (at >= text.size()) break;
        for (; mask; mask &= mask - 1) {
            const size_t place = at + static_cast<size_t>(std::countr_zero(mask));
            for (const Pair& pair : pairs_)
                if (stands_at(text, place, pair.text)) return {place, pair.text.size()};
        }
    }
    return {};
}

Literals::Hit Literals::find_bare(std::string_view text, size_t from) const {
    if (window_) return find_window(text, from, false);
    if (from >= text.size()) return {};
    Hit first;
    for (const std::string& literal : texts_) {
        if (fold_) {
            for (size_t at = from; at + literal.size() <= text.size() && at < first.begin; ++at)
                if (stands_at(text, at, literal)) first = {at, literal.size()};
            continue;
        }
        const void* found = ::memmem(text.data() + from, text.size() - from, literal.data(), literal.size());
        if (!found) continue;
        const auto at = static_cast<size_t>(static_cast<const char*>(found) - text.data());
        if (at < first.begin) first = {at, literal.size()};
    }
    return first;
}

bool Literals::any_hit(std::string_view text, const std::function<bool(Hit)>& use) const {
    if (window_) {
        for (size_t at = 0; at + window_ <= text.size(); ++at) {
            const uint64_t hash = window_hash(load(text.data() + at, window_));
            for (uint32_t i = heads_[hash >> (64 - head_bits_)]; i != no_text; i = next_[i]) {
                const size_t before = window_at_[i];
                if (before <= at && stands_at(text, at - before, texts_[i]) &&
                    use({at - before, texts_[i].size()}))
                    return true;
            }
        }
        return false;
    }
    for (const std::string& literal : texts_)
        for (size_t at = 0; at + literal.size() <= text.size(); ++at) {
            if (!fold_) { // on to the next one
                const void* found =
                    ::memmem(text.data() + at, text.size() - at, literal.data(), literal.size());
                if (!found) break;
                at = static_cast<size_t>(static_cast<const char*>(found) - text.data());
            } else if (!stands_at(text, at, literal)) {
                continue;
            }
            if (use({at, literal.size()})) return true;
        }
    return false;
}

bool Literals::is_one(std::string_view text) const {
    if (!fold_) return std::ranges::binary_search(texts_, text, std::less<>{});
    std::string folded(text);
    std::ranges::transform(folded, folded.begin(), lower);
    return std::ranges::binary_search(texts_, folded);
}

Literals::Hit Literals::find_window(std::string_view text, size_t from, bool padded) const {
    if (text.size() < window_) return {};
    const size_t end = text.size() - window_ + 1; // of the places where a window may begin
    const size_t safe = padded ? end : std::min(end, text.size() < 8 ? 0 : text.size() - 7);
    const unsigned shift = 64 - filter_bits_;
    size_t at = from;
    for (; at < safe; ++at) {
        const uint64_t hash = window_hash(load(text.data() + at, 8));
        const uint64_t bit = hash >> shift;
        if (!((filter_[bit / 64] >> (bit % 64)) & 1)) [[likely]] continue;
        if (Hit hit = check_window(text, from, at, hash)) return hit;
    }
    for (; at < end; ++at)
        if (Hit hit = check_window(text, from, at, window_hash(load(text.data() + at, window_)))) return hit;
    return {};
}

Literals::Hit Literals::check_window(std::string_view text, size_t from, size_t at, uint64_t hash) const {
    for (uint32_t i = heads_[hash >> (64 - head_bits_)]; i != no_text; i = next_[i]) {
        const size_t before = window_at_[i];
        if (before > at - from) continue;
        if (stands_at(text, at - before, texts_[i])) return {at - before, texts_[i].size()};
    }
    return {};
}

} // namespace rowkit
#endif
