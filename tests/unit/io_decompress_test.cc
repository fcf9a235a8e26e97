// Tests of io/decompress*: zstd and gzip, whole, cut short and corrupt.
#include "io/decompress.h"
#include "io_support.h"

#include <doctest/doctest.h>
#include <thread>
#include <zlib.h>
#include <zstd.h>

using namespace rowkit;
using namespace rowkit::test;

namespace {

std::string zstd_frame(std::string_view plain, bool sized = true) {
    ZSTD_CCtx* context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, sized);
    std::string packed(ZSTD_compressBound(plain.size()), '\0');
    packed.resize(ZSTD_compress2(context, packed.data(), packed.size(), plain.data(), plain.size()));
    ZSTD_freeCCtx(context);
    return packed;
}

std::string gzip_member(std::string_view plain, int level = 6) {
    z_stream stream{};
    deflateInit2(&stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    gz_header header{};
    char name[] = "the name.csv";
    header.name = reinterpret_cast<Bytef*>(name);
    header.hcrc = 1;
    deflateSetHeader(&stream, &header);
    std::string packed(deflateBound(&stream, plain.size()) + 64, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    deflate(&stream, Z_FINISH);
    packed.resize(packed.size() - stream.avail_out);
    deflateEnd(&stream);
    return packed;
}

std::string skippable(std::string_view content) {
    std::string frame("\x53\x2a\x4d\x18", 4);
    for (unsigned shift = 0; shift < 32; shift += 8) frame += static_cast<char>(content.size() >> shift);
    return frame + std::string(content);
}

Outcome decode(const std::string& packed, unsigned threads = 1, size_t most = size_t(-1),
               size_t room = 1000) {
    auto below = std::make_unique<Dribble>(packed, most);
    Packing packing = packing_of(below->peek(packing_undecided));
    REQUIRE(packing != Packing::none);
    Decompressor source(std::move(below), packing, threads);
    return read_all(source, room);
}

// The bytes at the end of `packed` make it bad; what is decoded before is delivered.
void check_bad(const std::string& packed, const std::string& plain, const std::string& reason,
               unsigned threads = 1) {
    Outcome outcome = decode(packed, threads);
    CHECK(outcome.reason() == reason);
    CHECK(outcome.bytes == plain);
    if (outcome.error) CHECK(outcome.error->code() == Exit::bad_data);
}

const std::string small = "id,name\n1,ann\n2,bob\n2,bob\n2,bob\n";

} // namespace

TEST_CASE("compression is told by the first bytes, and by no more of them than needed") {
    CHECK(packing_of(zstd_frame(small)) == Packing::zstd);
    CHECK(packing_of(skippable("")) == Packing::zstd);
    CHECK(packing_of(gzip_member(small)) == Packing::gzip);
    for (std::string_view text : {"", "P", "P*", "P*M", "P*Mx", "(\xb5", "id,name\n", "\x1f", "\x1f\x8c"})
        CHECK(packing_of(text) == Packing::none);
    for (std::string_view text : {"i", "P,", "(x", "\x1f\x8c", "\x1f\x8b", "P*Mx"})
        CHECK_FALSE(packing_undecided(text));
    for (std::string_view text : {"", "P", "P*", "P*M", "(", "(\xb5/", "\x1f"})
        CHECK(packing_undecided(text));
}

TEST_CASE("streams that come in reads of any size are decoded") {
    std::string plain = rows(300'000);
    std::string zstd =
        zstd_frame(plain.substr(0, 150'000)) + skippable("note") + zstd_frame(plain.substr(150'000), false);
    std::string gzip =
        gzip_member(plain.substr(0, 150'000), 1) + gzip_member("") + gzip_member(plain.substr(150'000), 9);
    for (size_t most : {1, 2, 3, 7, 1000, 100'000})
        for (unsigned threads : {1, 3}) {
            CAPTURE(most);
            CHECK(decode(zstd, threads, most).bytes == plain);
            CHECK(decode(gzip, threads, most, 1 << 20).bytes == plain);
        }
}

TEST_CASE("large streams are decoded, repetitive ones too") {
    std::string plain = rows(20'000'000) + std::string(30'000'000, 'x');
    CHECK(decode(zstd_frame(plain), 4, size_t(-1), 1 << 18).bytes == plain);
    CHECK(decode(gzip_member(plain), 4, size_t(-1), 1 << 18).bytes == plain);
}

TEST_CASE("many zstd frames of all sizes come out in order") {
    std::string plain = rows(12'000'000), packed;
    uint32_t random = 5;
    for (size_t at = 0, size; at < plain.size(); at += size) {
        random = random * 1664525 + 1013904223;
        size = std::min(plain.size() - at, size_t{random >> 12} % (random & 0x40000000 ? 500'000 : 50));
        packed += zstd_frame(plain.substr(at, size), random & 0x20000000);
        if (random & 0x10000000) packed += skippable("0123456789");
    }
    for (unsigned threads : {1, 2, 4}) CHECK(decode(packed, threads, size_t(-1), 1 << 18).bytes == plain);
}

TEST_CASE("a zstd stream cut at any byte is an error after all that was whole") {
    std::string first = zstd_frame(small);
    std::string packed = first + zstd_frame(small);
    for (size_t size = 4; size < packed.size(); ++size) {
        CAPTURE(size);
        Outcome outcome = decode(packed.substr(0, size));
        bool whole = size == first.size();
        CHECK(outcome.reason() == (whole ? "" : "zstd stream is cut short"));
        CHECK(outcome.bytes.starts_with(size < first.size() ? "" : small));
    }
}

TEST_CASE("a gzip stream cut at any byte is an error after all that was whole") {
    std::string first = gzip_member(small);
    std::string packed = first + gzip_member(small);
    for (size_t size = 2; size < packed.size(); ++size) {
        CAPTURE(size);
        Outcome outcome = decode(packed.substr(0, size), 1, size % 3 ? size_t(-1) : 1);
        bool whole = size == first.size();
        CHECK(outcome.reason() == (whole ? "" : "gzip stream is cut short"));
        CHECK(outcome.bytes.starts_with(size < first.size() ? "" : small));
    }
}

TEST_CASE("of large zstd frames that are cut short the decoded part is delivered") {
    std::string plain = rows(2'000'000);
    std::string packed = zstd_frame(plain);
    for (unsigned threads : {1, 4}) {
        Outcome outcome = decode(packed + packed.substr(0, packed.size() / 2), threads);
        CHECK(outcome.reason() == "zstd stream is cut short");
        CHECK(outcome.bytes.size() > 2'700'000);
        CHECK((plain + plain).starts_with(outcome.bytes));
    }
}

TEST_CASE("a checksum that doesn't match is an error after the bytes") {
    std::string plain = rows(400'000);
    std::string zstd = zstd_frame(plain), gzip = gzip_member(plain);
    zstd.back() = static_cast<char>(zstd.back() ^ 1);
    for (unsigned threads : {1, 4}) {
        check_bad(zstd, plain, "zstd checksum does not match", threads);
        check_bad(zstd_frame(plain) + zstd + zstd_frame(plain), plain + plain, "zstd checksum does not match",
                  threads);
    }
    std::string bad_sum = gzip, bad_size = gzip;
    bad_sum[gzip.size() - 8] = static_cast<char>(gzip[gzip.size() - 8] ^ 1);
    bad_size[gzip.size() - 4] = static_cast<char>(gzip[gzip.size() - 4] ^ 1);
    check_bad(bad_sum, plain, "gzip checksum does not match");
    check_bad(bad_size, plain, "gzip checksum does not match");
}

TEST_CASE("flipped bits anywhere end in an error, or change nothing") {
    std::string plain = rows(3000);
    for (const std::string& packed : {zstd_frame(plain), gzip_member(plain)}) {
        for (size_t at = 4; at < packed.size(); ++at) {
            std::string bad = packed;
            bad[at] = static_cast<char>(bad[at] ^ (1 << at % 8));
            CAPTURE(at);
            Outcome outcome = decode(bad, 1 + at % 2);
            if (!outcome.error)
                CHECK(outcome.bytes == plain);
            else
                CHECK(outcome.error->code() == Exit::bad_data);
        }
    }
}

TEST_CASE("what follows a stream is an error, but for the zeros after gzip") {
    check_bad(zstd_frame(small) + "junk,junk", small, "there is something else after the zstd stream");
    check_bad(zstd_frame(small) + "x", small, "there is something else after the zstd stream");
    check_bad(zstd_frame(small) + "(\xb5", small, "zstd stream is cut short");
    check_bad(gzip_member(small) + "junk", small, "there is something else after the gzip stream");
    check_bad(gzip_member(small) + std::string(700, '\0') + "x", small,
              "there is something else after the gzip stream");
    CHECK_FALSE(decode(gzip_member(small) + std::string(700, '\0')).error);
}

TEST_CASE("what a slow pipe brought so far is delivered before the end comes") {
    for (const std::string& packed :
         {zstd_frame(small, false), zstd_frame(rows(200'000)), gzip_member(small)}) {
        Pipe pipe;
        auto below = std::make_unique<FdSource>("pipe", pipe.read_end(), false);
        Packing packing = packing_of(packed);
        Decompressor source(std::move(below), packing, 4);
        CHECK_FALSE(source.ready());
        for (int round = 0; round < 3; ++round) {
            pipe.put(packed);
            std::string got, block(1 << 20, '\0');
            size_t whole = packed.size() > 1000 ? 200'000 : small.size();
            // Another thread decompresses; a read before it is done would wait for the end of the pipe.
            for (int wait = 0; wait < 10'000 && got.size() < whole; ++wait) {
                while (source.ready()) got.append(block, 0, source.read(block.data(), block.size()));
                if (got.size() < whole) std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
            if (packing == Packing::zstd)
                CHECK(got.size() == whole);
            else
                CHECK(got == small);
        }
    }
}

TEST_CASE("half a large frame from a slow pipe is delivered as far as it goes") {
    std::string plain = rows(1'000'000), packed = zstd_frame(plain);
    Pipe pipe;
    Decompressor source(std::make_unique<FdSource>("pipe", pipe.read_end(), false), Packing::zstd, 4);
    std::thread writer([&] { pipe.put(packed.substr(0, packed.size() / 2)); });
    std::string got, block(1 << 20, '\0');
    while (got.size() < 300'000) got.append(block, 0, source.read(block.data(), block.size()));
    CHECK(plain.starts_with(got));
    writer.join();
}

TEST_CASE("a reader that has enough stops the threads, full queue or waiting pipe") {
    std::string packed = zstd_frame(rows(3'000'000));
    for (int i = 0; i < 3; ++i) packed += packed;
    Folder folder;
    write_file(folder / "packed", packed);
    char bytes[10];
    for (unsigned threads : {1, 4}) {
        Decompressor source(FdSource::open(folder / "packed", -1), Packing::zstd, threads);
        CHECK(source.read(bytes, sizeof bytes) > 0);
        Pipe pipe;
        Decompressor waiting(std::make_unique<FdSource>("pipe", pipe.read_end(), false), Packing::gzip,
                             threads);
        if (threads == 4) CHECK_FALSE(waiting.ready());
    }
}
