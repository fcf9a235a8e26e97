// How fast texts become numbers, beside std::from_chars for double: parse_numbers FILE.csv... takes the
// numeric cells of each file (without quotes) and prints, for each column, million numbers a second of both,
// and their ratio.
#include "data/number_parse.h"

#include <charconv>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Texts = std::vector<std::string_view>;

/// The numeric cells by column; columns with fewer than half are left out.
std::vector<Texts> numeric_columns(std::string_view text) {
    std::vector<Texts> columns;
    size_t records = 0;
    for (size_t at = 0; at < text.size(); ++records) {
        const size_t end = std::min(text.find('\n', at), text.size());
        for (size_t column = 0; at <= end; ++column) {
            const size_t stop = std::min(text.find(',', at), end);
            const std::string_view cell = text.substr(at, stop - at);
            if (columns.size() <= column) columns.emplace_back();
            if (rowkit::parse_number(cell)) columns[column].push_back(cell);
            at = stop + 1;
        }
        at = end + 1;
    }
    std::erase_if(columns, [&](const Texts& column) { return column.size() < records / 2; });
    return columns;
}

template <class Parse> double best_rate(const Texts& texts, Parse parse) {
    double best = 0;
    for (int round = 0; round < 15; ++round) {
        const auto start = std::chrono::steady_clock::now();
        double sum = 0;
        for (std::string_view text : texts) sum += parse(text);
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
        if (sum == 0.123) std::puts(""); // the sum is used
        best = std::max(best, static_cast<double>(texts.size()) / took.count() / 1e6);
    }
    return best;
}

} // namespace

int main(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
        std::ifstream file(argv[i], std::ios::binary);
        std::string text(4 << 20, '\0');
        file.read(text.data(), static_cast<std::streamsize>(text.size()));
        text.resize(static_cast<size_t>(file.gcount()));
        size_t number = 0;
        for (const Texts& column : numeric_columns(text)) {
            const double own = best_rate(column, [](std::string_view cell) {
                const auto value = rowkit::parse_number(cell);
                return static_cast<double>(value ? value->small_mantissa() : 0);
            });
            const double other = best_rate(column, [](std::string_view cell) {
                double value = 0;
                std::from_chars(cell.data(), cell.data() + cell.size(), value);
                return value;
            });
            std::printf("%s: column %zu, as %.*s: %.0f, from_chars %.0f million/s, %.2f times\n", argv[i],
                        ++number, static_cast<int>(column[1].size()), column[1].data(), own, other,
                        own / other);
        }
    }
}
