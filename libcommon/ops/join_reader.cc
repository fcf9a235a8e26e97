// What is kept of the built side's records as they are read.
#include "ops/join_reader.h"

#include <algorithm>

namespace rowkit::ops {

using expr::Evaluation;

Header JoinReader::open(const Header& in) {
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
    side_.key_cells.resize(options_.keys.size());
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
    const auto written = static_cast<std::ptrdiff_t>(stored_.size());
    if (options_.key_cells)
        for (size_t i = 0; i < key_columns.size(); ++i) {
            if (!options_.plain[i] || key_columns[i] < 0) continue;
            const auto column = static_cast<uint32_t>(key_columns[i]);
            JoinSide::KeyCell& key = side_.key_cells[i];
            key.cell = static_cast<int32_t>(stored_.size());
            if (column < in.size()) {
                key.column = {in.columns[column].name, {}, in.columns[column].nested};
                key.before = static_cast<size_t>(
                    std::ranges::lower_bound(stored_.begin(), stored_.begin() + written, column) -
                    stored_.begin());
            }
            stored_.push_back(column);
        }
    side_.row_cells = stored_.size();
    return in;
}

void JoinReader::add(State& state, const Batch& in, const Place& place, Writer& notes) const {
    if (!state.keys) {
        state.keys = std::make_unique<GroupKeys>(options_.keys, header_, bind_);
        state.chunk.resize(Evaluation::chunk);
        state.values.resize(Evaluation::chunk);
        for (const expr::Formula& end : span_)
            state.span.push_back(std::make_unique<Evaluation>(end.program()));
    }
    JoinPieces::Piece& piece = state.read.pieces.emplace_back();
    piece.block = place.block;
    piece.keys.reserve(in.size());
    for (size_t old = state.rows.size(); old < in.size(); ++old)
        state.rows.push_back(static_cast<uint32_t>(old));
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

void JoinReader::keep_spans(State& state, const Batch& in, const Place& place, JoinPieces::Piece& piece,
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
                if (point.is(expr::Type::text))
                    point = JoinPoint::of(state.read.row_bytes.copy(point.text()));
                points.push_back(point);
            }
        }
        expr::report_odd_values(evaluation, span_[end].program(), in, notes);
    }
}

void JoinReader::keep_rows(State& state, const Batch& in, JoinPieces::Piece& piece) const {
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

void JoinReader::count(State& state) const {
    if (!limits_) return;
    const uint64_t records = state.read.pieces.back().keys.size();
    const uint64_t now = state.read.key_bytes.used() + state.read.row_bytes.used();
    used_ += now - state.counted + records * JoinTable::bytes_a_record(span_.size());
    state.counted = now;
    if (used_ > limits_->for_built) spills_ = true;
    if (spills_) spill(state);
}

void JoinReader::spill(State& state) const {
    const bool first = !state.spill;
    if (first)
        state.spill =
            std::make_unique<BuiltSpill>(*limits_, options_.table, hashes_, side_.row_cells, options_.one);
    state.spill->write(state.read);
    if (first) state.read = {}; // from now on little is held at once
}

/// Whether records are spilled is settled only now: a worker may have been done before another one passed the
/// limit.
void JoinReader::finish(State&, Writer&) {
    if (spills_) side_.spilled = std::make_unique<JoinSpilledSide>();
    std::vector<JoinPieces> all;
    for (State& state : states_) {
        if (side_.spilled) {
            spill(state);
            state.spill->finish(*side_.spilled);
        } else {
            all.push_back(std::move(state.read));
        }
        state = {};
    }
    if (!side_.spilled) side_.table = std::make_unique<JoinTable>(std::move(all), options_.table);
}

} // namespace rowkit::ops
