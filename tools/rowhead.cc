// rowhead: the first records, or all but the last ones.
#include "cli/tool.h"
#include "ops/portion.h"

using namespace rowkit;

class Head {
public:
    cli::Spec spec() {
        cli::Spec spec("rowhead", "the first records, or all but the last ones");
        spec.option("-n,--records", "N",
                    "N of them, 10 if left out; -N all but the last N, +N from record N on", &choice_.count);
        spec.option("--by", "COLUMNS", "so many of each group of records alike in these columns", &choice_.by,
                    cli::Completes::columns);
        spec.describe(
            "Several files are one stream. Reading stops with the last record that is wanted, so the rest of "
            "the input is neither read nor checked; with `--by` all of it is.");
        spec.describe("With `--by`, records come out in the order of the input. Memory grows with the number "
                      "of groups.");
        spec.example("The first ten records.", "rowhead nyc-planes.csv");
        spec.example("All but the last record, as JSON.", "rowhead -n -1 -t ndjson nyc-airlines.csv");
        spec.example("The first day of each kind of weather.",
                     "rowhead -n 1 --by weather seattle-weather.csv");
        return spec;
    }
    void check(const Settings& settings) {
        choice_.check(ops::Portion::first, ops::Portion::all_but_last,
                      {.optional = settings.read.optional, .where = {}}, settings.memory);
    }
    Demand demand() const {
        return choice_.grouped ? choice_.grouped->demand() : Demand{.kind = Demand::records, .keeps = true};
    }
    Header open(const Header& in) { return choice_.open(in); }
    bool enough() const { return choice_.portion.nothing(); }
    bool operator()(const Batch& in, Writer& out) { return choice_.take(in, out); }
    void finish(Writer& out) { choice_.finish(out); }

private:
    ops::PortionChoice choice_;
};

int main(int argc, char** argv) { return tool::run<Head>(argc, argv); }
