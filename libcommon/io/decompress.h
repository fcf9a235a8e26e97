// Undoing zstd and gzip beside the reader.
#pragma once

#include "io/file_source.h"
#include "io/handover.h"

#include <memory>
#include <thread>

namespace rowkit {

/// The compressed bytes and the place for the plain ones, as a decoding thread sees them.
class DecodeStream {
public:
    DecodeStream(FdSource& below, Handover& handover);

    const char* data() const { return input_.data() + at_; }
    size_t size() const { return input_.size() - at_; }
    void skip(size_t size) { at_ += size; }

    /// Gets more bytes behind those there; false at the end. What was decoded is sent on before it waits.
    bool more();
    /// As more(), but where bytes don't come at once it returns false without having got any.
    bool more_soon();
    /// At least `size` bytes, where there are as many.
    bool need(size_t size) {
        while (this->size() < size)
            if (!more()) return false;
        return true;
    }
    /// Puts bytes back before those there.
    void put_back(std::string_view bytes);

    /// Room for decoded bytes, never none.
    char* room();
    size_t room_size() const { return chunk_bytes - chunk_.size(); }
    void advance(size_t size) { chunk_.advance(size); }
    /// Hands over what was decoded, if only a little.
    void send();

    Handover& handover() { return handover_; }
    /// Buffers for frames that are handed over whole; they outlive the decoding.
    BufferPool& frames() { return frames_; }
    const std::string& name() const { return below_.name(); }

private:
    static constexpr size_t chunk_bytes = 1 << 20;
    static constexpr size_t chunks_ahead = 4;
    static constexpr size_t input_bytes = 256 << 10;

    void read_below();

    FdSource& below_;
    Handover& handover_;
    BufferPool chunks_;
    BufferPool frames_{size_t{8} << 20};
    Buffer chunk_;
    Buffer input_;
    size_t at_ = 0;
};

/// Decode all of `stream`, throwing Error (exit 3) where it is cut short, corrupt, or not all of that format.
void decode_zstd(DecodeStream& stream, unsigned threads);
void decode_gzip(DecodeStream& stream);

enum class Packing { none, zstd, gzip };
/// What the first bytes say; `packing_undecided` is for PeekingSource::peek().
Packing packing_of(std::string_view first);
bool packing_undecided(std::string_view first);

/// The plain bytes of a compressed source. Threads decode ahead of the reader by some MiB at most.
class Decompressor final : public PeekingSource {
public:
    Decompressor(std::unique_ptr<FdSource> below, Packing packing, unsigned threads);
    ~Decompressor() override;

    uint64_t consumed() const override { return below_->consumed(); }
    std::optional<uint64_t> total() const override { return below_->total(); }
    bool seek(uint64_t) override { return false; }

private:
    size_t take(char* into, size_t room) override { return handover_.read(into, room); }
    bool take_ready() override {
        return handover_.ready([this] { return below_->bytes_waiting(); });
    }
    void decode(Packing packing, unsigned threads);

    std::unique_ptr<FdSource> below_;
    Handover handover_;
    DecodeStream stream_;
    std::thread thread_;
};

} // namespace rowkit
