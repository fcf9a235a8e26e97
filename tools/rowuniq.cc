// rowuniq: one record of those that are alike in some columns.
#include "cli/tool.h"
#include "ops/uniq.h"

using namespace rowkit;

class Uniq {
public:
    using Look = ops::UniqRecords::Look;

    cli::Spec spec() {
        cli::Spec spec("rowuniq", "one record of those that are alike in some columns");
        spec.argument("COLUMNS", "the columns that count: id, or date,origin", &options_.columns,
                      cli::Completes::columns, {"--whole"});
        spec.flag("-w,--whole", "all columns count; COLUMNS is left out", &options_.whole);
        spec.flag("--last", "keep the last one of them, not the first", &last_);
        spec.option("--max-by", "EXPR", "keep the one with the greatest value", &greatest_);
        spec.option("--min-by", "EXPR", "keep the one with the least value", &least_);
        spec.flag("--repeated", "only where more than one record is alike", &options_.repeated);
        spec.flag("--single", "only records that are like no other", &options_.single);
        spec.option("-c,--count", "[NAME]", "put a column in front: how many are alike", &count_);
        spec.option("--number", "[NAME]",
                    "keep all, and put a column in front: 1 for the first, 2 for the second", &number_);
        spec.flag("--sorted", "those that are alike follow each other: memory for one of them is enough",
                  &options_.sorted);
        spec.describe("Values are compared as text. What is kept stays in the order of the input; without an "
                      "option that must see all records, it is written as soon as it comes. With `--whole`, "
                      "JSON objects count by their text: those with other blanks, or their keys in another "
                      "order, are not alike; named columns are compared value by value. Values of "
                      "`--max-by` and `--min-by` are ordered as by rowsort(1); of equal ones the first "
                      "record is kept.");
        spec.describe(
            "Memory: about 15 MB, and for each different key its bytes and about 14 more (a timestamp: "
            "33), 8 more than that with `--number`. Where more than the first is asked for, 60 more and the "
            "record that is held. Past `--memory` (kept to within a tenth from 100M on) records with new "
            "keys go to temporary files and come out at the end, where they belong: the output is the "
            "same. With `--sorted` memory does not grow; rowsort(1) makes it so.");
        spec.example("One plane of each model.", "rowuniq manufacturer,model nyc-planes.csv");
        spec.example("The warmest day of each kind of weather.",
                     "rowuniq weather --max-by temp_max seattle-weather.csv");
        spec.example("How many penguins of each kind.", "rowuniq --count Species penguins.ndjson");
        return spec;
    }
    void check(const Settings& settings) {
        if (last_ + greatest_.has_value() + least_.has_value() > 1)
            throw usage_error("--last, --max-by and --min-by exclude each other");
        if (options_.repeated && options_.single)
            throw usage_error("--repeated and --single exclude each other");
        if (count_) options_.count = count_->empty() ? "count" : *count_;
        if (number_) options_.number = number_->empty() ? "number" : *number_;
        for (const std::string& type : settings.write.types)
            if ((count_ && type == options_.count + "=bool") ||
                (number_ && type == options_.number + "=bool"))
                throw usage_error("--type " + type + ": how many there are is not true or false");
        if (number_ && (options_.holds() || last_ || greatest_ || least_))
            throw usage_error(
                "--number keeps all records; options that choose some of them don't go with it");
        if (last_) options_.keep = ops::UniqOptions::last;
        if (greatest_ || least_) {
            options_.keep = ops::UniqOptions::best;
            options_.rank = ops::SortKeys::parse(greatest_ ? *greatest_ : *least_);
            if (options_.rank->in_order())
                throw usage_error("a record's number is no rank",
                                  "the first record is kept anyway, the last one by --last");
            options_.rank->order_by(greatest_.has_value());
        }
        options_.optional = settings.read.optional;
        options_.limits = ops::SpillLimits::of(settings);
        uniq_.emplace(options_);
    }
    Demand demand() const { return uniq_->demand(); }
    Header open(const Header& in) { return uniq_->open(in); }
    Header written(const Header& in) const { return uniq_->written(in); }
    void look(Look& look, const Batch& in, const Place& place, const Writer& out) const {
        uniq_->look(look, in, place, out);
    }
    void decide(Look& look, const Batch& in, const Place& place, Writer& out) {
        uniq_->decide(look, in, place, out);
    }
    void passed(Look& look, uint64_t block) { uniq_->passed(look, block); }
    void finish(Writer& out) { uniq_->finish(out); }
    bool part(uint64_t number, Writer& out) const { return uniq_->part(number, out); }
    bool release_part(uint64_t number, uint64_t blocks, Writer& out) {
        return uniq_->release_part(number, blocks, out);
    }

private:
    ops::UniqOptions options_;
    bool last_ = false;
    std::optional<std::string> greatest_, least_, count_, number_;
    std::optional<ops::UniqRecords> uniq_;
};

int main(int argc, char** argv) { return tool::run<Uniq>(argc, argv); }
