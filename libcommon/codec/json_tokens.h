// Where the tokens of JSON text begin, by the first stage of simdjson.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace simdjson::internal {
class dom_parser_implementation;
}

namespace rowkit {

/// Finds every bracket, comma, colon and first byte of a string, number or literal in a text, several
/// gigabytes a second (Langdale and Lemire, "Parsing gigabytes of JSON per second", 2019). Only the strings
/// are understood, nothing else is checked. Its memory is four bytes for each byte of the longest text,
/// touched only as far as there are tokens; after a long one it is given back.
class JsonTokens {
public:
    enum class Fault : uint8_t {
        none,
        unclosed, // a string has no end
        control,  // a string holds a byte below 0x20: a raw newline mostly
    };

    JsonTokens();
    ~JsonTokens();

    /// Many records at once may be given. On a fault there are no tokens.
    Fault find(std::string_view text);

    const uint32_t* positions() const { return positions_; }
    size_t size() const { return size_; }
    /// Whether the text was UTF-8; what is not passes all the same.
    bool is_utf8() const { return is_utf8_; }

private:
    std::unique_ptr<simdjson::internal::dom_parser_implementation> stage_;
    size_t capacity_ = 0;
    const uint32_t* positions_ = nullptr;
    size_t size_ = 0;
    bool is_utf8_ = true;
};

} // namespace rowkit
