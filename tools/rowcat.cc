// rowcat: read any format, concatenate by column name, convert.
#include "cli/tool.h"

using namespace rowkit;

class Cat {
public:
    cli::Spec spec() {
        cli::Spec spec("rowcat", "read any format, concatenate by column name, convert");
        spec.example("Two files as one, columns put in order by name.", "rowcat nyc-airlines.csv nyc-airlines.csv");
        spec.example("CSV to one JSON object a line.", "rowcat -t ndjson seattle-weather.csv");
        spec.example("JSON to CSV.", "rowcat -t csv penguins.ndjson");
        return spec;
    }
    Demand demand() const { return {.kind = Demand::records, .keeps = true}; }
    void operator()(const Batch& in, Writer& out) const { out.keep(in); }
};

int main(int argc, char** argv) { return tool::run<Cat>(argc, argv); }
