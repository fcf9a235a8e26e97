// rowrename: rename columns.
#include "base/error.h"
#include "cli/tool.h"
#include "stream/rename.h"

#include <memory>
#include <optional>

using namespace rowkit;

class Rename {
public:
    cli::Spec spec() {
        cli::Spec spec("rowrename", "rename columns: pairs, regex, slug, prefix");
        spec.argument("PAIRS", "old=new,...; the old name may be a position", &pairs_,
                      cli::Completes::columns, {"--regex", "--slug", "--prefix", "--suffix", "--from-file"});
        spec.option("--regex", "s/A/B/",
                    "replace in all names what the regular expression finds; may be repeated", &regexes_);
        spec.flag("--slug", "make all names lower-case ASCII words joined by _", &slug_);
        spec.option("--prefix", "TEXT", "put it before all names", &prefix_);
        spec.option("--suffix", "TEXT", "put it after all names", &suffix_);
        spec.option("--from-file", "FILE", "take pairs from a file: old,new as CSV, or old=new lines",
                    &files_, cli::Completes::files);
        spec.option("--only", "COLUMNS", "let --regex, --slug, --prefix and --suffix rename these only",
                    &only_, cli::Completes::columns);
        spec.describe(
            "With one of the options that rename, PAIRS is left out; `--from-file` may be given in its "
            "place. Pairs come first, then `--regex` in the order given, `--slug`, `--prefix` and "
            "`--suffix`.");
        spec.describe("In a pattern s/A/B/ any byte may stand for the slash; the flag g replaces all that is "
                      "found, i finds it in either case; \\1 in B is the first group of A. Slugs that come "
                      "out alike are numbered: name, name_2.");
        spec.describe(
            "Records stay as they are, byte by byte. Where they bear the names themselves (JSON, logfmt, "
            "LTSV), these change, and values stay; of JSON written as JSON, the keys of the outermost "
            "objects.");
        spec.example("Two columns.", "rowrename carrier=code,name=airline nyc-airlines.csv");
        spec.example("Names that need no quoting.", "rowrename --slug penguins.ndjson");
        spec.example("All that begin with wind.",
                     "rowrename --regex 's/^wind_(.*)/\\1_of_wind/' nyc-weather.csv");
        return spec;
    }
    void check(const Settings& settings) {
        if (!pairs_.empty() ||
            !(slug_ || prefix_ || suffix_ || only_ || !regexes_.empty() || !files_.empty()))
            renaming_.add_pairs(pairs_);
        for (const std::string& file : files_) renaming_.add_file(file);
        for (const std::string& regex : regexes_) renaming_.add_regex(regex);
        if (slug_) renaming_.set_slug();
        if (prefix_) renaming_.set_prefix(*prefix_);
        if (suffix_) renaming_.set_suffix(*suffix_);
        if (only_) {
            if (!slug_ && !prefix_ && !suffix_ && regexes_.empty())
                throw usage_error(
                    "--only restricts --regex, --slug, --prefix and --suffix, of which there is none");
            renaming_.set_only(*only_);
        }
        optional_ = settings.read.optional;
    }
    Demand demand() const { return {.kind = Demand::records, .keeps = true, .renames = true}; }
    /// The stream's header has to have the old names; one JSON object may lack them.
    Header open(const Header& in) { return renaming_.apply(in, std::exchange(optional_, true)); }
    void operator()(const Batch& in, Writer& out) const { out.keep(in); }

private:
    std::string pairs_;
    std::vector<std::string> regexes_, files_;
    bool slug_ = false;
    std::optional<std::string> prefix_, suffix_, only_;
    Renaming renaming_;
    bool optional_ = false;
};

int main(int argc, char** argv) { return tool::run<Rename>(argc, argv); }
