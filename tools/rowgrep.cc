// rowgrep: keep the records that have a text, a regular expression, or one of many, in a cell.
#include "base/error.h"
#include "base/terminal.h"
#include "cli/tool.h"
#include "data/matcher.h"
#include "stream/file_counts.h"
#include "stream/near.h"
#include "stream/record_matcher.h"
#include "stream/small_table.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>

using namespace rowkit;

class Grep {
public:
    cli::Spec spec() {
        cli::Spec spec("rowgrep", "keep records by text, regex, or a file of patterns");
        spec.argument("PATTERN", "the text to look for in the cells", &pattern_, cli::Completes::nothing,
                      {"--file"});
        spec.flag("-i,--ignore-case", "upper and lower case are the same", &match_.fold);
        spec.flag("-w,--word", "not inside a word", &match_.word);
        spec.flag("-x,--whole", "the pattern is all of the cell", &match_.whole);
        spec.flag("-E,--regex", "PATTERN is a regular expression, as RE2 has them", &match_.regex);
        spec.option("--file", "FILE", "look for any of the patterns in FILE, one a line; PATTERN is left out",
                    &file_, cli::Completes::files);
        spec.option("-k,--in", "COLUMNS", "look in these columns only", &columns_, cli::Completes::columns);
        spec.flag("-v,--invert", "keep the records without a match", &invert_);
        spec.flag("-c,--count", "write how many records match, of several files a table", &counts_only_);
        spec.flag("-l,--files-with-matches", "write the names of the files with a match", &names_only_);
        spec.option("-A,--after", "N", "keep the N records after a match too", &after_);
        spec.option("-B,--before", "N", "keep the N records before a match too", &before_);
        spec.option("-C,--context", "N", "keep the N records before and after a match too", &context_);
        spec.choice("--highlight", "WHEN", "colour what matches; auto: on a terminal, unless NO_COLOR is set",
                    &highlight_, {"auto", "always", "never"});
        spec.describe(
            "Looks for PATTERN, a fixed text unless `-E` is given, in the text of each cell, quotes and "
            "escapes undone: never across cells, never in the header. In JSON, cells are the strings, "
            "numbers and literals wherever they are nested; keys are not. A null is an empty text. Records "
            "that are kept keep their bytes. The exit code is 1 where nothing matches.");
        spec.describe("The raw input is searched first, and only records in which something is found are "
                      "looked into. So a record of too many cells, or JSON that is no JSON, goes unnoticed "
                      "elsewhere, unless `--strict` or `--on-bad skip` asks for every record.");
        spec.describe("Word characters are letters, digits, marks and the underscore of any script. The "
                      "blank lines of a file of patterns count for nothing.");
        spec.example("Planes made by Piper.", "rowgrep -i piper nyc-planes.csv");
        spec.example("Two days of fog, with the day before and after each.",
                     "rowgrep -C 1 -k weather fog seattle-weather.csv | rowhead -n 6");
        spec.example("A regular expression in one column, counted.",
                     "rowgrep -c -E -k tailnum '^N1\\d+[A-Z]{2}$' nyc-planes.csv");
        return spec;
    }

    void check(const Settings& settings) {
        if (counts_only_ && names_only_) throw usage_error("-c and -l are two answers: choose one");
        for (auto& [name, count] :
             {std::pair{"--after", after_}, {"--before", before_}, {"--context", context_}})
            if (count && *count < 0) throw usage_error(std::string(name) + ": less than 0");
        const bool quiet = counts_only_ || names_only_;
        const auto before = static_cast<uint64_t>(before_.value_or(context_.value_or(0)));
        const auto after = static_cast<uint64_t>(after_.value_or(context_.value_or(0)));
        if (!quiet && (before || after)) near_ = std::make_shared<NearbyRecords>(before, after);
        std::vector<std::string> patterns = file_ ? read_small_list(*file_) : std::vector{pattern_};
        std::optional<Selection> columns;
        if (columns_) columns = Selection::parse(*columns_);
        matcher_.emplace(std::make_shared<Matcher>(std::move(patterns), match_), std::move(columns), invert_);
        found_ = std::make_shared<FileCounts>(settings.files);
        is_table_ = counts_only_ && (settings.files.size() > 1 || settings.to);
        const bool is_live = settings.sink.path.empty() && stdout_is_terminal() && !no_colour_wanted();
        is_coloured_ = !quiet && !invert_ && (highlight_ == "always" || (highlight_ == "auto" && is_live));
        resolve_.optional = settings.read.optional;
    }
    Demand demand() const { return matcher_->demand(!counts_only_ && !names_only_, near_ != nullptr); }
    ToolOutput output() const {
        return (counts_only_ && !is_table_) || names_only_ ? ToolOutput::text : ToolOutput::records;
    }
    /// The stream's header has to have the columns; one JSON object may lack them.
    Header open(const Header& in) {
        matcher_->open(in, resolve_);
        resolve_.optional = true;
        return is_table_ ? FileCounts::header() : in;
    }

    bool ordered() const { return near_ != nullptr; }
    void operator()(const Batch& in, const Place& place, Writer& out) const {
        const std::vector<uint32_t> chosen = matcher_->choose(in);
        found_->add(place.file, chosen.size());
        if (counts_only_ || names_only_) return;
        if (!is_coloured_) return out.keep(in, Records(chosen.data(), chosen.size()));
        for (uint32_t record : chosen) keep_coloured(in, record, out);
        out.keep_trailing(in);
    }
    bool next(const Batch& in, const Place& place, Writer& out) {
        const std::vector<uint32_t> chosen = matcher_->choose(in);
        found_->add(place.file, chosen.size());
        near_->take(in, chosen, out, [&](uint32_t from, uint32_t to) {
            if (!is_coloured_) return out.keep_only(in, Records::range(from, to));
            for (; from < to; ++from) keep_coloured(in, from, out);
        });
        return true;
    }
    void finish(Writer& out) const {
        if (names_only_) found_->write_names(out);
        else if (is_table_) found_->write(out);
        else if (counts_only_) found_->write_total(out);
    }
    Exit result() const { return found_->total() ? Exit::done : Exit::negative; }

private:
    void keep_coloured(const Batch& in, uint32_t record, Writer& out) const {
        out.keep_marked(in, record, matcher_->mark(in, record), "\x1b[1;31m", "\x1b[0m");
    }

    std::string pattern_;
    MatchOptions match_;
    std::optional<std::string> file_;
    std::optional<std::string> columns_;
    bool invert_ = false;
    bool counts_only_ = false;
    bool names_only_ = false;
    std::optional<int64_t> after_, before_, context_;
    std::string highlight_ = "auto";

    bool is_table_ = false; // of counts
    bool is_coloured_ = false;
    ResolveOptions resolve_;
    std::optional<RecordMatcher> matcher_;
    std::shared_ptr<NearbyRecords> near_;  // shared by the copies for JSON objects that are not alike, as are
    std::shared_ptr<FileCounts> found_;    // the counts
};

int main(int argc, char** argv) { return tool::run<Grep>(argc, argv); }
