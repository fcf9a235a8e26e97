// What records of two sides must have in common to be joined: the text of rowjoin's first operand.
#pragma once

#include "ops/group_keys.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowkit::ops {

/// The equal pairs: part i of the one side's key and part i of the other's.
struct JoinKeys {
    std::vector<KeyPart> streamed, built;
    std::vector<bool>
        plain; // both sides are columns: the pair is written as one column, under the streamed side's name

    /// `x between low and high`: a point of the streamed record, and the ends of a span of the built one.
    struct Within {
        expr::Formula point, low, high;
    };
    std::optional<Within> within;

    /// Reads `a = b, lower(c) = lower(d), id`: an item without `=` stands for both sides. A whole number is
    /// the column at that place. Throws Error (exit 2).
    static JoinKeys parse(std::string_view text);

    size_t size() const { return streamed.size(); }
};

/// A point of each side's records, as JoinKeys::parse() reads one pair: `time`, or `a = b`.
struct JoinPointPair {
    expr::Formula streamed, built;
    static JoinPointPair parse(std::string_view text);
};

/// Texts between signs at the top level of an expression list: `a = b, c` split at `,` is `a = b` and `c`.
std::vector<std::string> split_expressions(std::string_view text, std::string_view sign,
                                           std::string_view or_sign = {});

/// One part of a key from its text; `plain` is set to whether it is a column.
KeyPart key_part(std::string text, bool& plain);

/// All names that the parts' expressions name, each once.
std::vector<std::string> names_of(std::span<const KeyPart> parts);

} // namespace rowkit::ops
