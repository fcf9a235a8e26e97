// Fuzz: CSV read at once, in pieces, and by a reader too plain to be wrong gives the same cells.
#include "read_all.h"

using namespace rowkit;

namespace {

struct Naive {
    std::vector<std::vector<std::string>> records; // a null cell is "~", any other "=" and its text
    bool quote_open = false;
};

/// A blank line is no record, unless there is one column: that of the first line not blank.
void drop_blanks(Naive& all) {
    const auto width = [&] {
        for (const auto& record : all.records) {
            if (!record.empty()) return record.size();
        }
        return size_t{0};
    }();
    if (width != 1) std::erase_if(all.records, [](const auto& record) { return record.empty(); });
    for (auto& record : all.records) {
        if (record.empty()) record.push_back("~");
    }
}

/// As tests/naive.py reads, and with the same words for the rules.
Naive read_naively(std::string_view text, char delimiter) {
    Naive all;
    std::vector<std::string> record;
    std::string cell;
    bool quoted = false;
    const auto end_cell = [&] {
        record.push_back(cell.empty() && !quoted ? "~" : "=" + cell);
        cell.clear();
        quoted = false;
    };
    const auto end_record = [&] {
        if (!record.empty() || !cell.empty() || quoted) end_cell(); // else it is a blank line
        all.records.push_back(std::move(record));
        record.clear();
    };
    for (size_t at = 0; at < text.size(); ++at) {
        const char byte = text[at];
        if (byte == '"' && cell.empty() && !quoted) {
            quoted = true;
            for (++at;; ++at) {
                if (at >= text.size()) {
                    all.quote_open = true;
                    drop_blanks(all);
                    return all;
                }
                if (text[at] == '"' && (at + 1 == text.size() || text[at + 1] != '"')) break;
                if (text[at] == '"') ++at;
                cell += text[at];
            }
        } else if (byte == delimiter) {
            end_cell();
        } else if (byte == '\n' || byte == '\r') {
            if (text.substr(at).starts_with("\r\n")) ++at;
            end_record();
        } else {
            cell += byte;
        }
    }
    if (!record.empty() || !cell.empty() || quoted) end_record();
    drop_blanks(all);
    return all;
}

void compare(std::string_view text, char delimiter) {
    Dialect dialect = format_of(FormatId::csv).dialect;
    dialect.delimiter = delimiter;
    dialect.header = false;
    ReadOptions options;
    const fuzz::Reading reading = fuzz::read_both_ways(dialect, options, text, text.size() * 31 + 7);
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    const Naive naive = read_naively(text, delimiter);
    if (!reading.start_fault.empty()) {
        if (!naive.quote_open || !naive.records.empty()) std::abort();
        return;
    }
    for (size_t i = 0; i < reading.records.size(); ++i) {
        if (i >= naive.records.size()) std::abort();
        std::string expected;
        for (size_t column = 0; column < naive.records[i].size(); ++column) {
            expected += std::to_string(column + 1) + naive.records[i][column] + '\x1e';
        }
        if (expected != reading.records[i]) {
            std::fprintf(stderr, "record %zu: %s\nshould be %s\n", i, reading.records[i].c_str(),
                         expected.c_str());
            std::abort();
        }
    }
    // What was not read is bad: the first record of another width, or the open quote.
    const size_t read = reading.records.size();
    const bool ragged = read < naive.records.size() && naive.records[read].size() != naive.records[0].size();
    const bool complete = read == naive.records.size();
    if (reading.bad.empty() ? !complete || naive.quote_open : !ragged && !(complete && naive.quote_open)) {
        std::fprintf(stderr, "%zu of %zu records, %zu bad\n", read, naive.records.size(), reading.bad.size());
        std::abort();
    }
}

} // namespace

/// The first byte says which dialect and options; the rest is the text.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size == 0) return 0;
    const uint8_t how = data[0];
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    compare(text, how & 1 ? ';' : ',');

    Dialect dialect = format_of(how & 2 ? FormatId::tsv : FormatId::csv).dialect;
    dialect.header = how & 4;
    if (how & 8) dialect.comment = '#';
    ReadOptions options;
    options.on_bad = how & 16 ? OnBad::skip : how & 32 ? OnBad::keep : OnBad::fail;
    options.ragged = static_cast<Ragged>(how >> 6);
    options.skip_lines = how & 8 ? how % 3 : 0;
    const fuzz::Reading reading = fuzz::read_both_ways(dialect, options, text, how);
    if (options.on_bad == OnBad::fail && reading.bad.size() > 1) std::abort();
    return 0;
}
