// From the text of an option to its value: numbers, sizes, bytes and choices.
#include "cli/values.h"

#include "base/error.h"
#include "base/nearest.h"

#include <charconv>
#include <cmath>
#include <fmt/core.h>

namespace rowkit::cli {

namespace {

[[noreturn]] void refuse(std::string_view name, std::string_view text, std::string_view wanted) {
    throw usage_error(fmt::format("{}: \"{}\" is not {}", name, text, wanted));
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// 1 for "", 2^20 for "M" and "MiB", 10^6 for "MB"; 0 for what is no unit.
double unit(std::string_view text) {
    if (text.empty() || text == "B") return 1;
    static constexpr std::string_view letters = "kmgt";
    char letter = text[0] >= 'A' && text[0] <= 'Z' ? static_cast<char>(text[0] + 32) : text[0];
    size_t power = letters.find(letter);
    if (power == std::string_view::npos) return 0;
    auto rest = text.substr(1);
    if (rest.empty() || rest == "iB") return std::pow(1024.0, power + 1);
    return rest == "B" ? std::pow(1000.0, power + 1) : 0;
}

void check_choice(const Option& option, std::string_view name, std::string_view text) {
    if (option.choices.empty()) return;
    std::string all;
    for (auto& choice : option.choices) {
        if (choice == text) return;
        all += (all.empty() ? "" : ", ") + choice;
    }
    throw usage_error(fmt::format("{}: \"{}\" is none of {}", name, text, all),
                      did_you_mean(text, option.choices, 1));
}

} // namespace

int64_t parse_whole(std::string_view name, std::string_view text) {
    auto digits = text.starts_with('+') ? text.substr(1) : text;
    int64_t number = 0;
    auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (problem == std::errc::result_out_of_range)
        throw usage_error(fmt::format("{}: {} is too large a number", name, text));
    bool signed_twice = digits.size() != text.size() && digits.starts_with('-');
    if (problem != std::errc() || end != digits.data() + digits.size() || signed_twice)
        refuse(name, text, "a whole number");
    return number;
}

uint64_t parse_size(std::string_view name, std::string_view text) {
    static constexpr std::string_view wanted = "a size such as 512k, 64M or 2GiB";
    double number = 0;
    if (text.empty() || !is_digit(text[0])) refuse(name, text, wanted);
    auto [end, problem] =
        std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    double factor = unit(text.substr(static_cast<size_t>(end - text.data())));
    if (problem != std::errc() || factor == 0) refuse(name, text, wanted);
    double bytes = std::floor(number * factor);
    if (bytes >= 9e18) throw usage_error(fmt::format("{}: {} is too large a size", name, text));
    return static_cast<uint64_t>(bytes);
}

char parse_byte(std::string_view name, std::string_view text) {
    static constexpr std::pair<std::string_view, char> words[] = {
        {"tab", '\t'}, {"\\t", '\t'}, {"space", ' '}, {"\\\\", '\\'}};
    for (auto& [word, byte] : words)
        if (text == word) return byte;
    if (text.size() == 1) return text[0];
    if (text.size() == 4 && (text.starts_with("0x") || text.starts_with("0X"))) {
        unsigned byte = 0;
        auto [end, problem] = std::from_chars(text.data() + 2, text.data() + 4, byte, 16);
        if (problem == std::errc() && end == text.data() + 4) return static_cast<char>(byte);
    }
    throw usage_error(fmt::format("{}: \"{}\" is not one byte", name, text),
                      "give one character, or tab, or its code such as 0x1f");
}

void assign(const Option& option, std::string_view name, std::string_view text) {
    check_choice(option, name, text);
    if (auto byte = std::get_if<std::optional<char>*>(&option.target);
        byte != nullptr && text == "none" && option.value.ends_with("|none")) {
        **byte = '\0';
        return;
    }
    struct {
        std::string_view name, text;
        void operator()(bool* target) const { *target = true; }
        void operator()(int64_t* target) const { *target = parse_whole(name, text); }
        void operator()(uint64_t* target) const { *target = parse_size(name, text); }
        void operator()(std::string* target) const { *target = text; }
        void operator()(std::optional<char>* target) const { *target = parse_byte(name, text); }
        void operator()(std::optional<int64_t>* target) const { *target = parse_whole(name, text); }
        void operator()(std::optional<std::string>* target) const { *target = std::string(text); }
        void operator()(std::vector<std::string>* target) const { target->emplace_back(text); }
    } to{name, text};
    std::visit(to, option.target);
}

void assign_without_value(const Option& option) {
    if (!option.choices.empty()) return assign(option, option.long_name(), option.choices.front());
    struct {
        void operator()(std::optional<int64_t>* target) const { *target = 0; }
        void operator()(std::optional<std::string>* target) const { *target = ""; }
        void operator()(bool* target) const { *target = true; }
        void operator()(void*) const {}
    } to;
    std::visit(to, option.target);
}

} // namespace rowkit::cli
