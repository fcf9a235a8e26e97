// A range of a file's bytes, read whole.
#pragma once

#include "base/buffer.h"
#include "io/source.h"

namespace rowkit {

/// Appends the bytes [from, to) of a file that Source::read_at() can read. False: it is no longer that long;
/// what there is has been appended, as what came before a failed read, which throws.
inline bool read_range(const Source& source, uint64_t from, uint64_t to, Buffer& text) {
    while (from < to) {
        const auto got = source.read_at(from, text.room(to - from), to - from);
        if (!got || *got == 0) return false;
        text.advance(*got);
        from += *got;
    }
    return true;
}

} // namespace rowkit
