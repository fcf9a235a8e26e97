// Compressed output as zstd: a frame for each piece, which tells its size, so that frames are read side by
// side.
#include "base/error.h"
#include "io/packer.h"

#include <mutex>
#include <new>
#include <vector>
#include <zstd.h>

namespace rowkit {
namespace {

struct FreeContext {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};
using Context = std::unique_ptr<ZSTD_CCtx, FreeContext>;

class ZstdPacker final : public Packer {
public:
    explicit ZstdPacker(int level) : level_(level) {}

    size_t piece_bytes() const override { return size_t{2} << 20; }
    uint32_t pack(std::string_view plain, Buffer& packed) override;
    std::string head() override { return {}; }
    void add(uint32_t, size_t) override { any_ = true; }
    std::string tail() override;

private:
    Context take_context();

    int level_;
    bool any_ = false;
    std::mutex mutex_;
    std::vector<Context> contexts_;
};

uint32_t ZstdPacker::pack(std::string_view plain, Buffer& packed) {
    Context context = take_context();
    packed.clear();
    char* room = packed.room(ZSTD_compressBound(plain.size()));
    size_t size = ZSTD_compress2(context.get(), room, packed.capacity(), plain.data(), plain.size());
    if (ZSTD_isError(size)) throw Error(Exit::io, {}, std::string("zstd: ") + ZSTD_getErrorName(size));
    packed.advance(size);
    std::lock_guard lock(mutex_);
    contexts_.push_back(std::move(context));
    return 0; // each frame has its own
}

// No bytes at all would be no zstd stream.
std::string ZstdPacker::tail() {
    if (any_) return {};
    Buffer empty;
    pack({}, empty);
    return std::string(empty.view());
}

Context ZstdPacker::take_context() {
    {
        std::lock_guard lock(mutex_);
        if (!contexts_.empty()) {
            Context context = std::move(contexts_.back());
            contexts_.pop_back();
            return context;
        }
    }
    Context context(ZSTD_createCCtx());
    if (!context) throw std::bad_alloc();
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, level_);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
    return context;
}

} // namespace

std::unique_ptr<Packer> make_zstd_packer(int level) {
    if (level > ZSTD_maxCLevel() || level < -100)
        throw usage_error("zstd has no level " + std::to_string(level),
                          "levels are 1 to " + std::to_string(ZSTD_maxCLevel()));
    return std::make_unique<ZstdPacker>(level == 0 ? 3 : level);
}

} // namespace rowkit
