// The search for texts finds what a plain search finds, for few texts and for many, in any case.
#include "data/literals.h"

#include "each_simd.h"

#include "base/buffer.h"

#include <algorithm>
#include <random>
#include <vector>

namespace rowkit {
namespace {

char lower(char byte) { return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte | 0x20) : byte; }

bool stands_at(std::string_view text, size_t at, std::string_view wanted, bool fold) {
    if (wanted.size() > text.size() - at) return false;
    for (size_t i = 0; i < wanted.size(); ++i) {
        const char a = text[at + i], b = wanted[i];
        if (fold ? lower(a) != lower(b) : a != b) return false;
    }
    return true;
}

/// What find() promises, checked the plain way.
void check_find(const std::vector<std::string>& wanted, bool fold, std::string_view text, size_t from,
                Literals::Hit hit) {
    size_t first_end = std::string_view::npos; // of all occurrences
    for (size_t at = from; at < text.size(); ++at)
        for (const std::string& each : wanted)
            if (stands_at(text, at, each, fold)) first_end = std::min(first_end, at + each.size());
    if (first_end == std::string_view::npos) {
        CHECK(!hit);
        return;
    }
    REQUIRE(hit);
    CHECK(hit.begin >= from);
    CHECK(hit.begin < first_end); // no other one ends before it begins
    const std::string found(text.substr(hit.begin, hit.size));
    CHECK(std::ranges::any_of(wanted, [&](const std::string& each) {
        return each.size() == hit.size && stands_at(text, hit.begin, each, fold);
    }));
}

void compare_with_plain_search() {
    std::mt19937 random(7);
    const auto below = [&](size_t n) { return static_cast<size_t>(random() % n); };
    for (int round = 0; round < 1500; ++round) {
        const std::string_view alphabet = round % 2 ? "abAB\xC3\xA9k,\n" : "ab";
        const auto make = [&](size_t size) {
            std::string text;
            while (text.size() < size) text += alphabet[below(alphabet.size())];
            return text;
        };
        std::vector<std::string> wanted;
        const size_t count = std::vector<size_t>{1, 2, 6, 7, 40}[below(5)]; // pairs, then windows
        const size_t longest = std::vector<size_t>{1, 3, 9, 40}[below(4)];
        for (size_t i = 0; i < count; ++i) wanted.push_back(make(1 + below(longest)));
        const bool fold = below(2);
        const Literals literals(wanted, fold);
        std::string text = make(below(200));
        if (below(2) && !text.empty()) text.insert(below(text.size()), wanted[below(wanted.size())]);
        Buffer padded(text.size() + 1);
        padded.append(text);
        const size_t from = text.empty() ? 0 : below(text.size());
        CAPTURE(text);
        check_find(wanted, fold, text, from, literals.find(padded.view(), from));
        // Nothing may be read behind a bare text: a sanitizer sees to that.
        const std::vector<char> bare(text.begin(), text.end());
        check_find(wanted, fold, text, from, literals.find_bare({bare.data(), bare.size()}, from));
        size_t hits = 0, expected = 0;
        literals.any_hit({bare.data(), bare.size()}, [&](Literals::Hit) { return ++hits, false; });
        std::vector<std::string> distinct = wanted;
        if (fold)
            for (std::string& each : distinct) std::ranges::transform(each, each.begin(), lower);
        std::ranges::sort(distinct);
        distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
        for (size_t at = 0; at < text.size(); ++at)
            for (const std::string& each : distinct) expected += stands_at(text, at, each, fold);
        CHECK(hits == expected);
        const std::string one = below(2) ? wanted[0] : make(3);
        CHECK(literals.is_one(one) == std::ranges::any_of(wanted, [&](auto& each) {
                  return each.size() == one.size() && stands_at(one, 0, each, fold);
              }));
    }
}

TEST_CASE("what is found is what a plain search finds, with any instruction set") {
    with_each_simd(compare_with_plain_search);
}

TEST_CASE("a text at the end of the block is found, and none that goes on behind it") {
    Buffer block(64);
    block.append("xxneedle");
    const Literals one({"needle"}), longer({"needles"});
    CHECK(one.find(block.view()).begin == 2);
    CHECK(!one.find(block.view().substr(0, 7)));
    CHECK(!longer.find(block.view()));
    block.append("s");
    CHECK(!longer.find(block.view().substr(0, 8)));
    CHECK(longer.find(block.view()).begin == 2);
}

} // namespace
} // namespace rowkit
