// Reading the built side of a join.
#include "ops/join_build.h"

#include "base/error.h"
#include "base/resources.h"
#include "codec/format.h"
#include "stream/run.h"
#include "stream/shapes.h"

#include <algorithm>
#include <atomic>

#include <fmt/core.h>

namespace rowkit::ops {
namespace {

using expr::Evaluation;

std::string shown_size(uint64_t bytes) {
    return bytes >= 10'000'000'000 ? fmt::format("{} GB", bytes / 1'000'000'000)
           : bytes >= 10'000'000   ? fmt::format("{} MB", bytes / 1'000'000)
                                   : bytes >= 10'000      ? fmt::format("{} kB", bytes / 1000)
                                   : fmt::format("{} bytes", bytes);
}

/// The folder that collects the records.
class SideReader {
public:
    struct State {
        JoinPieces read;
        std::unique_ptr<GroupKeys> keys;
        std::vector<std::unique_ptr<Evaluation>> span;
        std::vector<expr::Value> values;
        std::vector<KeyBytes> chunk;
        std::vector<uint32_t> rows;
        Buffer bytes;
        std::vector<size_t> ends;
        uint64_t counted = 0; // of the memory in use
    };

    SideReader(const JoinBuildOptions& options, JoinSide& side, const expr::BindOptions& bind, uint64_t memory)
        : options_(options), side_(side), bind_(bind), memory_(memory) {}

    Demand demand() const {
        if (!options_.only_keys) return {};
        std::vector<std::string> names = names_of(options_.keys);
        for (const expr::Formula& end : options_.span) std::ranges::copy(end.names(), std::back_inserter(names));
        return {.kind = Demand::columns, .names = std::move(names)};
    }
    ToolOutput output() const { return ToolOutput::text; }
    Header open(const Header& in);
    void add(State& state, const Batch& in, const Place& place, Writer& notes) const;
    void merge(State&, State&& one) {
        all_.push_back(std::move(one.read));
        one = {};
    }
    void finish(State&, Writer&) {
        side_.table = std::make_unique<JoinTable>(std::move(all_), stored_.size(), quote_, options_.table);
    }

private:
    void keep_spans(State& state, const Batch& in, const Place& place, JoinPieces::Piece& piece, Writer& notes) const;
    void keep_rows(State& state, const Batch& in, JoinPieces::Piece& piece) const;
    void count(State& state) const;

