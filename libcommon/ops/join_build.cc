// Reading the built side of a join.
#include "ops/join_build.h"

#include "base/error.h"
#include "base/resources.h"
#include "codec/format.h"
#include "stream/run.h"
#include "stream/shapes.h"

#include <fmt/core.h>

namespace rowkit::ops {
namespace {

/// Tells the first two records with the same key.
[[noreturn]] void refuse_second(const JoinSide& side, const std::vector<KeyPart>& keys) {
    const JoinTable& table = *side.table;
    uint32_t record = 0;
    for (; record < table.records(); ++record)
        if (table.group_of(record) != GroupTable::none && table.of_group(table.group_of(record))[0] != record) break;
    const uint32_t group = table.group_of(record);
    std::string shown;
    Buffer scratch, text;
    for (size_t i = 0; i < keys.size(); ++i) {
        const Cell cell = key_cell(table.keys().key(group), i, keys.size(), scratch);
        shown += fmt::format("{}{} \"{}\"", i ? ", " : "", keys[i].name, text_of(cell, text));
    }
    throw Error(Exit::bad_data, side.name,
                fmt::format("records {} and {} have the same key: {}", table.of_group(group)[0] + 1, record + 1, shown),
                "without --one, a record of the stream comes once with each");
}

/// Whether the file's suffix says its format.
bool has_known_suffix(const std::string& file) { return &detect_format(file, "{") == &detect_format(file, "["); }

} // namespace

Settings built_side_settings(const std::string& file, const Settings& settings) {
    Settings own = settings;
    own.files = {file};
    if (has_known_suffix(file)) own.from.reset();
    own.to.reset();
    own.read.columns.clear();
    own.read.union_keys = true; // records of one table, whatever keys they have
    own.sink = {.path = "/dev/null"};
    own.rejects.clear();
    own.summary.reset();
    own.progress = 0;
    return own;
}

std::shared_ptr<const JoinSide> build_join_side(const std::string& file, const Settings& settings,
                                                const JoinBuildOptions& options) {
    auto side = std::make_shared<JoinSide>();
    side->name = file == "-" ? "standard input" : file;
    const uint64_t memory = settings.memory ? settings.memory : usable_memory() / 2;
    JoinReader reader(options, *side, {.optional = settings.read.optional}, memory);
    ToolStage<JoinReader> stage(reader);
    run_stage(stage, built_side_settings(file, settings));
    if (!side->table) side->table = std::make_unique<JoinTable>(std::vector<JoinPieces>{}, options.table); // an empty file
    if (options.one && side->table->most_in_group() > 1) refuse_second(*side, options.keys);
    return side;
}

} // namespace rowkit::ops
