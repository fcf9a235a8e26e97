// rowtail: the last records, or all from the N-th on.
#include "cli/tool.h"
#include "ops/portion.h"

using namespace rowkit;

class Tail {
public:
    cli::Spec spec() {
        cli::Spec spec("rowtail", "the last records, or all from the N-th on");
        spec.option("-n,--records", "N", "N of them, 10 if left out; +N all from record N on",
                    &choice_.count);
        spec.option("--by", "COLUMNS", "so many of each group of records alike in these columns", &choice_.by,
                    cli::Completes::columns);
        spec.describe("Several files are one stream. Where a newline always ends a record (tsv, ndjson, "
                      "lines, logfmt, ltsv, and csv with `--quote none`), an uncompressed file is read from "
                      "its end. Of other delimited text the end alone can't tell what stands inside quotes, "
                      "so the file is read as a whole, in parts side by side. Either way, what stands before "
                      "the last records need not be looked into. `--by`, pipes and compressed files are read "
                      "from the beginning and checked in full.");
        spec.describe("With `--by`, records come out in the order of the input. Memory grows with N and with "
                      "the number of groups.");
        spec.example("The last ten records.", "rowtail nyc-planes.csv");
        spec.example("All from the 340th on.", "rowtail -n +340 penguins.ndjson");
        spec.example("The last measurement of each airport.", "rowtail -n 1 --by origin nyc-weather.csv");
        return spec;
    }
    void check(const Settings& settings) {
        choice_.check(ops::Portion::last, ops::Portion::last,
                      {.optional = settings.read.optional, .where = {}}, settings.memory);
    }
    Demand demand() const {
        if (choice_.grouped) return choice_.grouped->demand();
        const ops::Portion& portion = choice_.portion;
        return {.kind = Demand::records,
                .keeps = true,
                .last = portion.kind == ops::Portion::last ? portion.count : 0};
    }
    Header open(const Header& in) { return choice_.open(in); }
    /// What is wanted is then known as it comes, and nothing need be held. Unless there are very many, they
    /// are held all the same: where a bad one is among them nothing is written, however the file was read.
    void at_last() {
        if (choice_.portion.count > most_held) choice_.scan.emplace(ops::Portion{ops::Portion::from, 1});
    }
    bool enough() const { return choice_.portion.nothing(); }
    bool operator()(const Batch& in, Writer& out) { return choice_.take(in, out); }
    void finish(Writer& out) { choice_.finish(out); }

private:
    static constexpr uint64_t most_held = 500'000; // records
    ops::PortionChoice choice_;
};

int main(int argc, char** argv) { return tool::run<Tail>(argc, argv); }
