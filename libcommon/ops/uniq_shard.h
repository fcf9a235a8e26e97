// The keys of rowuniq whose hashes begin alike, and what is known of each.
#pragma once

#include "base/buffer.h"
#include "ops/key_set.h"
#include "ops/sorted_run.h"
#include "ops/uniq_options.h"

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rowkit::ops {

/// Used by one thread at a time, which brings records in the order of the input.
class UniqShard {
public:
    /// Both outlive it.
    UniqShard(const UniqOptions& options, ChunkPool& pool)
        : options_(&options), pool_(&pool), keys_(pool, beside(options)), bytes_(pool) {}

    /// A record: its rank, and itself as it will be written.
    struct Record {
        std::string_view rank, bytes;
        uint64_t origin = 0; // its place in the input
    };
    /// What is held of a key.
    struct Held {
        uint64_t count = 0;
        uint64_t origin = 0;
        char* bytes = nullptr; // its rank, then itself
        uint32_t rank = 0, size = 0, room = 0;

        std::string_view record() const { return {bytes + rank, size}; }
    };

    /// Calls `use(key, number)` for each key: which of its key's records it is, from 1; past the first one
    /// any number will do where none is asked for. 0: there is no room for the key, or nothing may be
    /// `added`. `record_of(key)` is asked for where records are held.
    template <class RecordOf, class Use>
    void take(std::span<const KeySet::Key> keys, bool added, const RecordOf& record_of, const Use& use);

    /// Puts aside a record with a key that there is no room for, among those whose hashes are alike in the
    /// bits that `depth` says: parts of it, should they be too many again, are told apart by a greater one.
    void overflow(std::string_view key, uint64_t hash, unsigned depth, const Record& record);
    /// Puts aside a record that will be written.
    void put(const Record& record);

    /// What is held and wanted, in the order of the input.
    std::vector<const Held*> wanted() const;
    uint64_t size() const { return keys_.size(); }
    bool nearly_full() const { return keys_.nearly_full() || bytes_.nearly_full(); }

    /// Puts aside what is held and wanted.
    void put_held();
    /// Gives the memory back.
    void forget();
    /// The records with keys that there was no room for, shared out by these, and those that were put aside
    /// to be written: all in the order of the input.
    std::vector<SortedRun> overflowed();
    struct Overflown {
        std::string_view key;
        Record record;
    };
    static Overflown overflown(const RunRecord& from);
    SortedRun written() { return finished(written_); }

private:
    static constexpr int part_bits = 3;
    static constexpr size_t overflow_parts = size_t{1} << part_bits;
    static size_t beside(const UniqOptions& options) {
        return options.holds() ? sizeof(Held) : options.number.empty() ? 0 : sizeof(uint64_t);
    }
    void hold(Held& held, const Record& record);
    void compact();
    RunWriter& writer(std::optional<RunWriter>& to);
    static SortedRun finished(std::optional<RunWriter>& from);

    const UniqOptions* options_;
    ChunkPool* pool_;
    KeySet keys_;
    ChunkStore bytes_;   // of records
    uint64_t live_ = 0;  // of them, those that are not outdated
    uint64_t given_ = 0; // bytes of bytes_
    std::shared_ptr<FrameFile> file_;
    std::array<std::optional<RunWriter>, overflow_parts> overflow_;
    std::optional<RunWriter> written_;
    Buffer made_;
};

template <class RecordOf, class Use>
void UniqShard::take(std::span<const KeySet::Key> keys, bool added, const RecordOf& record_of,
                     const Use& use) {
    const auto each = [&](const KeySet::Key& key, char* beside, bool fresh) {
        uint64_t number = beside ? fresh ? 1 : 2 : 0;
        if (number && options_->holds()) {
            if (fresh) new (beside) Held;
            hold(*reinterpret_cast<Held*>(beside), record_of(key));
        } else if (number && !options_->number.empty()) {
            if (!fresh) std::memcpy(&number, beside, sizeof number), ++number;
            std::memcpy(beside, &number, sizeof number);
        }
        use(key, number);
    };
    if (added)
        keys_.find_or_add(keys, each);
    else
        keys_.find(keys, each);
}

/// The record, with `number` in the place that stands for one, where there is such a column; in `made` if so.
std::string_view numbered(const UniqOptions& options, std::string_view record, uint64_t number, Buffer& made);

} // namespace rowkit::ops
