// rowtable: show records as an aligned table.
#include "base/error.h"
#include "base/terminal.h"
#include "cli/tool.h"
#include "stream/table.h"
#include "stream/vertical.h"

#include <algorithm>
#include <optional>

using namespace rowkit;

class ShowTable {
public:
    cli::Spec spec() {
        cli::Spec spec("rowtable", "show records as an aligned table");
        spec.option("-n,--records", "N", "show the first N records only", &most_);
        spec.flag("--vertical", "write a line for each cell, a block for each record", &is_vertical_);
        spec.option("--width", "N",
                    "fit N columns of text; left out, the terminal's width, if there is a terminal", &width_);
        spec.option("--null", "TEXT", "show TEXT for a null; left out, nothing", &style_.null);
        spec.option("--look-ahead", "N", "records that decide how wide the columns are [1000]", &look_ahead_);
        spec.choice("--color", "WHEN", "bold names, faint rules; auto: on a terminal, unless NO_COLOR is set",
                    &colour_, {"auto", "always", "never"});
        spec.describe(
            "On a terminal the table fits its width: text that is too wide ends in an ellipsis, the widest "
            "columns give first, and where there are too many columns the last ones are left out, which the "
            "header and a last line say. Elsewhere nothing is cut: a cell wider than its column moves the "
            "rest of its line to the right. Columns of numbers stand to the right. A newline, a tab and "
            "other control characters are shown as their pictures, such as \u240a.");
        spec.describe("The first records (`--look-ahead`) decide how wide the columns are; those that follow "
                      "are shown as they come. On a terminal a pause of the input ends the look-ahead, so "
                      "that `tail -f` shows at once.");
        spec.describe(
            "With `--to` the records are written in that format, `markdown` or `html` for a document.");
        spec.example("The first five records.", "rowtable -n 5 seattle-weather.csv");
        spec.example("One block for each record.", "rowtable --vertical -n 2 nyc-planes.csv");
        spec.example("A Markdown table of some columns.",
                     "rowcut tailnum,year,engine nyc-planes.csv | rowtable -n 3 -t markdown");
        return spec;
    }

    void check(const Settings& settings) {
        is_encoded_ = settings.to.has_value();
        if (is_encoded_ && (is_vertical_ || width_ || !style_.null.empty()))
            throw usage_error(
                "--vertical, --width and --null say how a table of text looks: they don't go with --to");
        if (most_ && *most_ < 0) throw usage_error("--records: less than 0");
        if (look_ahead_ < 1) throw usage_error("--look-ahead: less than 1");
        if (width_ && *width_ < 1) throw usage_error("--width: less than 1");
        is_live_ = settings.sink.path.empty() && stdout_is_terminal();
        style_.look_ahead = static_cast<size_t>(look_ahead_);
        style_.width = width_ ? static_cast<size_t>(*width_) : is_live_ ? terminal_columns() : 0;
        style_.colour = colour_ == "always" || (colour_ == "auto" && is_live_ && !no_colour_wanted());
    }
    Demand demand() const {
        return is_encoded_ ? Demand{.kind = Demand::records, .names = {}, .keeps = true} : Demand{};
    }
    ToolOutput output() const { return is_encoded_ ? ToolOutput::records : ToolOutput::text; }
    /// Elsewhere than on a terminal the look-ahead does not depend on how fast the input comes.
    int patience() const { return is_live_ ? 200 : -1; }

    Header open(const Header& in) {
        if (is_vertical_) vertical_.emplace(style_, in);
        else table_.emplace(style_, in);
        return in;
    }
    bool enough() const { return most_ == 0; }
    bool operator()(const Batch& in, Writer& out) {
        size_t count = in.size();
        if (most_) count = std::min(count, static_cast<size_t>(*most_) - shown_);
        shown_ += count;
        if (is_encoded_) {
            out.keep_only(in, Records(count));
            if (count == in.size()) out.keep_trailing(in);
        } else {
            for (size_t i = 0; i < count; ++i) {
                if (vertical_) vertical_->add(in, i, out);
                else table_->add(in, i, out);
            }
        }
        return !most_ || shown_ < static_cast<size_t>(*most_);
    }
    void release(Writer& out) {
        if (table_ && !is_encoded_) table_->release(out);
    }
    void finish(Writer& out) {
        if (table_ && !is_encoded_) table_->finish(out);
    }

private:
    TableStyle style_;
    std::optional<int64_t> most_;
    std::optional<int64_t> width_;
    int64_t look_ahead_ = 1000;
    std::string colour_ = "auto";
    bool is_vertical_ = false;
    bool is_encoded_ = false;
    bool is_live_ = false; // someone looks on
    size_t shown_ = 0;
    std::optional<Table> table_;
    std::optional<Vertical> vertical_;
};

int main(int argc, char** argv) { return tool::run<ShowTable>(argc, argv); }
