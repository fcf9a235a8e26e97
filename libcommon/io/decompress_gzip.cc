// Decoding gzip, members in a row, with ISA-L.
#include <memory>

#include <isa-l/igzip_lib.h>

#include "base/error.h"
#include "io/decompress.h"

namespace rowkit {
namespace {

Error bad(const DecodeStream& stream, const char* reason) { return Error(Exit::bad_data, stream.name(), reason); }

Error cut_short(const DecodeStream& stream) {
    return Error(Exit::bad_data, stream.name(), "gzip stream is cut short", "fetch or write the file again");
}

Error decode_error(const DecodeStream& stream, int code) {
    if (code == ISAL_INCORRECT_CHECKSUM) return bad(stream, "gzip checksum does not match");
    if (code == ISAL_INVALID_WRAPPER || code == ISAL_UNSUPPORTED_METHOD)
        return bad(stream, "gzip header is not valid");
    return bad(stream, "gzip data is corrupt");
}

void decode_member(DecodeStream& stream, inflate_state& state) {
    isal_inflate_reset(&state);
    state.crc_flag = ISAL_GZIP;
    bool starved = true;
    while (state.block_state != ISAL_BLOCK_FINISH) {
        // Decoded bytes may be left inside after all input was taken, so only a call that left room asks for more.
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
