// Bytes set aside in a temporary file that has no name, and read back.
#pragma once

#include "io/source.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace rowkit {

/// A file in `directory` (empty: $TMPDIR, else /tmp) that vanishes with the process. Throws Error (exit 4).
class Spool {
public:
    explicit Spool(const std::string& directory);
    ~Spool();
    Spool(const Spool&) = delete;
    Spool& operator=(const Spool&) = delete;

    void write(std::string_view bytes);
    /// Reads bytes that were written; any number of threads at once.
    void read_at(uint64_t offset, char* into, size_t size) const;
    /// A source of all that was written; it outlives the spool.
    std::unique_ptr<Source> read_back();
    /// Opened, it is read from its beginning; while the spool lives.
    std::string path() const;

private:
    std::string directory_;
    int fd_ = -1;
};

} // namespace rowkit
