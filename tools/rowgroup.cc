// rowgroup: aggregate by group.
#include "cli/tool.h"
#include "ops/group_output.h"
#include "ops/sorted_groups.h"

#include <optional>

using namespace rowkit;

class Group {
public:
    struct State {
        std::unique_ptr<ops::GroupWorker> worker;
    };

    cli::Spec spec() {
        cli::Spec spec("rowgroup", "aggregate by group");
        spec.argument("AGGREGATES", "n = count(), total = sum(fare) by vendor, date(pickup) as day",
                      &program_, cli::Completes::columns, {"--merge"});
        spec.choice("--order", "first|key", "groups by their first record, or by their keys", &order_,
                    {"first", "key"});
        spec.flag("--sorted", "each group's records follow one another: needs next to no memory", &sorted_);
        spec.flag("--totals", "a last record over all groups", &totals_);
        spec.flag("--partial", "write groups with their states, for --merge", &partial_);
        spec.flag("--merge", "merge what --partial has written, and finish it", &merge_);
        spec.answer("--aggregates", "list the aggregates, and stop", ops::aggregate_listing);
        spec.describe("Writes one record for each group: its keys, then what was asked for, named as given "
                      "(`n = count()` or `count() as n`) or as written. Without `by` all records are one "
                      "group. Keys are compared as text, so ids keep their zeros; a computed key, as in `by "
                      "num(id)`, as it says; from the 17th key on all are text. Expressions can stand inside "
                      "aggregates, over them (`sum(tip) / sum(fare)`), and as keys.");
        spec.describe("Nulls are left out of every aggregate but count(). A condition at the end of any "
                      "aggregate leaves records out: `sum(fare, tip > 0)`. Sums are exact, and what is made "
                      "of them is the same whatever the order of the records.");
        for (const std::string& family : ops::aggregate_paragraphs()) spec.describe(family);
        spec.describe("`--partial` writes the keys, and one column whose name begins with `rowgroup 2:` and "
                      "goes on with the aggregates as given. Its cells hold the states, exact ones and "
                      "sketches, as words of plain text. `--merge` takes any number of such files. Merging "
                      "what several runs wrote of the parts of an input, in their order, gives byte for byte "
                      "what one run gives, for every aggregate; where only exact ones that don't go by the "
                      "order of records are asked for, the parts may be any. `--merge --totals` is an error "
                      "where one goes by that order, since a group's state does not keep where its records "
                      "stood among those of others.");
        spec.describe(
            "A group takes 90 to 140 bytes of memory, its key where that is longer than 20, and for each "
            "aggregate 8 (`count`), 32 (`sum`, `mean`) or up to some hundred. `median` and the other "
            "quantiles keep each value in 8 bytes, or each different one in 16 where the same ones come "
            "again and again; `list` and `join_text` in 13 and its text; `distinct`, `mode` and `top_k` each "
            "different value in about 100 and its text. What doesn't fit `--memory` goes to temporary files, "
            "partition by partition of the keys, and the values of one group by themselves; the result is "
            "the same. Only what is to stand in one cell must fit in two fifths of it, or it is an error "
            "(exit 4): `list`, `join_text`, and what `--partial` writes of a group; so must the classes of "
            "`histogram` and of `approx_quantile`, of which values of many magnitudes make thousands. "
            "However small `--memory` is, each thread holds the groups of a block of records: some 25 MB in "
            "all, with dozens of aggregates 130.");
        spec.example("Planes and seats by engine.",
                     "rowgroup 'n = count(), sum(seats) by engine' nyc-planes.csv");
        spec.example("The warmest and the mean of each year.",
                     "rowgroup 'max(temp_max), round(mean(temp_max), 1) as mean by year(date) as year' "
                     "seattle-weather.csv");
        spec.example("One total.", "rowgroup 'count(), mean(`Body Mass (g)`)' penguins.ndjson");
        return spec;
    }
    void check(Settings& settings) {
        if (!merge_) plan_ = ops::GroupPlan::parse(program_);
        bind_.optional = settings.read.optional;
        if (totals_ && partial_)
            throw usage_error("--totals and --partial exclude each other", "--merge can write totals");
        if (sorted_ && (merge_ || order_ == "key"))
            throw usage_error("--sorted excludes --merge and --order key",
                              "without it, any number of groups is dealt with");
        if (!merge_) check_totals();
        if (merge_)
            settings.columns_hint = "--merge reads files of the same aggregates; these are of different ones";
        check_format(settings);
        limits_ = ops::SpillLimits::of(settings);
    }
    Demand demand() const {
        if (merge_) return {.nested = true}; // keys that are objects stay what they are
        return {.kind = Demand::columns, .names = plan_.names()};
    }
    Header open(const Header& in) {
        header_ = in;
        if (merge_) {
            plan_ = ops::partial_plan(in);
            check_totals();
        }
        ops::GroupWorker(plan_, input(), header_, bind_); // an unknown column is told before the first record
        output_.emplace(plan_, limits_);
        if (sorted_)
            runs_ = std::make_unique<ops::SortedGroups>(plan_, limits_, header_, bind_, totals_, partial_);
        return partial_ ? ops::partial_header(plan_) : plan_.header();
    }

