// A walk over a JSON text inside a cell: short, and not checked beforehand.
#pragma once

#include <algorithm>
#include <string_view>

namespace rowkit::expr {

/// A place in a JSON text; what is not JSON ends the walk.
class JsonCursor {
public:
    explicit JsonCursor(std::string_view text) : text_(text) { blanks(); }

    char byte() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    bool take(char wanted) {
        if (byte() != wanted) return false;
        ++at_;
        blanks();
        return true;
    }
    bool at_end() const { return at_ >= text_.size(); }

    /// The text of the value that begins here, and past it; empty where there is none.
    std::string_view value() {
        const size_t begin = at_;
        if (byte() == '"') {
            string();
        } else if (byte() == '{' || byte() == '[') {
            int depth = 0;
            do {
                const char now = byte();
                if (now == '"') string();
                else if (++at_; now == '{' || now == '[') ++depth;
                else if (now == '}' || now == ']') --depth;
            } while (depth > 0 && !at_end());
            if (depth) return {};
        } else {
            while (!at_end() && std::string_view(",]} \t\r\n:").find(byte()) == std::string_view::npos) ++at_;
        }
        const std::string_view found = text_.substr(begin, at_ - begin);
        blanks();
        return found;
    }

private:
    void blanks() {
        while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos)
            ++at_;
    }
    void string() {
        for (++at_; !at_end() && byte() != '"'; ++at_)
            if (byte() == '\\') ++at_;
        at_ = std::min(at_ + 1, text_.size());
    }

    std::string_view text_;
    size_t at_ = 0;
};

/// What stands between the quotes of a JSON string.
inline std::string_view inner_text(std::string_view string) {
    return string.size() >= 2 ? string.substr(1, string.size() - 2) : std::string_view{};
}

/// Calls `use` with the JSON text of each item of an array until it gives false. False where it is no array.
template <class Use> bool for_each_raw_item(std::string_view list, const Use& use) {
    JsonCursor at(list);
    if (!at.take('[')) return false;
    while (!at.take(']')) {
        const std::string_view value = at.value();
        if (value.empty()) return false;
        if (!use(value)) return true;
        if (!at.take(',') && at.byte() != ']') return false;
    }
    return true;
}

/// The same with the key, between its quotes as it stands, and the value of each member of an object.
template <class Use> bool for_each_raw_member(std::string_view object, const Use& use) {
    JsonCursor at(object);
    if (!at.take('{')) return false;
    while (!at.take('}')) {
        const std::string_view key = at.value();
        if (!key.starts_with('"') || !at.take(':')) return false;
        const std::string_view value = at.value();
        if (value.empty()) return false;
        if (!use(inner_text(key), value)) return true;
        if (!at.take(',') && at.byte() != '}') return false;
    }
    return true;
}

} // namespace rowkit::expr
