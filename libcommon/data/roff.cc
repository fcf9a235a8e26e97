// Text for manual pages.
#include "data/roff.h"

namespace rowkit::roff {

std::string text(std::string_view plain, bool exact) {
    std::string result;
    for (char c : plain) {
        bool line_start = result.empty() || result.back() == '\n';
        if (c == '\\')
            result += "\\e";
        else if (c == '.' && line_start)
            result += "\\&.";
        else if (c == '-' && exact)
            result += "\\-";
        else if (c == '\'')
            result += exact ? "\\(aq" : line_start ? "\\&'" : "'";
        else if (c == '`')
            result += "\\(ga";
        else if (c == '^')
            result += "\\(ha";
        else if (c == '~')
            result += "\\(ti";
        else
            result += c;
    }
    return result;
}

std::string bold(std::string_view plain) { return "\\fB" + text(plain, true) + "\\fR"; }
std::string italic(std::string_view plain) { return "\\fI" + text(plain, true) + "\\fR"; }

std::string prose(std::string_view plain) {
    std::string result;
    while (true) {
        size_t open = plain.find('`');
        size_t close = open == std::string_view::npos ? open : plain.find('`', open + 1);
        if (close == std::string_view::npos) return result + text(plain);
        result += text(plain.substr(0, open)) + bold(plain.substr(open + 1, close - open - 1));
        plain.remove_prefix(close + 1);
    }
}

std::string sentence(std::string_view plain) {
    std::string result(plain);
    bool word =
        plain.size() > 1 && plain[1] >= 'a' && plain[1] <= 'z'; // no capital for "ndjson" or a lone letter
    if (word && plain[0] >= 'a' && plain[0] <= 'z') result[0] = static_cast<char>(plain[0] - 'a' + 'A');
    if (!result.ends_with('.')) result += '.';
    return prose(result);
}

} // namespace rowkit::roff
