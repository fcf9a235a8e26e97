// Reading the built side of a join: a run of its own, before that of the streamed side.
#pragma once

#include "ops/join_keys.h"
#include "ops/join_table.h"
#include "stream/settings.h"

#include <memory>
#include <string>
#include <vector>

namespace rowkit::ops {

struct JoinBuildOptions {
    std::vector<KeyPart> keys;
    std::vector<bool> plain; // of each key: its column is not kept for itself
    std::vector<expr::Formula> span; // a point of each record, or the low and the high end of a span
    bool only_keys = false;  // no cell is written
    bool key_cells = false;  // the cells of plain keys are kept too, for records that nothing is joined to
    bool one = false;        // two records with the same key are an error
    JoinTable::Options table;
};

/// The built side as the streamed side looks at it.
struct JoinSide {
    std::string name;                  // of the file, for messages
    std::vector<Column> columns;       // those that are written
    std::vector<int32_t> key_cells;    // of each key: which cell of a row it is; -1: not kept
    size_t row_cells = 0;
    std::unique_ptr<JoinTable> table;
};

/// Reads a file. `settings` are those of the whole run: how it is read follows them, but for the format where the
/// file's suffix names it. Throws Error: what reading throws, and exit 4 where it takes more than `settings.memory`.
std::shared_ptr<const JoinSide> build_join_side(const std::string& file, const Settings& settings,
                                                const JoinBuildOptions& options);

} // namespace rowkit::ops
