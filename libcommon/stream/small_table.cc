// A small file of CSV, all of it in memory: what an option names beside the input.
#include "stream/small_table.h"

#include "base/error.h"
#include "codec/format.h"
#include "codec/scan.h"
#include "io/source.h"

#include <algorithm>

#include <fmt/core.h>

namespace rowkit {
namespace {

constexpr size_t most = size_t{1} << 30; // offsets in a block are 32 bits

Buffer read_all(const std::string& path) {
    auto source = open_source(path, {});
    Buffer text;
    for (size_t got = 1; got; text.advance(got)) {
        if (text.size() > most) throw Error(Exit::bad_data, path, "is longer than 1 GiB");
        got = source->read(text.room(65536), 65536);
    }
    return text;
}

} // namespace

std::vector<std::string> read_small_list(const std::string& path) {
    const Buffer text = read_all(path);
    std::string_view rest = text.view();
    if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
    std::vector<std::string> lines;
    while (!rest.empty()) {
        const size_t end = std::min(rest.find('\n'), rest.size());
        std::string_view line = rest.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (!line.empty()) lines.emplace_back(line);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return lines;
}

std::vector<std::vector<std::string>> read_small_table(const std::string& path) {
    Buffer text = read_all(path);
    Dialect dialect = format_of(FormatId::csv).dialect;
    dialect.header = false;
    auto reader = format_of(FormatId::csv).reader(dialect, {}, {});
    size_t consumed = reader->start(text.view(), true)->consumed;
    if (consumed == 0 && text.view().starts_with("\xEF\xBB\xBF")) consumed = 3;
    std::vector<std::vector<std::string>> rows;
    std::vector<BadRecord> bad;
    Buffer scratch;
    reader->indexer()->index(text.view().substr(consumed), true, [&](Batch& batch) {
        for (size_t record = 0; record < batch.size(); ++record) {
            std::vector<std::string>& row = rows.emplace_back();
            for (size_t column = 0; column < batch.layout().columns; ++column)
                row.emplace_back(text_of(batch.cell(record, column), scratch));
        }
    }, bad);
    if (bad.empty()) return rows;
    size_t line = 1 + count_lines(text.view().substr(0, consumed + bad[0].offset));
    throw Error(Exit::bad_data, fmt::format("{}:{}", path, line),
                bad[0].truncated ? bad[0].reason : "it has not as many cells as the first line");
}

} // namespace rowkit
