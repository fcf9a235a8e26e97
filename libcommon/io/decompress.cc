// Undoing zstd and gzip beside the reader.
#include "io/decompress.h"

#include <chrono>

namespace rowkit {

DecodeStream::DecodeStream(FdSource& below, Handover& handover) : below_(below), handover_(handover) {}

bool DecodeStream::more() {
    size_t before = size();
    if (below_.ready()) {
        read_below();
    } else {
        send();
        handover_.set_waiting(true);
        read_below();
        handover_.set_waiting(false);
    }
    return size() > before;
}

bool DecodeStream::more_soon() {
    // A pipe is often empty for the instant that its writer needs, which isn't what "waiting" means here.
    for (int tries = 0; !below_.ready(); ++tries) {
        if (tries == 10) return false;
        std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    size_t before = size();
    read_below();
    return size() > before;
}

void DecodeStream::read_below() {
    if (handover_.stopped()) throw Handover::Stopped{};
    if (at_ > 0) {
        size_t left = size();
        if (left > 0) std::memmove(input_.data(), data(), left);
        input_.resize(left);
        at_ = 0;
    }
    char* room = input_.room(input_bytes);
    input_.advance(below_.read(room, input_bytes));
}

void DecodeStream::put_back(std::string_view bytes) {
    Buffer joined(bytes.size() + size());
    joined.append(bytes);
    if (size() > 0) joined.append(data(), size());
    input_ = std::move(joined);
    at_ = 0;
}

char* DecodeStream::room() {
    if (chunk_.size() == chunk_bytes) send();
    if (chunk_.capacity() == 0) chunk_ = chunks_.take(chunk_bytes);
    return chunk_.data() + chunk_.size();
}

void DecodeStream::send() {
    if (chunk_.empty()) return;
    Handover::Slot& slot = handover_.open(chunk_bytes, chunks_ahead * chunk_bytes, chunks_);
    slot.bytes = std::move(chunk_);
    handover_.finish(slot);
    chunk_ = Buffer();
}

namespace {

bool starts_with_skippable(std::string_view first) {
    return (static_cast<unsigned char>(first[0]) & 0xf0) == 0x50 && first.substr(1) == "\x2a\x4d\x18";
}

constexpr std::string_view zstd_magic = "\x28\xb5\x2f\xfd";
constexpr std::string_view gzip_magic = "\x1f\x8b";

} // namespace

Packing packing_of(std::string_view first) {
    if (first.substr(0, 4) == zstd_magic) return Packing::zstd;
    if (first.size() >= 4 && starts_with_skippable(first.substr(0, 4))) return Packing::zstd;
    if (first.substr(0, 2) == gzip_magic) return Packing::gzip;
    return Packing::none;
}

bool packing_undecided(std::string_view first) {
    if (first.size() >= 4) return false;
    if (first.empty()) return true;
    if (first.size() < 2 && gzip_magic.starts_with(first)) return true;
    if (zstd_magic.starts_with(first)) return true;
    return starts_with_skippable(std::string(first) + std::string("\x50\x2a\x4d\x18").substr(first.size()));
}

Decompressor::Decompressor(std::unique_ptr<FdSource> below, Packing packing, unsigned threads)
    : PeekingSource(below->name()), below_(std::move(below)), stream_(*below_, handover_) {
    below_->allow_interrupt();
    thread_ = std::thread([this, packing, threads] { decode(packing, threads); });
}

Decompressor::~Decompressor() {
    handover_.stop();
    below_->interrupt();
    thread_.join();
}

void Decompressor::decode(Packing packing, unsigned threads) {
    try {
        std::exception_ptr error;
        try {
            if (packing == Packing::zstd)
                decode_zstd(stream_, threads);
            else
                decode_gzip(stream_);
        } catch (const Handover::Stopped&) {
            throw;
        } catch (...) {
            error = std::current_exception();
        }
        stream_.send();
        handover_.end(error);
    } catch (const Handover::Stopped&) { // nobody is there to be told
    }
}

} // namespace rowkit
