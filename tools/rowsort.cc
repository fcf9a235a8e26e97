// rowsort: sort records by keys, files larger than memory too.
#include "cli/tool.h"
#include "ops/record_sorter.h"

using namespace rowkit;

class Sort {
public:
    using State = ops::RecordSorter::State;

    cli::Spec spec() {
        cli::Spec spec("rowsort", "sort records by keys, files larger than memory too");
        spec.argument("KEYS", "what to sort by: fare desc, name nocase", &keys_, cli::Completes::columns);
        spec.flag("-u,--unique", "of records with the same key, only the first one", &unique_);
        spec.describe(std::string(ops::sort_key_manual()));
        spec.describe("Records with the same key stay in the order of the input.");
        spec.example("The warmest days.", "rowsort 'temp_max desc' seattle-weather.csv | rowhead");
        spec.example("By airport, the windiest hour first.", "rowsort 'origin, wind_speed desc' nyc-weather.csv");
        spec.example("By a place in a JSON object.", "rowsort '`Body Mass (g)` nulls first' penguins.ndjson");
        return spec;
    }
    void check(const Settings& settings) {
        bind_.optional = settings.read.optional;
        ops::SortOptions options = ops::SortOptions::of(settings);
        options.unique = unique_;
        sorter_.emplace(ops::SortKeys::parse(keys_), options);
    }
    Demand demand() const { return sorter_->demand(); }
    Header open(const Header& in) {
        sorter_->open(in, bind_);
        return in;
    }
    void add(State& state, const Batch& in, const Place& place, const Writer& out) const {
        sorter_->add(state, in, place, out);
    }
    void merge(State&, State&& one) { sorter_->merge(std::move(one)); }
    void finish(State&, Writer&) { sorter_->finish(); }
    bool part(uint64_t number, Writer& out) const { return sorter_->part(number, out); }

private:
    std::string keys_;
    bool unique_ = false;
    expr::BindOptions bind_;
    std::optional<ops::RecordSorter> sorter_;
};

int main(int argc, char** argv) { return tool::run<Sort>(argc, argv); }
