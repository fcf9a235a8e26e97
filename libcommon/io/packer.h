// The formats of compressed output, one piece at a time.
#pragma once

#include "base/buffer.h"
#include "io/sink.h"

#include <memory>
#include <string>

namespace rowkit {

/// Makes a compressed stream of pieces that are compressed independently.
class Packer {
public:
    virtual ~Packer() = default;

    /// Plain bytes that go best in one piece.
    virtual size_t piece_bytes() const = 0;
    /// Compresses one piece, replacing what is in `packed`; returns its checksum for add(). Called from
    /// several threads at once.
    virtual uint32_t pack(std::string_view plain, Buffer& packed) = 0;

    /// What stands before the first piece.
    virtual std::string head() = 0;
    /// Called once per piece, in order.
    virtual void add(uint32_t checksum, size_t plain_size) = 0;
    /// What stands after the last piece.
    virtual std::string tail() = 0;
};

/// `level` 0 is the default (zstd: 3, gzip: 2). Throws Error (exit 2) for a level that the format doesn't
/// have.
std::unique_ptr<Packer> make_zstd_packer(int level);
std::unique_ptr<Packer> make_gzip_packer(int level);

} // namespace rowkit
