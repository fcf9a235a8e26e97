// Tests of io/compress, io/packer* and the suffixes of open_sink.
#include "io/compress.h"
#include "io/decompress.h"
#include "io_support.h"

#include <chrono>
#include <doctest/doctest.h>
#include <mutex>
#include <thread>

using namespace rowkit;
using namespace rowkit::test;

namespace {

/// Keeps what it gets; may fail after a number of bytes, as a full disk does.
class Store : public Sink {
public:
    explicit Store(size_t fail_at = size_t(-1)) : fail_at_(fail_at) {}
    void write(std::string_view bytes) override {
        std::lock_guard lock(mutex_);
        if (bytes_.size() + bytes.size() > fail_at_) throw Error(Exit::io, "store", "is full");
        bytes_ += bytes;
    }
    void flush() override { ++flushes_; }
    void commit() override { ++commits_; }
    uint64_t written() const override { return bytes_.size(); }
    std::string bytes() {
        std::lock_guard lock(mutex_);
        return bytes_;
    }

    std::atomic<int> flushes_{0}, commits_{0};

private:
    size_t fail_at_;
    std::mutex mutex_;
    std::string bytes_;
};

struct Compressed {
    Store* store; // owned by the sink
    std::unique_ptr<CompressedSink> sink;
};

Compressed compressed(std::unique_ptr<Packer> packer, unsigned threads, std::optional<int> delay = {},
                      size_t fail_at = size_t(-1)) {
    auto store = std::make_unique<Store>(fail_at);
    Store* seen = store.get();
    std::optional<std::chrono::milliseconds> flush_delay;
    if (delay) flush_delay = std::chrono::milliseconds(*delay);
    return {seen,
            std::make_unique<CompressedSink>(std::move(store), std::move(packer), threads, flush_delay)};
}

std::string compress(std::unique_ptr<Packer> packer, std::string_view plain, unsigned threads, size_t block) {
    auto [store, sink] = compressed(std::move(packer), threads);
    for (; !plain.empty(); plain.remove_prefix(std::min(block, plain.size())))
        sink->write(plain.substr(0, block));
    sink->commit();
    CHECK(store->commits_ == 1);
    return store->bytes();
}

Outcome decode(const std::string& packed) {
    auto below = std::make_unique<Dribble>(packed, size_t(-1));
    Decompressor source(std::move(below), packing_of(packed), 4);
    return read_all(source, 1 << 16);
}

void eventually(const std::function<bool()>& holds) {
    for (int i = 0; i < 2000 && !holds(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    CHECK(holds());
}

} // namespace

TEST_CASE("what is compressed comes back, by any threads, blocks and level, and the bytes are the same") {
    for (size_t size : {0, 1, 1000, 300'000, 2 << 20, 9'000'000}) {
        std::string plain = rows(size);
        for (int level : {1, 2, 3, 6}) {
            if (size > 1'000'000 && level == 6) continue;
            CAPTURE(size);
            CAPTURE(level);
            std::string zstd = compress(make_zstd_packer(level), plain, 1, 100'000);
            std::string gzip = compress(make_gzip_packer(level), plain, 1, 100'000);
            CHECK(decode(zstd).bytes == plain);
            CHECK(decode(gzip).bytes == plain);
            CHECK(compress(make_zstd_packer(level), plain, 4, 7777) == zstd);
            CHECK(compress(make_gzip_packer(level), plain, 3, size + 1) == gzip);
        }
    }
}

TEST_CASE("bytes that can't be compressed come back, too") {
    std::string plain;
    for (uint64_t i = 0, random = 88172645463325252u; i < 400'000; ++i) {
        random ^= random << 13, random ^= random >> 7, random ^= random << 17;
        plain.append(reinterpret_cast<char*>(&random), 8);
    }
    for (int level : {1, 3, 9}) {
        CHECK(decode(compress(make_gzip_packer(level), plain, 2, 1 << 18)).bytes == plain);
        CHECK(decode(compress(make_zstd_packer(level), plain, 2, 1 << 18)).bytes == plain);
    }
}

TEST_CASE("gzip is read by gzip and zstd by zstd") {
    Folder folder;
    std::string plain = rows(3'000'000);
    for (const char* name : {"a.zst", "a.gz"}) {
        auto sink = open_sink({.path = folder / name, .threads = 2});
        sink->write(plain);
        sink->commit();
    }
    write_file(folder / "plain", plain);
    std::string in = "cd " + (folder / "") + " && ";
    if (std::system("gzip --version > /dev/null 2>&1") == 0)
        CHECK(std::system((in + "gzip -dc a.gz | cmp - plain").c_str()) == 0);
    if (std::system("zstd --version > /dev/null 2>&1") == 0)
        CHECK(std::system((in + "zstd -dcq a.zst | cmp - plain").c_str()) == 0);
}

TEST_CASE("a flush lets the reader see all that was written, soon") {
    for (bool zstd : {true, false}) {
        auto [store, sink] = compressed(zstd ? make_zstd_packer(0) : make_gzip_packer(0), 2, 5);
        std::string plain;
        for (int round = 0; round < 5; ++round) {
            sink->write("a,b\n");
            plain += "a,b\n";
            sink->flush();
            eventually([&, &store = store] { return store->flushes_ == round + 1; });
            CHECK(decode(store->bytes()).bytes == plain);
        }
        sink->flush(); // nothing is there to be flushed
        sink->commit();
        CHECK(decode(store->bytes()).bytes == plain);
        CHECK_FALSE(decode(store->bytes()).error);
    }
}

TEST_CASE("flushes between writes of any size keep the order") {
    std::string plain = rows(30'000'000);
    auto [store, sink] = compressed(make_zstd_packer(1), 3, 0);
    uint32_t random = 3;
    for (size_t at = 0, size; at < plain.size(); at += size) {
        random = random * 1664525 + 1013904223;
        size = std::min(plain.size() - at, size_t{random >> 8} % 200'000);
        sink->write(std::string_view(plain).substr(at, size));
        if (random & 0x40) sink->flush();
    }
    sink->commit();
    CHECK(decode(store->bytes()).bytes == plain);
}

TEST_CASE("a failure below reaches the writer") {
    for (size_t fail_at : {0, 20, 100'000}) {
        auto [store, sink] = compressed(make_zstd_packer(1), 2, {}, fail_at);
        auto write_all = [&, &sink = sink] {
            std::string text = rows(1'000'000);
            for (int i = 0; i < 30; ++i) sink->write(text);
            sink->commit();
        };
        CHECK_THROWS_AS(write_all(), Error);
        CHECK(store->commits_ == 0);
    }
}

TEST_CASE("a sink that is left without commit stops") {
    auto [store, sink] = compressed(make_gzip_packer(6), 3, 1);
    sink->write(rows(10'000'000));
    sink->flush();
    sink.reset();
}

TEST_CASE("a level that isn't is an error of usage") {
    CHECK_THROWS_AS(make_zstd_packer(23), Error);
    CHECK_THROWS_AS(make_gzip_packer(10), Error);
    CHECK_THROWS_AS(make_gzip_packer(-1), Error);
}

TEST_CASE("the suffix tells the compression, unless it is told") {
    Folder folder;
    auto first_of = [&](const std::string& name, Compression compression) {
        auto sink = open_sink({.path = folder / name, .compression = compression});
        sink->write("plain");
        sink->commit();
        return packing_of(read_file(folder / name));
    };
    CHECK(first_of("a.csv.zst", Compression::by_suffix) == Packing::zstd);
    CHECK(first_of("a.zstd", Compression::by_suffix) == Packing::zstd);
    CHECK(first_of("a.csv.gz", Compression::by_suffix) == Packing::gzip);
    CHECK(first_of("a.csv", Compression::by_suffix) == Packing::none);
    CHECK(first_of("b.gz", Compression::none) == Packing::none);
    CHECK(first_of("b.csv", Compression::zstd) == Packing::zstd);
}
