// Every function's and every operator's example gives what its row in the table says.
#include "expr_evaluated.h"

#include "base/error.h"

#include <doctest/doctest.h>

#include <map>

namespace rowkit::expr {
namespace {

/// What is wrong with an example; empty: nothing.
std::string fault_of(std::string_view example, std::string_view result) {
    std::string given;
    try {
        given = evaluated(example);
    } catch (const Error& error) {
        given = "error: " + error.reason() + ' ' + error.picture();
    }
    return given == result ? ""
                           : std::string(example) + " gives " + given + ", not " + std::string(result) + "\n";
}

TEST_CASE("each function's example gives its result") {
    std::string faults;
    for (const FunctionFamily& family : function_families())
        for (const Function& function : family.functions)
            faults += fault_of(function.example, function.result);
    CHECK_MESSAGE(faults.empty(), faults);
}

TEST_CASE("each operator's example gives its result") {
    std::string faults;
    for (const Operator& each : operators()) faults += fault_of(each.example, each.result);
    CHECK_MESSAGE(faults.empty(), faults);
}

TEST_CASE("each name belongs to one function, and each row says all that the manual needs") {
    std::map<std::string, std::string_view, std::less<>> owners;
    std::string faults;
    for (const FunctionFamily& family : function_families())
        for (const Function& function : family.functions) {
            const std::string_view name = function.names.substr(0, function.names.find(' '));
            if (!function.signature.starts_with(std::string(name) + "("))
                faults += std::string(name) + ": its signature\n";
            if (function.meaning.empty() || function.meaning.ends_with('.'))
                faults += std::string(name) + ": its meaning\n";
            if (function.example.find(name) == std::string_view::npos)
                faults += std::string(name) + ": its example\n";
            if (function.least > function.most || !function.body)
                faults += std::string(name) + ": its arguments\n";
            std::string_view names = function.names;
            while (!names.empty()) {
                const size_t end = std::min(names.find(' '), names.size());
                if (!owners.emplace(names.substr(0, end), name).second)
                    faults += std::string(names.substr(0, end)) + " twice\n";
                names.remove_prefix(std::min(names.size(), end + 1));
            }
        }
    CHECK_MESSAGE(faults.empty(), faults);
}

TEST_CASE(
    "what a function is called with too few or too many arguments of is an error that shows its signature") {
    for (const FunctionFamily& family : function_families())
        for (const Function& function : family.functions) {
            const std::string name(function.names.substr(0, function.names.find(' ')));
            std::string call = name + "(";
            for (int i = 0; i <= function.most && function.most != 255; ++i) call += i ? ",1" : "1";
            if (function.most == 255 && function.least == 0) continue;
            CAPTURE(name);
            CHECK_THROWS_AS((void)evaluated(call + ")"), Error);
        }
}

} // namespace
} // namespace rowkit::expr
