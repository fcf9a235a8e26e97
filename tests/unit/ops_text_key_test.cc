#include "ops/text_key.h"

#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace rowkit;

namespace {

template <class Append>
std::string made(Append append, std::string_view text) {
    Buffer bytes;
    append(text, bytes);
    return std::string(bytes.view());
}

/// Each text's key is less than the next one's.
template <class Append>
void check_ascending(Append append, const std::vector<std::string>& texts) {
    for (size_t i = 0; i + 1 < texts.size(); ++i) {
        INFO(texts[i] << " before " << texts[i + 1]);
        CHECK(made(append, texts[i]) < made(append, texts[i + 1]));
    }
}

int sign(int order) { return (order > 0) - (order < 0); }

} // namespace

TEST_CASE("keys of texts compare as their bytes do, and none begins another one") {
    std::vector<std::string> texts = {""};
    for (size_t at = 0; at < texts.size() && texts[at].size() < 4; ++at)
        for (char c : {'\0', '\1', '\2', 'a', '\xFF'}) texts.push_back(texts[at] + c);
    for (const char* longer : {"12345678", "1234567\x01", "123456789", "12345678\x01", "1234567890123456"})
        texts.push_back(longer);
    std::vector<std::string> keys;
    for (const std::string& text : texts) keys.push_back(made(ops::append_text_key, text));
    for (size_t i = 0; i < texts.size(); ++i)
        for (size_t k = 0; k < texts.size(); ++k) {
            if (sign(keys[i].compare(keys[k])) != sign(texts[i].compare(texts[k])))
                FAIL_CHECK(i << " and " << k);
            if (i != k && keys[k].starts_with(keys[i])) FAIL_CHECK(i << " begins " << k);
        }
}

TEST_CASE("natural order counts digits as numbers") {
    check_ascending(ops::append_natural_key,
                    {"", "1", "2", "10", "99999999999999999999", "100000000000000000000", "a", "a1", "a2",
                     "a02b", "a2b", "a10", "a10b", "b"});
}

TEST_CASE("versions come in the order of their numbers, what is before a release before it") {
    check_ascending(ops::append_version_key,
                    {"0.9", "1.0~a", "1.0-alpha", "1.0-alpha.1", "1.0-beta.2", "1.0-beta.11", "1.0-rc1",
                     "1.0", "1.0+build", "1.0.1", "1.0a", "1.2", "v1.10", "2", "10"});
}

TEST_CASE("addresses come by number, IPv4 first, a network before its addresses") {
    check_ascending([](std::string_view text, Buffer& out) { CHECK(ops::append_ip_key(text, out)); },
                    {"2.0.0.0", "9.255.255.255", "10.0.0.0/8", "10.0.0.0/24", "10.0.0.0", "10.0.0.1",
                     "192.168.0.1", "::1", "2001:db8::", "2001:db8::1"});
    Buffer bytes;
    CHECK_FALSE(ops::append_ip_key("10.0.0", bytes));
    CHECK(bytes.empty());
}

TEST_CASE("length counts characters") {
    check_ascending(ops::append_length_key, {"", "日", "ab", "日本語", "abcd"});
    CHECK(made(ops::append_length_key, "日本") == made(ops::append_length_key, "ab"));
}
