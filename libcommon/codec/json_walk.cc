// A walk over the tokens of JSON records that checks their structure.
#include "codec/json_walk.h"

#include "codec/cell.h"

namespace rowkit {

size_t JsonWalk::skip_nested(size_t token) {
    // No recursion: the brackets that are open stand in an array, so that depth costs no stack.
    char open[deepest + 1];
    uint32_t level = depth_;
    const uint32_t bottom = level;
    char kind = byte(token);
nested:
    if (++level > deepest) return fail(token, too_deep);
    open[level] = kind;
    ++token;
    if (kind == '{') {
        if (byte(token) == '}') goto close;
        goto key;
    }
    if (byte(token) == ']') goto close;
    goto value;
key:
    if (!is_key(token)) return fail_key(token);
    if (strict && !check_scalar(token)) return 0;
    token += 2;
value:
    switch (byte(token)) {
    case '{':
    case '[': kind = byte(token); goto nested;
    case ',':
    case ':':
    case '}':
    case ']':
    case '\0': return fail(token, "a value is missing");
    default:
        if (strict && !check_scalar(token)) return 0;
        ++token;
    }
after: {
    char next = byte(token);
    if (kind == '{') {
        if (next == ',') {
            ++token;
            goto key;
        }
        if (next != '}') return fail_after_member(token);
    } else {
        if (next == ',') {
            ++token;
            goto value;
        }
        if (next != ']') return fail(token, "a comma or a closing bracket is missing");
    }
}
close:
    ++token;
    if (--level == bottom) return token;
    kind = open[level];
    goto after;
}

size_t JsonWalk::fail_key(size_t token) {
    if (byte(token) != '"') return fail(token, "a key in double quotes is missing");
    return fail(token + 1, "a colon is missing after a key");
}

bool JsonWalk::check_scalar(size_t token) {
    std::string_view value = view(token);
    switch (value[0]) {
    case '"': {
        if (value.size() < 2 || value.back() != '"') return fail(token, "a string is not closed");
        if (!strict) return true;
        for (size_t i = value.find('\\'); i < value.size() - 1; i = value.find('\\', i + 2)) {
            static constexpr std::string_view known = "\"\\/bfnrtu", digits = "0123456789abcdefABCDEF";
            bool good = known.find(value[i + 1]) != std::string_view::npos;
            for (size_t j = i + 2; good && value[i + 1] == 'u' && j < i + 6; ++j)
                good = digits.find(value[j]) != std::string_view::npos; // the closing quote is none
            if (!good) return fail(token, "a string holds an escape that JSON does not know");
        }
        return true;
    }
    case 't':
        if (value == "true") return true;
        break;
    case 'f':
        if (value == "false") return true;
        break;
    case 'n':
        if (value == "null") return true;
        break;
    default:
        if (is_json_number(value)) return true;
    }
    return fail(token, "a value is neither a string, a number, true, false nor null");
}

std::string plain_key(std::string_view token) {
    std::string_view inner = token.substr(1, token.size() - 2);
    if (inner.find('\\') == std::string_view::npos) return std::string(inner);
    Buffer out;
    append_json_text(inner, out);
    return std::string(out.view());
}

} // namespace rowkit
