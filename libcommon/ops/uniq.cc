// Of records that are alike in some columns: the first, the last or the best, how many there are, or which
// one each is.
#include "ops/uniq.h"

#include "base/resources.h"
#include "data/number_text.h"
#include "ops/held_pieces.h"

#include <algorithm>

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

} // namespace

void UniqOptions::take(const Settings& settings) {
    memory = settings.memory ? settings.memory : usable_memory() / 2;
    threads = settings.threads ? settings.threads : usable_threads();
    tmpdir = settings.tmpdir;
    optional = settings.read.optional;
}

UniqRecords::UniqRecords(UniqOptions options)
    : options_(std::move(options)),
      key_(columns(), ResolveOptions{.optional = options_.optional, .where = {}}) {}

Demand UniqRecords::demand() const {
    if (options_.whole || !options_.count.empty() || !options_.number.empty()) return {.keeps = true};
    Demand demand = key_.demand();
    if (options_.rank) std::ranges::move(options_.rank->names(), std::back_inserter(demand.names));
    return demand;
}

Header UniqRecords::open(const Header& header) {
    key_.open(header);
    if (options_.rank) options_.rank->bind(header, {.optional = options_.optional});
    header_ = header;
    const std::string& name = options_.count.empty() ? options_.number : options_.count;
    if (name.empty()) return header;
    Header out = header;
    out.line.clear();
    out.columns.insert(out.columns.begin(), {name});
    return out;
}

void UniqRecords::look(Look& look, const Batch& batch, const Writer& out) const {
    if (!look.key) {
        look.key.emplace(columns(), ResolveOptions{.optional = options_.optional, .where = {}});
        look.key->open(header_);
    }
    look.arena.clear();
    look.keys.clear();
    look.key->start(batch);
    const std::string_view text = batch.layout().text;
    for (size_t i = 0; i < batch.size(); ++i) {
        std::string_view key =
            options_.whole && is_json(batch) ? object_text(batch.raw(i)) : look.key->of(batch, i);
        if (key.data() < text.data() || key.data() >= text.data() + text.size()) key = look.arena.copy(key);
        look.keys.push_back(
            {key.data(), static_cast<uint32_t>(key.size()), options_.sorted ? 0 : seeded_hash(key)});
    }
    if (!options_.holds()) return;
    encode(look, batch, out);
    if (!options_.rank) return;
    if (!look.ranks) look.ranks.emplace(*options_.rank, header_);
    look.rank_bytes.clear();
    look.rank_ends.clear();
    look.ranks->append(batch, batch.all(), look.rank_bytes, look.rank_ends);
}

/// Encodes records that are to be held.
void UniqRecords::encode(Look& look, const Batch& batch, const Writer& out) const {
    look.aside.bytes.clear();
    look.aside.records = 0;
    look.ends.clear();
    look.newline = {};
    Writer writer = out.aside(look.aside);
    if (batch.size() == 0) return;
    if (options_.count.empty()) {
        writer.keep_each(batch, batch.all(), SIZE_MAX, look.ends);
        look.newline =
            end_last_record(batch, static_cast<uint32_t>(batch.size() - 1), look.aside.bytes, look.ends);
        return;
    }
    const std::vector<Cell> counts(batch.size(),
                                   Cell{to_be_counted.data(), to_be_counted.size(), Form::json_number});
    const std::vector<OutColumn> columns = columns_after(counts.data(), batch.header().size());
    for (uint32_t i = 0; i < batch.size(); ++i) {
        writer.project(batch, Records(&i, 1), columns);
        look.ends.push_back(static_cast<uint32_t>(look.aside.bytes.size()));
    }
}

/// Fills groups_ and fresh_.
void UniqRecords::find_groups(const Look& look) {
    groups_.assign(look.keys.size(), 0);
    fresh_.assign(look.keys.size(), 0);
    if (options_.sorted) {
        std::string_view previous = previous_;
        for (size_t i = 0; i < look.keys.size(); ++i) {
            fresh_[i] = !any_ || look.keys[i].text() != previous;
            previous = look.keys[i].text();
            any_ = true;
        }
        previous_ = std::string(previous);
        return;
    }
    if (overflow_) return table_.find(look.keys, groups_.data());
    constexpr size_t at_once = 128; // what is fetched ahead stays in the cache
    for (size_t from = 0; from < look.keys.size(); from += at_once) {
        const size_t count = std::min(at_once, look.keys.size() - from);
        size_t known = table_.size();
        table_.find_or_add({look.keys.data() + from, count}, records_ + from, groups_.data() + from);
        for (size_t i = from; i < from + count; ++i)
            if (groups_[i] == known) fresh_[i] = 1, ++known;
    }
}

