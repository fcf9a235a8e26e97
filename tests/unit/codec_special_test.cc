// Which bytes are special: the SIMD pass finds what a look at each byte finds.
#include "base/buffer.h"
#include "codec/special.h"
#include "each_simd.h"

#include <algorithm>
#include <random>

using namespace rowkit;

namespace {

void compare_with_each_byte() {
    std::mt19937 dice(5);
    for (int round = 0; round < 500; ++round) {
        const std::string_view letters =
            round % 2 ? "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"" : "ab,\"\n\x1f\x7f\xff\x80";
        const SpecialBytes special{.bytes = {'"', ',', '\n', 0, 0}, .control = round % 3 == 0};
        const size_t size = dice() % 400;
        Buffer text;
        for (size_t i = 0; i < size; ++i) text.push_back(letters[dice() % letters.size()]);
        text.reserve(size + 1);
        const SpecialMap map(text.view(), special);
        for (int cell = 0; cell < 20; ++cell) {
            const size_t from = dice() % (size + 1), length = dice() % (size - from + 1);
            const std::string_view bytes = text.view().substr(from, length);
            CHECK(map.any(from, length) == std::ranges::any_of(bytes, [&](char byte) {
                      return byte == '"' || byte == ',' || byte == '\n' ||
                             (special.control && static_cast<unsigned char>(byte) < 0x20);
                  }));
        }
    }
}

} // namespace

TEST_CASE("the bytes that can't be written as they are are found, with any instruction set") {
    with_each_simd(compare_with_each_byte);
}
