// rowcount: count records, per file.
#include "cli/tool.h"
#include "stream/file_counts.h"

#include <memory>

using namespace rowkit;

class Count {
public:
    cli::Spec spec() {
        cli::Spec spec("rowcount", "count records, per file");
        spec.flag("--by-file", "write a table of files with their counts even for one file", &by_file_);
        spec.describe(
            "Prints the number of records of one input. Of several it writes a table with the columns file "
            "and records, whose last record is the total; so it does for one input with `--by-file` or "
            "`--to`.");
        spec.describe(
            "The header is not counted, nor are blank lines and comments. A newline inside quotes ends no "
            "record. Records are found, not looked into: what is wrong inside one (a cell too many) passes.");
        spec.example("How many records there are.", "rowcount nyc-weather.csv");
        spec.example("Each file and the total.", "rowcount nyc-planes.csv nyc-airlines.csv penguins.ndjson");
        spec.example("The same for a program to read.", "rowcount --by-file -t ndjson nyc-planes.csv");
        return spec;
    }
    void check(const Settings& settings) {
        found_ = std::make_shared<FileCounts>(settings.files);
        table_ = by_file_ || settings.files.size() > 1 || settings.to;
    }
    Demand demand() const { return {.kind = Demand::count}; }
    ToolOutput output() const { return table_ ? ToolOutput::records : ToolOutput::text; }
    Header open(const Header&) { return FileCounts::header(); }
    void operator()(const Batch& in, const Place& place, Writer&) const {
        found_->add(place.file, in.size());
    }
    void finish(Writer& out) const { table_ ? found_->write(out) : found_->write_total(out); }

private:
    bool by_file_ = false;
    bool table_ = false;
    std::shared_ptr<FileCounts> found_;
};

int main(int argc, char** argv) { return tool::run<Count>(argc, argv); }