    const JoinBuildOptions& options_;
    JoinSide& side_;
    expr::BindOptions bind_;
    uint64_t memory_;
    std::vector<expr::Formula> span_; // bound
    Header header_;
    std::vector<uint32_t> stored_; // the columns whose cells are kept
    mutable std::atomic<char> quote_ = '"';
    mutable std::atomic<uint64_t> used_ = 0;
    std::vector<JoinPieces> all_;
};

Header SideReader::open(const Header& in) {
    header_ = in;
    std::vector<int32_t> key_columns;
    for (const KeyPart& key : options_.keys) {
        expr::Formula formula = key.formula;
        formula.bind(in, bind_);
        const expr::Node& root = formula.program().root();
        key_columns.push_back(root.op == expr::Op::column ? root.column : -1);
    }
    span_ = options_.span;
    for (expr::Formula& end : span_) end.bind(in, bind_);
    side_.key_cells.assign(options_.keys.size(), -1);
    if (options_.only_keys) return in;
    auto is_key = [&](size_t column) {
        for (size_t i = 0; i < key_columns.size(); ++i)
            if (options_.plain[i] && key_columns[i] == static_cast<int32_t>(column)) return true;
        return false;
    };
    for (uint32_t i = 0; i < in.size(); ++i) {
        if (is_key(i)) continue;
        stored_.push_back(i);
        side_.columns.push_back({in.columns[i].name, {}, in.columns[i].nested});
    }
    if (options_.key_cells)
        for (size_t i = 0; i < key_columns.size(); ++i) {
            if (!options_.plain[i] || key_columns[i] < 0) continue;
            side_.key_cells[i] = static_cast<int32_t>(stored_.size());
            stored_.push_back(static_cast<uint32_t>(key_columns[i]));
        }
    side_.row_cells = stored_.size();
    return in;
}

void SideReader::add(State& state, const Batch& in, const Place& place, Writer& notes) const {
    if (!state.keys) {
        state.keys = std::make_unique<GroupKeys>(options_.keys, header_, bind_);
        state.chunk.resize(Evaluation::chunk);
        state.values.resize(Evaluation::chunk);
        for (const expr::Formula& end : span_) state.span.push_back(std::make_unique<Evaluation>(end.program()));
    }
    quote_.store(in.dialect().quote, std::memory_order_relaxed);
    JoinPieces::Piece& piece = state.read.pieces.emplace_back();
    piece.block = place.block;
    piece.keys.reserve(in.size());
    for (size_t old = state.rows.size(); old < in.size(); ++old) state.rows.push_back(static_cast<uint32_t>(old));
    state.keys->start(in, {0, place.line, place.name, place.text});
    for (size_t from = 0; from < in.size(); from += Evaluation::chunk) {
        const size_t size = std::min(Evaluation::chunk, in.size() - from);
        state.keys->make({state.rows.data() + from, size}, state.chunk.data());
        size_t bytes = 0;
        for (size_t i = 0; i < size; ++i) bytes += state.chunk[i].size;
        char* to = state.read.key_bytes.room(bytes);
        for (size_t i = 0; i < size; ++i) {
            KeyBytes key = state.chunk[i];
            if (key.size) std::memcpy(to, key.data, key.size);
            key.data = to;
            to += key.size;
            piece.keys.push_back(key);
        }
    }
    state.keys->report(in, notes);
    keep_spans(state, in, place, piece, notes);
    keep_rows(state, in, piece);
    count(state);
}

void SideReader::keep_spans(State& state, const Batch& in, const Place& place, JoinPieces::Piece& piece,
                            Writer& notes) const {
    for (size_t end = 0; end < span_.size(); ++end) {
        Evaluation& evaluation = *state.span[end];
        std::vector<JoinPoint>& points = end == 0 ? piece.spans.low : piece.spans.high;
        points.reserve(in.size());
        evaluation.start(in, {0, place.line, place.name, place.text});
        for (size_t from = 0; from < in.size(); from += Evaluation::chunk) {
            const size_t size = std::min(Evaluation::chunk, in.size() - from);
            evaluation.evaluate({state.rows.data() + from, size}, state.values.data());
            for (size_t i = 0; i < size; ++i) {
                JoinPoint point = join_point(state.values[i]);
                if (point.is(expr::Type::text)) point = JoinPoint::of(state.read.row_bytes.copy(point.text()));
                points.push_back(point);
            }
        }
        expr::report_odd_values(evaluation, span_[end].program(), in, notes);
    }
}

void SideReader::keep_rows(State& state, const Batch& in, JoinPieces::Piece& piece) const {
    if (options_.only_keys) return;
    state.bytes.clear();
    state.ends.clear();
    for (size_t i = 0; i < in.size(); ++i) {
        CellRows::append(in, i, stored_, state.bytes);
        state.ends.push_back(state.bytes.size());
    }
    const char* at = state.read.row_bytes.copy(state.bytes.view()).data();
    piece.rows.reserve(in.size());
    size_t begin = 0;
    for (size_t end : state.ends) {
        piece.rows.push_back(at + begin);
        begin = end;
    }
}

void SideReader::count(State& state) const {
    const uint64_t records = state.read.pieces.back().keys.size();
    // Beside what is copied: a key while it is read, its entry in the table and its slot, the record's numbers.
    constexpr uint64_t each = sizeof(KeyBytes) + 2 * 40 + 4 * 8 + 3 * 4 + 2 * sizeof(char*);
    const uint64_t now = state.read.key_bytes.used() + state.read.row_bytes.used();
    used_ += now - state.counted + records * (each + span_.size() * 2 * sizeof(JoinPoint));
    state.counted = now;
    if (used_ <= memory_) return;
    throw Error(Exit::io, side_.name, fmt::format("holding it takes more than the {} of --memory", shown_size(memory_)),
                "a larger --memory; or name the smaller input first, it is the one that is held");
}

/// Tells the first two records with the same key.
[[noreturn]] void refuse_second(const JoinSide& side, const std::vector<KeyPart>& keys) {
    const JoinTable& table = *side.table;
    uint32_t record = 0;
    for (; record < table.records(); ++record)
        if (table.group_of(record) != GroupTable::none && table.of_group(table.group_of(record))[0] != record) break;
    const uint32_t group = table.group_of(record);
    std::string shown;
    Buffer scratch, text;
    for (size_t i = 0; i < keys.size(); ++i) {
        const Cell cell = key_cell(table.keys().key(group), i, keys.size(), scratch);
        shown += fmt::format("{}{} \"{}\"", i ? ", " : "", keys[i].name, text_of(cell, text));
    }
    throw Error(Exit::bad_data, side.name,
                fmt::format("records {} and {} have the same key: {}", table.of_group(group)[0] + 1, record + 1, shown),
                "without --one, a record of the stream comes once with each");
}

/// Whether the file's suffix says its format.
bool has_known_suffix(const std::string& file) { return &detect_format(file, "{") == &detect_format(file, "["); }

} // namespace

std::shared_ptr<const JoinSide> build_join_side(const std::string& file, const Settings& settings,
                                                const JoinBuildOptions& options) {
    Settings own = settings;
    own.files = {file};
    if (has_known_suffix(file)) own.from.reset();
    own.to.reset();
    own.read.columns.clear();
    own.read.union_keys = true; // records of one table, whatever keys they have
    own.sink = {.path = "/dev/null"};
    own.rejects.clear();
    own.summary.reset();
    own.progress = 0;
    auto side = std::make_shared<JoinSide>();
    side->name = file == "-" ? "standard input" : file;
    const uint64_t memory = settings.memory ? settings.memory : usable_memory() / 2;
    SideReader reader(options, *side, {.optional = settings.read.optional}, memory);
    ToolStage<SideReader> stage(reader);
    run_stage(stage, own);
    if (!side->table) side->table = std::make_unique<JoinTable>(std::vector<JoinPieces>{}, 0, char{0}, options.table); // an empty file
    if (options.one && side->table->most_in_group() > 1) refuse_second(*side, options.keys);
    return side;
}

} // namespace rowkit::ops
