// Reading the built side of a join.
#include "ops/join_build.h"

#include "base/error.h"
#include "codec/format.h"
#include "stream/run.h"
#include "stream/shapes.h"
#include "stream/shared_run.h"

#include <filesystem>
#include <fmt/core.h>

namespace rowkit::ops {
namespace {

/// Whether the file's suffix says its format.
bool has_known_suffix(const std::string& file) {
    return &detect_format(file, "{") == &detect_format(file, "[");
}

/// Throws at the second of two records, numbered from 1, what is wrong with it.
class SecondOfKey {
public:
    SecondOfKey(uint64_t first, uint64_t second, std::string key, std::string hint)
        : first_(first - 1), second_(second - 1), key_(std::move(key)), hint_(std::move(hint)) {}

    Demand demand() const { return {.kind = Demand::records}; }
    ToolOutput output() const { return ToolOutput::text; }
    bool ordered() const { return true; }
    void operator()(const Batch&, const Place&, Writer&) const {}
    bool next(const Batch& in, const Place& place, Writer&) {
        const uint64_t begin = records_;
        records_ += in.size();
        if (first_ >= begin && first_ < records_)
            if (const auto before = in.lines_before(first_ - begin)) line_ = place.line + *before;
        if (second_ >= records_) return true;
        if (std::string where = in.line_of(second_ - begin); line_ && !where.empty())
            throw Error(Exit::bad_data, where, fmt::format("the same key as line {}: {}", line_, key_),
                        hint_);
        return false;
    }

private:
    uint64_t first_, second_, records_ = 0;
    uint64_t line_ = 0; // of the first one
    std::string key_, hint_;
};

} // namespace

void refuse_second(const Settings& built_side, const std::vector<KeyPart>& keys, const KeyBytes& key,
                   uint64_t first, uint64_t second) {
    std::string shown;
    Buffer scratch, text;
    for (size_t i = 0; i < keys.size(); ++i) {
        const Cell cell = key_cell(key, i, keys.size(), scratch);
        shown += fmt::format("{}{} \"{}\"", i ? ", " : "", keys[i].name, text_of(cell, text));
    }
    const std::string hint = "without --one, a record of the stream comes once with each";
    const std::string& file = built_side.files.front();
    std::error_code failed;
    if (std::filesystem::is_regular_file(file, failed)) {
        Settings again = built_side;
        again.rejects.clear();
        again.shared = std::make_shared<SharedRun>(again, 2); // so this one tells nothing of bad records
        SecondOfKey finder(first, second, shown, hint);
        ToolStage<SecondOfKey> stage(finder);
        run_stage(stage, again);
    }
    throw Error(Exit::bad_data, shown_name(file),
                fmt::format("records {} and {} have the same key: {}", first, second, shown), hint);
}

Settings built_side_settings(const std::string& file, const Settings& settings) {
    Settings own = settings;
    own.files = {file};
    own.read_from.clear(); // those of the stream
    if (has_known_suffix(file)) own.from.reset();
    own.to.reset();
    own.read.columns.clear();
    own.read.union_keys = true; // records of one table, whatever keys they have
    own.sink = {.path = "/dev/null"};
    own.summary.reset();
    own.progress = 0;
    return own;
}

std::shared_ptr<JoinSide> build_join_side(const std::string& file, const Settings& settings,
                                          const JoinBuildOptions& options) {
    auto side = std::make_shared<JoinSide>();
    side->name = shown_name(file);
    const JoinLimits limits(settings);
    JoinBuildOptions with_threads = options;
    with_threads.table.threads = limits.threads;
    JoinReader reader(with_threads, *side, {.optional = settings.read.optional}, &limits);
    ToolStage<JoinReader> stage(reader);
    run_stage(stage, built_side_settings(file, settings));
    if (side->spilled) return side;
    if (!side->table)
        side->table = std::make_unique<JoinTable>(std::vector<JoinPieces>{}, options.table); // an empty file
    if (!options.one) return side;
    const JoinTable& table = *side->table;
    if (const auto second = table.second_of_key()) {
        refuse_second(built_side_settings(side->name, settings), options.keys,
                      table.keys().key(second->group), second->first + 1, second->second + 1);
    }
    return side;
}

} // namespace rowkit::ops
