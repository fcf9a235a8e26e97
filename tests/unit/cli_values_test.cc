// From the text of an option to its value.
#include "base/error.h"
#include "cli/values.h"

#include <doctest/doctest.h>

using namespace rowkit;
using namespace rowkit::cli;

namespace {

template <typename Call>
std::string refusal(Call call) {
    try {
        call();
    } catch (const Error& error) {
        CHECK(error.code() == Exit::usage);
        return error.reason();
    }
    return "accepted";
}

} // namespace

TEST_CASE("whole numbers are decimal, whatever they begin with") {
    CHECK(parse_whole("-n", "010") == 10);
    CHECK(parse_whole("-n", "-5") == -5);
    CHECK(parse_whole("-n", "+3") == 3);
    CHECK(parse_whole("-n", "9223372036854775807") == INT64_MAX);
    CHECK(parse_whole("-n", "-9223372036854775808") == INT64_MIN);
}

TEST_CASE("what is no whole number is refused, not cut") {
    for (const char* text : {"", "-", "+", "+-3", "--3", "3x", " 3", "3 ", "0x10", "1e3", "1.0", "1,000"}) {
        CAPTURE(text);
        CHECK(refusal([&] { parse_whole("-n", text); }).ends_with("is not a whole number"));
    }
    CHECK(refusal([] { parse_whole("-n", "9223372036854775808"); }) ==
          "-n: 9223372036854775808 is too large a number");
}

TEST_CASE("sizes take units of 1024, and of 1000 where they say so") {
    CHECK(parse_size("--memory", "0") == 0);
    CHECK(parse_size("--memory", "17") == 17);
    CHECK(parse_size("--memory", "512k") == 512 * 1024);
    CHECK(parse_size("--memory", "512K") == 512 * 1024);
    CHECK(parse_size("--memory", "64M") == 64 << 20);
    CHECK(parse_size("--memory", "1GiB") == 1 << 30);
    CHECK(parse_size("--memory", "1.5g") == (3ull << 30) / 2);
    CHECK(parse_size("--memory", "2T") == 2ull << 40);
    CHECK(parse_size("--memory", "64MB") == 64'000'000);
    CHECK(parse_size("--memory", "9B") == 9);
}

TEST_CASE("what is no size is refused") {
    for (const char* text :
         {"", "M", "-1", "+1", "64X", "64Mi", "64MiBs", "1e3", "inf", "nan", "0x10", "6 4", ".5M"}) {
        CAPTURE(text);
        CHECK(refusal([&] { parse_size("--memory", text); }).find("is not a size") != std::string::npos);
    }
    CHECK(refusal([] { parse_size("--memory", "99999999999T"); }) ==
          "--memory: 99999999999T is too large a size");
}

TEST_CASE("a byte is given as itself, by name, or by its code") {
    CHECK(parse_byte("-d", ";") == ';');
    CHECK(parse_byte("-d", "\t") == '\t');
    CHECK(parse_byte("-d", "\\t") == '\t');
    CHECK(parse_byte("-d", "tab") == '\t');
    CHECK(parse_byte("-d", "\\") == '\\');
    CHECK(parse_byte("-d", "0x1f") == '\x1f');
    CHECK(parse_byte("-d", "0X1E") == '\x1e');
    CHECK(parse_byte("-d", "0xff") == '\xff');
    CHECK(parse_byte("-d", "0") == '0');
    for (const char* text : {"", ";;", "0x", "0x1", "0x1g", "0x123", "\\n", "é", "Tab"}) {
        CAPTURE(text);
        CHECK(refusal([&] { parse_byte("-d", text); }).ends_with("is not one byte"));
    }
}
