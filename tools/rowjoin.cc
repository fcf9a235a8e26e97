// rowjoin: put the records of two inputs together by key.
#include "cli/tool.h"
#include "ops/joiner.h"

#include <algorithm>
#include <optional>

using namespace rowkit;

class Join {
public:
    cli::Spec spec() {
        cli::Spec spec("rowjoin", "put the records of two inputs together by key");
        spec.argument("KEYS", "what must be equal, streamed = RIGHT: pu_zone = zone_id, day", &keys_,
                      cli::Completes::columns);
        spec.first_file("RIGHT", "the file whose records are held in memory and looked up", &right_file_);
        spec.flag("--left", "streamed records without a match too, with nulls", &left_);
        spec.flag("--right", "records of RIGHT without a match too, at the end", &right_);
        spec.flag("--full", "both", &full_);
        spec.flag("--semi", "only the streamed records that have a match, as they are", &options_->kind.semi);
        spec.flag("--anti", "only the streamed records that have none, as they are", &options_->kind.anti);
        spec.option("--suffix", "TEXT", "what a column of RIGHT gets behind its name where that is taken, _right if left out",
                    &options_->suffix);
        spec.flag("--null-keys", "empty keys match one another", &options_->null_keys);
        spec.describe("RIGHT is read first and held in memory; then each FILE's records pass by in their order, and stay byte for "
                      "byte. Behind a record's cells stand those of RIGHT's record with the same keys; where several have them, "
                      "the record comes once with each, in RIGHT's order. Name the smaller file first.");
        spec.describe("KEYS are pairs `a = b`, a column or expression of the stream and one of RIGHT; `id` alone is `id = id`. They are "
                      "compared as text, so ids keep their zeros; a computed key, as in `num(id) = num(nr)`, as it says. A pair of "
                      "columns is written as one. A null equals nothing, not even a null, unless `--null-keys` is given.");
        spec.describe("The two inputs may be of different formats and compressed. `--from` says the format of the stream, and of "
                      "RIGHT where its suffix says none; the output is as the stream was.");
        spec.example("The weather of two cities on the same days.",
                     "rowjoin 'date = date(time_hour)' nyc-weather.csv seattle-weather.csv");
        spec.example("The days that the other one has not.",
                     "rowjoin --anti 'date = date(time_hour)' nyc-weather.csv seattle-weather.csv");
        spec.example("To each how many there are of its kind.",
                     "rowgroup 'n = count() by Species' penguins.ndjson | rowjoin Species - penguins.ndjson");
        return spec;
    }
    void check(const Settings& settings) {
        ops::JoinKind& kind = options_->kind;
        if (int{left_} + int{right_} + int{full_} + int{kind.semi} + int{kind.anti} > 1)
            throw usage_error("--left, --right, --full, --semi and --anti exclude each other");
        kind.keep_streamed = left_ || full_;
        kind.keep_built = right_ || full_;
        options_->keys = ops::JoinKeys::parse(keys_);
        bind_.optional = settings.read.optional;
        if (right_file_ == "-" && std::ranges::find(settings.files, "-") != settings.files.end())
            throw usage_error("standard input can't be RIGHT and a FILE", "name the FILE");
        ops::JoinBuildOptions build{options_->keys.built, options_->keys.plain, kind.only_streamed(), kind.keep_built, {}};
        build.table = {options_->keys.size(), options_->null_keys, kind.keep_built};
        joiner_.emplace(ops::build_join_side(right_file_, settings, build), options_);
    }
    Demand demand() const {
        if (!options_->kind.only_streamed()) return {};
        return {.kind = Demand::columns, .names = options_->keys.streamed_names(), .keeps = true};
    }
    Header open(const Header& in) {
        Header out = joiner_->open(in, bind_);
        bind_.optional = true; // the first records have shown whether there is such a key; others may lack it
        return out;
    }
    void operator()(const Batch& in, const Place& place, Writer& out) const { joiner_->write(in, place, out); }
    bool part(uint64_t, Writer& out) {
        if (!options_->kind.keep_built) return false;
        next_built_ = joiner_->write_unmatched(next_built_, out);
        return next_built_ < joiner_->built_records();
    }

private:
    std::string keys_, right_file_;
    bool left_ = false, right_ = false, full_ = false;
    std::shared_ptr<ops::JoinerOptions> options_ = std::make_shared<ops::JoinerOptions>();
    expr::BindOptions bind_;
    std::optional<ops::Joiner> joiner_;
    uint32_t next_built_ = 0;
};

int main(int argc, char** argv) { return tool::run<Join>(argc, argv); }
