// Records of a join as the bytes of a temporary file.
#include "base/error.h"
#include "ops/join_record.h"
#include "ops/sharded_keys.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace rowkit;
using namespace rowkit::ops;

namespace {

KeyBytes key_of(const std::string& text) {
    return {text.data(), static_cast<uint32_t>(text.size()), seeded_hash(text), 7};
}

} // namespace

TEST_CASE("a record's key, points and row come back from its bytes") {
    const std::string text("a\0b", 3);
    Buffer bytes;
    append_join_key(key_of(text), bytes);
    append_join_point(JoinPoint::of(Number(int64_t{-12})), bytes);
    append_join_point(JoinPoint::of("later"), bytes);
    append_join_point(JoinPoint(), bytes);
    bytes.append("row");

    JoinRecordReader reader(bytes.view());
    const KeyBytes key = reader.key();
    CHECK(key.text() == text);
    CHECK(key.hash == seeded_hash(text));
    CHECK(key.forms == 7);
    CHECK(compare_points(reader.point(), JoinPoint::of(Number(int64_t{-12}))) == 0);
    CHECK(reader.point().text() == "later");
    CHECK(reader.point().is_null());
    CHECK(reader.rest() == "row");
}

TEST_CASE("places in the stream rise with the file and with the offset in it") {
    CHECK(stream_origin(0, 5) < stream_origin(0, 6));
    CHECK(stream_origin(0, uint64_t{1} << 43) < stream_origin(1, 0));
    CHECK_THROWS_AS((void)stream_origin(0, uint64_t{1} << 44), Error);
    CHECK_THROWS_AS((void)stream_origin(1 << 20, 0), Error);
}

TEST_CASE("a key has one number, in however many tables the keys are") {
    for (const unsigned threads : {1u, 3u, 8u}) {
        constexpr size_t count = 300'000;
        std::vector<std::string> texts;
        for (size_t i = 0; i < count; ++i) texts.push_back("key " + std::to_string(i / 2));
        ShardedKeys keys(threads, count);
        CHECK((keys.shards() > 1) == (threads > 1));
        for (const std::string& text : texts) {
            const KeyBytes key = key_of(text);
            keys.shard(keys.shard_of(key.hash)).find_or_add(key, 0);
        }
        keys.number_groups();
        REQUIRE(keys.size() == count / 2);
        std::vector<bool> seen(keys.size());
        const std::string absent = "key -1";
        for (size_t i = 0; i < count; i += 2) {
            const KeyBytes asked[] = {key_of(texts[i]), key_of(texts[i + 1]), key_of(absent)};
            uint32_t groups[3];
            keys.find(asked, groups);
            REQUIRE(groups[0] < keys.size());
            REQUIRE(groups[0] == groups[1]);
            REQUIRE(groups[2] == GroupTable::none);
            REQUIRE(!seen[groups[0]]);
            seen[groups[0]] = true;
            REQUIRE(keys.key(groups[0]).text() == texts[i]);
        }
    }
}
