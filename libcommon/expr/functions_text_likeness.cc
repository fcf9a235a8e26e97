// Functions of text: how alike two texts are.
#include "data/utf8.h"
#include "expr/body.h"

#include <algorithm>
#include <array>

namespace rowkit::expr {
namespace {

/// Texts above this many characters are not compared: that takes the product of their sizes.
constexpr size_t most_characters = 1 << 15;

/// The characters of two texts, in the scratch buffer with some room behind them.
struct Characters {
    /// `room`: how many integers are wanted for each character and for one more.
    Characters(const Call& call, size_t room) {
        const size_t bytes = call.text(0).size() + call.text(1).size();
        call.scratch.clear();
        int32_t* const begin =
            reinterpret_cast<int32_t*>(call.scratch.room((bytes + (bytes + 2) * room) * sizeof(int32_t)));
        int32_t* to = begin;
        const auto put = [&](Character character, std::string_view text) {
            // Bytes that are not UTF-8 differ from each other and from all characters.
            *to++ = character.is_valid() ? character.code : -1 - static_cast<unsigned char>(text[0]);
        };
        for_each_character(call.text(0), put);
        a = {begin, to};
        for_each_character(call.text(1), put);
        b = {begin + a.size(), to};
        free = to;
    }
    std::span<const int32_t> a, b;
    int32_t* free;
};

bool too_long(const Call& call) {
    return call.text(0).size() > most_characters * 4 || call.text(1).size() > most_characters * 4 ||
           count_characters(call.text(0)) > most_characters ||
           count_characters(call.text(1)) > most_characters;
}

/// By rows of the usual table, after what is the same at both ends.
Value levenshtein(const Call& call) {
    if (too_long(call)) return {};
    auto [a, b, row] = Characters(call, 1);
    while (!a.empty() && !b.empty() && a.front() == b.front()) a = a.subspan(1), b = b.subspan(1);
    while (!a.empty() && !b.empty() && a.back() == b.back())
        a = a.first(a.size() - 1), b = b.first(b.size() - 1);
    for (size_t k = 0; k <= b.size(); ++k) row[k] = static_cast<int32_t>(k);
    for (size_t i = 0; i < a.size(); ++i) {
        int32_t corner = row[0];
        row[0] = static_cast<int32_t>(i + 1);
        for (size_t k = 0; k < b.size(); ++k) {
            const int32_t above = row[k + 1];
            row[k + 1] = std::min(std::min(above, row[k]) + 1, corner + (a[i] != b[k]));
            corner = above;
        }
    }
    return value_of_count(static_cast<size_t>(row[b.size()]));
}

/// Jaro's likeness: characters in common near each other, less half of those that are out of order.
double jaro(std::span<const int32_t> a, std::span<const int32_t> b, int32_t* room) {
    if (a.empty() && b.empty()) return 1;
    const size_t longer = std::max(a.size(), b.size()), reach = longer < 4 ? 0 : longer / 2 - 1;
    int32_t* const taken = room; // of b
    int32_t* const common = room + b.size();
    std::fill_n(taken, b.size(), 0);
    size_t count = 0;
    for (size_t i = 0; i < a.size(); ++i) {
        const size_t end = std::min(b.size(), i + reach + 1);
        for (size_t k = i > reach ? i - reach : 0; k < end; ++k) {
            if (taken[k] || a[i] != b[k]) continue;
            taken[k] = 1;
            common[count++] = a[i];
            break;
        }
    }
    if (count == 0) return 0;
    size_t at = 0, moved = 0;
    for (size_t k = 0; k < b.size(); ++k)
        if (taken[k]) moved += common[at++] != b[k];
    const auto matches = static_cast<double>(count);
    return (matches / static_cast<double>(a.size()) + matches / static_cast<double>(b.size()) +
            (matches - static_cast<double>(moved / 2)) / matches) /
           3;
}

/// Winkler's addition: a common start of up to four characters counts more.
Value similarity(const Call& call) {
    if (too_long(call)) return {};
    const Characters both(call, 2);
    const double plain = jaro(both.a, both.b, both.free);
    size_t start = 0;
    while (start < std::min({both.a.size(), both.b.size(), size_t{4}}) && both.a[start] == both.b[start])
        ++start;
    return Value::of(round(Number(plain + static_cast<double>(start) * 0.1 * (1 - plain)), 6));
}

/// The American Soundex: letters that sound alike have one digit; vowels part them, h and w do not.
Value soundex(const Call& call) {
    constexpr std::string_view digit_of = "01230120022455012623010202"; // a to z; 0: none
    constexpr size_t size = 4;
    char code[size] = {'0', '0', '0', '0'};
    size_t at = 0;
    char last = 0;
    for (char byte : call.text(0)) {
        const char letter = static_cast<char>(byte | 0x20);
        if (letter < 'a' || letter > 'z' || byte < 0) continue;
        const char digit = digit_of[static_cast<size_t>(letter - 'a')];
        if (at == 0)
            code[at++] = static_cast<char>(letter - 0x20);
        else if (letter == 'h' || letter == 'w')
            continue;
        else if (digit != '0' && digit != last && at < size)
            code[at++] = digit;
        last = digit;
    }
    return Value::of(at == 0 ? std::string_view() : call.arena.copy({code, size}));
}

constexpr Function functions[] = {
    {"levenshtein editdist", "levenshtein(a, b)",
     "how many characters must be put in, left out or changed to make one text the other",
     R"(levenshtein("kitten", "sitting"))", "3", "t", 2, 2, Type::number, levenshtein},
    {"similarity jaro_winkler jaro_winkler_similarity", "similarity(a, b)",
     "how alike two texts are, by Jaro and Winkler: 0 not at all, 1 the same",
     R"(similarity("martha", "marhta"))", "0.961111", "t", 2, 2, Type::number, similarity},
    {"soundex", "soundex(text)", "how a name sounds in English: a letter and three digits",
     R"(soundex("Robert"))", "R163", "t", 1, 1, Type::text, soundex},
};

} // namespace

FunctionFamily text_likeness_functions() { return {"Text: likeness", functions}; }

} // namespace rowkit::expr
