// Reading the built side of a join.
#include "ops/join_build.h"

#include "base/error.h"
#include "codec/format.h"
#include "stream/run.h"
#include "stream/shapes.h"

#include <fmt/core.h>

namespace rowkit::ops {
namespace {

/// Whether the file's suffix says its format.
bool has_known_suffix(const std::string& file) {
    return &detect_format(file, "{") == &detect_format(file, "[");
}

} // namespace

void refuse_second(const std::string& file, const std::vector<KeyPart>& keys, const KeyBytes& key,
                   uint64_t first, uint64_t second) {
    std::string shown;
    Buffer scratch, text;
    for (size_t i = 0; i < keys.size(); ++i) {
        const Cell cell = key_cell(key, i, keys.size(), scratch);
        shown += fmt::format("{}{} \"{}\"", i ? ", " : "", keys[i].name, text_of(cell, text));
    }
    throw Error(Exit::bad_data, file,
                fmt::format("records {} and {} have the same key: {}", first, second, shown),
                "without --one, a record of the stream comes once with each");
}

Settings built_side_settings(const std::string& file, const Settings& settings) {
    Settings own = settings;
    own.files = {file};
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
    side->name = file == "-" ? "standard input" : file;
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
        refuse_second(side->name, options.keys, table.keys().key(second->group), second->first + 1,
                      second->second + 1);
    }
    return side;
}

} // namespace rowkit::ops
