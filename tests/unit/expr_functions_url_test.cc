#include "data/base_text.h"
#include "expr_call.h"

#include <random>

using namespace rowkit;
using namespace rowkit::expr;

TEST_CASE("digests of nothing, and of texts longer than a block, are those of the standards") {
    Caller call(hash_functions());
    const std::string million(1'000'000, 'a');
    CHECK(call("md5", {text("")}) == "d41d8cd98f00b204e9800998ecf8427e");
    CHECK(call("sha1", {text(million)}) == "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
    CHECK(call("sha256", {text(million)}) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    CHECK(call("crc32", {text("")}) == "0");
    CHECK(call("xxh64", {text("")}) == "ef46db3751d8e999");
    CHECK(call("xxh3", {text("")}) == "2d06800538d394c2");
    CHECK(call("hmac_sha256", {text(""), text("")}) ==
          "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
    CHECK(call("hash_bucket", {text("a"), number(0)}) == "null");
}

TEST_CASE("bytes become text and bytes again; what is no such text is null") {
    std::mt19937 random(5);
    for (int round = 0; round < 2000; ++round) {
        std::string bytes;
        for (size_t count = random() % 20; count > 0; --count) bytes += static_cast<char>(random());
        for (BaseText base : {BaseText::base64, BaseText::base64url, BaseText::base32, BaseText::hex}) {
            Buffer made, back;
            append_base_text(base, bytes, made);
            REQUIRE(append_from_base_text(base, made.view(), back));
            REQUIRE(back.view() == bytes);
        }
    }
    Caller call(encoding_functions());
    CHECK(call("base64", {text("ab")}) == "YWI=");
    CHECK(call("from_base64", {text("Y Q =\n=")}) == "a");
    for (const char* wrong : {"Y", "YR==", "YQ==YQ", "Y*Q"})
        CHECK(call("from_base64", {text(wrong)}) == "null");
    CHECK(call("from_base32", {text("ojxxo===")}) == "row");
    CHECK(call("from_hex", {text("abc")}) == "null");
}

TEST_CASE("escapes of URLs and HTML are undone, others stay") {
    Caller call(encoding_functions());
    CHECK(call("url_encode", {text("é/ +~")}) == "%C3%A9%2F%20%2B~");
    CHECK(call("url_decode", {text("%zz%4%41%")}) == "%zz%4A%");
    CHECK(call("html_unescape", {text("&amp;lt; &nosuch; & &#x41; &#0; &#xD800; &#9999999; &;")}) ==
          "&lt; &nosuch; & A &#0; &#xD800; &#9999999; &;");
    CHECK(call("shell_quote", {text("")}) == "''");
    CHECK(call("csv_quote", {text("plain")}) == "plain");
}

TEST_CASE("parts of odd URLs are found as RFC 3986 says") {
    Caller call(url_functions());
    CHECK(call("url_host", {text("http://[::1]:80/x")}) == "::1");
    CHECK(call("url_port", {text("http://[::1]:80/x")}) == "80");
    CHECK(call("url_port", {text("http://a:/x")}) == "null");
    CHECK(call("url_host", {text("http://u:p@w@h:1")}) == "h");
    CHECK(call("url_host", {text("example.org/x")}) == "null");
    CHECK(call("url_host", {text("//example.org")}) == "example.org");
    CHECK(call("url_host", {text("http://[")}) == "[");
    CHECK(call("url_path", {text("mailto:ann@example.org")}) == "ann@example.org");
    CHECK(call("url_scheme", {text("a/b:c")}) == "null");
    CHECK(call("url_query", {text("http://a?")}) == "");
    CHECK(call("url_query", {text("http://a#?b")}) == "null");
    CHECK(call("url_param", {text("?x=1&x=2&y"), text("x")}) == "1");
    CHECK(call("url_param", {text("?x=1&x=2&y"), text("y")}) == "");
    CHECK(call("url_param", {text("?n%20m=a%26b"), text("n m")}) == "a&b");
    CHECK(call("url_param", {text("?x"), text("z")}) == "null");
}

TEST_CASE("what only looks like an address, a mail address or an id is none") {
    Caller call(url_functions()), ip(ip_functions());
    for (const char* wrong :
         {"01.2.3.4", "1.2.3", "1.2.3.4.", "256.1.1.1", "", "fe80::1%eth0", ":::", "1.2.3.4\n"})
        CHECK(ip("is_ip", {text(wrong)}) == "false");
    for (const char* wrong :
         {"a@b", "a..b@example.org", "@example.org", "a@example.org.", "a@-example.org", "a b@c.de"})
        CHECK(call("is_email", {text(wrong)}) == "false");
    CHECK(call("is_uuid", {text("123e4567e89b12d3a456426614174000")}) == "false");
    CHECK(call("is_url", {text("http://a b")}) == "false");
}

TEST_CASE("networks hold their addresses, IPv4 written as IPv6 too") {
    Caller call(ip_functions());
    CHECK(call("in_cidr", {text("::ffff:10.0.0.1"), text("10.0.0.0/8")}) == "true");
    CHECK(call("in_cidr", {text("10.0.0.1"), text("0.0.0.0/0")}) == "true");
    CHECK(call("in_cidr", {text("::1"), text("0.0.0.0/0")}) == "false");
    CHECK(call("in_cidr", {text("ff::"), text("::/0")}) == "true");
    CHECK(call("in_cidr", {text("x"), text("10.0.0.0/8")}) == "null");
    CHECK_THROWS_AS(call("in_cidr", {text("10.0.0.1"), text("10.0.0.0/33")}), std::string);
    CHECK(call("cidr_last", {text("::/0")}) == "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff");
    CHECK(call("ip_network", {text("10.1.2.3"), number(0)}) == "0.0.0.0/0");
    CHECK(call("ip_to_int", {text("fe80::1")}) == "null");
    CHECK(call("int_to_ip", {text("42540766411282592856903984951653826561")}) == "2001:db8::1");
    CHECK(call("int_to_ip", {text("1.5")}) == "null");
}
