// What records are sorted by, read from text.
#include "ops/sort_key.h"

#include "expr/parser.h"
#include "expr/syntax_error.h"

#include <algorithm>
#include <optional>

namespace rowkit::ops {
namespace {

using expr::Node;
using expr::Op;

std::optional<KeyOrder> order_named(const expr::Token& word) {
    constexpr std::pair<std::string_view, KeyOrder> orders[] = {
        {"text", KeyOrder::text},       {"nocase", KeyOrder::nocase}, {"natural", KeyOrder::natural},
        {"version", KeyOrder::version}, {"time", KeyOrder::time},     {"ip", KeyOrder::ip},
        {"length", KeyOrder::length},   {"levels", KeyOrder::levels}};
    for (const auto& [name, order] : orders)
        if (word.is_word(name)) return order;
    return std::nullopt;
}

/// `levels ["low", "mid", "high"]`.
void read_levels(expr::Parser& parser, SortKey& key) {
    const expr::Token at = parser.peek();
    const expr::NodePtr list = parser.expression();
    if (list->op != Op::list || list->args.empty())
        parser.fail(at, "expected a list: levels [\"low\", \"high\"]");
    for (const expr::NodePtr& item : list->args) {
        const bool negative = item->op == Op::minus;
        const Node& level = negative ? *item->args[0] : *item;
        const bool is_text = level.op == Op::literal && level.literal.is(expr::Type::text);
        if (level.op != Op::literal || (negative && !level.literal.is(expr::Type::number)))
            throw expr::syntax_error(parser.source(), item->begin, item->end,
                                     "a level is a text or a number");
        std::string text(is_text ? level.literal.text()
                                 : parser.source().substr(level.begin, level.end - level.begin));
        if (negative) text.insert(0, "-");
        key.levels.try_emplace(std::move(text), static_cast<uint32_t>(key.levels.size()));
    }
}

void read_words(expr::Parser& parser, SortKey& key) {
    bool has_direction = false, has_nulls = false, has_order = false;
    for (;;) {
        const expr::Token at = parser.peek();
        const auto once = [&](bool& given, const char* what) {
            if (given) parser.fail(at, std::string("a key has one ") + what);
            given = true;
        };
        if (parser.take_word("desc") || parser.take_word("asc")) {
            once(has_direction, "direction");
            key.descending = at.is_word("desc");
        } else if (parser.take_word("nulls")) {
            once(has_nulls, "place for nulls");
            key.nulls_first = parser.take_word("first");
            if (!key.nulls_first && !parser.take_word("last"))
                parser.fail(parser.peek(), "expected nulls first or nulls last");
        } else if (auto order = order_named(at)) {
            once(has_order, "order");
            parser.take();
            key.order = *order;
            if (*order == KeyOrder::levels) read_levels(parser, key);
        } else {
            return;
        }
    }
}

} // namespace

SortKeys SortKeys::parse(const std::string& source) {
    SortKeys all;
    expr::Parser parser(source);
    do {
        SortKey& key = all.keys_.emplace_back();
        expr::NodePtr node = parser.expression();
        if (!expr::take_for_column(*node, source) && node->op == Op::literal)
            throw expr::syntax_error(
                source, node->begin, node->end,
                "this is the same for all records; a column's name stands bare or in `backticks`");
        key.formula = expr::Formula(source, std::shared_ptr<const Node>(std::move(node)));
        read_words(parser, key);
    } while (parser.take(","));
    if (!parser.at_end())
        parser.fail(parser.peek(),
                    "expected a comma, asc, desc, nulls first, or an order: text nocase natural version time "
                    "ip length levels");
    return all;
}

std::vector<std::string> SortKeys::names() const {
    std::vector<std::string> names;
    for (const SortKey& key : keys_)
        for (std::string& name : key.formula.names())
            if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
    return names;
}

bool SortKeys::in_order() const {
    return std::ranges::any_of(keys_, [](const SortKey& key) { return key.formula.in_order(); });
}

void SortKeys::bind(const Header& header, const expr::BindOptions& options) {
    for (SortKey& key : keys_) {
        key.formula.bind(header, options);
        const Node& root = key.formula.program().root();
        key.column = root.op == Op::column ? root.column : -1;
    }
}

void SortKeys::order_by(bool descending) {
    for (SortKey& key : keys_) {
        if (key.descending || key.nulls_first)
            throw usage_error("what is greatest or least has no direction of its own, and nulls are neither");
        key.descending = descending;
    }
}

std::string_view sort_key_manual() {
    return "A key is an expression, mostly a column's name, and may be followed by `asc` or `desc`, by "
           "`nulls first` or `nulls last` (the default), and by an order: numbers by exact value and then "
           "text by bytes, if left out; `text` (all by bytes), `nocase`, `natural` (file2 before file10), "
           "`version` (1.0-rc1 before 1.0 before 1.10), `time` (ISO 8601 on the time line), `ip`, `length` "
           "(in characters), or `levels [\"low\", \"high\"]`. What is no time, address or level comes after "
           "those that are, by bytes. `desc` turns numbers and texts around, but texts still come after "
           "numbers, so that an `NA` is not the greatest of them, and nulls after both.";
}

} // namespace rowkit::ops
