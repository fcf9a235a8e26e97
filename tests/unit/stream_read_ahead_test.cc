// Tests of stream/read_ahead, and of stream/blocks where chunks are put in.
#include "base/error.h"
#include "codec/format.h"
#include "io_support.h"
#include "stream/blocks.h"
#include "stream/read_ahead.h"

#include <atomic>
#include <doctest/doctest.h>
#include <thread>

using namespace rowkit;
using namespace rowkit::test;

namespace {

/// A file of `text`, of which only the first `length` bytes are left when it is read at an offset.
class Shrunk final : public Source {
public:
    explicit Shrunk(std::string text, size_t length = SIZE_MAX)
        : text_(std::move(text)), length_(std::min(length, text_.size())) {}

    size_t read(char* into, size_t room) override {
        const size_t size = text_.copy(into, std::min(room, size_t{1000}), place_);
        place_ += size;
        return size;
    }
    bool ready() override { return true; }
    uint64_t consumed() const override { return place_; }
    std::optional<uint64_t> total() const override { return text_.size(); }
    std::optional<size_t> read_at(uint64_t offset, char* into, size_t room) const override {
        if (offset == fails_at) throw Error(Exit::io, "text", "no such sector");
        if (offset >= length_) return 0;
        return text_.substr(0, length_).copy(into, std::min(room, size_t{300}), offset);
    }
    bool seek(uint64_t offset) override {
        place_ = offset;
        return true;
    }

    uint64_t fails_at = UINT64_MAX;

private:
    std::string text_;
    size_t length_;
    size_t place_ = 0;
};

/// What several workers hand in, one after another.
std::string read_together(ReadAhead& ahead, unsigned workers) {
    std::string all;
    std::mutex mutex;
    std::atomic<bool> ended = false;
    auto work = [&] {
        while (!ended) {
            const Chunk chunk = ahead.read();
            std::lock_guard lock(mutex);
            if (ended || !ahead.is_next(chunk)) continue;
            all += chunk.bytes.view();
            if (chunk && chunk.whole) {
                ahead.handed_in(true);
                continue;
            }
            ended = true;
            ahead.stop();
        }
    };
    std::vector<std::thread> threads;
    for (unsigned i = 0; i < workers; ++i) threads.emplace_back(work);
    for (std::thread& thread : threads) thread.join();
    return all;
}

std::shared_ptr<const Reader> csv_reader() {
    const Format& format = format_of(FormatId::csv);
    return format.reader(format.dialect, {}, {});
}

/// The file, and what keeps it.
ReadAhead::File file_of(std::shared_ptr<const Source> source) {
    auto both = std::make_shared<std::pair<std::shared_ptr<const Source>, std::shared_ptr<const Reader>>>(
        source, csv_reader());
    return {*both->first, *both->second, both};
}

} // namespace

TEST_CASE("chunks are handed in once each, in the order of the file, by however many workers") {
    const std::string text = rows(100000);
    BufferPool pool;
    for (unsigned workers : {1u, 2u, 7u}) {
        for (size_t chunk : {997u, 50000u, 99000u, 200000u}) {
            auto source = std::make_shared<Shrunk>(text);
            ReadAhead ahead(pool, workers);
            ahead.begin(file_of(source), 1000, text.size(), chunk);
            CHECK(read_together(ahead, workers) == text.substr(1000));
        }
    }
}

TEST_CASE("a file that has become shorter gives what there is, and no worker waits for more") {
    const std::string text = rows(100000);
    BufferPool pool;
    auto source = std::make_shared<Shrunk>(text, 45678);
    ReadAhead ahead(pool, 4);
    ahead.begin(file_of(source), 0, text.size(), 1000);
    CHECK(read_together(ahead, 4) == text.substr(0, 45678));
}

TEST_CASE("a chunk of an earlier round is not wanted") {
    const std::string text = rows(10000);
    BufferPool pool;
    auto source = std::make_shared<Shrunk>(text);
    ReadAhead ahead(pool, 2);
    ahead.begin(file_of(source), 0, text.size(), 1000);
    const Chunk first = ahead.read();
    CHECK(ahead.is_next(first));
    ahead.end();
    CHECK_FALSE(ahead.is_next(first));
    CHECK(ahead.is_next(ahead.read())); // no chunk: the input goes on without
    ahead.begin(file_of(source), 0, text.size(), 1000);
    CHECK_FALSE(ahead.is_next(first));
    CHECK_FALSE(ahead.is_next(Chunk{})); // there is one to read
}

TEST_CASE(
    "blocks of chunks hold whole records, and the reader goes on by itself where a chunk is not whole") {
    const std::string text = "h\n" + rows(20000);
    for (size_t left : {20002u, 12345u}) {
        BufferPool pool;
        auto source = std::make_shared<Shrunk>(text, left);
        BlockReader blocks(std::make_unique<Shrunk>(text), pool, 3000, 1 << 20);
        ReadAhead ahead(pool, 1);
        blocks.wait_for_chunks();
        ahead.begin(file_of(source), 0, text.size(), 3000);
        auto splitter = csv_reader()->splitter();
        std::string all;
        Block block;
        for (bool more = true; more;) {
            if (!blocks.reads_itself()) {
                Chunk chunk = ahead.read();
                const bool any = static_cast<bool>(chunk);
                if (any) blocks.put(std::move(chunk));
                if (any) ahead.handed_in(true);
            }
            more = blocks.next(*splitter, block);
            if (!more) break;
            CHECK(block.offset == all.size());
            all += block.text.view();
            if (!block.last) CHECK(all.back() == '\n');
        }
        CHECK(all == text);
        CHECK(blocks.reads_itself());
    }
}

TEST_CASE("what was read before a failure is given out before the error") {
    const std::string text = rows(5000);
    BufferPool pool;
    auto source = std::make_shared<Shrunk>(text);
    source->fails_at = 3900; // in reads of 300 bytes
    BlockReader blocks(std::make_unique<Shrunk>(text), pool, 5000, 1 << 20);
    ReadAhead ahead(pool, 1);
    blocks.wait_for_chunks();
    ahead.begin(file_of(source), 0, text.size(), 5000);
    Chunk chunk = ahead.read();
    CHECK(chunk.bytes.size() == 3900);
    blocks.put(std::move(chunk));
    auto splitter = csv_reader()->splitter();
    Block block;
    REQUIRE(blocks.next(*splitter, block));
    CHECK(block.text.view() == text.substr(0, text.rfind('\n', 3899) + 1));
    CHECK_THROWS_AS(blocks.next(*splitter, block), Error);
}
