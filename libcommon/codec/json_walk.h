// A walk over the tokens of JSON records that checks their structure.
#pragma once

#include "codec/json_text.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace rowkit {

/// The tokens of a text (JsonTokens) with what the first thing wrong was. A step takes the number of a token
/// and returns that of the next one, or 0 after a fault. Every bracket, comma, colon and key of what is
/// passed is checked, and of values that are asked for that they are numbers, literals or strings; other
/// values only under `strict`.
class JsonWalk {
public:
    static constexpr uint32_t deepest = 1024; // levels of nesting

    void open(std::string_view text, const uint32_t* positions, size_t count) {
        text_ = text.data();
        size_ = text.size();
        at_ = positions;
        count_ = count;
        escapes_ = size_ && std::memchr(text_, '\\', size_) != nullptr;
        forget();
    }

    /// Whether there is a backslash anywhere.
    bool has_escapes() const { return escapes_; }
    const char* text() const { return text_; }
    size_t count() const { return count_; }
    size_t position(size_t token) const { return token < count_ ? at_[token] : size_; }
    /// The token's first byte; NUL past the last token.
    char byte(size_t token) const { return token < count_ ? text_[at_[token]] : '\0'; }
    const char* at(size_t token) const { return text_ + position(token); }

    /// The end of the string, number or literal that `token` is: white space after it is not of it.
    size_t end_of(size_t token) const {
        size_t end = position(token + 1);
        while (is_json_space(text_[end - 1])) --end;
        return end;
    }
    std::string_view view(size_t token) const {
        return {text_ + position(token), end_of(token) - position(token)};
    }
    bool is_key(size_t token) const { return byte(token) == '"' && byte(token + 1) == ':'; }

    /// Past any value.
    size_t skip(size_t token) {
        switch (byte(token)) {
        case '{':
        case '[': return skip_nested(token);
        case ',':
        case ':':
        case '}':
        case ']':
        case '\0': return fail(token, "a value is missing");
        default:
            if (strict && !check_scalar(token)) return 0;
            return token + 1;
        }
    }
    /// Past an object or an array.
    size_t skip_nested(size_t token);
    size_t fail_after_member(size_t token) { return fail(token, "a comma or a closing brace is missing"); }
    size_t fail_key(size_t token);

    /// Whether a token that is no bracket is a string, a number or a literal.
    bool check_scalar(size_t token);
    /// The end of such a token, 0 after a fault.
    size_t checked_end(size_t token) {
        const size_t end = end_of(token), begin = at_[token];
        const bool string = text_[begin] == '"' && text_[end - 1] == '"' && end - begin > 1;
        return (string && !strict) || check_scalar(token) ? end : 0;
    }

    /// One more level of nesting. False: too many.
    bool enter(size_t token) { return ++depth_ <= deepest || fail(token, too_deep); }
    void leave() { --depth_; }

    /// Notes what is wrong with the token, and returns 0.
    size_t fail(size_t token, const char* reason) {
        reason_ = reason;
        fault_at_ = position(token);
        ended_ = token >= count_;
        depth_ = 0;
        return 0;
    }
    const char* reason() const { return reason_; }
    size_t fault_at() const { return fault_at_; }
    /// The tokens ended before what was due.
    bool ended() const { return ended_; }
    void forget() {
        reason_ = nullptr;
        depth_ = 0;
    }

    bool strict = false; // check each value that is passed; its UTF-8 is not looked at here

private:
    static constexpr const char* too_deep = "nested deeper than 1024 levels";

    const char* text_ = nullptr;
    size_t size_ = 0;
    const uint32_t* at_ = nullptr;
    size_t count_ = 0;
    bool escapes_ = false;
    uint32_t depth_ = 0;
    const char* reason_ = nullptr;
    size_t fault_at_ = 0;
    bool ended_ = false;
};

/// The text of a key or string as it stands between its quotes: the escapes undone.
std::string plain_key(std::string_view token);

} // namespace rowkit
