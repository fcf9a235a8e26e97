// Decoding zstd: small frames of known size side by side, others as a stream.
#include "base/error.h"
#include "io/crew.h"
#include "io/decompress.h"

#include <memory>
#include <optional>
#include <zstd.h>
#include <zstd_errors.h>

namespace rowkit {
namespace {

// Frames up to `whole_most` plain bytes are decoded whole by any thread; below `whole_least` handing over
// costs more than decoding. All that is under way, plain and compressed, stays within `under_way`.
constexpr uint64_t whole_least = 64 << 10;
constexpr uint64_t whole_most = 4 << 20;
constexpr size_t under_way = 20 << 20;

constexpr size_t header_most = 18;

struct FreeContext {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};
using Context = std::unique_ptr<ZSTD_DCtx, FreeContext>;

uint32_t little_endian(const char* bytes, size_t size) {
    uint32_t value = 0;
    for (size_t i = size; i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[i]);
    return value;
}

/// Finds the end of a frame by its block headers (RFC 8878, 3.1.1), without decoding.
class FrameWalk {
public:
    /// `start` holds the frame's first bytes, as many of header_most as there are.
    explicit FrameWalk(std::string_view start) {
        auto descriptor = static_cast<unsigned char>(start[4]);
        bool single_segment = descriptor & 0x20;
        constexpr size_t id_sizes[] = {0, 1, 2, 4};
        const size_t content_sizes[] = {single_segment ? 1u : 0u, 2, 4, 8};
        size_t header = 5 + !single_segment + id_sizes[descriptor & 3] + content_sizes[descriptor >> 6];
        checksum_ = descriptor & 0x04;
        want_ = header + 3;
    }
    /// How many bytes from the frame's start are needed to know more, or to have it all.
    size_t want() const { return want_; }
    bool last() const { return last_; }
    /// Takes the block header that ends at want(); false where that isn't one.
    bool step(const char* frame) {
        uint32_t block = little_endian(frame + want_ - 3, 3);
        last_ = block & 1;
        unsigned type = block >> 1 & 3;
        want_ += (type == 1 ? 1 : block >> 3) + (last_ ? (checksum_ ? 4 : 0) : 3);
        return type != 3;
    }

private:
    size_t want_;
    bool checksum_;
    bool last_ = false;
};

class ZstdDecoder {
public:
    ZstdDecoder(DecodeStream& stream, unsigned threads) : stream_(stream), threads_(threads) {}

    void decode() {
        try {
            decode_frames();
        } catch (const Handover::Stopped&) {
            throw;
        } catch (...) {
            if (crew_) crew_->finish(); // the reader gets what comes before the fault
            throw;
        }
        if (crew_) crew_->finish();
    }

private:
    void decode_frames() {
        while (stream_.need(1)) {
            if (!stream_.need(4))
                throw packing_undecided({stream_.data(), stream_.size()}) ? cut_short() : garbage();
            uint32_t magic = little_endian(stream_.data(), 4);
            if (magic == ZSTD_MAGICNUMBER)
                decode_frame();
            else if ((magic & ZSTD_MAGIC_SKIPPABLE_MASK) == ZSTD_MAGIC_SKIPPABLE_START)
                skip_frame();
            else
                throw garbage();
        }
    }
    void skip_frame();
    void decode_frame();
    bool collect(Buffer& frame);
    void decode_beside(Buffer&& frame, size_t content);
    void decode_whole(std::string_view frame, Handover::Slot& slot, size_t content);
    void decode_stream();

    Context take_context();
    void give_back(Context context);

    Error bad(const char* reason, const char* hint = "") {
        return Error(Exit::bad_data, stream_.name(), reason, hint);
    }
    Error cut_short() { return bad("zstd stream is cut short", "fetch or write the file again"); }
    Error garbage() { return bad("there is something else after the zstd stream"); }
    Error decode_error(size_t code);