    void add(State& state, const Batch& in, const Place& place, Writer& notes) const {
        if (!state.worker) state.worker = std::make_unique<ops::GroupWorker>(plan_, input(), header_, bind_);
        state.worker->add(in, place, notes);
        output_->relieve(*state.worker);
    }
    bool ordered() const { return sorted_ || (!merge_ && plan_.in_order()); }
    bool next(const Batch& in, const Place& place, Writer& out) {
        if (runs_) runs_->add(in, place, out);
        else add(only_, in, place, out);
        return true;
    }
    void merge(State&, State&& one) {
        if (one.worker) output_->take(std::move(one.worker));
    }
    void finish(State&, Writer& out) {
        if (runs_) return runs_->finish(out);
        if (only_.worker) output_->take(std::move(only_.worker));
        const auto order = order_ == "key" ? ops::GroupOrder::key : ops::GroupOrder::first_appearance;
        output_->finish({order, totals_, partial_}, out);
    }
    bool part(uint64_t number, Writer& out) const { return !runs_ && output_->write_part(number, out); }

private:
    /// What --partial writes must be found again under its name.
    void check_format(const Settings& settings) const {
        if (!partial_) return;
        if (settings.write.unflatten)
            throw usage_error("--partial and --unflatten exclude each other", "--merge can unflatten");
        switch (settings.to.value_or(settings.from.value_or(FormatId::csv))) {
        case FormatId::lines:
        case FormatId::ltsv:
        case FormatId::logfmt:
        case FormatId::markdown:
        case FormatId::html:
            throw usage_error("--partial: --merge can't read this format",
                              "csv, tsv and ndjson can be read again");
        case FormatId::ndjson:
        case FormatId::json:
            break;
        default:
            if (!settings.header)
                throw usage_error(
                    "--partial: what the states are of stands in the header, which --no-header leaves out",
                    "-t ndjson needs none");
        }
    }
    void check_totals() const {
        if (totals_ && plan_.keys.empty()) throw usage_error("--totals asks for groups: ... by COLUMN");
        if (!totals_ || !merge_) return;
        if (const ops::Aggregate* aggregate = plan_.ordered_aggregate())
            throw usage_error(
                "--merge --totals: " + std::string(aggregate->signature) +
                    " of all groups depends on the order of their records, which --partial does not keep",
                "without --totals each group is right");
    }
    ops::GroupInput input() const { return merge_ ? ops::GroupInput::partials : ops::GroupInput::records; }

    std::string program_, order_ = "first";
    bool totals_ = false, partial_ = false, merge_ = false, sorted_ = false;
    ops::GroupPlan plan_;
    expr::BindOptions bind_;
    Header header_;
    ops::SpillLimits limits_;
    std::optional<ops::GroupOutput> output_;
    std::unique_ptr<ops::SortedGroups> runs_; // in its place
    State only_; // where batches come in order
};

int main(int argc, char** argv) { return tool::run<Group>(argc, argv); }
