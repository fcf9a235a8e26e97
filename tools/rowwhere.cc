// rowwhere: keep records for which an expression holds.
#include "cli/tool.h"
#include "expr/formula.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <fmt/core.h>

using namespace rowkit;

class Where {
public:
    cli::Spec spec() {
        cli::Spec spec("rowwhere", "keep records for which an expression holds");
        spec.argument("EXPRESSION", "the condition: fare > 30 and payment == \"cash\"", &condition_);
        spec.flag("-v,--invert", "keep the records for which it does not hold", &invert_);
        spec.flag("-c,--count", "print how many records it holds for, in place of them", &count_only_);
        spec.option("--label", "COLUMN", "keep all records, and write true or false to a new column",
                    &label_);
        spec.describe(
            "Kept records are written byte for byte. A condition that is null, since a cell it compares is "
            "empty, does not hold. `rowkit-expressions`(7) tells what an expression can say.");
        spec.example("Windy and warm.", "rowwhere 'wind > 8 and temp_max >= 15' seattle-weather.csv");
        spec.example("How many planes have no known speed.",
                     "rowwhere --count 'speed == \"NA\"' nyc-planes.csv");
        spec.example("By a place in a JSON object.", "rowwhere '`Body Mass (g)` > 6000' penguins.ndjson");
        return spec;
    }
    void check(const Settings& settings) {
        formula_ = expr::Formula(condition_);
        bind_.optional = settings.read.optional;
        bind_.strict = settings.read.strict;
        bind_.condition = true;
        if (count_only_ && !label_.empty()) throw usage_error("--count and --label exclude each other");
    }
    Demand demand() const {
        if (!label_.empty()) return {};
        return {.kind = Demand::columns, .names = formula_.names(), .keeps = !count_only_};
    }
    ToolOutput output() const { return count_only_ ? ToolOutput::text : ToolOutput::records; }
    Header open(const Header& in) {
        formula_.bind(in, bind_);
        bind_.optional = true; // the first records have shown whether there is such a key; others may lack it
        if (label_.empty()) return in;
        const auto found = std::ranges::find(in.columns, label_, &Column::name);
        label_at_ = static_cast<size_t>(found - in.columns.begin());
        if (found != in.columns.end()) return in;
        Header out = in;
        out.line.clear();
        out.columns.push_back({label_});
        return out;
    }
    bool ordered() const { return formula_.in_order(); }
    void operator()(const Batch& in, const Place& place, Writer& out) const {
        keep(in, {.file = place.name}, out);
    }
    bool next(const Batch& in, const Place& place, Writer& out) {
        keep(in, counter_->next(in, place), out);
        return true;
    }
    void finish(Writer& out) const {
        if (count_only_) out.text(fmt::format("{}\n", count_->load()));
    }

private:
    void keep(const Batch& in, const expr::BatchPlace& place, Writer& out) const {
        expr::Evaluation evaluation(formula_.program());
        evaluation.start(in, place);
        const std::vector<uint32_t> rows = expr::all_rows(in.size());
        std::vector<uint32_t> kept;
        evaluation.filter(rows, kept);
        if (invert_) {
            std::vector<uint32_t> others;
            std::ranges::set_difference(rows, kept, std::back_inserter(others));
            kept = std::move(others);
        }
        const uint32_t odd = expr::report_odd_values(evaluation, formula_.program(), in, out);
        if (bind_.strict && odd < in.size()) { // an error: what stands before it is written
            kept.erase(std::ranges::lower_bound(kept, odd), kept.end());
            if (!count_only_ && label_.empty()) return out.keep_only(in, Records(kept.data(), kept.size()));
        }
        if (count_only_) *count_ += kept.size();
        else if (!label_.empty()) mark(in, kept, bind_.strict ? odd : in.size(), out);
        else out.keep(in, Records(kept.data(), kept.size()));
    }
    void mark(const Batch& in, const std::vector<uint32_t>& kept, size_t count, Writer& out) const {
        std::vector<Cell> labels(in.size(), Cell{"false", 5, Form::json_literal});
        for (uint32_t record : kept) labels[record] = {"true", 4, Form::json_literal};
        std::vector<OutColumn> columns;
        for (size_t i = 0; i < in.header().size(); ++i) columns.push_back({static_cast<int32_t>(i)});
        if (label_at_ == columns.size()) columns.emplace_back();
        columns[label_at_] = {.cells = labels.data()};
        out.project(in, Records::range(0, count), columns);
    }

    std::string condition_, label_;
    size_t label_at_ = 0; // behind the others, unless a column has that name
    bool invert_ = false, count_only_ = false;
    expr::Formula formula_;
    expr::BindOptions bind_;
    std::shared_ptr<expr::RecordCounter> counter_ = std::make_shared<expr::RecordCounter>();
    std::shared_ptr<std::atomic<uint64_t>> count_ = std::make_shared<std::atomic<uint64_t>>(0);
};

int main(int argc, char** argv) { return tool::run<Where>(argc, argv); }
