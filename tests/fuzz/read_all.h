// Reads a text with one of the codec's readers, whole or in pieces, for targets that compare the two.
#pragma once

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/buffer.h"
#include "base/error.h"
#include "codec/format.h"

namespace rowkit::fuzz {

/// What came of reading a text.
struct Reading {
    std::string start_fault;          // the header could not be read
    std::vector<std::string>
        records; // of each, its cells as NAME (=, or ~ for null) TEXT, each ended by \x1e
    std::vector<std::string> raw;     // of each, its bytes, with the blank lines and comments before it
    std::vector<size_t> bad;          // of each, its place in the text
    std::vector<std::string> reasons; // of each; where a record has two faults, the one found first
    uint64_t lines = 0;               // physical ones, header not counted

    bool operator==(const Reading& other) const {
        return start_fault == other.start_fault && records == other.records && raw == other.raw &&
               bad == other.bad && lines == other.lines;
    }
};

/// The size of the next piece to hand to the reader, never 0.
using NextPiece = std::function<size_t()>;

inline Reading read_all(const Dialect& dialect, const ReadOptions& options, std::string_view text,
                        const NextPiece& next_piece) {
    Reading reading;
    const auto reader = format_of(dialect.format).reader(dialect, options, Demand{});
    Buffer head(text.size() + 1);
    head.append(text);
    size_t at = 0;
    try {
        const auto start = reader->start(head.view(), true);
        if (!start || start->consumed > text.size()) std::abort();
        at = start->consumed;
    } catch (const Error& e) {
        if (e.code() != Exit::bad_data) std::abort();
        reading.start_fault = e.reason();
        return reading;
    }
    const auto splitter = reader->splitter();
    const auto indexer = reader->indexer();
    bool stopped = false;
    Buffer scratch;
    const auto index = [&](std::string_view block, size_t offset, bool last) {
        // The block by itself on the heap, so that reading past its padding shows.
        Buffer copy(block.size() + 1);
        copy.append(block);
        const auto take = [&](Batch& batch) {
            for (size_t record = 0; record < batch.size(); ++record) {
                std::string cells;
                for (size_t column = 0; column < batch.header().size(); ++column) {
                    const Cell cell = batch.cell(record, column);
                    if (cell.form == Form::missing) continue;
                    cells += batch.header().columns[column].name + (cell.is_null() ? '~' : '=');
                    cells += text_of(cell, scratch);
                    cells += '\x1e';
                }
                reading.records.push_back(std::move(cells));
                reading.raw.emplace_back(batch.raw(record));
            }
        };
        std::vector<BadRecord> bad;
        reading.lines += indexer->index(copy.view(), last, take, bad);
        for (const BadRecord& one : bad) {
            reading.bad.push_back(offset + one.offset);
            reading.reasons.push_back(one.reason);
            stopped = stopped || options.on_bad != OnBad::skip ||
                      one.truncated; // what keep can't write ends it, too
        }
    };

    Buffer pending(64);
    size_t offset = at, scanned = 0;
    splitter->restart();
    while (at < text.size() && !stopped) {
        const size_t piece = std::min(next_piece(), text.size() - at);
        pending.append(text.substr(at, piece));
        at += piece;
        const size_t whole = splitter->scan(pending.data(), scanned, pending.size());
        scanned = pending.size();
        if (whole == 0) continue;
        if (whole > pending.size()) std::abort();
        index(pending.view().substr(0, whole), offset, false);
        Buffer rest(64);
        rest.append(pending.view().substr(whole));
        pending = std::move(rest);
        offset += whole;
        scanned = 0;
        splitter->restart();
    }
    if (!stopped && !pending.empty()) index(pending.view(), offset, true);
    if (stopped) reading.lines = 0; // how far it looked past the bad record is its own affair
    return reading;
}

/// Aborts, saying why, where reading in pieces gives something else than reading at once; returns the latter.
inline Reading read_both_ways(const Dialect& dialect, const ReadOptions& options, std::string_view text,
                              uint64_t seed) {
    const Reading whole = read_all(dialect, options, text, [&] { return text.size() + 1; });
    const size_t most = 1 + seed % 97;
    const Reading pieces = read_all(dialect, options, text, [&] {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        return 1 + (seed >> 33) % most;
    });
    if (whole != pieces) {
        std::fprintf(stderr, "in pieces: %zu records, %zu bad, %llu lines; at once: %zu, %zu, %llu\n",
                     pieces.records.size(), pieces.bad.size(), static_cast<unsigned long long>(pieces.lines),
                     whole.records.size(), whole.bad.size(), static_cast<unsigned long long>(whole.lines));
        for (size_t i = 0; i < std::max(whole.records.size(), pieces.records.size()); ++i) {
            const std::string a = i < whole.records.size() ? whole.records[i] : "-";
            const std::string b = i < pieces.records.size() ? pieces.records[i] : "-";
            if (a != b)
                std::fprintf(stderr, "record %zu: at once %s\n  in pieces %s\n", i, a.c_str(), b.c_str());
        }
        for (const std::string& one : whole.reasons) std::fprintf(stderr, "bad at once: %s\n", one.c_str());
        for (const std::string& one : pieces.reasons)
            std::fprintf(stderr, "bad in pieces: %s\n", one.c_str());
        std::abort();
    }
    return whole;
}

} // namespace rowkit::fuzz
