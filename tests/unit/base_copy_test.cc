// Short runs of bytes: copied and compared as memcpy() and memcmp() do, and no other byte is touched.
#include "base/copy.h"

#include <doctest/doctest.h>
#include <memory>
#include <string>

namespace rowkit {
namespace {

// As long as it says: the address sanitizer sees whoever reads or writes past it.
std::unique_ptr<char[]> exactly(const std::string& text) {
    std::unique_ptr<char[]> bytes(new char[text.size()]);
    text.copy(bytes.get(), text.size());
    return bytes;
}

TEST_CASE("up to 16 bytes are copied exactly") {
    for (size_t size = 0; size <= 16; ++size) {
        const std::string text = std::string("ABCDEFGHIJKLMNOP").substr(0, size);
        const auto from = exactly(text);
        std::string to(size + 2, '.');
        CHECK(copy_exactly(to.data() + 1, from.get(), size) == to.data() + 1 + size);
        CHECK(to == "." + text + ".");
    }
}

TEST_CASE("bytes are the same only if each of them is") {
    for (size_t size = 0; size <= 40; ++size) {
        std::string text;
        for (size_t i = 0; i < size; ++i) text += static_cast<char>('a' + i % 26);
        const auto left = exactly(text);
        CHECK(same_bytes(left.get(), exactly(text).get(), size));
        for (size_t i = 0; i < size; ++i) {
            std::string other = text;
            other[i] = static_cast<char>(other[i] ^ 0x80);
            CAPTURE(size);
            CAPTURE(i);
            CHECK(!same_bytes(left.get(), exactly(other).get(), size));
        }
    }
}

} // namespace
} // namespace rowkit
