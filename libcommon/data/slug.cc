// Names that need no quoting anywhere: lower-case ASCII words joined by underscores.
#include "data/slug.h"

#include <cstdlib>
#include <memory>

#include <utf8proc.h>

namespace rowkit {
namespace {

/// The text without case and marks; as it is where it is not UTF-8.
std::string folded(std::string_view text) {
    utf8proc_uint8_t* result = nullptr;
    auto options = static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STRIPMARK |
                                                  UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
    auto size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                             static_cast<utf8proc_ssize_t>(text.size()), &result, options);
    std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(result, std::free);
    if (size < 0) return std::string(text);
    return std::string(reinterpret_cast<const char*>(result), static_cast<size_t>(size));
}

} // namespace

std::string slug(std::string_view text) {
    std::string result;
    bool gap = false;
    for (char byte : folded(text)) {
        if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte - 'A' + 'a');
        if (byte == '\'') continue; // "don't" is one word
        if (!(byte >= 'a' && byte <= 'z') && !(byte >= '0' && byte <= '9')) {
            gap = true;
            continue;
        }
        if (gap && !result.empty()) result += '_';
        gap = false;
        result += byte;
    }
    return result;
}

} // namespace rowkit
