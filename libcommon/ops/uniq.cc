// Of records that are alike in some columns: the first, the last or the best, how many there are, or which
// one each is.
#include "ops/uniq.h"

#include "base/resources.h"
#include "data/number_text.h"
#include "ops/group_table.h"
#include "ops/held_pieces.h"

#include <algorithm>
#include <stdexcept>

namespace rowkit::ops {
namespace {

bool is_json(const Batch& batch) { return batch.layout().rule == CellRule::json; }

/// An object's text, without what separates it from others.
std::string_view object_text(std::string_view raw) {
    const size_t begin = std::min(raw.find('{'), raw.size()), end = raw.rfind('}');
    return end == raw.npos || end < begin ? raw : raw.substr(begin, end + 1 - begin);
}

std::vector<OutColumn> columns_after(const Cell* first, size_t columns) {
    std::vector<OutColumn> all{{.cells = first}};
    for (size_t i = 0; i < columns; ++i) all.push_back({static_cast<int32_t>(i), nullptr});
    return all;
}

/// No record can follow in the block.
bool ends_block(const Batch& batch, const Place& place) {
    const Layout& at = batch.layout();
    return at.records && at.raw_end && at.text.data() == place.text.data() &&
           at.raw_end[at.records - 1] == place.text.size();
}

std::string_view piece(const Buffer& bytes, const std::vector<uint32_t>& ends, size_t i) {
    const uint32_t begin = i ? ends[i - 1] : 0;
    return bytes.view().substr(begin, ends[i] - begin);
}

} // namespace

UniqRecords::UniqRecords(UniqOptions options)
    : options_(std::move(options)),
      key_(columns(), ResolveOptions{.optional = options_.optional, .where = {}}),
      lanes_(options_.sorted ? 1 : 1 + KeySet::shards) {
    options_.avoid(number_name());
    if (options_.sorted) return;
    for (size_t i = 0; i < KeySet::shards; ++i)
        shards_.push_back(std::make_unique<UniqShard>(options_, pool_));
}

Demand UniqRecords::demand() const {
    if (options_.whole) return {.keeps = number_name().empty()};
    Demand demand = key_.demand();
    if (!number_name().empty()) {
        demand.kind = Demand::all;
        demand.keeps = false;
    }
    if (options_.rank) std::ranges::move(options_.rank->names(), std::back_inserter(demand.names));
    return demand;
}

Header UniqRecords::open(const Header& header) {
    key_.open(header);
    if (options_.rank) options_.rank->bind(header, {.optional = options_.optional});
    header_ = header;
    if (!number_name().empty() && header.has(number_name()))
        throw usage_error("there is a column \"" + std::string(number_name()) + "\" already",
                          (options_.count.empty() ? "--number" : "--count") +
                              std::string("=NAME gives the new one another name"));
    return written(header);
}

Header UniqRecords::written(const Header& header) const {
    Header out = header;
    if (number_name().empty()) return out;
    out.line.clear();
    out.columns.insert(out.columns.begin(), {std::string(number_name())});
    return out;
}

void UniqRecords::find_keys(Look& look, const Batch& batch) const {
    if (!look.key) {
        look.key.emplace(columns(), ResolveOptions{.optional = options_.optional, .where = {}});
        look.key->open(header_);
    }
    look.arena.clear();
    look.found.clear();
    look.found.reserve(batch.size());
    look.key->start(batch);
    const std::string_view text = batch.layout().text;
    const bool objects = options_.whole && is_json(batch);
    for (uint32_t i = 0; i < batch.size(); ++i) {
        std::string_view key = objects ? object_text(batch.raw(i)) : look.key->of(batch, i);
        if (key.data() < text.data() || key.data() >= text.data() + text.size()) key = look.arena.copy(key);
        look.found.push_back(
            {key.data(), static_cast<uint32_t>(key.size()), i, options_.sorted ? 0 : seeded_hash(key)});
    }
}

void UniqRecords::look(Look& look, const Batch& batch, const Place& place, const Writer& out) const {
    if (look.block != place.block) {
        look.block = place.block;
        look.in_block = look.left = 0;
    }
    find_keys(look, batch);
    look.numbers.assign(batch.size(), 0);
    if (options_.sorted) { // but for the first one
        for (size_t i = 1; i < batch.size(); ++i)
            look.numbers[i] = look.found[i].text() == look.found[i - 1].text() ? 2 : 1;
    } else {
        look.from.fill(0);
        for (const KeySet::Key& key : look.found) ++look.from[KeySet::shard_of(key.hash) + 1];
        for (size_t i = 0; i < KeySet::shards; ++i) look.from[i + 1] += look.from[i];
        look.keys.resize(look.found.size());
        std::array<uint32_t, KeySet::shards + 1> to = look.from;
        for (const KeySet::Key& key : look.found) look.keys[to[KeySet::shard_of(key.hash)]++] = key;
    }
    look.newline = {};
    if (!options_.holds()) return;
    encode(look, batch, out);
    if (!options_.rank) return;
    if (!look.ranks) look.ranks.emplace(*options_.rank, header_);
    look.rank_bytes.clear();
    look.rank_ends.clear();
    look.ranks->start(batch, place);
    Writer notes = out.aside(look.aside);
    look.ranks->append(batch, batch.all(), look.rank_bytes, look.rank_ends, &notes);
}

/// Encodes records that are to be held.
void UniqRecords::encode(Look& look, const Batch& batch, const Writer& out) const {
    look.aside.bytes.clear();
    look.aside.notes.clear();
    look.aside.records = 0;
    look.ends.clear();
    Writer writer = out.aside(look.aside);
    if (batch.size() == 0) return;
    if (number_name().empty()) {
        writer.keep_each(batch, batch.all(), SIZE_MAX, look.ends);
        look.newline = end_last_record(batch, writer, look.aside.bytes, look.ends);
        return;
    }
    const std::string& unknown = options_.to_be_numbered;
    const Cell number{unknown.data(), static_cast<uint32_t>(unknown.size()), Form::json_number, '"'};
    const std::vector<Cell> numbers(batch.size(), number);
    const std::vector<OutColumn> columns = columns_after(numbers.data(), batch.header().size());
    for (uint32_t i = 0; i < batch.size(); ++i) {
        writer.project(batch, Records(&i, 1), columns);
        look.ends.push_back(static_cast<uint32_t>(look.aside.bytes.size()));
    }
}

/// What concerns all shards, in the order of the input. Past most of the memory no keys are taken any more:
/// records with new ones are put aside, and what comes of them stands behind all that was written before.
/// False: that is so.
bool UniqRecords::begin(const Look& look, const Batch& batch, Writer& out) {
    blocks_ = look.block + 1;
    if (!options_.sorted) overflows_ = overflows_ || full_ || pool_.used() > options_.memory_for_keys();
    if ((options_.holds() || overflows_) && options_.number.empty() && !batch.layout().trailing.empty()) {
        Output aside;
        out.aside(aside).keep_trailing(batch);
        aside.own_unless({});
        trailing_ += aside.bytes.view();
        if (!aside.closing.empty()) out.keep_trailing(batch); // an array's end comes last by itself
    }
    return !overflows_;
}

void UniqRecords::decide(Look& look, const Batch& batch, const Place& place, Writer& out) {
    if (look.left && batch.size())
        throw std::logic_error("rowuniq: a block has more records than it said"); // their turn would be over
    for (Note& note : look.aside.notes) out.note(std::move(note));
    look.aside.notes.clear();
    const bool last = ends_block(batch, place);
    const auto leave = [&] {
        if (last) lanes_.leave(look.left++, place.block);
    };
    lanes_.enter(0, place.block);
    const bool added = begin(look, batch, out);
    if (options_.sorted) decide_sorted(look, batch, out);
    leave();
    if (!added && !options_.holds()) encode(look, batch, out);
    if (!look.newline.empty()) { // of one batch in the whole input
        const std::lock_guard lock(mutex_);
        unended_ = place_of(look.block, look.in_block + static_cast<uint32_t>(batch.size()) - 1);
        newline_ = look.newline;
    }
    for (size_t shard = 0; shard < shards_.size(); ++shard) {
        lanes_.enter(1 + shard, place.block);
        take(look, shard, added);
        leave();
    }
    look.in_block += static_cast<uint32_t>(batch.size());
    if (options_.holds() || !added) return;
    if (options_.number.empty())
        write_first(look, batch, out);
    else
        write_numbers(look, batch, out);
}

/// Brings a batch's records to a shard.
void UniqRecords::take(Look& look, size_t number, bool added) {
    UniqShard& shard = *shards_[number];
    const std::span keys(look.keys.data() + look.from[number], look.from[number + 1] - look.from[number]);
    if (keys.empty()) return;
    const auto record_of = [&](const KeySet::Key& key) {
        return UniqShard::Record{
            options_.rank ? piece(look.rank_bytes, look.rank_ends, key.row) : std::string_view{},
            piece(look.aside.bytes, look.ends, key.row), place_of(look.block, look.in_block + key.row)};
    };
    if (added) {
        shard.take(keys, true, record_of,
                   [&](const KeySet::Key& key, uint64_t which) { look.numbers[key.row] = which; });
        if (shard.nearly_full()) full_ = true;
        return;
    }
    shard.take(keys, false, record_of, [&](const KeySet::Key& key, uint64_t which) {
        const UniqShard::Record record = record_of(key);
        if (which == 0)
            shard.overflow(key.text(), key.hash, 0, record);
        else if (!options_.number.empty())
            shard.put({{}, numbered(options_, record.bytes, which, look.made), record.origin});
    });
}

void UniqRecords::passed(Look& look, uint64_t block) {
    for (size_t lane = look.block == block ? look.left : 0; lane < lanes_.size(); ++lane) {
        lanes_.enter(lane, block);
        lanes_.leave(lane, block);
    }
}

void UniqRecords::write_first(const Look& look, const Batch& batch, Writer& out) const {
    std::vector<uint32_t> kept;
    kept.reserve(batch.size());
    for (uint32_t i = 0; i < batch.size(); ++i)
        if (look.numbers[i] == 1) kept.push_back(i);
    if (kept.size() == batch.size())
        out.keep(batch);
    else
        out.keep(batch, Records(kept.data(), kept.size()));
}

void UniqRecords::write_numbers(const Look& look, const Batch& batch, Writer& out) const {
    if (batch.size() == 0) return;
    Arena arena;
    Buffer text;
    std::vector<Cell> cells;
    cells.reserve(batch.size());
    for (uint64_t number : look.numbers) {
        text.clear();
        append_number(Number(number), text);
        const std::string_view kept = arena.copy(text.view());
        cells.push_back({kept.data(), static_cast<uint32_t>(kept.size()), Form::json_number, '"'});
    }
    out.project(batch, batch.all(), columns_after(cells.data(), batch.header().size()));
}

} // namespace rowkit::ops
