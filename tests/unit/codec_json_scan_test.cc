// Where JSON values end: the SIMD scan finds what a walk byte by byte finds, however the text is cut.
#include "base/buffer.h"
#include "codec/json_scan.h"
#include "each_simd.h"

#include <random>
#include <string>

using namespace rowkit;

namespace {

void compare_with_walk() {
    std::mt19937 dice(2);
    for (int round = 0; round < 2000; ++round) {
        const std::string_view letters = round % 3 == 0   ? "\\\"{}[],a "
                                         : round % 3 == 1 ? "\"{}[],aaaaaaaaaaaaaaaaaaaaaaa"
                                                          : "aaaaaaaaaaaaaaaaa\\aaaaaaaaaaaaaaaaaaaa{[,}]";
        Buffer text;
        const size_t size = dice() % 700;
        for (size_t i = 0; i < size; ++i) text.push_back(letters[dice() % letters.size()]);
        text.reserve(size + 1);
        const bool array = dice() % 2;
        JsonScanState slow;
        slow.array = array;
        slow.depth = dice() % 3;
        JsonScanState fast = slow;
        std::vector<uint32_t> expected, found;
        find_json_marks_scalar(text.data(), 0, size, slow, expected);
        for (size_t at = 0; at < size;) {
            const size_t to = std::min(size, at + 1 + dice() % (round % 2 ? 7 : 300));
            find_json_marks(text.data(), at, to, fast, found);
            at = to;
        }
        CHECK(found == expected);
        CHECK(fast.depth == slow.depth);
        CHECK(fast.inside == slow.inside);
        CHECK(fast.escaped == slow.escaped);
    }
}

} // namespace

TEST_CASE("the SIMD scan finds the marks that the walk finds, in text of any kind and in any portions") {
    with_each_simd(compare_with_walk);
}