    DecodeStream& stream_;
    unsigned threads_;
    Context streaming_;
    std::mutex contexts_mutex_;
    std::vector<Context> contexts_;
    BufferPool packed_{whole_most * 2};
    std::optional<Crew> crew_; // last: its threads use the others
};

void ZstdDecoder::skip_frame() {
    if (!stream_.need(8)) throw cut_short();
    uint64_t left = uint64_t{little_endian(stream_.data() + 4, 4)} + 8;
    for (;;) {
        size_t size = static_cast<size_t>(std::min<uint64_t>(left, stream_.size()));
        stream_.skip(size);
        left -= size;
        if (left == 0) return;
        if (!stream_.more()) throw cut_short();
    }
}

void ZstdDecoder::decode_frame() {
    if (threads_ > 1 && stream_.need(6)) {
        stream_.need(header_most);
        unsigned long long content = ZSTD_getFrameContentSize(stream_.data(), stream_.size());
        if (content != ZSTD_CONTENTSIZE_UNKNOWN && content != ZSTD_CONTENTSIZE_ERROR &&
            content >= whole_least && content <= whole_most) {
            Buffer frame = packed_.take(ZSTD_compressBound(content) / 4);
            if (collect(frame)) return decode_beside(std::move(frame), content);
            stream_.put_back(frame.view());
        }
    }
    decode_stream();
}

// Moves one frame from the stream to `frame`; false where it isn't all there by now, or isn't sound.
bool ZstdDecoder::collect(Buffer& frame) {
    FrameWalk walk({stream_.data(), stream_.size()});
    for (;;) {
        while (frame.size() < walk.want()) {
            if (stream_.size() == 0 && !stream_.more_soon()) return false;
            size_t size = std::min(walk.want() - frame.size(), stream_.size());
            frame.append(stream_.data(), size);
            stream_.skip(size);
        }
        if (walk.last()) return true;
        if (!walk.step(frame.data()) || walk.want() > whole_most * 2) return false;
    }
}

void ZstdDecoder::decode_beside(Buffer&& frame, size_t content) {
    stream_.send();
    Handover::Slot& slot = stream_.handover().open(content + frame.size(), under_way, stream_.frames());
    if (!crew_) crew_.emplace(threads_);
    auto shared = std::make_shared<Buffer>(std::move(frame)); // std::function wants what can be copied
    crew_->run([this, shared, &slot, content] {
        decode_whole(shared->view(), slot, content);
        packed_.give_back(std::move(*shared));
        stream_.handover().finish(slot);
    });
}

void ZstdDecoder::decode_whole(std::string_view frame, Handover::Slot& slot, size_t content) {
    try {
        slot.bytes = stream_.frames().take(content);
        Context context = take_context();
        size_t size =
            ZSTD_decompressDCtx(context.get(), slot.bytes.data(), content, frame.data(), frame.size());
        if (!ZSTD_isError(size)) {
            slot.bytes.resize(size);
            return give_back(std::move(context));
        }
        // Once more, block by block, for what comes before the fault.
        ZSTD_initDStream(context.get());
        ZSTD_outBuffer out = {slot.bytes.data(), content, 0};
        for (size_t at = 0, hint = 5; at < frame.size() && hint > 0;) {
            ZSTD_inBuffer in = {frame.data() + at, std::min(hint, frame.size() - at), 0};
            size_t before = out.pos;
            hint = ZSTD_decompressStream(context.get(), &out, &in);
            slot.bytes.resize(out.pos);
            if (ZSTD_isError(hint)) throw decode_error(hint);
            if (in.pos == 0 && out.pos == before) break;
            at += in.pos;
        }
        throw decode_error(size);
    } catch (...) {
        slot.error = std::current_exception();
    }
}

void ZstdDecoder::decode_stream() {
    if (!streaming_) streaming_ = take_context();
    size_t hint = ZSTD_initDStream(streaming_.get());
    bool starved = true;
    while (hint > 0) {
        if (starved && stream_.size() == 0 && !stream_.more()) throw cut_short();
        // Given no more than it asks for, a call decodes one block at most, so that a fault loses nothing
        // before it.
        ZSTD_inBuffer in = {stream_.data(), std::min(hint, stream_.size()), 0};
        ZSTD_outBuffer out = {stream_.room(), stream_.room_size(), 0};
        hint = ZSTD_decompressStream(streaming_.get(), &out, &in);
        if (ZSTD_isError(hint)) throw decode_error(hint);
        stream_.skip(in.pos);
        stream_.advance(out.pos);
        starved = out.pos < out.size;
    }
}

Context ZstdDecoder::take_context() {
    std::lock_guard lock(contexts_mutex_);
    if (contexts_.empty()) {
        Context made(ZSTD_createDCtx());
        if (!made) throw std::bad_alloc();
        return made;
    }
    Context context = std::move(contexts_.back());
    contexts_.pop_back();
    return context;
}

void ZstdDecoder::give_back(Context context) {
    std::lock_guard lock(contexts_mutex_);
    contexts_.push_back(std::move(context));
}

Error ZstdDecoder::decode_error(size_t code) {
    switch (ZSTD_getErrorCode(code)) {
    case ZSTD_error_checksum_wrong:
        return bad("zstd checksum does not match");
    case ZSTD_error_frameParameter_windowTooLarge:
        return bad("zstd frame needs more than 128 MiB of memory", "zstd -dc --long=31 FILE | ... allows it");
    case ZSTD_error_dictionary_wrong:
        return bad("zstd frame was made with a dictionary", "zstd -dc -D DICTIONARY FILE | ... undoes it");
    case ZSTD_error_memory_allocation:
        return bad("not enough memory to decode the zstd frame");
    default:
        return bad("zstd data is corrupt");
    }
}

} // namespace

void decode_zstd(DecodeStream& stream, unsigned threads) { ZstdDecoder(stream, threads).decode(); }

} // namespace rowkit
