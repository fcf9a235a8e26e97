// Sharing a line's columns out among the columns of a table.
#include "data/table_fit.h"

#include <algorithm>

namespace rowkit {
namespace {

size_t at_level(const ColumnNeed& need, size_t level) {
    return std::max(need.least, std::min(need.width, level));
}

size_t sum_at_level(std::span<const ColumnNeed> needs, size_t level) {
    size_t sum = 0;
    for (const ColumnNeed& need : needs) sum += at_level(need, level);
    return sum;
}

} // namespace

TableFit fit_columns(std::span<const ColumnNeed> needs, bool more, size_t width, size_t gap, size_t mark) {
    TableFit fit;
    if (needs.empty()) return fit;
    size_t room = width;
    size_t least = gap * (needs.size() - 1) + sum_at_level(needs, 0);
    if (more || least > room) {
        fit.all = !more && needs.size() == 1;
        if (!fit.all && room > 2 * (mark + gap)) room -= mark + gap;
        size_t used = needs[0].least, count = 1;
        while (count < needs.size() && used + gap + needs[count].least <= room)
            used += gap + needs[count++].least;
        needs = needs.first(count);
    }
    const size_t gaps = gap * (needs.size() - 1);
    room = room > gaps ? room - gaps : 1;

    // The highest level at which all fit; a column wider than that is cut to it.
    size_t low = 0, high = room;
    while (low < high) {
        size_t middle = (low + high + 1) / 2;
        if (sum_at_level(needs, middle) <= room) low = middle;
        else high = middle - 1;
    }
    size_t left = room - std::min(room, sum_at_level(needs, low));
    for (const ColumnNeed& need : needs) {
        size_t given = at_level(need, low);
        if (left > 0 && given < need.width) {
            ++given;
            --left;
        }
        fit.widths.push_back(std::min(given, room)); // the first column alone may need more than there is
    }
    return fit;
}

} // namespace rowkit
