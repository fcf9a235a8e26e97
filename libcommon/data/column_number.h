// A column said by its number.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace rowkit {

/// `3`, the third one, or `-1`, the last one; nothing of any other text. Numbers past int64_t saturate: they
/// are out of every range.
inline std::optional<int64_t> column_number(std::string_view text) {
    const std::string_view digits = text.substr(text.starts_with('-') ? 1 : 0);
    if (digits.empty() || digits.find_first_not_of("0123456789") != std::string_view::npos)
        return std::nullopt;
    int64_t value = INT64_MAX;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return digits.size() == text.size() ? value : -value;
}

} // namespace rowkit
