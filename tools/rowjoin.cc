// rowjoin: put the records of two inputs together by key.
#include "base/resources.h"
#include "cli/tool.h"
#include "ops/joiner.h"
#include "stream/shared_run.h"

#include <algorithm>
#include <fmt/core.h>
#include <optional>

using namespace rowkit;

class Join {
public:
    cli::Spec spec() {
        cli::Spec spec("rowjoin", "put the records of two inputs together by key");
        spec.argument("KEYS",
                      "what must be equal, stream = RIGHT: pu_zone = zone_id, day, x between low and high",
                      &keys_, cli::Completes::columns, {"--cross", "--asof"});
        spec.first_file("RIGHT", "the file whose records are held and looked up", &right_file_);
        spec.flag("--left", "records of the stream without a match too, with nulls", &left_);
        spec.flag("--right", "records of RIGHT without a match too, at the end", &right_);
        spec.flag("--full", "both", &full_);
        spec.flag("--semi", "only the stream's records that have a match, as they are", &options_->kind.semi);
        spec.flag("--anti", "only the stream's records that have none, as they are", &options_->kind.anti);
        spec.flag("--cross", "each record with each, in place of KEYS", &cross_);
        spec.option("--asof", "POINT",
                    "with RIGHT's last record up to this time or number, in place of KEYS: time, a = b",
                    &as_of_);
        spec.option("--by", "KEYS", "with --asof: what must be equal", &by_, cli::Completes::columns);
        spec.option("--tolerance", "T", "with --asof: no further back than this: 5m, 1h30m, 0.5",
                    &tolerance_);
        spec.flag("--null-keys", "null keys match one another", &options_->matching.null_keys);
        spec.flag("--one", "a key that RIGHT has twice is an error", &one_);
        spec.flag("--sorted",
                  "both are sorted by KEYS (and POINT), as rowsort does: one key is held at a time",
                  &sorted_);
        spec.option("--suffix", "TEXT", "behind the name of a column of RIGHT that is taken (_right)",
                    &options_->suffix);
        spec.option("--unmatched", "FILE", "write the stream's records without a match here too",
                    &unmatched_file_, cli::Completes::files);
        spec.describe("RIGHT is read first and held; then each FILE's records pass by in their order, and "
                      "stay byte for byte. Behind a record's cells stand those of RIGHT's record with the "
                      "same keys; where several have them, the record comes once with each, in RIGHT's "
                      "order. Name the smaller file first.");
        spec.describe(
            "KEYS are pairs `a = b`, a column or expression of the stream and one of RIGHT; `id` alone is "
            "`id = id`. They are compared as text, so ids keep their zeros; a computed key, as in `num(id) = "
            "num(nr)`, as it says; `name[2]` is the second column of that name. A pair of columns is written "
            "as one; where the stream has no such column to write, as of a place inside an object, `--right` "
            "and `--full` write RIGHT's. A null equals nothing, not even a null, unless `--null-keys` is "
            "given, and then the empty text too. Where two keys of RIGHT stand for one column of the stream, "
            "as in `--full 'id = a, id = b'`, a record without a match has there the first one that is not "
            "null.");
        spec.describe(
            "One of the KEYS may be `x between low and high`: a point of the stream, and the ends of a span "
            "of RIGHT, which belong to it. It and `--asof` compare numbers as numbers, ISO 8601 times as "
            "times, other texts by their bytes; where the one is a number and the other a time, there is no "
            "match, nor where one is null. In `--tolerance` a number is a distance of numbers, and of times "
            "so many seconds. `coalesce(until, \"9999-12-31\")` is how a span without an end is said.");
        spec.describe(
            "The two inputs may be of different formats and compressed. `--from` says the format of the "
            "stream, and of RIGHT where its suffix says none; `-d`, `-H`, `--quote`, `--skip`, `--comment` "
            "and `--encoding` hold for both. The output is as the stream was. `--summary` counts the "
            "stream's records with and without a match.");
        spec.describe("RIGHT takes its size in memory, and some 150 bytes a record. Past `--memory`, its "
                      "records and the stream's keys are put aside in temporary files and joined part by "
                      "part: the output is the same, but it begins when the stream has been read to its end "
                      "once, and a stream that comes through a pipe is put aside too; some 10 MB a thread "
                      "are used however small `--memory` is. Time grows with the records, also where all "
                      "have one key or a point alone decides; but of spans past `--memory` that reach over "
                      "most others, the stream's points are looked up anew for each share of RIGHT that "
                      "memory holds.");
        spec.describe(
            "Where both are sorted by KEYS, and then by the point or the low end, `--sorted` holds RIGHT's "
            "records of one key at a time, of them the nearest one or the spans that may still match, with "
            "`--semi` and `--anti` one; they must not take more than `--memory`. Those of RIGHT without a "
            "match stand where their keys do. RIGHT is read to its end, so that what is out of order is "
            "told. Points must rise: numbers, then times, then other texts. Times of mixed offsets or forms "
            "do so after `rowsort 'key, t time'`. Null points stand last.");
        spec.example("The weather of two cities on the same days.",
                     "rowjoin 'date = date(time_hour)' nyc-weather.csv seattle-weather.csv");
        spec.example("The days that the other one has not.",
                     "rowjoin --anti 'date = date(time_hour)' nyc-weather.csv seattle-weather.csv");
        spec.example("To each how many there are of its kind.",
                     "rowgroup 'n = count() by Species' penguins.ndjson | rowjoin Species - penguins.ndjson");
        return spec;
    }
    void check(Settings& settings) {
        check_options();
        if (unmatched_file_) ops::UnmatchedFile::check(*unmatched_file_, settings);
        if (right_file_ == "-" && std::ranges::find(settings.files, "-") != settings.files.end())
            throw usage_error("standard input can't be RIGHT and a FILE", "name the FILE");
        ops::JoinKind& kind = options_->kind;
        kind.keep_streamed = left_ || full_;
        kind.keep_built = right_ || full_;
        ops::JoinMatching& matching = options_->matching;
        if (as_of_) matching.as_of = ops::JoinPointPair::parse(*as_of_);
        if (tolerance_) matching.tolerance = ops::Tolerance(*tolerance_);
        if (!cross_ && (!as_of_ || by_)) matching.keys = ops::JoinKeys::parse(as_of_ ? *by_ : keys_);
        if (matching.keys.within && (as_of_ || one_))
            throw usage_error(
                fmt::format("{} and `between` exclude each other", as_of_ ? "--asof" : "--one"));
        bind_.optional = settings.read.optional;
        settings.shared = std::make_shared<SharedRun>(settings, 2); // RIGHT is read by a run of its own
        std::shared_ptr<ops::UnmatchedFile> unmatched;
        if (unmatched_file_) unmatched = std::make_shared<ops::UnmatchedFile>(*unmatched_file_);

        ops::JoinBuildOptions build{matching.keys.built, matching.keys.plain, matching.built_span()};
        build.only_keys = kind.only_streamed();
        build.key_cells = kind.keep_built;
        build.one = one_;
        build.table = {matching.keys.size(), matching.null_keys, kind.keep_built};
        if (sorted_) {
            auto feed = std::make_unique<ops::JoinFeed>(right_file_, settings, build);
            joiner_.emplace(std::make_unique<ops::JoinMerge>(std::move(feed), matching, kind.only_streamed(),
                                                             memory_to_use(settings.memory)),
                            options_);
        } else {
            std::shared_ptr<ops::JoinSide> side = ops::build_join_side(right_file_, settings, build);
            if (side->spilled)
                joiner_.emplace(side, ops::join_past_memory(*side, settings, build, matching, demand()),
                                options_);
            else
                joiner_.emplace(side, options_);
        }
        if (unmatched) joiner_->write_unmatched_to(std::move(unmatched));
    }
    Demand demand() const {
        const bool whole = options_->kind.only_streamed() && !unmatched_file_;
        return {.kind = whole ? Demand::columns : Demand::all,
                .names = options_->matching.streamed_names(),
                .keeps = whole};
    }
    bool has_own_records() const { return options_->kind.keep_built; }
    Header open(const Header& in) {
        Header out = joiner_->open(in, bind_);
        bind_.optional = true; // the first records have shown whether there is such a key; others may lack it
        return out;
    }
    bool ordered() const { return sorted_ || unmatched_file_; }
    void operator()(const Batch& in, const Place& place, Writer& out) const {
        joiner_->write(in, place, out);
    }
    bool next(const Batch& in, const Place& place, Writer& out) {
        joiner_->write(in, place, out);
        return true;
    }
    void finish(Writer&) { joiner_->finish(); }
    void nothing() { joiner_->finish(); }
    bool part(uint64_t, Writer& out) { return joiner_->write_unmatched(out); }
    void commit() { joiner_->commit(); }
    std::string summary() const { return joiner_->summary(); }

private:
    void check_options() const {
        if (int{left_} + int{right_} + int{full_} + int{options_->kind.semi} + int{options_->kind.anti} +
                int{cross_} >
            1)
            throw usage_error("--left, --right, --full, --semi, --anti and --cross exclude each other");
        if (as_of_ && cross_) throw usage_error("--asof and --cross exclude each other");
        if (!as_of_ && by_)
            throw usage_error("--by goes with --asof", "without it, KEYS are the first operand");
        if (!as_of_ && tolerance_) throw usage_error("--tolerance goes with --asof");
        if (cross_ && one_) throw usage_error("--cross and --one exclude each other");
        if (as_of_ && one_)
            throw usage_error("--asof and --one exclude each other", "--asof gives one record at most");
        if (sorted_ && cross_)
            throw usage_error("--sorted and --cross exclude each other",
                              "each record with each needs no order");
        if (sorted_ && options_->matching.null_keys)
            throw usage_error("--sorted and --null-keys exclude each other",
                              "a null matches the empty text too, and sorted they do not stand together");
        if (options_->suffix.empty())
            throw usage_error("--suffix: an empty one would not tell the columns apart");
    }

    std::string keys_, right_file_;
    std::optional<std::string> as_of_, by_, tolerance_, unmatched_file_;
    bool left_ = false, right_ = false, full_ = false, cross_ = false, one_ = false, sorted_ = false;
    std::shared_ptr<ops::JoinerOptions> options_ = std::make_shared<ops::JoinerOptions>();
    expr::BindOptions bind_;
    std::optional<ops::Joiner> joiner_;
};

int main(int argc, char** argv) { return tool::run<Join>(argc, argv); }
