// Compressed frames in a temporary file.
#include "io/frame_file.h"

#include "base/error.h"

#include <memory>
#include <new>
#include <zstd.h>

namespace rowkit {
namespace {

// Temporary files are written once and read once, so speed counts; and what is in order repeats itself at
// length: short matches cost more than they save. Sorting 1 GB of CSV in 100 MB took 13.8 s of processor time
// at level -3, whose shortest match is 5 bytes, 10.3 s with 7, and 9.1 s at level -8. Of 250 MB, keys
// included, that makes 142, 157 and 179 MB on disk; level 1 makes 99 MB in twice the time.
constexpr int level = -8, shortest_match = 7;

struct FreeContext {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

// A thread's own, kept from frame to frame.
ZSTD_CCtx* compressor() {
    thread_local const std::unique_ptr<ZSTD_CCtx, FreeContext> context = [] {
        std::unique_ptr<ZSTD_CCtx, FreeContext> made(ZSTD_createCCtx());
        if (!made) throw std::bad_alloc();
        ZSTD_CCtx_setParameter(made.get(), ZSTD_c_compressionLevel, level);
        ZSTD_CCtx_setParameter(made.get(), ZSTD_c_minMatch, shortest_match);
        return made;
    }();
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
    const size_t size = ZSTD_compress2(compressor(), room, packed.capacity(), plain.data(), plain.size());
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
