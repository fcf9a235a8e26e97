// rowparse: take a column of text, or whole lines, apart into columns.
#include "cli/tool.h"
#include "data/grok.h"
#include "ops/column_parser.h"

using namespace rowkit;

class Parse {
public:
    cli::Spec spec() {
        cli::Spec spec("rowparse", "take a column of text, or whole lines, apart into columns");
        spec.argument("PATTERN", "what the text looks like: '{ip} - {user} [{time}] {rest}'", &pattern_,
                      cli::Completes::nothing, {"--as", "--split", "--widths"});
        spec.option("-k,--column", "COLUMN", "the column to take apart; left out, it is whole lines, to CSV",
                    &options_.column, cli::Completes::columns);
        spec.flag("-E,--regex", "the pattern is a regular expression with named groups: (?P<name>...)",
                  &is_regex_);
        spec.flag("--grok", "the pattern is put together from named ones: %{IP:client} %{WORD:verb}",
                  &is_grok_);
        spec.choice("--as", "SYNTAX", "no pattern: the text says its columns itself, or is a record of csv",
                    &as_, {"logfmt", "json", "kv", "query", "url", "csv"});
        spec.option("--split", "SEPARATOR", "no pattern: split at each separator", &separator_);
        spec.option("--widths", "LIST", "no pattern: parts of so many characters, 8,2,*", &widths_);
        spec.option("--into", "NAMES", "the new columns, where the pattern does not name them", &into_);
        spec.choice("--too-many", "WHAT",
                    "of --split, --widths, csv: parts without a name are an error [error]", &too_many_,
                    {"error", "drop", "merge"});
        spec.flag("--keep", "keep the column, the new ones follow it; left out, they take its place",
                  &options_.keep);
        spec.answer("--patterns", "list the patterns that --grok and {name:kind} know, and stop",
                    grok_listing);
        spec.describe("The new columns take the place of the one that is taken apart, but of a value inside "
                      "a JSON object (`-k user.msg`), which stays. Without `--column` the input is read as "
                      "lines, and without `--to` what comes of lines is written as CSV.");
        spec.describe("In a pattern, `{name}` is a part that ends where the text after it first stands; the "
                      "last one takes the rest. `{}` or `{_}` is a part that is not wanted, `{name:int}` one "
                      "of a kind (`--patterns` lists them), `{{` and `}}` are braces. The whole text has to "
                      "match. A regular expression (RE2) or a grok pattern may match anywhere in it: `^` and "
                      "`$` tie it to the ends.");
        spec.describe("With `--as`, a text names its columns itself: `logfmt`; `json`, the members of an "
                      "object; `kv`, each key=value in a text whatever stands between; `query`, that of a "
                      "URL. The columns are the keys of the first texts; a new key later on is bad data, but "
                      "with `--into` just those keys are taken. The parts of `url` are scheme, user, host, "
                      "port, path, query and fragment.");
        spec.describe("A part that is empty is null, as are parts that are not there. Of a null nothing is "
                      "made but nulls. A text that does not match is bad data: see `--on-bad`. With "
                      "`--on-bad keep` its columns are null, and the column that was taken apart is kept.");
        spec.example("The parts of a date.", "rowparse -k date '{year}-{month}-{day}' seattle-weather.csv");
        spec.example("By a regular expression.",
                     "rowparse -k tailnum -E '^N(?P<number>\\d+)(?P<letters>[A-Z]*)$' --keep nyc-planes.csv");
        spec.example(
            "A line of a log.",
            "echo 'Feb  5 17:32:18 web1 sshd[123]: closed' | rowparse --grok '%{SYSLOGLINE}' -t ndjson");
        return spec;
    }
    void check(Settings& settings) {
        options_.on_bad = settings.read.on_bad;
        if (options_.on_bad == OnBad::keep) options_.keep = true; // what did not match has to be somewhere
        options_.optional = settings.read.optional;
        if (options_.column.empty() && !settings.from) settings.from = FormatId::lines;
        if (settings.from == FormatId::lines && !settings.to)
            settings.to = FormatId::csv; // lines have no columns
        parser_ = ColumnParser(make_dissector(), options_);
    }
    bool wants_survey() const { return parser_.wants_survey(); }
    void survey(const Batch& first) { parser_.survey(first); }
    Header open(const Header& in) {
        Header out = parser_.bind(in);
        parser_
            .be_lenient(); // the first records have shown that there is such a key; other objects may lack it
        return out;
    }
    void operator()(const Batch& in, Writer& out) const { parser_.write(in, out); }

private:
    std::unique_ptr<Dissector> make_dissector() const {
        const int ways = int{is_regex_} + is_grok_ + !as_.empty() + separator_.has_value() + !widths_.empty();
        if (ways > 1) throw usage_error("--regex, --grok, --as, --split and --widths exclude each other");
        const std::vector<std::string> into = new_names(into_);
        const TooMany too_many = too_many_ == "drop"    ? TooMany::drop
                                 : too_many_ == "merge" ? TooMany::merge
                                                        : TooMany::error;
        if (separator_)
            return make_split_dissector(*separator_ == "\\t" ? "\t" : *separator_, false, into, too_many);
        if (!widths_.empty()) return make_width_dissector(widths_, into, too_many);
        if (as_ == "csv") return make_split_dissector(",", true, into, too_many);
        if (as_ == "url") return make_url_dissector(into);
        if (as_ == "logfmt") return make_pair_dissector(PairSyntax::logfmt, into);
        if (as_ == "json") return make_pair_dissector(PairSyntax::json, into);
        if (as_ == "kv") return make_pair_dissector(PairSyntax::kv, into);
        if (as_ == "query") return make_pair_dissector(PairSyntax::query, into);
        return make_pattern_dissector(is_regex_  ? PatternSyntax::regex
                                      : is_grok_ ? PatternSyntax::grok
                                                 : PatternSyntax::braces,
                                      pattern_, into);
    }

    std::string pattern_, as_, widths_, into_, too_many_ = "error";
    std::optional<std::string> separator_;
    bool is_regex_ = false, is_grok_ = false;
    ColumnParserOptions options_;
    ColumnParser parser_;
};

int main(int argc, char** argv) { return tool::run<Parse>(argc, argv); }
