// What records of two sides must have in common to be joined.
#include "ops/join_keys.h"

#include "base/error.h"
#include "expr/token.h"

#include <algorithm>
#include <fmt/core.h>

namespace rowkit::ops {
namespace {

constexpr size_t most_pairs = 16; // of so many parts a key remembers which are null

std::string trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return std::string(text);
}

} // namespace

std::vector<std::string> split_expressions(std::string_view text, std::string_view sign,
                                           std::string_view or_sign) {
    std::vector<std::string> parts;
    size_t begin = 0;
    int depth = 0;
    for (const expr::Token& token : expr::tokenize(text)) {
        if (token.is("(") || token.is("[") || token.is("{")) ++depth;
        if (token.is(")") || token.is("]") || token.is("}")) --depth;
        const bool splits = token.is(sign) || token.is_word(sign) || (!or_sign.empty() && token.is(or_sign));
        if (depth != 0 || !splits) continue;
        parts.push_back(trimmed(text.substr(begin, token.begin - begin)));
        begin = token.end;
    }
    parts.push_back(trimmed(text.substr(begin)));
    return parts;
}

KeyPart key_part(std::string text, bool& plain) {
    expr::NodePtr tree = expr::parse_expression(text);
    expr::take_for_column(*tree, text);
    std::shared_ptr<const expr::Node> root = std::move(tree);
    plain = root->op == expr::Op::column;
    KeyPart part{plain ? root->name : text, expr::Formula(text, root)};
    if (part.formula.in_order()) throw usage_error(fmt::format("\"{}\": a record's number is no key", text));
    return part;
}

std::vector<std::string> names_of(std::span<const KeyPart> parts) {
    std::vector<std::string> names;
    for (const KeyPart& part : parts)
        for (std::string& name : part.formula.names())
            if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
    return names;
}

namespace {

/// A comparison is an expression, too, whose truth would be the key.
void refuse_comparison(const std::string& item, const std::string& how) {
    for (const std::string_view sign : {"<", "<=", ">", ">=", "!=", "=~", "!~"})
        if (split_expressions(item, sign).size() > 1)
            throw usage_error(fmt::format("\"{}\": {} is no way to match", item, sign), how);
}

expr::Formula point_formula(const std::string& text, const std::string& item) {
    if (text.empty()) throw usage_error(fmt::format("\"{}\": an expression is missing", item));
    bool plain = false;
    return key_part(text, plain).formula;
}

std::pair<std::string, std::string> span_ends(const std::string& item,
                                              const std::vector<std::string>& parts) {
    std::vector<std::string> ends = split_expressions(parts[1], "and", "&&");
    if (parts.size() == 2 && ends.size() == 2) return {ends[0], ends[1]};
    throw usage_error(
        fmt::format("\"{}\" is no range", item),
        "a range is written 'x between low and high', the last two of RIGHT; a column of that name "
        "stands in backticks: `between`");
}

/// A time on one side makes both times, as with ==.
void compare_alike(KeyPart& streamed, KeyPart& built) {
    if (streamed.formula.type() != expr::Type::time && built.formula.type() != expr::Type::time) return;
    streamed.type = built.type = expr::Type::time;
}

} // namespace

JoinPointPair JoinPointPair::parse(std::string_view text) {
    refuse_comparison(std::string(text),
                      "--asof is written 'time' or 'a = b', and takes the last record up to that");
    const std::vector<std::string> sides = split_expressions(text, "=", "==");
    if (sides.size() > 2) throw usage_error(fmt::format("\"{}\": a pair has one =", text));
    return {point_formula(sides.front(), std::string(text)), point_formula(sides.back(), std::string(text))};
}

JoinKeys JoinKeys::parse(std::string_view text) {
    JoinKeys keys;
    for (const std::string& item : split_expressions(text, ",")) {
        if (const auto ends = split_expressions(item, "between"); ends.size() > 1) {
            const auto [low, high] = span_ends(item, ends);
            if (keys.within) throw usage_error("there can be one `between`");
            keys.within = {point_formula(ends[0], item), point_formula(low, item), point_formula(high, item)};
            continue;
        }
        refuse_comparison(item,
                          "keys are written 'a = b', ranges 'x between low and high'; --asof matches the "
                          "last record up to a time or number");
        const std::vector<std::string> sides = split_expressions(item, "=", "==");
        if (sides.size() > 2)
            throw usage_error(fmt::format("\"{}\": a pair of keys has one =", item),
                              "several pairs stand between commas");
        for (const std::string& side : sides)
            if (side.empty())
                throw usage_error(fmt::format("\"{}\": a key is missing", text),
                                  "keys are written 'a = b', or 'id' where both sides call it so");
        bool streamed_plain = false, built_plain = false;
        keys.streamed.push_back(key_part(sides.front(), streamed_plain));
        keys.built.push_back(key_part(sides.back(), built_plain));
        keys.plain.push_back(streamed_plain && built_plain);
        compare_alike(keys.streamed.back(), keys.built.back());
    }
    if (keys.size() > most_pairs)
        throw usage_error(
            fmt::format("there are {} pairs of keys, at most {} can be", keys.size(), most_pairs));
    return keys;
}

} // namespace rowkit::ops
