// The constants of `x in (...)`, made ready to be looked up.
#include "expr/choices.h"

#include <algorithm>

namespace rowkit::expr {
namespace {

constexpr size_t few = 8; // are compared with one by one

} // namespace

std::unique_ptr<Choices> Choices::of(const Node& in) {
    const Type left = in.args[0]->type;
    const std::span<const NodePtr> choices = std::span(in.args).subspan(1);
    const auto all = [&](auto test) {
        return std::ranges::all_of(
            choices, [&](const NodePtr& node) { return node->op == Op::literal && test(node->literal); });
    };
    std::unique_ptr<Choices> made(new Choices);
    if ((left == Type::cell || left == Type::text) &&
        all([](const Value& value) { return value.is(Type::text); })) {
        bool are_short = choices.size() <= few;
        for (const NodePtr& choice : choices) {
            const std::string_view text = choice->literal.text();
            made->texts_.insert(text);
            made->sizes_ |= uint64_t{1} << std::min<size_t>(text.size(), 63);
            are_short = are_short && text.size() <= ShortText::most;
        }
        if (are_short)
            for (const std::string_view text : made->texts_) made->short_.emplace_back(text);
        return made;
    }
    // What was a text of more digits than a number holds is compared as that text.
    const auto is_decimal = [](const Value& value) {
        return value.is(Type::number) && !value.number().is_real();
    };
    if ((left != Type::cell && left != Type::text && left != Type::number) || !all(is_decimal))
        return nullptr;
    for (const NodePtr& choice : choices) made->numbers_.push_back(choice->literal.number());
    std::ranges::sort(made->numbers_);
    return made;
}

bool Choices::has(const Number& number) const {
    if (numbers_.size() > few) return std::ranges::binary_search(numbers_, number);
    bool found = false;
    for (const Number& each : numbers_) found |= each == number;
    return found;
}

} // namespace rowkit::expr
