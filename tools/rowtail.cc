// rowtail: the last records, or all from the N-th on.
#include "base/resources.h"
#include "cli/tool.h"
#include "stream/portion.h"

#include <optional>

using namespace rowkit;

class Tail {
public:
    cli::Spec spec() {
        cli::Spec spec("rowtail", "the last records, or all from the N-th on");
        spec.option("-n,--records", "N", "N of them, 10 if left out; +N all from record N on", &count_);
        spec.option("--by", "COLUMNS", "so many of each group of records alike in these columns", &by_,
                    cli::Completes::columns);
        spec.describe("Several files are one stream. Where a newline always ends a record (tsv, ndjson, lines, logfmt, ltsv, and "
                      "csv with `--quote none`), an uncompressed file is read from its end. Of other delimited text the "
                      "end alone can't tell what stands inside quotes, so the file is read as a whole, in parts side by "
                      "side. Either way, what stands before the last records need not be looked into. `--by`, pipes and "
                      "compressed files are read from the beginning and checked in full.");
        spec.describe("With `--by`, records come out in the order of the input. Memory grows with N and with the number of "
                      "groups.");
        spec.example("The last ten records.", "rowtail nyc-planes.csv");
        spec.example("All from the 340th on.", "rowtail -n +340 penguins.ndjson");
        spec.example("The last measurement of each airport.", "rowtail -n 1 --by origin nyc-weather.csv");
        return spec;
    }
    void check(const Settings& settings) {
        portion_ = Portion::parse(count_, Portion::last, Portion::last);
        if (!by_) return void(scan_.emplace(portion_));
        const uint64_t memory = settings.memory ? settings.memory : usable_memory() / 2;
        grouped_.emplace(portion_, *by_, ResolveOptions{.optional = settings.read.optional, .where = {}}, memory);
    }
    Demand demand() const {
        if (grouped_) return grouped_->demand();
        const uint64_t last = portion_.kind == Portion::last ? portion_.count : 0;
        return {.kind = Demand::records, .keeps = true, .last = last};
    }
    Header open(const Header& in) {
        if (grouped_) grouped_->open(in);
        return in;
    }
    /// What is wanted is then known as it comes, and nothing need be held.
    void passed_over(uint64_t surplus) { scan_.emplace(Portion{Portion::from, surplus + 1}); }
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

int main(int argc, char** argv) { return tool::run<Tail>(argc, argv); }
