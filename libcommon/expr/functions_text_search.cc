// Functions of text: what it contains, where, and replacing it.
#include "data/fold.h"
#include "data/glob.h"
#include "data/utf8.h"
#include "expr/body.h"
#include "expr/list_search.h"

#include <algorithm>
#include <array>
#include <vector>

namespace rowkit::expr {
namespace {

constexpr size_t npos = std::string_view::npos;

Value contains(const Call& call) {
    if (call.args[0].is(Type::list)) return Value::of(position_in_list(call) > 0);
    return Value::of(find_text(text_of(call, 0), text_of(call, 1)) != npos);
}
Value starts_with(const Call& call) { return Value::of(call.text(0).starts_with(call.text(1))); }
Value ends_with(const Call& call) { return Value::of(call.text(0).ends_with(call.text(1))); }

/// Both texts of the call without case; good until the scratch buffer is used again.
struct Folded {
    explicit Folded(const Call& call) {
        call.scratch.clear();
        append_folded(call.text(0), call.scratch);
        const size_t size = call.scratch.size();
        append_folded(call.text(1), call.scratch);
        text = call.scratch.view().substr(0, size);
        other = call.scratch.view().substr(size);
    }
    std::string_view text, other;
};

Value icontains(const Call& call) {
    const Folded folded(call);
    return Value::of(find_text(folded.text, folded.other) != npos);
}

Value iequals(const Call& call) {
    const Folded folded(call);
    return Value::of(folded.text == folded.other);
}

/// SQL's LIKE: `%` is any run of characters, `_` any one. Goes back to the last `%` only, so it is never
/// worse than the product of the sizes.
bool is_like(std::string_view text, std::string_view pattern) {
    size_t at = 0, in = 0, run = npos, run_at = 0; // the last % and the text it took
    while (at < text.size()) {
        if (in < pattern.size() && pattern[in] == '%') {
            run = ++in;
            run_at = at;
        } else if (in < pattern.size() && pattern[in] == '_') {
            ++in;
            at += first_character(text.substr(at)).size;
        } else if (in < pattern.size() && pattern[in] == text[at]) {
            ++in;
            ++at;
        } else if (run != npos) {
            in = run;
            run_at += first_character(text.substr(run_at)).size;
            at = run_at;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('%', in) == npos;
}

Value like(const Call& call) { return Value::of(is_like(call.text(0), call.text(1))); }

Value ilike(const Call& call) {
    const Folded folded(call);
    return Value::of(is_like(folded.text, folded.other));
}

Value glob(const Call& call) { return Value::of(glob_matches(call.text(1), call.text(0))); }

/// The position of what stands at a byte, from 1; 0 for npos.
Value position(std::string_view text, size_t at) {
    return value_of_count(at == npos ? 0 : count_characters(text.substr(0, at)) + 1);
}

Value index_of(const Call& call) {
    if (call.args[0].is(Type::list)) return value_of_count(position_in_list(call));
    const std::string_view text = text_of(call, 0), part = text_of(call, 1);
    size_t from = 0;
    if (call.count() > 2) {
        const int64_t start = whole_number(call.number(2));
        from = start < 0 ? text.size() - bytes_of_last_characters(text, static_cast<size_t>(-start))
                         : bytes_of_characters(text, static_cast<size_t>(std::max<int64_t>(start - 1, 0)));
    }
    return position(text, find_text(text, part, from));
}

Value last_index_of(const Call& call) { return position(call.text(0), call.text(0).rfind(call.text(1))); }

Value count_text(const Call& call) {
    const std::string_view text = call.text(0), part = call.text(1);
    size_t count = 0;
    if (part.empty()) return value_of_count(0);
    for (size_t at = find_text(text, part); at != npos; at = find_text(text, part, at + part.size())) ++count;
    return value_of_count(count);
}

/// The text with `part` replaced, `most` times.
Value replaced(const Call& call, std::string_view with, size_t most) {
    const std::string_view text = call.text(0), part = call.text(1);
    size_t at = part.empty() ? npos : find_text(text, part);
    if (at == npos) return Value::of(text);
    call.scratch.clear();
    size_t done = 0;
    for (; at != npos && most > 0; --most, at = find_text(text, part, done)) {
        call.scratch.append(text.substr(done, at - done));
        call.scratch.append(with);
        check_size("replace", call.scratch.size());
        done = at + part.size();
    }
    call.scratch.append(text.substr(done));
    return call.made();
}

Value replace(const Call& call) { return replaced(call, call.text(2), npos); }
Value replace_first(const Call& call) { return replaced(call, call.text(2), 1); }
Value remove(const Call& call) { return replaced(call, {}, npos); }

/// What each character becomes: translate()'s two lists side by side.
class Translation : public Prepared {
public:
    Translation(std::string_view from, std::string_view to) {
        ascii_.fill(same);
        for_each_character(from, [&](Character character, std::string_view) {
            const Character other = to.empty() ? Character{gone, 0} : first_character(to);
            to.remove_prefix(other.size);
            const int32_t code = character.code;
            if (code >= 0 && code < 0x80 && ascii_[static_cast<size_t>(code)] == same)
                ascii_[static_cast<size_t>(code)] = other.code;
            else if (code >= 0x80 && of(code) == same)
                others_.emplace_back(code, other.code);
        });
    }

    void append(std::string_view text, Buffer& out) const {
        for_each_character(text, [&](Character character, std::string_view bytes) {
            const int32_t to = of(character.code);
            if (to == same)
                out.append(bytes);
            else if (to >= 0)
                append_character(to, out);
        });
    }

private:
    static constexpr int32_t gone = -1, same = -2;

    int32_t of(int32_t code) const {
        if (code >= 0 && code < 0x80) return ascii_[static_cast<size_t>(code)];
        auto found = std::ranges::find(others_, code, &std::pair<int32_t, int32_t>::first);
        return found == others_.end() ? same : found->second;
    }

    std::array<int32_t, 0x80> ascii_;
    std::vector<std::pair<int32_t, int32_t>> others_;
};

std::unique_ptr<Prepared> prepare_translation(std::span<const Value* const> constants) {
    const auto from = constant_text(constants, 1), to = constant_text(constants, 2);
    return from && to ? std::make_unique<Translation>(*from, *to) : nullptr;
}

Value translate(const Call& call) {
    call.scratch.clear();
    if (call.prepared)
        static_cast<const Translation*>(call.prepared)->append(call.text(0), call.scratch);
    else
        Translation(call.text(1), call.text(2)).append(call.text(0), call.scratch);
    return call.made();
}

constexpr Function functions[] = {
    {"contains includes", "contains(text, part)", "whether the text has the part in it, or the list the item",
     R"(contains("rowkit", "kit"))", "true", "a", 2, 2, Type::boolean, contains},
    {"icontains", "icontains(text, part)", "whether the text has the part in it, whatever the case",
     R"(icontains("Grüße", "GRÜ"))", "true", "t", 2, 2, Type::boolean, icontains},
    {"iequals", "iequals(a, b)", "whether two texts are the same but for case",
     R"(iequals("École", "éCOLE"))", "true", "t", 2, 2, Type::boolean, iequals},
    {"starts_with startswith", "starts_with(text, prefix)", "whether the text begins so",
     R"(starts_with("rowkit", "row"))", "true", "t", 2, 2, Type::boolean, starts_with},
    {"ends_with endswith", "ends_with(text, suffix)", "whether the text ends so",
     R"(ends_with("a.csv", ".csv"))", "true", "t", 2, 2, Type::boolean, ends_with},
    {"like", "like(text, pattern)", "whether all of the text is so: % is any run of characters, _ any one",
     R"(like("rowkit", "r_w%"))", "true", "t", 2, 2, Type::boolean, like},
    {"ilike", "ilike(text, pattern)", "as like, whatever the case", R"(ilike("RowKit", "row%"))", "true", "t",
     2, 2, Type::boolean, ilike},
    {"glob", "glob(text, pattern)",
     "whether all of the text is so: * is any run, ? any one, [a-z] one of these",
     R"(glob("log-2024.txt", "log-*.txt"))", "true", "t", 2, 2, Type::boolean, glob},
    {"index_of strpos instr", "index_of(text, part[, from])",
     "the position of the first such part, at `from` or later, or of an item in a list; 0 where there is "
     "none",
     R"(index_of("naïve ve", "ve"))", "4", "aan", 2, 3, Type::number, index_of},
    {"last_index_of rindex", "last_index_of(text, part)",
     "the position of the last such part; 0 where there is none", R"(last_index_of("a/b/c", "/"))", "4", "t",
     2, 2, Type::number, last_index_of},
    {"count_text occurrences", "count_text(text, part)", "how often the part is there, without overlap",
     R"(count_text("banana", "an"))", "2", "t", 2, 2, Type::number, count_text},
    {"replace gssub", "replace(text, part, with)", "every such part replaced",
     R"(replace("a-b-c", "-", "+"))", "a+b+c", "t", 3, 3, Type::text, replace},
    {"replace_first ssub", "replace_first(text, part, with)", "the first such part replaced",
     R"(replace_first("a-b-c", "-", "+"))", "a+b-c", "t", 3, 3, Type::text, replace_first},
    {"remove", "remove(text, part)", "every such part left out", R"(remove("1,234,567", ","))", "1234567",
     "t", 2, 2, Type::text, remove},
    {"translate", "translate(text, from, to)",
     "each character of `from` replaced by the one at its place in `to`, or left out",
     R"(translate("2,50 €", ",€ ", "."))", "2.50", "t", 3, 3, Type::text, translate, prepare_translation},
};

} // namespace

FunctionFamily text_search_functions() { return {"Text: search and replace", functions}; }

} // namespace rowkit::expr
