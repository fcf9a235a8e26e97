// Inputs that can be read but once, put aside in temporary files, so that a run can be followed by another
// one over the same.
#pragma once

#include "io/frame_file.h"
#include "stream/settings.h"

#include <memory>
#include <vector>

namespace rowkit {

/// Holds what settings.read_from names.
class StoredInputs {
public:
    /// Reads pipes to their end, compressed as they come or by this; files are read where they are. One that
    /// can't be opened is left to who reads it. Throws Error (exit 4) where a temporary file can't be
    /// written.
    explicit StoredInputs(Settings& settings);

private:
    std::vector<std::unique_ptr<FrameFile>> files_;
};

} // namespace rowkit
