// The column selection language: from items and a header to the columns meant.
#include "stream/select.h"

#include "base/error.h"
#include "data/column_number.h"
#include "data/glob.h"
#include "data/path.h"

#include <algorithm>
#include <charconv>
#include <numeric>
#include <optional>
#include <re2/re2.h>
#include <unordered_map>
#include <unordered_set>

namespace rowkit {
namespace {

constexpr size_t none = static_cast<size_t>(-1);

/// `3` or `-1`.
std::optional<int64_t> as_position(const SelectName& name) {
    return name.quoted ? std::nullopt : column_number(name.text);
}

/// `name[2]`, a name and which one of that name (from 1).
struct Occurrence {
    std::string name;
    size_t number;
};

std::optional<Occurrence> as_occurrence(const SelectName& name) {
    if (name.quoted || !name.text.ends_with(']')) return std::nullopt;
    const size_t open = name.text.rfind('[');
    size_t number = 0;
    const char* end = name.text.data() + name.text.size() - 1;
    if (open == std::string::npos || std::from_chars(name.text.data() + open + 1, end, number).ptr != end) {
        return std::nullopt;
    }
    std::string base = name.text.substr(0, open);
    if (base.starts_with('`')) {
        const auto path = Path::parse(base);
        if (path && path->steps().size() == 1) base = std::get<std::string>(path->steps()[0]);
    }
    return Occurrence{std::move(base), number};
}

std::string columns_of(size_t count) {
    return count == 1 ? "there is 1 column" : "there are " + std::to_string(count) + " columns";
}

/// The header, so that all columns of one name, and all names with one prefix, are found at once.
class HeaderIndex {
public:
    explicit HeaderIndex(const Header& header) : header_(header), columns_(header.size()) {
        std::vector<size_t> group(size());
        groups_.reserve(size());
        for (size_t i = 0; i < size(); ++i)
            group[i] = groups_.try_emplace(name(i), groups_.size()).first->second;
        starts_.resize(groups_.size() + 1);
        for (size_t g : group) ++starts_[g];
        std::partial_sum(starts_.begin(), starts_.end(), starts_.begin()); // ends, until columns_ is filled
        for (size_t i = size(); i-- > 0;) columns_[--starts_[group[i]]] = i;
    }

    size_t size() const { return header_.size(); }
    const std::string& name(size_t column) const { return header_.columns[column].name; }
    const Header& header() const { return header_; }

    /// The columns of that very name, in the header's order.
    std::span<const size_t> named(std::string_view name) const {
        const auto found = groups_.find(name);
        if (found == groups_.end()) return {};
        const size_t start = starts_[found->second];
        return std::span(columns_).subspan(start, starts_[found->second + 1] - start);
    }

    /// What was asked for by that name and is no column, or none.
    size_t sought(std::string_view name) const {
        const auto found = std::ranges::find(header_.sought, name, &Column::name);
        return found == header_.sought.end() ? none
                                             : size() + static_cast<size_t>(found - header_.sought.begin());
    }

    /// All columns below a JSON object's name, in the header's order.
    std::vector<size_t> below(const std::string& object) {
        if (sorted_.empty()) {
            sorted_.resize(size());
            std::iota(sorted_.begin(), sorted_.end(), size_t{0});
            std::ranges::sort(sorted_, {}, [&](size_t column) -> const std::string& { return name(column); });
        }
        const std::string prefix = object + '.';
        auto at =
            std::lower_bound(sorted_.begin(), sorted_.end(), prefix,
                             [&](size_t column, const std::string& wanted) { return name(column) < wanted; });
        std::vector<size_t> found;
        for (; at != sorted_.end() && name(*at).starts_with(prefix); ++at) found.push_back(*at);
        std::sort(found.begin(), found.end());
        return found;
    }

private:
    const Header& header_;
    std::unordered_map<std::string_view, size_t>
        groups_; // by name: which group, in order of first appearance
    std::vector<size_t> starts_;                          // of group g: from [g] to [g + 1] in columns_
    std::vector<size_t> columns_;                         // group after group
    std::vector<size_t> sorted_; // made at the first call of below()
};

/// The columns picked so far: each once, in order, taken out in constant time.
class Picked {
public:
    explicit Picked(size_t columns) : place_(columns, none) {}

    void add(size_t column) {
        if (place_[column] != none) return;
        place_[column] = order_.size();
        order_.push_back(column);
    }
    void remove(size_t column) {
        if (place_[column] == none) return;
        order_[place_[column]] = none;
        place_[column] = none;
    }
    std::vector<size_t> take() {
        std::erase(order_, none);
        return std::move(order_);
    }

private:
    std::vector<size_t> place_; // by column: where in order_
    std::vector<size_t> order_;
};

class Resolver {
public:
    Resolver(const Header& header, const ResolveOptions& options)
        : header_(header), options_(options), picked_(header.cells()) {}

