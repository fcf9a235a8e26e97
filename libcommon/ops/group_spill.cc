// Groups past the limit of memory.
#include "ops/group_spill.h"

#include "base/resources.h"
#include "ops/partial.h"

#include <algorithm>
#include <bit>

namespace rowkit::ops {
namespace {

constexpr size_t lead = sizeof(uint64_t) + sizeof(uint32_t); // of a run's key: the hash and the size, highest byte first

void make_run_key(const KeyBytes& key, Buffer& out) {
    const uint64_t hash = __builtin_bswap64(key.hash);
    const uint32_t size = __builtin_bswap32(key.size);
    out.clear();
    out.append(reinterpret_cast<const char*>(&hash), sizeof hash);
    out.append(reinterpret_cast<const char*>(&size), sizeof size);
    out.append(key.text());
}

} // namespace

GroupLimits GroupLimits::of(const Settings& settings) {
    return {settings.memory ? settings.memory : usable_memory() / 2,
            settings.threads ? settings.threads : usable_threads(), settings.tmpdir};
}

/// Half of it where workers' groups are to be merged into new ones.
uint64_t GroupLimits::for_groups() const {
    const uint64_t most = memory - std::min(memory / 2, std::max<uint64_t>(memory / 10, 24 << 20));
    return threads > 1 ? most / 2 : most;
}

size_t GroupLimits::frame_bytes() const { return std::clamp<uint64_t>(memory / 3000, 4 << 10, 128 << 10); }

std::vector<SortedRun> GroupLimits::merged_down(std::vector<SortedRun> runs) const {
    return merge_down(std::move(runs), memory / (frame_bytes() * (5 * threads + 8)), frame_bytes(), threads, tmpdir);
}

void GroupSpill::write(Groups& groups, const GroupLimits& limits) {
    if (groups.size() == 0) return;
    groups.seal();
    const GroupTable& table = groups.table();
    std::vector<uint32_t> order = expr::all_rows(table.size());
    std::ranges::sort(order, [&](uint32_t a, uint32_t b) {
        if (table.hash(a) != table.hash(b)) return table.hash(a) < table.hash(b);
        const KeyBytes x = table.key(a), y = table.key(b);
        return x.size != y.size ? x.size < y.size : x.text() < y.text();
    });
    if (!file_) file_ = std::make_shared<FrameFile>(limits.tmpdir);
    RunWriter writer(file_, limits.frame_bytes());
    Buffer key, bytes;
    for (uint32_t group : order) {
        const KeyBytes text = table.key(group);
        make_run_key(text, key);
        bytes.clear();
        bytes.append(reinterpret_cast<const char*>(&text.forms), sizeof text.forms);
        write_states(groups, group, true, bytes);
        writer.add({key.view(), table.first(group), bytes.view()});
    }
    runs_.push_back(writer.finish());
}

void read_spilled(const RunRecord& record, Groups& groups) {
    KeyBytes key{record.key.data() + lead, static_cast<uint32_t>(record.key.size() - lead), 0, 0};
    std::memcpy(&key.hash, record.key.data(), sizeof key.hash);
    key.hash = __builtin_bswap64(key.hash);
    std::memcpy(&key.forms, record.bytes.data(), sizeof key.forms);
    const uint32_t group = groups.table().find_or_add(key, record.origin);
    groups.grow();
    read_states(groups, group, record.bytes.substr(sizeof key.forms), record.origin, true);
}

} // namespace rowkit::ops
