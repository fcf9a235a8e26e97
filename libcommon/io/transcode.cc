// Other encodings to UTF-8.
#include "io/transcode.h"

#include "base/error.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <exception>
#include <strings.h>

namespace rowkit {
namespace {

constexpr size_t input_bytes = 64 << 10;
constexpr std::string_view utf8_bom = "\xef\xbb\xbf";

} // namespace

bool is_utf8(std::string_view encoding) {
    std::string name(encoding);
    return strcasecmp(name.c_str(), "utf-8") == 0 || strcasecmp(name.c_str(), "utf8") == 0;
}

std::string_view encoding_by_bom(std::string_view first) {
    if (first.starts_with("\xff\xfe")) return "UTF-16LE";
    if (first.starts_with("\xfe\xff")) return "UTF-16BE";
    return {};
}

bool bom_undecided(std::string_view first) { return first.empty() || first == "\xff" || first == "\xfe"; }

Transcoder::Transcoder(std::unique_ptr<PeekingSource> below, const std::string& encoding)
    : below_(std::move(below)), encoding_(encoding) {
    // iconv takes suffixes such as //IGNORE, which would lose bytes in silence.
    bool plain = !encoding.empty() && encoding.find('/') == std::string::npos;
    converter_ = plain ? ::iconv_open("UTF-8", encoding.c_str()) : iconv_t(-1);
    if (converter_ == iconv_t(-1))
        throw usage_error("unknown encoding \"" + encoding + "\"",
                          "iconv -l lists those known; windows-1252, latin1, utf-16");
}

Transcoder::~Transcoder() { ::iconv_close(converter_); }

size_t Transcoder::read(char* into, size_t room) {
    while (left() == 0) {
        if (error_) std::rethrow_exception(error_);
        if (ended_) return 0;
        fill();
    }
    size_t size = std::min(room, left());
    std::memcpy(into, output_.data() + at_, size);
    at_ += size;
    return size;
}

bool Transcoder::ready() {
    // Bytes may be there that make no whole character yet, so it is known only by trying.
    while (left() == 0 && !error_ && !ended_) {
        if (!below_->ready()) return false;
        fill();
    }
    return true;
}

void Transcoder::fill() {
    output_.clear();
    at_ = 0;
    try {
        size_t size = below_->read(input_.room(input_bytes), input_bytes);
        ended_ = size == 0;
        input_.advance(size);
    } catch (...) {
        error_ = std::current_exception();
        return;
    }
    convert();
    if (at_start_ && output_.size() >= utf8_bom.size()) {
        if (output_.view().starts_with(utf8_bom)) at_ = utf8_bom.size();
        at_start_ = false;
    } else if (!output_.empty()) {
        at_start_ = false;
    }
}

void Transcoder::convert() {
    char* in = input_.data();
    size_t in_left = input_.size();
    const char* fault = nullptr;
    while (in_left > 0) {
        char* out = output_.room(std::max<size_t>(in_left + in_left / 2, 64));
        char* end = out;
        size_t out_left = output_.capacity() - output_.size();
        size_t result = ::iconv(converter_, &in, &in_left, &end, &out_left);
        int reason = errno;
        output_.advance(static_cast<size_t>(end - out));
        if (result != size_t(-1) || reason == E2BIG) continue;
        if (reason == EILSEQ)
            fault = "these bytes are not ";
        else if (ended_)
            fault = "the input ends in the middle of a character of ";
        break;
    }
    size_t done = input_.size() - in_left;
    offset_ += done;
    if (fault) return fail(fault);
    if (in_left > 0) std::memmove(input_.data(), in, in_left);
    input_.resize(in_left);
}

void Transcoder::fail(const char* what) {
    error_ =
        std::make_exception_ptr(Error(Exit::bad_data, below_->name() + ": byte " + std::to_string(offset_),
                                      what + encoding_, "--encoding names the right one"));
}

} // namespace rowkit
