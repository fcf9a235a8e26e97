// Part of a text.
#pragma once

#include <cstddef>

namespace rowkit {

struct TextRange {
    size_t begin = 0;
    size_t end = 0;
};

} // namespace rowkit
