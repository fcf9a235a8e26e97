// Compressed output as gzip: one member, whose pieces are flushed so that each begins anew at a byte's edge.
#include "base/error.h"
#include "io/packer.h"

#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>
#include <new>
#include <zlib.h>

namespace rowkit {
namespace {

constexpr int default_level = 2;
constexpr int isal_most = ISAL_DEF_MAX_LEVEL; // above, zlib compresses better

void pack_isal(std::string_view plain, int level, Buffer& packed) {
    static constexpr uint32_t memory[] = {0, ISAL_DEF_LVL1_DEFAULT, ISAL_DEF_LVL2_DEFAULT,
                                          ISAL_DEF_LVL3_DEFAULT};
    auto stream = std::make_unique_for_overwrite<isal_zstream>();
    auto level_memory = std::make_unique_for_overwrite<uint8_t[]>(memory[level]);
    isal_deflate_init(stream.get());
    stream->level = static_cast<uint32_t>(level);
    stream->level_buf = level_memory.get();
    stream->level_buf_size = memory[level];
    stream->flush = FULL_FLUSH;
    stream->next_in = reinterpret_cast<uint8_t*>(const_cast<char*>(plain.data()));
    stream->avail_in = static_cast<uint32_t>(plain.size());
    do {
        size_t room = plain.size() / 2 + 1024;
        stream->next_out = reinterpret_cast<uint8_t*>(packed.room(room));
        stream->avail_out = static_cast<uint32_t>(room);
        if (isal_deflate(stream.get()) != COMP_OK) throw Error(Exit::io, {}, "gzip compression failed");
        packed.advance(room - stream->avail_out);
    } while (stream->avail_out == 0);
}

void pack_zlib(std::string_view plain, int level, Buffer& packed) {
    z_stream stream{};
    if (deflateInit2(&stream, level, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY) != Z_OK) throw std::bad_alloc();
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(plain.data()));
    stream.avail_in = static_cast<uInt>(plain.size());
    do {
        size_t room = plain.size() / 2 + 1024;
        stream.next_out = reinterpret_cast<Bytef*>(packed.room(room));
        stream.avail_out = static_cast<uInt>(room);
        deflate(&stream, Z_FULL_FLUSH);
        packed.advance(room - stream.avail_out);
    } while (stream.avail_out == 0);
    deflateEnd(&stream);
}

class GzipPacker final : public Packer {
public:
    explicit GzipPacker(int level) : level_(level) {}

    size_t piece_bytes() const override { return size_t{1} << 20; }

    uint32_t pack(std::string_view plain, Buffer& packed) override {
        packed.clear();
        if (level_ <= isal_most)
            pack_isal(plain, level_, packed);
        else
            pack_zlib(plain, level_, packed);
        return crc32_gzip_refl(0, reinterpret_cast<const unsigned char*>(plain.data()), plain.size());
    }

    // No name and no time: the same bytes at every run (RFC 1952; 255 is "unknown system").
    std::string head() override { return {"\x1f\x8b\x08\0\0\0\0\0\0\xff", 10}; }

    void add(uint32_t checksum, size_t plain_size) override {
        checksum_ =
            static_cast<uint32_t>(crc32_combine(checksum_, checksum, static_cast<z_off_t>(plain_size)));
        size_ += static_cast<uint32_t>(plain_size);
    }

    std::string tail() override {
        std::string bytes("\x03\0", 2); // a last block, empty
        for (uint32_t word : {checksum_, size_})
            for (unsigned shift = 0; shift < 32; shift += 8) bytes += static_cast<char>(word >> shift);
        return bytes;
    }

private:
    int level_;
    uint32_t checksum_ = 0;
    uint32_t size_ = 0;
};

} // namespace

std::unique_ptr<Packer> make_gzip_packer(int level) {
    if (level < 0 || level > 9)
        throw usage_error("gzip has no level " + std::to_string(level), "levels are 1 to 9");
    return std::make_unique<GzipPacker>(level == 0 ? default_level : level);
}

} // namespace rowkit
