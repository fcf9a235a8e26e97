// Decoding gzip, members in a row, with ISA-L.
#include "base/error.h"
#include "io/decompress.h"

#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>
#include <memory>

namespace rowkit {
namespace {

Error bad(const DecodeStream& stream, const char* reason) {
    return Error(Exit::bad_data, stream.name(), reason);
}

Error cut_short(const DecodeStream& stream) {
    return Error(Exit::bad_data, stream.name(), "gzip stream is cut short", "fetch or write the file again");
}

Error decode_error(const DecodeStream& stream, int code) {
    if (code == ISAL_INCORRECT_CHECKSUM) return bad(stream, "gzip checksum does not match");
    return bad(stream, "gzip data is corrupt");
}

/// A member's header (RFC 1952, 2.3), byte by byte. ISA-L 2.30 takes the checksum of one that comes in parts
/// for wrong.
class Header {
public:
    explicit Header(DecodeStream& stream) : stream_(stream) {}

    void skip() {
        skip_bytes(2);
        if (byte() != 8) throw not_valid();
        unsigned flags = byte();
        if (flags & 0xe0) throw not_valid();
        skip_bytes(6); // time, system
        if (flags & 0x04) {
            unsigned low = byte();
            skip_bytes(low | byte() << 8);
        }
        if (flags & 0x08) skip_text(); // name
        if (flags & 0x10) skip_text(); // comment
        if (flags & 0x02) {
            unsigned checksum = checksum_ & 0xffff;
            unsigned low = byte();
            if ((low | byte() << 8) != checksum) throw not_valid();
        }
    }

private:
    unsigned byte() {
        if (!stream_.need(1)) throw cut_short(stream_);
        auto byte = static_cast<unsigned char>(*stream_.data());
        checksum_ = crc32_gzip_refl(checksum_, &byte, 1);
        stream_.skip(1);
        return byte;
    }
    void skip_bytes(unsigned size) {
        while (size-- > 0) byte();
    }
    void skip_text() {
        while (byte() != 0) {
        }
    }
    Error not_valid() { return bad(stream_, "gzip header is not valid"); }

    DecodeStream& stream_;
    uint32_t checksum_ = 0;
};

void decode_member(DecodeStream& stream, inflate_state& state) {
    Header(stream).skip();
    isal_inflate_reset(&state);
    state.crc_flag = ISAL_GZIP_NO_HDR_VER; // no header, but the checksum after the data is verified
    bool starved = true;
    while (state.block_state != ISAL_BLOCK_FINISH) {
        // Decoded bytes may be left inside after all input was taken, so only a call that left room asks for
        // more.
        if (starved && stream.size() == 0 && !stream.more()) throw cut_short(stream);
        state.next_out = reinterpret_cast<uint8_t*>(stream.room());
        auto room = static_cast<uint32_t>(stream.room_size());
        state.avail_out = room;
        state.next_in = reinterpret_cast<uint8_t*>(const_cast<char*>(stream.data()));
        state.avail_in = static_cast<uint32_t>(stream.size());
        int code = isal_inflate(&state);
        stream.skip(stream.size() - state.avail_in);
        stream.advance(room - state.avail_out);
        starved = state.avail_out > 0;
        if (code < 0) throw decode_error(stream, code);
    }
}

// Tapes and some copying tools fill the last block with zeros.
void skip_padding(DecodeStream& stream) {
    do {
        while (stream.size() > 0) {
            if (*stream.data() != '\0') throw bad(stream, "there is something else after the gzip stream");
            stream.skip(1);
        }
    } while (stream.more());
}

} // namespace

void decode_gzip(DecodeStream& stream) {
    auto state = std::make_unique_for_overwrite<inflate_state>();
    isal_inflate_init(state.get());
    while (stream.need(1)) {
        if (*stream.data() != '\x1f') return skip_padding(stream);
        if (!stream.need(2)) throw cut_short(stream);
        if (stream.data()[1] != '\x8b') throw bad(stream, "there is something else after the gzip stream");
        decode_member(stream, *state);
    }
}

} // namespace rowkit
