// The one table of formats, and the rule that finds a file's.
#include "codec/format.h"

#include <algorithm>
#include <array>

namespace rowkit {
namespace {

// A column each: the dialect (format, delimiter, quote, backslash), the name, the suffixes, the reader, the
// encoder.
constexpr std::array table{
    Format{{FormatId::csv, ',', '"', false}, "csv", ".csv", make_delimited_reader, make_delimited_encoder},
    Format{{FormatId::tsv, '\t', '\0', true}, "tsv", ".tsv .tab",
           make_delimited_reader, make_delimited_encoder},
    Format{{FormatId::psv, '|', '"', false}, "psv", ".psv", make_delimited_reader, make_delimited_encoder},
    Format{{FormatId::usv, ',', '\0', false}, "usv", ".usv", make_usv_reader, make_usv_encoder},
    Format{{FormatId::ndjson, '\0', '\0', false},
           "ndjson", ".ndjson .jsonl",
           make_ndjson_reader, make_ndjson_encoder},
    Format{{FormatId::json, ',', '\0', false}, "json", ".json", make_json_reader, make_json_encoder},
    Format{{FormatId::lines, '\0', '\0', false}, "lines", "", make_lines_reader, make_lines_encoder},
    Format{{FormatId::logfmt, ' ', '\0', false}, "logfmt", ".logfmt",
           make_logfmt_reader, make_logfmt_encoder},
    Format{{FormatId::ltsv, '\t', '\0', false}, "ltsv", ".ltsv", make_ltsv_reader, make_ltsv_encoder},
    Format{{FormatId::markdown, '\0', '\0', false}, "markdown", ".md", nullptr, make_markdown_encoder},
    Format{{FormatId::html, '\0', '\0', false}, "html", ".html", nullptr, make_html_encoder},
};

bool has_suffix(std::string_view path, std::string_view suffixes) {
    while (!suffixes.empty()) {
        std::string_view suffix = suffixes.substr(0, suffixes.find(' '));
        if (path.size() > suffix.size() && path.ends_with(suffix)) return true;
        suffixes.remove_prefix(std::min(suffixes.size(), suffix.size() + 1));
    }
    return false;
}

} // namespace

std::span<const Format> formats() { return table; }

const Format& format_of(FormatId id) {
    return *std::ranges::find(table, id, [](const Format& format) { return format.dialect.format; });
}

const Format* find_format(std::string_view name) {
    const auto* found = std::ranges::find(table, name, &Format::name);
    return found == table.end() ? nullptr : found;
}

const Format& detect_format(std::string_view path, std::string_view first_bytes) {
    for (std::string_view suffix : {".zst", ".zstd", ".gz"})
        if (path.ends_with(suffix)) path.remove_suffix(suffix.size());
    for (const Format& format : table)
        if (format.reader && has_suffix(path, format.suffixes)) return format;
    if (first_bytes.starts_with("\xEF\xBB\xBF")) first_bytes.remove_prefix(3);
    std::string_view line = first_bytes.substr(0, first_bytes.find_first_of("\r\n"));
    if (first_bytes.starts_with('{')) return format_of(FormatId::ndjson);
    if (first_bytes.starts_with('[')) return format_of(FormatId::json);
    return format_of(line.find('\t') != std::string_view::npos ? FormatId::tsv : FormatId::csv);
}

bool every_newline_ends(const Dialect& dialect) {
    switch (dialect.format) {
    case FormatId::tsv:
    case FormatId::csv:
    case FormatId::psv: return dialect.quote == '\0';
    case FormatId::lines:
    case FormatId::logfmt:
    case FormatId::ltsv:
    case FormatId::ndjson: return true;
    default: return false;
    }
}

} // namespace rowkit
