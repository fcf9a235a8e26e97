// The keys of rowuniq whose hashes begin alike, and what is known of each.
#include "ops/uniq_shard.h"

#include "data/number_text.h"

#include <algorithm>

namespace rowkit::ops {
namespace {

constexpr uint64_t outdated_at_least = 256 << 10; // bytes that are worth a compaction

} // namespace

void UniqOptions::avoid(std::string_view name) {
    constexpr size_t escaped = 3; // digits at its beginning might come of a control character: \u0019
    while (name.find(std::string_view(to_be_numbered).substr(escaped)) != name.npos)
        std::ranges::prev_permutation(to_be_numbered);
}

std::string_view numbered(const UniqOptions& options, std::string_view record, uint64_t number,
                          Buffer& made) {
    if (options.count.empty() && options.number.empty()) return record;
    const size_t at = record.find(options.to_be_numbered);
    made.clear();
    made.append(record.substr(0, at));
    append_number(Number(number), made);
    made.append(record.substr(at + options.to_be_numbered.size()));
    return made.view();
}

/// In the room of the old record where the new one fits.
void UniqShard::hold(Held& held, const Record& record) {
    const bool better =
        held.count == 0 || options_->keep == UniqOptions::last ||
        (options_->keep == UniqOptions::best && record.rank < std::string_view(held.bytes, held.rank));
    ++held.count;
    if (!better) return;
    held.origin = record.origin;
    const size_t size = record.rank.size() + record.bytes.size();
    if (size > held.room || !held.bytes) {
        live_ -= held.room;
        held.room = static_cast<uint32_t>(size + (held.bytes ? size / 4 : 0));
        held.bytes = bytes_.at(bytes_.room(held.room));
        live_ += held.room;
        given_ += held.room;
    }
    if (!record.rank.empty()) std::memcpy(held.bytes, record.rank.data(), record.rank.size());
    std::memcpy(held.bytes + record.rank.size(), record.bytes.data(), record.bytes.size());
    held.rank = static_cast<uint32_t>(record.rank.size());
    held.size = static_cast<uint32_t>(record.bytes.size());
    if (given_ > 2 * live_ + outdated_at_least) compact();
}

/// Frees the room of records that were replaced.
void UniqShard::compact() {
    ChunkStore fresh(*pool_);
    keys_.each([&](char* beside) {
        Held& held = *reinterpret_cast<Held*>(beside);
        held.room = held.rank + held.size;
        char* to = fresh.at(fresh.room(held.room));
        std::memcpy(to, held.bytes, held.room);
        held.bytes = to;
    });
    bytes_ = std::move(fresh);
    given_ = live_ = 0;
    keys_.each([&](char* beside) { live_ += reinterpret_cast<Held*>(beside)->room; });
    given_ = live_;
}

std::vector<const UniqShard::Held*> UniqShard::wanted() const {
    struct Place {
        uint64_t origin;
        const Held* held;
    };
    std::vector<Place> places;
    keys_.each([&](char* beside) {
        const Held& held = *reinterpret_cast<Held*>(beside);
        if (options_->wants(held.count)) places.push_back({held.origin, &held});
    });
    if (!std::ranges::is_sorted(places, {}, &Place::origin)) std::ranges::sort(places, {}, &Place::origin);
    std::vector<const Held*> list(places.size());
    std::ranges::transform(places, list.begin(), &Place::held);
    return list;
}

RunWriter& UniqShard::writer(std::optional<RunWriter>& to) {
    if (!file_) file_ = std::make_shared<FrameFile>(options_->limits.tmpdir);
    if (!to) to.emplace(file_, options_->frame_bytes());
    return *to;
}

SortedRun UniqShard::finished(std::optional<RunWriter>& from) {
    SortedRun run = from ? from->finish() : SortedRun();
    from.reset();
    return run;
}

// The last bits of hashes are those that KeySet does not use. A run would keep the keys of its frames in
// memory if they were its records' keys.
void UniqShard::overflow(std::string_view key, uint64_t hash, unsigned depth, const Record& record) {
    const uint32_t sizes[] = {static_cast<uint32_t>(key.size()), static_cast<uint32_t>(record.rank.size())};
    made_.clear();
    made_.append(reinterpret_cast<const char*>(sizes), sizeof sizes);
    made_.append(key);
    made_.append(record.rank);
    made_.append(record.bytes);
    const size_t part = hash >> part_bits * (depth % 8) & (overflow_parts - 1);
    writer(overflow_[part]).add({{}, record.origin, made_.view()});
}

std::vector<SortedRun> UniqShard::overflowed() {
    std::vector<SortedRun> runs;
    for (std::optional<RunWriter>& part : overflow_)
        if (part) runs.push_back(finished(part));
    return runs;
}

UniqShard::Overflown UniqShard::overflown(const RunRecord& from) {
    uint32_t sizes[2];
    std::memcpy(sizes, from.bytes.data(), sizeof sizes);
    const std::string_view rest = from.bytes.substr(sizeof sizes), after = rest.substr(sizes[0]);
    return {rest.substr(0, sizes[0]), {after.substr(0, sizes[1]), after.substr(sizes[1]), from.origin}};
}

void UniqShard::put(const Record& record) { writer(written_).add({{}, record.origin, record.bytes}); }

void UniqShard::put_held() {
    for (const Held* held : wanted())
        put({{}, numbered(*options_, held->record(), held->count, made_), held->origin});
}

void UniqShard::forget() {
    keys_.clear();
    bytes_.clear();
    live_ = given_ = 0;
}

} // namespace rowkit::ops
