// rowcut: keep, drop and reorder columns.
#include "cli/tool.h"
#include "stream/select.h"

#include <optional>

using namespace rowkit;

class Cut {
public:
    cli::Spec spec() {
        cli::Spec spec("rowcut", "keep, drop and reorder columns");
        spec.argument("COLUMNS", "which columns, in which order: id,name,addr_*,!secret,3..5", &columns_,
                      cli::Completes::columns);
        spec.example("Three columns, in this order.", "rowcut name,carrier nyc-airlines.csv");
        spec.example("All but some.", "rowcut '!wind_*,!pressure' nyc-weather.csv");
        spec.example("Places in JSON objects.", "rowcut Species,Island penguins.ndjson");
        return spec;
    }
    void check(const Settings& settings) {
        selection_ = Selection::parse(columns_);
        optional_ = settings.read.optional;
    }
    Demand demand() const {
        if (selection_->needs_names()) return {};
        return {.kind = Demand::columns, .names = selection_->wanted_names()};
    }
    Header open(const Header& in) {
        picked_.clear();
        std::vector<uint32_t> indices;
        for (size_t index : selection_->resolve(in.names(), {.optional = optional_})) {
            picked_.push_back({static_cast<int32_t>(index)});
            indices.push_back(static_cast<uint32_t>(index));
        }
        return in.pick(indices);
    }
    void operator()(const Batch& in, Writer& out) const { out.project(in, in.all(), picked_); }

private:
    std::string columns_;
    std::optional<Selection> selection_;
    bool optional_ = false;
    std::vector<OutColumn> picked_;
};

int main(int argc, char** argv) { return tool::run<Cut>(argc, argv); }
