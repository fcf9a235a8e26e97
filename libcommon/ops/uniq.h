// Of records that are alike in some columns: the first, the last or the best, how many there are, or which
// one each is.
#pragma once

#include "ops/record_keys.h"
#include "ops/run_merge.h"
#include "ops/uniq_options.h"
#include "ops/uniq_shard.h"
#include "stream/group_key.h"
#include "stream/lanes.h"

#include <array>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace rowkit::ops {

/// A TurnTaker of stream/shapes.h. Records come out in the order of the input. Keys are spread over shards by
/// their hashes, and each block passes through all of these after the blocks before it: so the shards' work
/// is done by as many threads, and all that is decided is as if one had done it.
class UniqRecords {
public:
    /// What one worker finds out about a batch.
    struct Look {
        std::optional<GroupKey> key;
        std::optional<RecordKeys> ranks;
        Arena arena;
        std::vector<KeySet::Key> found;                  // in the order of the input
        std::vector<KeySet::Key> keys;                   // shard by shard
        std::array<uint32_t, KeySet::shards + 1> from{}; // where each one's begin
        std::vector<uint64_t> numbers; // of records among those with their key; 0: not known
        uint64_t block = UINT64_MAX;   // of the last batch
        uint32_t in_block = 0;         // records that it had before
        size_t left = 0;               // lanes that the block has left
        Buffer made;
        Output aside; // the records as they will be written, where they are to be held
        std::vector<uint32_t> ends;
        std::string_view newline; // that the last one was given
        Buffer rank_bytes;
        std::vector<uint32_t> rank_ends;
    };

    explicit UniqRecords(UniqOptions options);

    Demand demand() const;
    /// Throws Error (exit 2) for an unknown column.
    Header open(const Header& header);
    /// The output's header for records of this one.
    Header written(const Header& header) const;
    void look(Look& look, const Batch& batch, const Place& place, const Writer& out) const;
    /// Throws Error (exit 4) where a temporary file can't be written.
    void decide(Look& look, const Batch& batch, const Place& place, Writer& out);
    void passed(Look& look, uint64_t block);
    void finish(Writer& out);
    bool part(uint64_t number, Writer& out) const;
    /// After an error: what was put aside of the first `blocks` blocks and would be written wherever the
    /// input ends.
    bool release_part(uint64_t number, uint64_t blocks, Writer& out);

private:
    std::string_view columns() const { return options_.whole ? "*" : std::string_view(options_.columns); }
    std::string_view number_name() const { return options_.count.empty() ? options_.number : options_.count; }
    void find_keys(Look& look, const Batch& batch) const;
    void encode(Look& look, const Batch& batch, const Writer& out) const;
    bool begin(const Look& look, const Batch& batch, Writer& out);
    void take(Look& look, size_t shard, bool added);
    void write_first(const Look& look, const Batch& batch, Writer& out) const;
    void write_numbers(const Look& look, const Batch& batch, Writer& out) const;
    void decide_sorted(Look& look, const Batch& batch, Writer& out);
    void end_run(Writer& out, bool last);
    void finish_overflow();
    void write_part(uint64_t part, Writer& out) const;
    void write_merged(uint64_t part, Writer& out) const;
    void write(std::string_view record, bool last, uint64_t origin, Writer& out) const;

    UniqOptions options_;
    GroupKey key_;
    Header header_;
    Lanes lanes_; // the first one is for what belongs to all shards
    ChunkPool pool_;
    std::vector<std::unique_ptr<UniqShard>> shards_;
    bool overflows_ = false;         // no more keys are taken into memory
    std::atomic<bool> full_ = false; // one of them is
    std::string trailing_;
    uint64_t blocks_ = 0;
    std::mutex mutex_;
    uint64_t unended_ = UINT64_MAX; // the record that had no newline
    std::string newline_;

    // where records that are alike follow each other
    std::string previous_; // the key seen last
    bool any_ = false;     // there was one
    struct {
        uint64_t count = 0, origin = 0;
    } run_; // records that had it, and which one is the best
    std::string best_rank_, best_;

    // what is to be written in the end
    std::vector<std::vector<const UniqShard::Held*>> held_; // of each shard
    std::vector<std::vector<uint32_t>> starts_;             // of each shard, where each part begins
    uint64_t parts_ = 0, blocks_per_part_ = 1;
    uint64_t last_origin_ = UINT64_MAX;
    std::unique_ptr<MergeParts> merged_;
};

} // namespace rowkit::ops
