// rowfreq: value counts with shares.
#include "cli/tool.h"
#include "ops/frequencies.h"

using namespace rowkit;

class Freq {
public:
    using State = ops::Frequencies::State;

    cli::Spec spec() {
        cli::Spec spec("rowfreq", "value counts with shares");
        spec.argument("COLUMNS", "whose values, or combinations of values, are counted: vendor,payment",
                      &options_.columns, cli::Completes::columns);
        spec.flag("--each", "count every column by itself: column, value, count ...", &options_.each);
        spec.option("-n,--top", "N", "only the N most frequent ones", &top_);
        spec.flag("--other", "with --top: the others as one record", &options_.other);
        spec.flag("--approx", "counts that may be 1/100000 of all records too low, in 20 MB",
                  &options_.approx);
        spec.describe("Writes each value with its count, its share of all records, and the share of all "
                      "values so far; the most frequent first, of equally frequent ones the one that came "
                      "first. Shares are rounded to six places. Values are compared as text; a null counts "
                      "as one, as an empty text does.");
        spec.describe(
            "Values and counts that don't fit `--memory` go to temporary files: about 130 bytes a value, and "
            "its text where that is longer than 20. `--approx` keeps the 200,000 values that come most, "
            "about 20 MB, for each table of values. `count` is then the least that it can be, `at_most` the "
            "most; they differ by no more than 1/100000 of all records, and every value that comes more "
            "often than that is there. Where there are fewer different values, counts are exact. The result "
            "is the same for any number of threads.");
        spec.example("How often each engine comes.", "rowfreq engine nyc-planes.csv");
        spec.example("The three most frequent makers, and the rest.",
                     "rowfreq --top 3 --other manufacturer nyc-planes.csv");
        spec.example("Several columns, each by itself.", "rowfreq --each Species,Island penguins.ndjson");
        return spec;
    }
    void check(const Settings& settings) {
        if (top_ && *top_ < 1) throw usage_error("--top: a number from 1 on");
        if (options_.other && !top_) throw usage_error("--other is for --top: what that leaves out");
        options_.top = static_cast<uint64_t>(top_.value_or(0));
        options_.optional = settings.read.optional;
        options_.limits = ops::SpillLimits::of(settings);
        frequencies_.emplace(options_);
    }
    Demand demand() const { return frequencies_->demand(); }
    Header open(const Header& in) { return frequencies_->open(in); }
    void add(State& state, const Batch& in, const Place& place, Writer& notes) const {
        frequencies_->add(state, in, place, notes);
    }
    bool ordered() const { return options_.approx; }
    bool next(const Batch& in, const Place& place, Writer&) {
        frequencies_->next(in, place);
        return true;
    }
    void merge(State&, State&& one) { frequencies_->merge(std::move(one)); }
    void finish(State&, Writer& out) { frequencies_->finish(out); }
    bool part(uint64_t number, Writer& out) const { return frequencies_->part(number, out); }

private:
    ops::FrequencyOptions options_;
    std::optional<int64_t> top_;
    std::optional<ops::Frequencies> frequencies_;
};

int main(int argc, char** argv) { return tool::run<Freq>(argc, argv); }