/// Past a half of the memory new keys are left for the end. What comes of them stands behind all that was
/// kept before.
void UniqRecords::check_memory() {
    const uint64_t used =
        table_.bytes() + slabs_.used() + held_.capacity() * sizeof(Held) + numbers_.capacity() * 8;
    if (used <= options_.memory / 2) return;
    if (!options_.number.empty())
        throw Error(Exit::io, {},
                    "the keys of " + std::to_string(table_.size()) + " groups fill the memory there is",
                    "a larger --memory; or sort the records by these columns and say --sorted");
    overflow_ = std::make_unique<UniqOverflow>(options_.keep == UniqOptions::last, options_.memory / 4,
                                               options_.threads, options_.tmpdir);
}

void UniqRecords::decide(const Look& look, const Batch& batch, Writer& out) {
    if ((!options_.count.empty() || !options_.number.empty()) && !batch.header().same_names(header_))
        throw Error(Exit::bad_data, {}, "objects with other keys than the first ones can't get a column",
                    "--union takes the keys of all objects");
    find_groups(look);
    if (!look.newline.empty()) {
        unended_ = records_ + batch.size() - 1;
        newline_ = look.newline;
    }
    if (overflow_) overflow(look, batch, out);
    if (options_.holds())
        hold(look, out);
    else if (!options_.number.empty())
        number_all(batch, out);
    else if (!overflow_)
        keep_first(batch, out);
    records_ += batch.size();
    if ((options_.holds() || overflow_) && !batch.layout().trailing.empty()) {
        Output aside;
        out.aside(aside).keep_trailing(batch);
        aside.own_unless({});
        trailing_ += aside.bytes.view();
    }
    if (!overflow_ && !options_.sorted) check_memory();
}

/// Sets records with keys that memory has no room for aside.
void UniqRecords::overflow(const Look& look, const Batch& batch, const Writer& out) {
    std::vector<uint32_t> rows;
    for (uint32_t i = 0; i < batch.size(); ++i)
        if (groups_[i] == GroupTable::none) rows.push_back(i);
    Output aside;
    std::vector<uint32_t> ends;
    if (!options_.holds() && !rows.empty()) {
        out.aside(aside).keep_each(batch, Records(rows.data(), rows.size()), SIZE_MAX, ends);
        if (auto newline = end_last_record(batch, rows.back(), aside.bytes, ends); !newline.empty()) {
            unended_ = records_ + rows.back();
            newline_ = newline;
        }
    }
    const auto part = [](const Buffer& bytes, const std::vector<uint32_t>& its_ends, size_t i) {
        const uint32_t begin = i ? its_ends[i - 1] : 0;
        return bytes.view().substr(begin, its_ends[i] - begin);
    };
    for (size_t i = 0; i < rows.size(); ++i) {
        const std::string_view rank =
            options_.rank ? part(look.rank_bytes, look.rank_ends, rows[i]) : std::string_view{};
        const std::string_view record =
            options_.holds() ? part(look.aside.bytes, look.ends, rows[i]) : part(aside.bytes, ends, i);
        overflow_->add(look.keys[rows[i]].text(), rank, records_ + rows[i], record);
    }
}

void UniqRecords::keep_first(const Batch& batch, Writer& out) const {
    std::vector<uint32_t> kept;
    for (uint32_t i = 0; i < batch.size(); ++i)
        if (fresh_[i]) kept.push_back(i);
    if (kept.size() == batch.size())
        out.keep(batch);
    else
        out.keep(batch, Records(kept.data(), kept.size()));
}

void UniqRecords::number_all(const Batch& batch, Writer& out) {
    if (batch.size() == 0) return;
    Arena arena;
    Buffer text;
    std::vector<Cell> cells;
    numbers_.resize(std::max<size_t>(options_.sorted ? 1 : table_.size(), 1));
    for (size_t i = 0; i < batch.size(); ++i) {
        uint64_t& number = numbers_[groups_[i]];
        number = fresh_[i] ? 1 : number + 1;
        text.clear();
        append_number(Number(number), text);
        const std::string_view kept = arena.copy(text.view());
        cells.push_back({kept.data(), static_cast<uint32_t>(kept.size()), Form::json_number});
    }
    out.project(batch, batch.all(), columns_after(cells.data(), batch.header().size()));
}

} // namespace rowkit::ops
