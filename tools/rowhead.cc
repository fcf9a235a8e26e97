// rowhead: the first records, or all but the last ones.
#include "base/resources.h"
#include "cli/tool.h"
#include "stream/portion.h"

#include <optional>

using namespace rowkit;

class Head {
public:
    cli::Spec spec() {
        cli::Spec spec("rowhead", "the first records, or all but the last ones");
        spec.option("-n,--records", "N", "N of them, 10 if left out; -N all but the last N, +N from record N on", &count_);
        spec.option("--by", "COLUMNS", "so many of each group of records alike in these columns", &by_,
                    cli::Completes::columns);
        spec.describe("Several files are one stream. Reading stops with the last record that is wanted, so the rest of "
                      "the input is neither read nor checked; with `--by` all of it is.");
        spec.describe("With `--by`, records come out in the order of the input. Memory grows with the number of groups.");
        spec.example("The first ten records.", "rowhead nyc-planes.csv");
        spec.example("All but the last record, as JSON.", "rowhead -n -1 -t ndjson nyc-airlines.csv");
        spec.example("The first day of each kind of weather.", "rowhead -n 1 --by weather seattle-weather.csv");
        return spec;
    }
    void check(const Settings& settings) {
        portion_ = Portion::parse(count_, Portion::first, Portion::all_but_last);
        if (!by_) return void(scan_.emplace(portion_));
        const uint64_t memory = settings.memory ? settings.memory : usable_memory() / 2;
        grouped_.emplace(portion_, *by_, ResolveOptions{.optional = settings.read.optional, .where = {}}, memory);
    }
    Demand demand() const { return grouped_ ? grouped_->demand() : Demand{.kind = Demand::records, .keeps = true}; }
    Header open(const Header& in) {
        if (grouped_) grouped_->open(in);
        return in;
    }
    bool enough() const { return portion_.nothing(); }
    bool operator()(const Batch& in, Writer& out) { return grouped_ ? grouped_->take(in, out) : scan_->take(in, out); }
    void finish(Writer& out) { grouped_ ? grouped_->finish(out) : scan_->finish(out); }

private:
    std::string count_ = "10";
    std::optional<std::string> by_;
    Portion portion_;
    std::optional<PortionScan> scan_;
    std::optional<GroupedPortionScan> grouped_;
};

int main(int argc, char** argv) { return tool::run<Head>(argc, argv); }
