// Reading and writing whole texts in a format, cut into blocks of any size, for the tests of the codecs.
#pragma once

#include "codec/format.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowkit::testing {

/// What was read. A null cell is "<null>", a missing one "<missing>".
struct Table {
    std::vector<std::string> header;
    std::string line;  // Header::line
    Dialect dialect;
    std::vector<std::vector<std::string>> records;
    std::string raw;   // of all records, with trailing blank lines
    size_t count = 0;
    std::vector<BadRecord> bad; // offsets count in the whole text
    std::string written;        // in the format `to`
};

struct How {
    FormatId from = FormatId::csv;
    std::optional<FormatId> to{};
    ReadOptions read{};
    Demand demand{};
    size_t portion = 1 << 20; // bytes that come at once
    bool header = true;
    bool survey = false;
};

inline std::string shown_cell(const Cell& cell) {
    Buffer scratch;
    if (cell.form == Form::missing) return "<missing>";
    if (cell.form == Form::null) return "<null>";
    return std::string(text_of(cell, scratch));
}

/// Reads `text` as the run loop does. Throws what readers and encoders throw.
inline Table read_text(std::string_view text, const How& how) {
    Table table;
    Dialect dialect = format_of(how.from).dialect;
    dialect.header = how.header;
    auto reader = format_of(how.from).reader(dialect, how.read, how.demand);
    if (how.survey) {
        Buffer all;
        all.append(text);
        reader->survey(all.view());
    }
    Buffer came;
    size_t fed = 0;
    auto feed = [&] {
        size_t more = std::min(how.portion, text.size() - fed);
        came.append(text.substr(fed, more));
        fed += more;
        return more > 0;
    };
    feed();
    std::optional<Start> start;
    while (!(start = reader->start(came.view(), fed == text.size()))) feed();
    table.header = start->header.names();
    table.line = start->header.line;
    table.dialect = reader->dialect();

    std::unique_ptr<Encoder> encoder;
    Buffer out;
    if (how.to) {
        Dialect to = *how.to == how.from ? table.dialect : format_of(*how.to).dialect;
        Header header = start->header;
        if (*how.to != how.from) header.line.clear();
        encoder = format_of(*how.to).encoder(to, {}, header);
        encoder->prologue(out);
    }
    std::vector<OutColumn> columns;
    for (size_t i = 0; i < table.header.size(); ++i) columns.push_back({static_cast<int32_t>(i)});

    auto splitter = reader->splitter();
    auto indexer = reader->indexer();
    std::string rest(came.view().substr(start->consumed));
    size_t offset = start->consumed;
    bool ended = false;
    auto block = [&](size_t size, bool last) {
        Buffer buffer;
        buffer.append(std::string_view(rest).substr(0, size));
        size_t bad_before = table.bad.size();
        indexer->index(buffer.view(), last, [&](Batch& batch) {
            table.count += batch.size();
            if (how.demand.kind == Demand::count) return;
            for (size_t i = 0; i < batch.size(); ++i) {
                std::vector<std::string> cells;
                for (size_t c = 0; c < batch.layout().columns; ++c)
                    cells.push_back(shown_cell(batch.cell(i, c)));
                table.records.push_back(std::move(cells));
                table.raw += batch.raw(i);
            }
            table.raw += batch.layout().trailing;
            if (encoder) encoder->append(batch, batch.all(), columns, out);
        }, table.bad);
        for (size_t i = bad_before; i < table.bad.size(); ++i) table.bad[i].offset += offset;
        ended = table.bad.size() > bad_before && how.read.on_bad == OnBad::fail;
        offset += size;
        rest.erase(0, size);
    };
    for (size_t scanned = 0; !ended;) {
        if (scanned == 0) splitter->restart();
        Buffer seen;
        seen.append(rest);
        size_t cut = rest.empty() ? 0 : splitter->scan(seen.data(), scanned, seen.size());
        scanned = rest.size();
        if (cut) {
            block(cut, false);
            scanned = 0;
        }
        if (fed == text.size()) break;
        came.clear();
        feed();
        rest += came.view();
    }
    if (!ended && !rest.empty()) block(rest.size(), true);
    if (encoder) {
        out.append(encoder->epilogue(table.count > 0));
        table.written = out.view();
    }
    return table;
}

/// Writes records given as CSV text.
inline std::string written_as(FormatId to, std::string_view csv) {
    return read_text(csv, {.from = FormatId::csv, .to = to}).written;
}

/// The reason of the one bad record of `text`; "" where there is none.
inline std::string fault_of(std::string_view text, How how) {
    Table table = read_text(text, how);
    return table.bad.empty() ? "" : table.bad[0].reason;
}

} // namespace rowkit::testing
