// What the bodies of functions share: whole numbers, counts, constants, the search for a text, the limit of
// size.
#pragma once

#include "base/error.h"
#include "data/number_parse.h"
#include "data/number_text.h"
#include "expr/function.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <string>

namespace rowkit::expr {

/// Past every position that a text can have, and small enough to be added without care.
inline constexpr int64_t far_away = int64_t{1} << 40;

/// A number as a position or a count: cut towards zero, and no further than `far_away`.
inline int64_t whole_number(const Number& number) {
    if (number.is_small() && number.scale() == 0)
        return std::min(std::max(number.small_mantissa(), -far_away), far_away);
    if (number.is_real() && std::isnan(number.real())) return 0;
    if (compare(number, Number(far_away)) >= 0) return far_away;
    if (compare(number, Number(-far_away)) <= 0) return -far_away;
    return trunc(number).to_int64().value_or(0);
}

inline Value value_of_count(size_t count) { return Value::of(Number(static_cast<int64_t>(count))); }

/// In prepare(): an argument that is a constant text; a null reads as the empty one.
inline std::optional<std::string_view> constant_text(std::span<const Value* const> constants, size_t i) {
    if (i >= constants.size() || !constants[i]) return std::nullopt;
    if (constants[i]->is_null()) return "";
    return constants[i]->is_texty() ? std::optional(constants[i]->text()) : std::nullopt;
}

/// Where `part` stands in `text` at `from` or after it; npos where it does not. Linear, whatever the texts
/// are.
inline size_t find_text(std::string_view text, std::string_view part, size_t from = 0) {
    if (from > text.size() || part.size() > text.size() - from) return std::string_view::npos;
    if (part.empty()) return from;
    const void* found = memmem(text.data() + from, text.size() - from, part.data(), part.size());
    return found ? static_cast<size_t>(static_cast<const char*>(found) - text.data())
                 : std::string_view::npos;
}

/// Throws where a function's result would be greater than any cell that is meant: `pad_left(x, 1e12)`.
inline void check_size(std::string_view function, uint64_t bytes) {
    if (bytes > uint64_t{1} << 30)
        throw Error(Exit::bad_data, {}, std::string(function) + ": the result would have more than 1 GB");
}

} // namespace rowkit::expr
