// Calls functions of expressions by their names, as the evaluator does.
#pragma once

#include "expr/coerce.h"
#include "expr/function.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace rowkit::expr {

/// A family's functions, called with their arguments as constants and, again, as if they came from a record.
/// The result as text, "null" for null; a result that is not the same both times is "DIFFERS: ...".
class Caller {
public:
    explicit Caller(const FunctionFamily& family) : family_(family) {}

    std::string operator()(std::string_view name, std::vector<Value> given) {
        const Function* function = find(name);
        REQUIRE(function != nullptr);
        return run(*function, std::move(given));
    }

    std::string run(const Function& function, std::vector<Value> given) {
        std::vector<const Value*> constants;
        for (const Value& value : given) constants.push_back(&value);
        std::unique_ptr<Prepared> prepared;
        if (function.prepare) prepared = function.prepare(constants);
        const std::string plain = result(function, given, nullptr);
        if (!prepared) return plain;
        const std::string with_constants = result(function, given, prepared.get());
        return plain == with_constants ? plain : "DIFFERS: " + plain + " and " + with_constants;
    }

private:
    const Function* find(std::string_view name) const {
        for (const Function& function : family_.functions) {
            const std::string names = " " + std::string(function.names) + " ";
            if (names.find(" " + std::string(name) + " ") != std::string::npos) return &function;
        }
        return nullptr;
    }

    std::string result(const Function& function, const std::vector<Value>& given, const Prepared* prepared) {
        std::vector<Value> args;
        bool odd = false;
        for (size_t i = 0; i < given.size(); ++i) {
            const char kind = function.params[std::min(i, function.params.size() - 1)];
            if (kind == 't') {
                args.push_back(Value::of(as_text(given[i], arena_, scratch_)));
            } else if (kind == 'n') {
                const auto number = as_number(given[i], odd);
                if (!number) return "null";
                args.push_back(Value::of(*number));
            } else {
                args.push_back(given[i]);
            }
        }
        scratch_.clear();
        const Value value = function.body({args, arena_, scratch_, prepared, {}});
        return value.is_null() ? "null" : std::string(as_text(value, arena_, scratch_));
    }

    FunctionFamily family_;
    Arena arena_;
    Buffer scratch_;
};

inline Value text(std::string_view value) { return Value::of(value); }
inline Value number(int64_t value) { return Value::of(Number(value)); }

} // namespace rowkit::expr
