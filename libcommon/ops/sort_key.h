// What records are sorted by: keys, each an expression with a direction and an order, read from `fare desc,
// name nocase`.
#pragma once

#include "expr/formula.h"
#include "stream/stage.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace rowkit::ops {

/// How the values of one key are ordered.
enum class KeyOrder : uint8_t {
    standard, // numbers by exact value, then times that were computed, then text by bytes
    text,     // all by the bytes of their text
    nocase,   // the same without case
    natural,  // text in which runs of digits count as numbers: file2 before file10
    version,  // 1.9 before 1.10, 1.0-rc1 before 1.0
    time,     // ISO 8601 times on the time line, then other text
    ip,       // IPv4 addresses and networks, then IPv6, then other text
    length,   // by the number of characters
    levels,   // in the order of a list, then other text
};

/// One key. Its direction turns the order within a kind of values: nulls come last in either direction unless
/// `nulls_first`, and texts come after numbers.
struct SortKey {
    expr::Formula formula;
    int32_t column = -1; // where the key is a bare column of the header it is bound to
    KeyOrder order = KeyOrder::standard;
    bool descending = false;
    bool nulls_first = false;
    std::map<std::string, uint32_t, std::less<>> levels;
};

/// A list of keys. Copies share what was parsed.
class SortKeys {
public:
    /// Reads `EXPRESSION [asc|desc] [ORDER] [nulls first|last], ...`, the words in any order. A whole number
    /// is the column in that place. Throws Error (exit 2) with the place underlined.
    static SortKeys parse(const std::string& source);

    /// The columns that keys name.
    std::vector<std::string> names() const;
    /// Whether batches must come in order, since a key asks for a record's number.
    bool in_order() const;
    /// Throws Error (exit 2) for an unknown column.
    void bind(const Header& header, const expr::BindOptions& options);

    /// For a list that is to find the greatest or the least: whichever comes first. Nulls are last. Throws
    /// Error (exit 2) where the list itself says a direction.
    void order_by(bool descending);

    const std::vector<SortKey>& keys() const { return keys_; }

private:
    std::vector<SortKey> keys_;
};

/// What the keys' grammar can say, for manual pages.
std::string_view sort_key_manual();

} // namespace rowkit::ops
