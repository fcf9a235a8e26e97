// Groups past the limit of memory.
#include "ops/group_spill.h"

#include "base/error.h"

#include <algorithm>

namespace rowkit::ops {
namespace {

constexpr uint64_t piece_bytes = 256 << 10; // in memory, about
constexpr uint64_t most_of_piece = 2048;

} // namespace

/// All keys, then all states of each aggregate: like stands by like, which packs well.
void GroupSpill::write_piece(Groups& groups, std::span<const uint32_t> members, uint32_t partition,
                             Buffer& plain) {
    plain.clear();
    append_varint(members.size(), plain);
    uint64_t before = 0;
    for (uint32_t group : members) {
        const KeyBytes key = groups.table().key(group);
        append_sized(key.text(), plain);
        append_varint(key.forms, plain);
        const uint64_t first = groups.table().first(group);
        append_varint(zigzag(static_cast<int64_t>(first - before)), plain);
        before = first;
    }
    StateWriter writer(plain, StateForm::bytes);
    for (size_t i = 0; i < groups.states(); ++i)
        for (uint32_t group : members) groups.state(i).write(group, writer);
    if (plain.size() > UINT32_MAX)
        throw Error(Exit::io, {}, "what is kept of one group takes more than 4 GB",
                    "approx_ aggregates keep a few KB of a group");
    pieces_.push_back({partition, file_->add(plain.view()), file_});
}

void GroupSpill::write(Groups& groups, const SpillLimits& limits) {
    const auto count = static_cast<uint32_t>(groups.size());
    const uint32_t from_group = groups.spilled();
    if (count == from_group) return;
    groups.seal();
    if (!file_) file_ = std::make_shared<FrameFile>(limits.tmpdir);
    const GroupTable& table = groups.table();
    std::vector<uint32_t> starts((size_t{1} << bits()) + 1), order(count);
    for (uint32_t group = from_group; group < count; ++group) ++starts[partition_of(table.hash(group)) + 1];
    for (size_t i = 1; i < starts.size(); ++i) starts[i] += starts[i - 1];
    Buffer plain;
    auto next = starts;
    for (uint32_t group = from_group; group < count; ++group)
        order[next[partition_of(table.hash(group))]++] = group;
    const size_t at_once =
        std::clamp<uint64_t>(piece_bytes * count / std::max<uint64_t>(groups.bytes(), 1), 1, most_of_piece);
    for (uint32_t partition = 0; partition + 1 < starts.size(); ++partition)
        for (size_t from = starts[partition], to; from < starts[partition + 1]; from = to) {
            to = std::min<size_t>(from + at_once, starts[partition + 1]);
            write_piece(groups, {order.data() + from, to - from}, partition, plain);
        }
}

void SpillReader::read(const SpilledPiece& piece, Groups& into) {
    piece.file->read(piece.frame, plain_, packed_);
    StateBytes bytes(plain_.view());
    keys_.clear();
    firsts_.clear();
    uint64_t first = 0;
    for (uint64_t left = bytes.integer(); left > 0; --left) {
        const std::string_view text = bytes.sized();
        const uint64_t forms = bytes.integer();
        keys_.push_back({text.data(), static_cast<uint32_t>(text.size()), seeded_hash(text), forms});
        first += static_cast<uint64_t>(unzigzag(bytes.integer()));
        firsts_.push_back(first);
    }
    groups_.resize(keys_.size());
    into.table().find_or_add(keys_, firsts_.data(), groups_.data());
    into.grow();
    StateReader reader(bytes);
    for (size_t i = 0; i < into.states(); ++i)
        for (uint32_t group : groups_) into.state(i).read(group, reader);
    if (plain_.size() > 4 * piece_bytes) plain_ = {};
}

} // namespace rowkit::ops
