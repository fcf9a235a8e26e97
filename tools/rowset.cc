// rowset: add or replace columns.
#include "cli/tool.h"
#include "expr/assign.h"
#include "expr/manual.h"
#include "stream/select.h"

#include <memory>

using namespace rowkit;

class Set {
public:
    cli::Spec spec() {
        cli::Spec spec("rowset", "add or replace columns");
        spec.argument("ASSIGNMENTS", "what to set: total = fare + tip, day = date(pickup)", &assignments_,
                      cli::Completes::columns);
        spec.option("--before", "COLUMN", "put new columns before this one", &placing_.before,
                    cli::Completes::columns);
        spec.option("--after", "COLUMN", "put new columns after this one", &placing_.after,
                    cli::Completes::columns);
        spec.flag("--first", "put new columns before all others", &placing_.first);
        spec.flag("--only", "write only the columns that are set", &placing_.only);
        spec.option("--each", "COLUMNS",
                    "set each of these to the one expression given, in which _ is its value", &each_,
                    cli::Completes::columns);
        spec.answer("--functions", "list the functions that an expression can call, and stop",
                    expr::function_listing);
        spec.describe(
            "Assignments are made in order; later ones see what earlier ones set. A column that exists is "
            "replaced where it stands, a new one comes last. Cells that are not set stay byte for byte. In "
            "JSON, a place inside an object can be set: `user.age = 5`. `rowkit-expressions`(7) tells what "
            "an expression can say.");
        spec.document("operators", expr::operator_manual);
        spec.document("functions", expr::function_manual);
        spec.example("Two new columns.",
                     "rowset 'mean = (temp_max + temp_min) / 2, warm = mean > 20' seattle-weather.csv");
        spec.example("The same for several columns.",
                     "rowset --each temp_min,temp_max '_ * 1.8 + 32' seattle-weather.csv");
        spec.example("In JSON objects.", "rowset 'kg = `Body Mass (g)` / 1000' --only penguins.ndjson");
        return spec;
    }
    void check(const Settings& settings) {
        if (int{placing_.first} + !placing_.before.empty() + !placing_.after.empty() > 1)
            throw usage_error("--before, --after and --first exclude each other");
        bind_.optional = settings.read.optional;
        bind_.strict = settings.read.strict;
        if (each_.empty()) set_ = expr::Assignments::parse(assignments_, placing_);
    }
    Demand demand() const { return {.names = set_.names()}; }
    Header open(const Header& in) {
        if (!each_.empty()) {
            std::vector<std::string> names;
            for (size_t i : Selection::parse(each_).resolve(in, {.optional = bind_.optional}))
                names.push_back(in.columns[i].name);
            set_ = expr::Assignments::each(assignments_, names, placing_);
        }
        Header out = set_.bind(in, bind_);
        bind_.optional = true; // the first records have shown whether there is such a key; others may lack it
        return out;
    }
    bool ordered() const { return set_.in_order(); }
    void operator()(const Batch& in, const Place& place, Writer& out) const {
        set_.write(in, {.file = place.name}, out);
    }
    bool next(const Batch& in, const Place& place, Writer& out) {
        set_.write(in, counter_->next(in, place), out);
        return true;
    }

private:
    std::string assignments_, each_;
    expr::Placing placing_;
    expr::Assignments set_;
    expr::BindOptions bind_;
    std::shared_ptr<expr::RecordCounter> counter_ = std::make_shared<expr::RecordCounter>();
};

int main(int argc, char** argv) { return tool::run<Set>(argc, argv); }
