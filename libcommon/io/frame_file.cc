// Compressed frames in a temporary file.
#include "io/frame_file.h"

#include "base/error.h"

#include <memory>
#include <new>
#include <zstd.h>

namespace rowkit {
namespace {

// Temporary files are written once and read once, so speed counts. Sorting 200 MB of CSV in 20 MB took 3.1 s
// of processor time at level 1 and 94 MB of disk, 2.4 s and 134 MB at level -3, 2.1 s and 145 MB at level -5.
constexpr int level = -3;

struct FreeContext {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

// A thread's own, kept from frame to frame.
ZSTD_CCtx* compressor() {
    thread_local const std::unique_ptr<ZSTD_CCtx, FreeContext> context(ZSTD_createCCtx());
    if (!context) throw std::bad_alloc();
    return context.get();
}
ZSTD_DCtx* decompressor() {
    thread_local const std::unique_ptr<ZSTD_DCtx, FreeContext> context(ZSTD_createDCtx());
    if (!context) throw std::bad_alloc();
    return context.get();
}

} // namespace

Frame FrameFile::add(std::string_view plain) {
    Buffer packed(ZSTD_compressBound(plain.size())); // not kept: files are many
    char* room = packed.data();
    const size_t size =
        ZSTD_compressCCtx(compressor(), room, packed.capacity(), plain.data(), plain.size(), level);
    if (ZSTD_isError(size)) throw Error(Exit::io, {}, std::string("zstd: ") + ZSTD_getErrorName(size));
    spool_.write({room, size});
    const Frame frame{end_, static_cast<uint32_t>(size), static_cast<uint32_t>(plain.size())};
    end_ += size;
    return frame;
}

void FrameFile::read(const Frame& frame, Buffer& plain, Buffer& packed) const {
    packed.resize(frame.packed);
    spool_.read_at(frame.offset, packed.data(), frame.packed);
    plain.resize(frame.plain);
    const size_t size =
        ZSTD_decompressDCtx(decompressor(), plain.data(), frame.plain, packed.data(), frame.packed);
    if (size != frame.plain)
        throw Error(Exit::io, {}, "a temporary file does not hold what was written to it");
}

} // namespace rowkit
