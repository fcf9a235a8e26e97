// rowcount: count records, per file.
#include "cli/tool.h"

#include <fmt/core.h>

using namespace rowkit;

class Count {
public:
    struct State {
        std::vector<uint64_t> records; // by file
    };

    cli::Spec spec() {
        cli::Spec spec("rowcount", "count records, per file");
        spec.flag("--by-file", "write a table of files with their counts even for one file", &by_file_);
        spec.describe("Prints the number of records of one input. Of several it writes a table with the columns file and "
                      "records, whose last record is the total; so it does for one input with `--by-file` or `--to`.");
        spec.describe("The header is not counted, nor are blank lines and comments. A newline inside quotes ends no record. "
                      "Records are found, not looked into: what is wrong inside one (a cell too many) passes.");
        spec.example("How many records there are.", "rowcount nyc-weather.csv");
        spec.example("Each file and the total.", "rowcount nyc-planes.csv nyc-airlines.csv penguins.ndjson");
        spec.example("The same for a program to read.", "rowcount --by-file -t ndjson nyc-planes.csv");
        return spec;
    }
    void check(const Settings& settings) {
        files_ = settings.files;
        table_ = by_file_ || files_.size() > 1 || settings.to;
    }
    Demand demand() const { return {.kind = Demand::count}; }
    ToolOutput output() const { return table_ ? ToolOutput::records : ToolOutput::text; }
    Header open(const Header&) { return Header::of(std::vector<std::string>{"file", "records"}); }

    void add(State& state, const Batch& in, const Place& place) const {
        if (state.records.size() <= place.file) state.records.resize(place.file + 1);
        state.records[place.file] += in.size();
    }
    void merge(State& all, State&& one) const {
        all.records.resize(files_.size());
        for (size_t i = 0; i < one.records.size(); ++i) all.records[i] += one.records[i];
    }
    void finish(State& all, Writer& out) const {
        uint64_t total = 0;
        for (uint64_t records : all.records) total += records;
        if (!table_) return out.text(fmt::format("{}\n", total));
        std::vector<std::string> numbers;
        for (uint64_t records : all.records) numbers.push_back(fmt::format("{}", records));
        numbers.push_back(fmt::format("{}", total));
        std::vector<Cell> names, counts;
        for (const std::string& file : files_) names.push_back(Cell::of(file));
        names.push_back(Cell::of("total"));
        for (const std::string& number : numbers) counts.push_back(Cell::of(number));
        const OutColumn columns[] = {{.cells = names.data()}, {.cells = counts.data()}};
        out.add(names.size(), columns);
    }

private:
    bool by_file_ = false;
    bool table_ = false;
    std::vector<std::string> files_;
};

int main(int argc, char** argv) { return tool::run<Count>(argc, argv); }
