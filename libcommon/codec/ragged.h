// What is said of a record whose cells are not as many as the header's.
#pragma once

#include <cstddef>
#include <fmt/core.h>
#include <string>

namespace rowkit {

inline std::string ragged_reason(size_t cells, size_t columns) {
    return fmt::format("{} {}, the header has {}", cells, cells == 1 ? "cell" : "cells", columns);
}

inline std::string ragged_hint(size_t cells, size_t columns) {
    return cells < columns ? "--ragged pad adds empty cells, --on-bad skip leaves the record out"
                           : "--ragged trim drops the extra cells, --on-bad skip leaves the record out";
}

} // namespace rowkit
