// Numbers of records, by file.
#include "stream/file_counts.h"

#include <fmt/core.h>

namespace rowkit {

uint64_t FileCounts::total() const {
    uint64_t total = 0;
    for (const auto& count : counts_) total += count;
    return total;
}

Header FileCounts::header() { return Header::of(std::vector<std::string>{"file", "records"}); }

void FileCounts::write(Writer& out) const {
    std::vector<std::string> numbers;
    for (const auto& count : counts_) numbers.push_back(fmt::format("{}", count.load()));
    numbers.push_back(fmt::format("{}", total()));
    std::vector<Cell> names, counts;
    for (const std::string& file : files_) names.push_back(Cell::of(file));
    names.push_back(Cell::of("total"));
    for (const std::string& number : numbers) counts.push_back(Cell::of(number));
    const OutColumn columns[] = {{.cells = names.data()}, {.cells = counts.data()}};
    out.add(names.size(), columns);
}

void FileCounts::write_total(Writer& out) const { out.text(fmt::format("{}\n", total())); }

void FileCounts::write_names(Writer& out) const {
    for (size_t i = 0; i < files_.size(); ++i)
        if (counts_[i]) out.text(files_[i] + "\n");
}

} // namespace rowkit
