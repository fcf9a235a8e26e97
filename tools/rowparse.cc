// rowparse: take a column of text, or whole lines, apart into columns.
#include "cli/tool.h"
#include "data/grok.h"
#include "stream/column_parser.h"

using namespace rowkit;

class Parse {
public:
    cli::Spec spec() {
        cli::Spec spec("rowparse", "take a column of text, or whole lines, apart into columns");
        spec.argument("PATTERN", "what the text looks like: '{ip} - {user} [{time}] {rest}'", &pattern_);
        spec.option("-k,--column", "COLUMN", "the column to take apart; left out, the input is lines", &options_.column,
                    cli::Completes::columns);
        spec.flag("-E,--regex", "the pattern is a regular expression with named groups: (?P<name>...)", &is_regex_);
        spec.flag("--grok", "the pattern is put together from named ones: %{IP:client} %{WORD:verb}", &is_grok_);
        spec.option("--into", "NAMES", "the names of the new columns, where the pattern has none", &into_);
        spec.flag("--keep", "keep the column, the new ones follow it; left out, they take its place", &options_.keep);
        spec.answer("--patterns", "list the patterns that --grok and {name:kind} know, and stop", grok_listing);
        spec.example("Lines to CSV.", "printf 'ann 5\\nbo 7\\n' | rowparse '{name} {points:int}'");
        spec.example("The parts of a date.", "rowparse -k date '{year}-{month}-{day}' seattle-weather.csv");
        spec.example("By a regular expression.",
                     "rowparse -k tailnum -E '^N(?P<number>\\d+)(?P<letters>[A-Z]*)$' --keep nyc-planes.csv");
        return spec;
    }
    void check(Settings& settings) {
        if (is_regex_ && is_grok_) throw usage_error("--regex and --grok exclude each other");
        const PatternSyntax syntax = is_regex_ ? PatternSyntax::regex : is_grok_ ? PatternSyntax::grok : PatternSyntax::braces;
        options_.on_bad = settings.read.on_bad;
        if (options_.on_bad == OnBad::keep) options_.keep = true; // what did not match has to be somewhere
        options_.optional = settings.read.optional;
        if (options_.column.empty() && !settings.from) settings.from = FormatId::lines;
        if (settings.from == FormatId::lines && !settings.to) settings.to = FormatId::csv; // lines have no columns
        parser_ = ColumnParser(make_pattern_dissector(syntax, pattern_, {}), options_);
    }
    Header open(const Header& in) {
        Header out = parser_.bind(in);
        parser_.be_lenient(); // the first records have shown that there is such a key; other objects may lack it
        return out;
    }
    void operator()(const Batch& in, Writer& out) const { parser_.write(in, out); }

private:
    std::string pattern_, into_;
    bool is_regex_ = false, is_grok_ = false;
    ColumnParserOptions options_;
    ColumnParser parser_;
};

int main(int argc, char** argv) { return tool::run<Parse>(argc, argv); }
