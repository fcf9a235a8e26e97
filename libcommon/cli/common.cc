// The options that every tool has: the table, their defaults from the environment, and what they exclude.
#include "cli/common.h"

#include "base/error.h"
#include "cli/values.h"
#include "codec/format.h"

#include <charconv>
#include <cstdlib>
#include <fmt/core.h>

namespace rowkit::cli {

namespace {

std::vector<std::string> format_names(bool written) {
    std::vector<std::string> names;
    for (auto& format : formats())
        if (written ? format.encoder != nullptr : format.reader != nullptr) names.emplace_back(format.name);
    return names;
}

void check_at_least(std::string_view name, int64_t value, int64_t least) {
    if (value < least) throw usage_error(fmt::format("{}: {} is less than {}", name, value, least));
}

void check_level(std::string_view name, const std::optional<int64_t>& level, int64_t most) {
    if (level && (*level < 0 || *level > most))
        throw usage_error(fmt::format("{}: there is no level {}", name, *level),
                          fmt::format("1 to {}", most));
}

void read_max_bad(Common& common) {
    std::string_view text = common.max_bad_text;
    if (text.empty()) return;
    if (!text.ends_with('%')) {
        common.max_bad = parse_whole("--max-bad", text);
        check_at_least("--max-bad", *common.max_bad, 0);
        return;
    }
    double percent = 0;
    const char* last = text.data() + text.size() - 1;
    auto [end, problem] = std::from_chars(text.data(), last, percent, std::chars_format::fixed);
    if (problem != std::errc() || end != last || !(percent >= 0 && percent <= 100))
        throw usage_error(fmt::format("--max-bad: \"{}\" is not a share such as 5% or 0.1%", text));
    common.max_bad_percent = percent;
}

void read_types(Common& common) {
    for (auto& text : common.type_texts) {
        size_t equals = text.rfind('='); // the last: a column's name may hold one
        std::string kind = equals == std::string::npos ? "" : text.substr(equals + 1);
        if (kind != "string" && kind != "number" && kind != "bool" && kind != "json")
            throw usage_error(fmt::format("--type: \"{}\" is not COLUMNS=KIND", text),
                              "a kind is string, number, bool or json: --type id=string");
        common.types.push_back({text.substr(0, equals), kind});
    }
}

void check_dialect(const Common& common) {
    for (auto& [name, byte] :
         {std::pair{"--delimiter", common.delimiter}, std::pair{"--quote", common.quote}})
        if (byte == '\n' || byte == '\r') throw usage_error(fmt::format("{}: a newline ends a record", name));
    if (common.delimiter && common.delimiter == common.quote)
        throw usage_error("--delimiter and --quote are the same byte");
}

} // namespace

std::vector<Option> common_options(Common& c) {
    std::vector<Option> all;
    std::string group;
    auto add = [&](const char* names, const char* value, const char* help, Target target,
                   Completes completes = Completes::nothing, std::vector<std::string> choices = {}) {
        all.push_back({names, value, help, target, completes, std::move(choices), group});
    };
    all.reserve(40);

    group = "Format";
    add("-f,--from", "FMT", "the input's format; left out, the file's suffix and first bytes tell", &c.from,
        Completes::formats, format_names(false));
    add("-t,--to", "FMT", "the output's format; left out, it is the input's, dialect included", &c.to,
        Completes::formats, format_names(true));
    add("-H,--no-header", "", "the first record is data; the columns are called 1, 2, 3 and so on",
        &c.no_header);
    add("--encoding", "NAME", "the input's encoding, as iconv names it: latin1, windows-1252, utf-16",
        &c.encoding);
    add("--skip", "N", "pass over the first N lines of every input", &c.skip);
    add("--comment", "C", "pass over lines that begin with C", &c.comment);
    add("--columns", "LIST", "the columns of JSON, logfmt or LTSV input, in this order", &c.columns);
    add("--union", "", "take the columns from every record or file, in two passes", &c.all_keys);
    add("--unflatten", "", "write a column a.b as an object in JSON", &c.unflatten);
    add("--strings", "", "write every cell as a string in JSON", &c.strings);
    add("--type", "COLUMNS=KIND",
        "write these columns to JSON as string, number, bool or json; may be repeated", &c.type_texts);

    group = "Dialect";
    add("-d,--delimiter", "C", "the byte between cells: one character, tab, or a code such as 0x1f",
        &c.delimiter);
    add("--quote", "C|none", "the byte around quoted cells; with none, quotes mean nothing", &c.quote);
    add("--quoting", "HOW", "quote the cells written: as they came, where needed, all, or none", &c.quoting,
        Completes::choices, {"as-is", "minimal", "all", "never"});
    add("--crlf", "", "end the records written with CRLF", &c.crlf);
    add("--bom", "", "begin the output with a byte order mark", &c.bom);

    group = "Bad data";
    add("--on-bad", "WHAT", "at a bad record: stop with exit code 3, leave it out, or write it as it is",
        &c.on_bad, Completes::choices, {"fail", "skip", "keep"});
    add("--rejects", "FILE", "write the records left out here, as NDJSON with place and reason", &c.rejects,
        Completes::files);
    add("--max-bad", "N|P%", "fail once more than N records, or P percent of them, are bad", &c.max_bad_text);
    add("--ragged", "WHAT", "a record of too few or too many cells: bad data, padded, cut, or as it is",
        &c.ragged, Completes::choices, {"fail", "pad", "trim", "keep"});
    add("--strict", "",
        "check more: every value of JSON, text in a number's place, the same columns everywhere", &c.strict);
    add("--optional", "", "pass over columns that are not there", &c.optional);

    group = "Output";
    add("-o,--output", "FILE", "write to FILE, which appears only when all went well", &c.output,
        Completes::files);
    add("--zstd", "[LEVEL]", "compress the output with zstd, level 1 to 19", &c.zstd);
    add("--gzip", "[LEVEL]", "compress the output with gzip, level 1 to 9", &c.gzip);
    add("--summary", "[FILE]", "when done, write counts, bytes and seconds as one JSON object", &c.summary,
        Completes::files);
    add("--progress", "[WHEN]", "show how far the work is, on standard error", &c.progress,
        Completes::choices, {"always", "never", "auto"});

    group = "Resources";
    add("-j,--threads", "N", "work with N threads", &c.threads);
    add("--memory", "SIZE", "hold no more than SIZE in memory: 512M, 4G", &c.memory);
    add("--tmpdir", "DIR", "put temporary files into DIR", &c.tmpdir, Completes::directories);
    add("--block-size", "SIZE", "", &c.block_size);

    group = "About";
    add("-h,--help", "", "show a page of help", &c.help);
    add("--version", "", "show the version", &c.version);
    add("--document", "KIND", "", &c.document);
    return all;
}

std::vector<Variable> environment_variables() {
    return {{"ROWKIT_THREADS", "--threads"},
            {"ROWKIT_MEMORY", "--memory"},
            {"ROWKIT_TMPDIR", "--tmpdir"},
            {"ROWKIT_PROGRESS", "--progress"}};
}

void apply_environment(const std::vector<Option>& table) {
    for (auto& [name, option_name] : environment_variables()) {
        const char* text = std::getenv(name.c_str());
        if (text == nullptr || *text == '\0') continue;
        for (auto& option : table) {
            if (option.long_name() != option_name) continue;
            assign(option, name, text);
            if (auto number = std::get_if<int64_t*>(&option.target)) check_at_least(name, **number, 1);
        }
    }
}

void check(Common& common) {
    check_at_least("--threads", common.threads, 0);
    check_at_least("--skip", common.skip, 0);
    check_level("--zstd", common.zstd, 19);
    check_level("--gzip", common.gzip, 9);
    if (common.zstd && common.gzip) throw usage_error("--zstd and --gzip exclude each other");
    read_max_bad(common);
    read_types(common);
    check_dialect(common);
    if (common.on_bad.empty()) common.on_bad = common.rejects.empty() ? "fail" : "skip";
    if (!common.rejects.empty() && common.on_bad != "skip")
        throw usage_error(fmt::format("--rejects has nothing to take with --on-bad {}", common.on_bad),
                          "--on-bad skip");
    if (!common.columns.empty() && common.all_keys)
        throw usage_error("--columns and --union exclude each other");
}

} // namespace rowkit::cli
