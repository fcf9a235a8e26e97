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
        spec.option("-n,--top", "N", "only the first N of them, without sorting all", &top_);
        spec.flag("-u,--unique", "of records with the same key, only the first one", &options_.unique);
        spec.option("--by", "COLUMNS", "sort each group of records alike in these columns by itself",
                    &options_.by, cli::Completes::columns);
        spec.flag("-c,--check", "write nothing; exit code 1 where a record is out of order, and which",
                  &check_);
        spec.flag("-m,--merge", "the files are sorted already: memory for a block of each is enough",
                  &merge_);
        spec.describe(std::string(ops::sort_key_manual()));
        spec.describe("Records with the same key stay in the order of the input. With `--by`, groups come in "
                      "the order of their first records, wherever the others stand.");
        spec.describe(
            "Memory: the records, their keys, and 24 bytes for each record; so about one and a half times an "
            "input of long records, several times one of short lines. Past `--memory` (half of what the "
            "machine gives, if left out) sorted runs go to compressed temporary files in `--tmpdir`, and are "
            "merged; the output is the same. However small `--memory` is, one thread takes some 30 MB, four "
            "take 50. `--top` holds no more than some times N records for each thread; of more than 16384, "
            "or than may fit, all are sorted. `--by` takes 70 bytes for each group, which must fit. "
            "`--merge` takes two blocks of each file, from 16 KiB to 256 KiB.");
        spec.describe("Of a file that is not compressed, and that was not written to in the last seconds, "
                      "the records are not copied: they are in the system's cache already. If such a file is "
                      "changed while it is sorted, that is told, with exit code 4; what is appended to it is "
                      "not looked at, unless the file is so small that it is read at once.");
        spec.describe("Where bad data ends the run, the records before it are written in order; by "
                      "`--merge`, those that were sure to come next.");
        spec.example("The warmest days.", "rowsort --top 3 'temp_max desc' seattle-weather.csv");
        spec.example("By airport, the windiest hour first.",
                     "rowsort 'origin, wind_speed desc' nyc-weather.csv");
        spec.example("By a place in a JSON object.", "rowsort '`Body Mass (g)` nulls first' penguins.ndjson");
        return spec;
    }
    void check(const Settings& settings) {
        if (top_ && *top_ < 0) throw usage_error("--top: " + std::to_string(*top_) + " is less than 0");
        if (top_ && (check_ || !options_.by.empty())) throw usage_error("--top excludes --check and --by");
        if (merge_ && (top_ || check_ || !options_.by.empty()))
            throw usage_error("--merge excludes --top, --check and --by");
        files_ = settings.files.size();
        options_.top = static_cast<uint64_t>(top_.value_or(0));
        options_.optional = settings.read.optional;
        options_.limits = ops::SpillLimits::of(settings);
        ops::SortKeys keys = ops::SortKeys::parse(keys_);
        if (merge_ && keys.in_order())
            throw usage_error("--merge: a record's number is no key of files that are read side by side");
        sorter_.emplace(std::move(keys), options_);
    }
    Demand demand() const {
        Demand demand = sorter_->demand();
        demand.keeps = !check_;
        return demand;
    }
    ToolOutput output() const { return check_ ? ToolOutput::text : ToolOutput::records; }
    Header open(const Header& in) {
        sorter_->open(in);
        if (check_) in_order_.emplace(sorter_->check());
        if (merge_) merging_.emplace(sorter_->merge_files(files_));
        return in;
    }
    bool enough() const { return top_ && *top_ == 0; }
    bool ordered() const { return check_ || merge_ || sorter_->ordered(); }
    bool chooses_files() const { return merge_; }
    size_t next_file() const { return merging_->next_file(); }
    void file_ended(size_t file) { merging_->file_ended(file); }
    bool next(const Batch& in, const Place& place, Writer& out) {
        if (check_)
            in_order_->take(in, place, out);
        else if (merge_)
            merging_->take(in, place, out);
        else
            sorter_->add(only_, in, place, out);
        return true;
    }
    void add(State& state, const Batch& in, const Place& place, Writer& out) const {
        sorter_->add(state, in, place, out);
    }
    bool cut_after(uint64_t block) {
        if (check_ || merge_) return false;
        sorter_->cut_after(block);
        return true;
    }
    void merge(State&, State&& one) { sorter_->merge(std::move(one)); }
    void finish(State&, Writer& out) {
        if (merge_) return merging_->finish(out);
        sorter_->merge(std::move(only_));
        sorter_->finish();
    }
    Stage::Parts parts() const {
        return sorter_->counts_parts() ? Stage::Parts::one_by_one : Stage::Parts::side_by_side;
    }
    bool part(uint64_t number, Writer& out) const { return sorter_->part(number, out); }

private:
    std::string keys_;
    std::optional<int64_t> top_;
    bool check_ = false, merge_ = false;
    ops::SortOptions options_;
    std::optional<ops::RecordSorter> sorter_;
    std::optional<ops::OrderCheck> in_order_;
    std::optional<ops::FileMerge> merging_;
    size_t files_ = 0;
    State only_; // where batches come in order
};

int main(int argc, char** argv) { return tool::run<Sort>(argc, argv); }
