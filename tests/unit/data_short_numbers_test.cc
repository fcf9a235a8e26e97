// Many short numbers at a time: against reading one.
#include "data/short_numbers.h"

#include "data/number_parse.h"
#include "each_simd.h"

#include <random>
#include <string>

namespace rowkit {
namespace {

TEST_CASE("short numbers read together are what each one is by itself, whatever follows them") {
    std::mt19937 random(11);
    const auto pick = [&](std::string_view from) { return from[random() % from.size()]; };
    const auto any_text = [&] {
        const int kind = static_cast<int>(random() % 4);
        std::string text;
        for (size_t i = 0, size = 1 + random() % ShortNumbers::longest; i < size; ++i)
            text += pick(kind == 0 ? "0123456789.-+e \xFF" : kind == 1 ? "0123456789." : "0123456789");
        if (kind < 3 && random() % 3 == 0) text[0] = '-';
        if (kind == 3 && random() % 2) text[random() % text.size()] = '.';
        return text;
    };
    with_each_simd([&] {
        size_t numbers = 0, others = 0;
        for (int round = 0; round < 2000; ++round) {
            ShortNumbers all;
            std::string texts[ShortNumbers::most];
            const size_t count = 1 + random() % ShortNumbers::most;
            for (size_t i = 0; i < count; ++i) {
                texts[i] = any_text();
                std::string followed = texts[i];
                while (followed.size() < 8) followed += pick("0123456789.,-\n\xFF");
                all.words[i] = swar::load8(followed.data());
                all.sizes[i] = texts[i].size();
            }
            all.read(count);
            for (size_t i = 0; i < count; ++i) {
                CAPTURE(texts[i]);
                Number alone;
                const bool is = parse_plain_number(texts[i], alone);
                REQUIRE(all.is_number(i) == is);
                ++(is ? numbers : others);
                if (!is) continue;
                REQUIRE(all[i].small_mantissa() == alone.small_mantissa());
                REQUIRE(all[i].scale() == alone.scale());
            }
        }
        CHECK(numbers > 20000);
        CHECK(others > 5000);
    });
}

TEST_CASE("a text that is not to be read is no number") {
    with_each_simd([] {
        ShortNumbers all;
        for (size_t i = 0; i < ShortNumbers::most; ++i) {
            all.words[i] = swar::load8(i % 2 ? "-1234567" : "12345678");
            all.sizes[i] = 0;
        }
        all.read(ShortNumbers::most);
        for (size_t i = 0; i < ShortNumbers::most; ++i) REQUIRE(!all.is_number(i));
    });
}

} // namespace
} // namespace rowkit
