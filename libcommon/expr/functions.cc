// The table of functions that expressions can call: all families.
#include "expr/function.h"

#include <array>
#include <unordered_map>

namespace rowkit::expr {

std::span<const FunctionFamily> function_families() {
    static const std::array families = {
        text_functions(),
        text_case_functions(),
        text_kind_functions(),
        text_search_functions(),
        text_form_functions(),
        text_format_functions(),
        text_likeness_functions(),
        regex_functions(),
        number_functions(),
        bit_functions(),
        number_text_functions(),
        time_functions(),
        time_part_functions(),
        time_reckoning_functions(),
        conditional_functions(),
        list_functions(),
        list_item_functions(),
        json_functions(),
        conversion_functions(),
        hash_functions(),
        encoding_functions(),
        url_functions(),
        ip_functions(),
        record_functions(),
    };
    return families;
}

namespace {

template <class Use> void for_each_name(const Function& function, Use use) {
    std::string_view names = function.names;
    while (!names.empty()) {
        const size_t end = std::min(names.find(' '), names.size());
        use(names.substr(0, end));
        names.remove_prefix(std::min(names.size(), end + 1));
    }
}

} // namespace

const Function* find_function(std::string_view name) {
    static const auto by_name = [] {
        std::unordered_map<std::string_view, const Function*> all;
        for (const FunctionFamily& family : function_families())
            for (const Function& function : family.functions)
                for_each_name(function, [&](std::string_view each) { all.emplace(each, &function); });
        return all;
    }();
    auto found = by_name.find(name);
    return found == by_name.end() ? nullptr : found->second;
}

std::vector<std::string> function_names() {
    std::vector<std::string> names;
    for (const FunctionFamily& family : function_families())
        for (const Function& function : family.functions)
            for_each_name(function, [&](std::string_view each) { names.emplace_back(each); });
    return names;
}

} // namespace rowkit::expr
