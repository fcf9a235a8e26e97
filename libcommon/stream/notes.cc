// What was odd in the data without being bad.
#include "stream/notes.h"

#include "base/message.h"

#include <fmt/core.h>

#include <algorithm>

namespace rowkit {

bool Notes::knows(std::string_view column) const {
    return std::ranges::any_of(
        sums_, [&](const Sum& sum) { return sum.note.column == column && sum.note.where.empty(); });
}

void Notes::add(const Note& note, std::string place) {
    for (Sum& sum : sums_) {
        if (sum.note.column != note.column || sum.note.where.empty() != note.where.empty()) continue;
        const uint64_t count = sum.note.count + note.count;
        if (!note.where.empty() && note.offset < sum.note.offset) sum = {note, std::move(place)};
        sum.note.count = count;
        return;
    }
    sums_.push_back({note, std::move(place)});
}

void Notes::print(std::string_view tool) const {
    for (const Sum& sum : sums_) {
        const bool one = sum.note.count == 1;
        print_message(tool, fmt::format("{}: {} {}, first {} \"{}\"", sum.note.column, sum.note.count,
                                        one ? "value is not a number" : "values are not numbers", sum.place,
                                        sum.note.text));
    }
}

std::string describe(const Note& note) {
    return fmt::format("{}: \"{}\" is not a number", note.column, note.text);
}

} // namespace rowkit
