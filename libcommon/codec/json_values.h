// Cells written as JSON values.
#pragma once

#include "base/copy.h"
#include "codec/cell.h"
#include "codec/json_escape.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace rowkit {

/// What the cells of a column become.
enum class JsonType : uint8_t {
    free,   // text that is a plain number, true or false becomes that; other text a string
    text,   // text becomes a string; what was JSON stays (--strings)
    string, // --type NAME=string: everything a string
    number, // text must be a number
    boolean,
    json,   // text must be JSON
};

/// Writes into a buffer without asking for room at every byte.
class JsonOut {
public:
    explicit JsonOut(Buffer& buffer) : buffer_(buffer) { grow(0); }
    JsonOut(const JsonOut&) = delete;
    JsonOut& operator=(const JsonOut&) = delete;
    ~JsonOut() { settle(); }

    /// Room for `bytes` and Buffer::padding more at `to`.
    void room(size_t bytes) {
        if (static_cast<size_t>(stop_ - to) < bytes) [[unlikely]] grow(bytes);
    }
    /// Makes the buffer's size what has been written.
    void settle() { buffer_.resize(size()); }
    size_t size() const { return static_cast<size_t>(to - buffer_.data()); }
    /// Back to an earlier size.
    void cut(size_t size) { to = buffer_.data() + size; }
    char& operator[](size_t at) { return buffer_.data()[at]; }

    /// `padded`: 16 bytes may be read past the text.
    void raw(std::string_view text, bool padded) {
        room(text.size());
        if (padded) {
            to = copy_short(to, text.data(), text.size());
        } else {
            std::memcpy(to, text.data(), text.size());
            to += text.size();
        }
    }

    char* to = nullptr;

private:
    void grow(size_t bytes);

    Buffer& buffer_;
    char* stop_ = nullptr;
};

/// Writes text as JsonType::free says.
void write_free_text(std::string_view text, bool padded, JsonOut& out);
void write_json_string(std::string_view text, bool padded, JsonOut& out);

/// Writes any cell that is not missing. `foreign`: its JSON comes from a format that isn't JSON, whose
/// strings may hold what JSON escapes. `lines`: no newline may be written. Throws Error (exit 3) for text
/// that isn't what its column `name` asks for.
void write_value(const Cell& cell, JsonType type, bool padded, bool foreign, bool lines,
                 std::string_view name, Buffer& scratch, JsonOut& out);

} // namespace rowkit