    std::vector<size_t> all(const std::vector<SelectItem>& items) {
        if (items.front().negated) {
            for (size_t i = 0; i < header_.size(); ++i) picked_.add(i);
        }
        for (const SelectItem& item : items) one(item);
        return picked_.take();
    }

private:
    void one(const SelectItem& item) {
        const bool plain = item.kind == SelectItem::Kind::name;
        const std::span<const size_t> verbatim = header_.named(plain ? item.name.text : item.text);
        if (!verbatim.empty()) {
            if (!item.negated) return picked_.add(verbatim.front());
            for (size_t i : verbatim) picked_.remove(i);
            return;
        }
        switch (item.kind) {
        case SelectItem::Kind::name: return by_name(item);
        case SelectItem::Kind::range: return by_range(item);
        case SelectItem::Kind::glob:
            return by_match(item,
                            [&](const std::string& name) { return glob_matches(item.name.text, name); });
        case SelectItem::Kind::regex:
            return by_match(
                item, [&](const std::string& name) { return re2::RE2::PartialMatch(name, *item.regex); });
        }
    }

    void put(const SelectItem& item, size_t column) {
        item.negated ? picked_.remove(column) : picked_.add(column);
    }

    void by_name(const SelectItem& item) {
        const size_t column = place_of(item.name);
        if (column != none) return put(item, column);
        if (!item.name.quoted) {
            const std::vector<size_t> below = header_.below(item.name.text);
            for (size_t i : below) put(item, i);
            if (!below.empty()) return;
        }
        missing(item.name);
    }

    void by_range(const SelectItem& item) {
        const auto end = [&](const SelectName& name, size_t open) {
            if (!name.quoted && name.text.empty()) return open;
            const size_t column = place_of(name);
            if (column == none) missing(name);
            return column;
        };
        if (header_.size() == 0 && item.from.text.empty() && item.to.text.empty()) return; // `..` of nothing
        const size_t from = end(item.from, 0);
        const size_t to = end(item.to, header_.size() - 1);
        if (from == none || to == none || header_.size() == 0) return;
        for (size_t i = from;; from < to ? ++i : --i) {
            put(item, i);
            if (i == to) break;
        }
    }

    template <typename Matches>
    void by_match(const SelectItem& item, Matches matches) {
        bool any = false;
        for (size_t i = 0; i < header_.size(); ++i) {
            if (!matches(header_.name(i))) continue;
            any = true;
            put(item, i);
        }
        if (!any && !options_.optional)
            throw error("no column matches \"" + item.text + "\"", columns_hint());
    }

    /// The one column that a name, a position or `name[2]` means, or none.
    size_t place_of(const SelectName& name) const {
        if (const auto columns = header_.named(name.text); !columns.empty()) return columns.front();
        if (const size_t sought = header_.sought(name.text); sought != none) return sought;
        if (const auto position = as_position(name)) {
            const auto count = static_cast<int64_t>(header_.size());
            const int64_t place = *position < 0 ? count + *position : *position - 1;
            return 0 <= place && place < count ? static_cast<size_t>(place) : none;
        }
        if (const auto wanted = as_occurrence(name)) {
            const auto columns = header_.named(wanted->name);
            if (0 < wanted->number && wanted->number <= columns.size()) return columns[wanted->number - 1];
        }
        return none;
    }

    void missing(const SelectName& name) const {
        if (options_.optional) return;
        if (const auto position = as_position(name)) {
            throw error("no column " + name.text,
                        *position == 0 ? "positions count from 1" : columns_of(header_.size()));
        }
        std::string reason = "no column \"" + name.text + "\"";
        if (const auto wanted = as_occurrence(name)) {
            const size_t count = header_.named(wanted->name).size();
            if (count > 0) throw error(reason, columns_of(count) + " of the name \"" + wanted->name + "\"");
        }
        std::string hint = missing_column_hint(name.text, header_.header());
        throw error(std::move(reason), hint.empty() ? columns_hint() : std::move(hint));
    }

    /// The header in a line, for when nothing in it comes near; or why it may have been read wrongly.
    std::string columns_hint() const {
        if (header_.size() == 0) return "there are no columns";
        if (header_.size() == 1) {
            const std::string hint = header_hint(header_.header());
            return hint.empty() ? "the only column is \"" + header_.name(0) + '"' : hint;
        }
        std::string hint = "the columns are ";
        for (size_t i = 0; i < header_.size(); ++i) {
            if (hint.size() > 80) return hint + ", ... (" + std::to_string(header_.size()) + " of them)";
            if (i > 0) hint += ", ";
            hint += header_.name(i);
        }
        return hint;
    }

    Error error(std::string reason, std::string hint) const {
        return Error(Exit::usage, options_.where, std::move(reason), std::move(hint));
    }

    HeaderIndex header_;
    const ResolveOptions& options_;
    Picked picked_;
};

} // namespace

Selection Selection::parse(std::string_view text) {
    Selection selection;
    selection.items_ = parse_select_items(text);
    return selection;
}

std::vector<size_t> Selection::resolve(const Header& header, const ResolveOptions& options) const {
    return Resolver(header, options).all(items_);
}

bool Selection::needs_names() const {
    return std::any_of(items_.begin(), items_.end(), [](const SelectItem& item) {
        return item.kind != SelectItem::Kind::name || item.negated || as_position(item.name);
    });
}

std::vector<std::string> Selection::wanted_names() const {
    std::vector<std::string> names;
    std::unordered_set<std::string_view> seen;
    for (const SelectItem& item : items_) {
        if (item.kind != SelectItem::Kind::name || item.negated || as_position(item.name)) continue;
        if (seen.insert(item.name.text).second) names.push_back(item.name.text);
    }
    return names;
}

} // namespace rowkit
