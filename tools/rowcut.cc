// rowcut: keep, drop and reorder columns.
#include "base/error.h"
#include "cli/tool.h"
#include "stream/select.h"

#include <optional>
#include <utility>

#include <fmt/core.h>

using namespace rowkit;

class Cut {
public:
    cli::Spec spec() {
        cli::Spec spec("rowcut", "keep, drop and reorder columns");
        spec.argument("COLUMNS", "which columns, in which order: id,name,addr_*,!secret,3..5", &columns_,
                      cli::Completes::columns, {"--list"});
        spec.flag("--list", "list the columns in place of COLUMNS: number, TAB, name", &list_);
        spec.describe(
            "COLUMNS is a list of names, positions (3, -1), ranges (a..c, ..c), globs, regular expressions "
            "(/re/) and places in JSON values (user.tags[0]), in the order wanted; !a removes a, and a list "
            "that begins so begins with all columns. A name with a comma or another sign of this language "
            "stands in `backticks`.");
        spec.describe(
            "Each cell keeps its bytes where the output's format is the input's. Of JSON, `--list` shows the "
            "places that the first records have.");
        spec.example("Three columns, in this order.", "rowcut name,carrier nyc-airlines.csv");
        spec.example("All but some.", "rowcut '!wind_*,!pressure' nyc-weather.csv");
        spec.example("Places in JSON objects.", "rowcut Species,Island penguins.ndjson");
        return spec;
    }
    void check(const Settings& settings) {
        if (!list_) selection_ = Selection::parse(columns_);
        optional_ = settings.read.optional;
    }
    Demand demand() const {
        if (list_) return {};
        const auto kind = selection_->needs_names() ? Demand::all : Demand::columns;
        return {.kind = kind, .names = selection_->wanted_names()};
    }
    ToolOutput output() const { return list_ ? ToolOutput::text : ToolOutput::records; }
    bool enough() const { return list_; }

    /// The stream's header has to have the columns; one JSON object may lack them.
    Header open(const Header& in) {
        if (list_) return names_ = in;
        picked_.clear();
        std::vector<uint32_t> indices;
        const bool first = !std::exchange(opened_, true);
        for (size_t index : selection_->resolve(in, {.optional = optional_ || !first, .where = {}})) {
            picked_.push_back({static_cast<int32_t>(index)});
            indices.push_back(static_cast<uint32_t>(index));
        }
        if (first && picked_.empty() && in.size() > 0)
            throw usage_error("no column is left", "`..` stands for all columns");
        return in.pick(indices);
    }
    void operator()(const Batch& in, Writer& out) const { out.project(in, in.all(), picked_); }
    void finish(Writer& out) const {
        for (size_t i = 0; i < names_.size(); ++i)
            out.text(fmt::format("{}\t{}\n", i + 1, on_one_line(names_.columns[i].name)));
    }

private:
    static std::string on_one_line(std::string name) {
        for (char& byte : name)
            if (byte == '\n' || byte == '\r' || byte == '\t') byte = ' ';
        return name;
    }

    std::string columns_;
    std::optional<Selection> selection_;
    bool list_ = false;
    bool optional_ = false;
    bool opened_ = false;
    Header names_; // for the list
    std::vector<OutColumn> picked_;
};

int main(int argc, char** argv) { return tool::run<Cut>(argc, argv); }
