// Fuzz: any text is a column list or a usage error, and what it selects is in the header, once.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "stream/select.h"

/// The input's first line is the header, comma-separated; the rest is the list.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const size_t newline = std::min(input.find('\n'), size);
    std::vector<std::string> names;
    for (size_t at = 0; at < newline;) {
        const size_t comma = std::min(input.find(',', at), newline);
        names.emplace_back(input.substr(at, comma - at));
        at = comma + 1;
    }
    const std::string_view list = input.substr(std::min(newline + 1, size));
    for (bool optional : {false, true}) {
        try {
            const rowkit::Selection selection = rowkit::Selection::parse(list);
            if (!selection.needs_names() && selection.wanted_names().empty()) std::abort();
            std::vector<bool> seen(names.size());
            for (size_t column : selection.resolve(rowkit::Header::of(names), {optional, {}})) {
                if (column >= names.size() || seen[column]) std::abort();
                seen[column] = true;
            }
        } catch (const rowkit::Error& e) {
            if (e.code() != rowkit::Exit::usage || e.reason().empty()) std::abort();
        }
    }
    return 0;
}
