// Tests of io/transcode and open_source.
#include "io/transcode.h"
#include "io_support.h"

#include <doctest/doctest.h>
#include <zstd.h>

using namespace rowkit;
using namespace rowkit::test;

namespace {

std::string utf16(std::u16string_view text, bool big = false) {
    std::string bytes;
    for (char16_t unit : text) {
        char high = static_cast<char>(unit >> 8), low = static_cast<char>(unit & 255);
        bytes += big ? high : low;
        bytes += big ? low : high;
    }
    return bytes;
}

Outcome open_and_read(const std::string& bytes, const std::string& encoding = "", size_t room = 1000) {
    Folder folder;
    write_file(folder / "a", bytes);
    SourceOptions options;
    options.encoding = encoding;
    try {
        auto source = open_source(folder / "a", options);
        return read_all(*source, room);
    } catch (const Error& error) {
        return {"", error};
    }
}

Outcome transcode(const std::string& bytes, const std::string& encoding, size_t most) {
    Transcoder source(std::make_unique<Dribble>(bytes, most), encoding);
    return read_all(source, 1);
}

const std::u16string_view text = u"\xfeff"
                                 u"id,näme,😀\n1,€,𝄞\n";
const std::string as_utf8 = "id,näme,😀\n1,€,𝄞\n";

} // namespace

TEST_CASE("UTF-16 is known by its byte order mark") {
    CHECK(open_and_read(utf16(text)).bytes == as_utf8);
    CHECK(open_and_read(utf16(text, true)).bytes == as_utf8);
    CHECK(open_and_read(utf16(u"\xfeff")).bytes.empty());
}

TEST_CASE("UTF-16 inside zstd is known, too") {
    std::string plain = utf16(text), packed(1000, '\0');
    packed.resize(ZSTD_compress(packed.data(), packed.size(), plain.data(), plain.size(), 1));
    CHECK(open_and_read(packed).bytes == as_utf8);
}

TEST_CASE("characters split between reads are put together") {
    for (size_t most : {1, 2, 3, 5}) {
        CHECK(transcode(utf16(text), "utf-16", most).bytes == as_utf8);
        CHECK(transcode(utf16(text), "utf-16le", most).bytes == as_utf8);
        CHECK(transcode(utf16(text, true), "UTF-16BE", most).bytes == as_utf8);
    }
}

TEST_CASE("large texts are transcoded") {
    std::u16string large;
    std::string expected;
    for (int i = 0; i < 50'000; ++i) {
        large += text.substr(1);
        expected += as_utf8;
    }
    CHECK(open_and_read(utf16(u"\xfeff" + large)).bytes == expected);
}

TEST_CASE("encodings are found by their iconv name") {
    CHECK(open_and_read("a\xe4\x80", "windows-1252").bytes == "aä€");
    CHECK(open_and_read("a\xe4", "latin1").bytes == "aä");
    CHECK(open_and_read("\xff\xfe", "latin1").bytes == "ÿþ");
    CHECK(open_and_read("\x82\xa0", "shift_jis").bytes == "あ");
}

TEST_CASE("UTF-8 passes through, mark, invalid bytes and all") {
    std::string odd("\xef\xbb\xbf\xff\x80\0x", 7);
    CHECK(open_and_read(odd).bytes == odd);
    CHECK(open_and_read(odd, "utf-8").bytes == odd);
    CHECK(open_and_read(odd, "UTF8").bytes == odd);
    CHECK(open_and_read("").bytes.empty());
    CHECK(open_and_read("\xff").bytes == "\xff");
}

TEST_CASE("an unknown encoding is an error of usage") {
    for (const char* name : {"klingon", "latin1//IGNORE"}) {
        Outcome outcome = open_and_read("x", name);
        REQUIRE(outcome.error);
        CHECK(outcome.error->code() == Exit::usage);
    }
}

TEST_CASE("bytes that are not of the encoding are an error at their offset, after what comes before") {
    for (size_t most : {1, 1000}) {
        Outcome lone = transcode(utf16(u"ab\xdc00z"), "UTF-16LE", most);
        CHECK(lone.bytes == "ab");
        REQUIRE(lone.error);
        CHECK(lone.error->code() == Exit::bad_data);
        CHECK(lone.error->where().ends_with("byte 4"));
        Outcome cut = transcode(utf16(u"ab") + "c", "UTF-16LE", most);
        CHECK(cut.bytes == "ab");
        CHECK(cut.reason() == "the input ends in the middle of a character of UTF-16LE");
        CHECK(transcode("abc\x81z", "windows-1252", most).error->where().ends_with("byte 3"));
    }
}

TEST_CASE("half a character in a pipe is not ready") {
    Pipe pipe;
    Transcoder source(std::make_unique<FdSource>("pipe", pipe.read_end(), false), "utf-16le");
    CHECK_FALSE(source.ready());
    pipe.put("a");
    CHECK_FALSE(source.ready());
    pipe.put({"\0", 1});
    CHECK(source.ready());
    pipe.close_write();
    CHECK(read_all(source).bytes == "a");
}
