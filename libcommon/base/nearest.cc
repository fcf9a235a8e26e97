// The known names that a mistyped one may have meant: Damerau's edit distance (restricted, adjacent swaps).
#include "base/nearest.h"

#include <algorithm>

namespace rowkit {

namespace {

constexpr size_t longest = 200; // of a name that is compared: hints are for what people type

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return result;
}

/// Slips between `a` and `b`; any number above `limit` where there are more than that.
class Distance {
public:
    size_t operator()(std::string_view a, std::string_view b, size_t limit) {
        size_t apart = a.size() < b.size() ? b.size() - a.size() : a.size() - b.size();
        if (apart > limit) return limit + 1;
        for (auto& row : rows_) row.assign(b.size() + 1, 0);
        for (size_t j = 0; j <= b.size(); j++) rows_[0][j] = j;
        for (size_t i = 1; i <= a.size(); i++) {
            auto &row = rows_[i % 3], &above = rows_[(i + 2) % 3], &second = rows_[(i + 1) % 3];
            size_t least = row[0] = i;
            for (size_t j = 1; j <= b.size(); j++) {
                size_t slips =
                    std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1])});
                bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                if (swapped) slips = std::min(slips, second[j - 2] + 1);
                row[j] = slips;
                least = std::min(least, slips);
            }
            if (least > limit + 1) return limit + 1; // a swap may reach back one row, never two
        }
        return rows_[a.size() % 3][b.size()];
    }

private:
    std::vector<size_t> rows_[3];
};

} // namespace

std::vector<std::string> nearest(std::string_view wanted, std::span<const std::string> known, size_t most) {
    struct Candidate {
        size_t slips;
        const std::string* name;
    };
    std::vector<Candidate> found;
    if (wanted.empty() || wanted.size() > longest) return {};

    std::string want = lower(wanted);
    size_t limit = std::max<size_t>(1, std::min(want.size() / 2, 2 + want.size() / 8));
    Distance distance;
    for (const std::string& name : known) {
        if (name.empty() || name.size() > longest) continue;
        std::string other = lower(name);
        size_t slips = distance(want, other, limit);
        if (want.size() == 1 && other.size() == 1 && slips > 0)
            continue; // any letter is one slip from any other
        if (slips > limit && want.size() >= 2 && other.starts_with(want)) slips = limit;
        if (slips <= limit) found.push_back({slips, &name});
    }
    std::stable_sort(found.begin(), found.end(), [](auto& a, auto& b) { return a.slips < b.slips; });

    std::vector<std::string> names;
    for (auto& candidate : found) {
        if (names.size() == most) break;
        if (std::find(names.begin(), names.end(), *candidate.name) == names.end())
            names.push_back(*candidate.name);
    }
    return names;
}

std::string did_you_mean(std::string_view wanted, std::span<const std::string> known, size_t most) {
    auto names = nearest(wanted, known, most);
    if (names.empty()) return {};
    std::string hint = "did you mean ";
    for (size_t i = 0; i < names.size(); i++) {
        if (i > 0) hint += i + 1 == names.size() ? " or " : ", ";
        hint += '"' + names[i] + '"';
    }
    return hint + '?';
}

} // namespace rowkit
