// rowcat: read any format, concatenate by column name, convert.
#include "base/error.h"
#include "cli/tool.h"

#include <optional>

#include <fmt/core.h>

using namespace rowkit;

class Cat {
public:
    cli::Spec spec() {
        cli::Spec spec("rowcat", "read any format, concatenate by column name, convert");
        spec.option("--source", "COLUMN", "put the file's name into a column of this name, before the others",
                    &source_);
        spec.describe("Of several files, the first one's columns are the output's. A later file's are put in "
                      "their order by name; one that it has not is null there, one that only it has is an "
                      "error, or one more column with `--union`. `--strict` wants the same columns in the "
                      "same order everywhere.");
        spec.describe("Records that need no conversion are passed on byte by byte.");
        spec.example("Two files as one, columns put in order by name.",
                     "rowcat nyc-airlines.csv nyc-airlines.csv");
        spec.example("CSV to one JSON object a line.", "rowcat -t ndjson seattle-weather.csv");
        spec.example("Which file each record is from.", "rowcat --source file -t csv penguins.ndjson");
        return spec;
    }
    Demand demand() const { return source_ ? Demand{} : Demand{.kind = Demand::records, .keeps = true}; }

    Header open(const Header& in) {
        if (!source_) return in;
        Header out;
        out.present = in.present;
        out.columns.push_back({*source_});
        columns_.resize(1);
        for (const Column& column : in.columns) {
            if (column.name == *source_)
                throw usage_error(fmt::format("--source: there is a column \"{}\" already", *source_),
                                  "choose another name");
            columns_.push_back({.column = static_cast<int32_t>(out.size() - 1)});
            out.columns.push_back(column);
        }
        return out;
    }
    void operator()(const Batch& in, const Place& place, Writer& out) const {
        if (!source_) return out.keep(in);
        const std::vector<Cell> names(in.size(), Cell::of(place.name));
        std::vector<OutColumn> columns = columns_;
        columns[0].cells = names.data();
        out.project(in, in.all(), columns);
    }

private:
    std::optional<std::string> source_;
    std::vector<OutColumn> columns_;
};

int main(int argc, char** argv) { return tool::run<Cat>(argc, argv); }
