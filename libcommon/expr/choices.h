// The constants of `x in (...)`, made ready to be looked up.
#pragma once

#include "data/number.h"
#include "expr/node.h"
#include "expr/short_text.h"

#include <memory>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace rowkit::expr {

/// Texts, or numbers. Reading it is thread-safe.
class Choices final : public Prepared {
public:
    /// Nothing where how to compare depends on more than the left side's being a text or a cell: then each
    /// choice is to be looked at. The texts stay in the nodes.
    static std::unique_ptr<Choices> of(const Node& in);

    bool are_numbers() const { return texts_.empty(); }
    bool has(const Number& number) const;
    bool has(std::string_view text) const { return may_have(text.size()) && texts_.contains(text); }
    /// The same for the bytes of a batch's cell: others follow that can be read.
    bool has_cell(std::string_view text) const {
        if (short_.empty()) return has(text);
        bool found = false;
        for (const ShortText& each : short_) found |= each.is(text);
        return found;
    }

private:
    Choices() = default;
    bool may_have(size_t size) const { return sizes_ >> (size < 63 ? size : 63) & 1; }

    std::vector<Number> numbers_; // ascending
    std::unordered_set<std::string_view> texts_;
    uint64_t sizes_ = 0;           // a bit for each size of a text, the last one for all that are greater
    std::vector<ShortText> short_; // all texts, where they are few and short
};

} // namespace rowkit::expr
