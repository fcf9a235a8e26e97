// The command line of a tool: CLI11 takes it apart into strings, which become values here.
//
// CLI11 is told of names and of who takes a value, and nothing more. Its conversions, counts and messages are
// not used: "010" would be 8, lists would swallow the operands behind them, a number too large would be cut.
#include "cli/parse.h"

#include "base/error.h"
#include "base/nearest.h"
#include "cli/document.h"
#include "cli/help.h"
#include "cli/values.h"
#include "io/sink.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <fmt/core.h>

namespace rowkit::cli {

namespace {

/// What CLI11 reports for --name[=VALUE] given without its value.
constexpr std::string_view no_value = "\x01";

struct Declared {
    const Option* option;
    CLI::Option* parsed; // null where no word can name it
};

/// Declaring to CLI11 costs 2 us an option, so it hears of those only that some word may name.
bool may_be_named(const Option& option, const std::vector<std::string>& words) {
    std::string long_name = option.long_name(), short_name = option.short_name();
    for (auto& word : words) {
        if (word.size() < 2 || word[0] != '-') continue;
        if (word[1] == '-' ? word.starts_with(long_name)
                           : !short_name.empty() && word.find(short_name[1], 1) != std::string::npos)
            return true;
    }
    return false;
}

CLI::Option* declare(CLI::App& app, const Option& option) {
    auto policy = CLI::MultiOptionPolicy::TakeAll;
    if (option.takes_value()) return app.add_option(option.names)->multi_option_policy(policy);
    if (option.value.empty()) return app.add_flag(option.names)->multi_option_policy(policy);
    // A flag with a default in braces: only --name=VALUE gives it another, never the operand that follows.
    // Each name needs its own.
    std::string names;
    for (char c : option.names + ',')
        names += c == ',' ? fmt::format("{{{}}},", no_value) : std::string(1, c);
    names.pop_back();
    return app.add_flag(names)->multi_option_policy(policy);
}

/// `--name=` with nothing behind it: CLI11 would take the next word for the value.
std::vector<std::string> split_empty_values(std::vector<std::string> words,
                                            const std::vector<Declared>& all) {
    std::vector<std::string> result;
    bool options_end = false;
    for (auto& word : words) {
        options_end = options_end || word == "--";
        bool empty_value = false;
        if (!options_end && word.size() > 3 && word.starts_with("--") && word.ends_with('='))
            for (auto& [option, parsed] : all)
                if (option->takes_value() && option->long_name() + '=' == word) empty_value = true;
        if (empty_value) word.pop_back();
        result.push_back(std::move(word));
        if (empty_value) result.emplace_back();
    }
    return result;
}

void set(const Option& option, const std::vector<std::string>& results) {
    for (auto& text : results) {
        if (option.value.empty()) {
            if (text != "true")
                throw usage_error(
                    fmt::format("{} takes no value, but was given \"{}\"", option.long_name(), text));
            assign(option, option.long_name(), text);
        } else if (option.value_is_optional() && text == no_value) {
            assign_without_value(option);
        } else {
            assign(option, option.long_name(), text);
        }
    }
}

[[noreturn]] void refuse_unknown(const Spec& spec, const std::vector<Declared>& all,
                                 const std::string& word) {
    std::string name = word.substr(0, word.find('='));
    std::vector<std::string> known;
    for (auto& [option, parsed] : all)
        if (!option->hidden()) known.push_back(option->long_name().substr(2));
    std::string hint;
    if (name.starts_with("--")) {
        auto near = nearest(name.substr(2), known, 1);
        if (!near.empty()) hint = fmt::format("did you mean --{}?", near[0]);
    } else if (auto near = nearest(name.substr(1), known, 1); word.size() > 3 && !near.empty()) {
        hint = fmt::format("did you mean --{}?", near[0]); // "-delimiter"
    }
    if (hint.empty()) hint = fmt::format("see {} --help; -- ends the options", spec.name);
    throw usage_error(fmt::format("there is no option {}", name), hint);
}

/// True where CLI11 would have taken `word` for an option, had it known it.
bool looks_like_option(const std::string& word) {
    if (word.size() < 2 || word[0] != '-') return false;
    char c = word[1] == '-' && word.size() > 2 ? word[2] : word[1];
    return c != '!' && c != ' ' && c != '\n' && c != '-' && !(c >= '0' && c <= '9' && word[1] == c);
}

/// "-5" as in `head -5`: for a tool that takes -n and has no ARG which could be the column -5.
bool is_count(const Spec& spec, const std::string& word) {
    if (!spec.arg.name.empty() || word.size() < 2 || word[0] != '-') return false;
    return word.find_first_not_of("0123456789", 1) == std::string::npos;
}

const Option* find(const std::vector<Declared>& all, std::string_view short_name) {
    for (auto& [option, parsed] : all)
        if (option->short_name() == short_name) return option;
    return nullptr;
}

std::vector<std::string> take_operands(const Spec& spec, const std::vector<Declared>& all,
                                       const std::vector<std::string>& rest) {
    std::vector<std::string> operands;
    bool options_end = false;
    for (auto& word : rest) {
        if (!options_end && word == "--") {
            options_end = true;
        } else if (!options_end && looks_like_option(word)) {
            refuse_unknown(spec, all, word);
        } else if (auto records = find(all, "-n");
                   !options_end && records != nullptr && is_count(spec, word)) {
            assign(*records, word, word.substr(1));
        } else {
            operands.push_back(word);
        }
    }
    return operands;
}

bool was_given(const std::vector<Declared>& all, const std::string& name) {
    for (auto& [option, parsed] : all)
        if (option->long_name() == name || option->short_name() == name)
            return parsed != nullptr && parsed->count() > 0;
    return false;
}

void take_argument(const Spec& spec, const std::vector<Declared>& all, std::vector<std::string>& operands) {
    if (spec.arg.name.empty()) return;
    for (auto& name : spec.arg.unless)
        if (was_given(all, name)) return;
    if (operands.empty())
        throw usage_error(fmt::format("{} is missing: {}", spec.arg.name, spec.arg.help),
                          fmt::format("usage: {}; see {} --help", usage(spec), spec.name));
    *spec.arg.target = operands.front();
    operands.erase(operands.begin());
}

void take_first_file(const Spec& spec, std::vector<std::string>& operands) {
    if (spec.first.name.empty()) return;
    if (operands.empty())
        throw usage_error(fmt::format("{} is missing: {}", spec.first.name, spec.first.help),
                          fmt::format("usage: {}; see {} --help", usage(spec), spec.name));
    *spec.first.target = operands.front();
    operands.erase(operands.begin());
}

void parse_words(CLI::App& app, const std::vector<Declared>& all, std::vector<std::string> words) {
    words = split_empty_values(std::move(words), all);
    std::vector<std::string> reversed(words.rbegin(), words.rend());
    try {
        app.parse(std::move(reversed));
    } catch (const CLI::ArgumentMismatch&) { // the only thing left that it can find wrong
        const Option* option = nullptr;
        for (auto& [known, parsed] : all)
            if (known->long_name() == words.back()) option = known;
        for (size_t i = 1; option == nullptr && i < words.back().size(); i++) // "-d" and "-Hd"
            if (auto one = find(all, fmt::format("-{}", words.back()[i])); one && one->takes_value())
                option = one;
        auto name = option ? option->long_name() : words.back();
        throw usage_error(fmt::format("{} needs a value, {}", name, option ? option->value : ""));
    }
}

/// --help and --version win over whatever else is wrong.
bool asks(const std::vector<std::string>& words, std::string_view name, std::string_view short_name) {
    for (auto& word : words) {
        if (word == "--") return false;
        if (word == name || (!short_name.empty() && word == short_name)) return true;
    }
    return false;
}

Parsed interpret_strictly(Spec& spec, const std::vector<std::string>& words) {
    Parsed result;
    auto table = common_options(result.common);
    apply_environment(table);

    CLI::App app;
    app.set_help_flag();
    app.allow_extras();
    std::vector<Declared> all;
    for (auto* options : {&spec.options, &table})
        for (auto& option : *options)
            all.push_back({&option, may_be_named(option, words) ? declare(app, option) : nullptr});

    parse_words(app, all, words);
    for (auto& [option, parsed] : all)
        if (parsed != nullptr) set(*option, parsed->results());
    result.files = take_operands(spec, all, app.remaining());
    for (auto& each : spec.documents)
        if (each.asked && *each.asked) result.common.document = each.kind;
    if (result.common.help || result.common.version || !result.common.document.empty()) return result;
    take_argument(spec, all, result.files);
    take_first_file(spec, result.files);
    check(result.common);
    return result;
}

} // namespace

Parsed interpret(Spec& spec, std::vector<std::string> words, std::string& text) {
    Parsed result;
    try {
        result = interpret_strictly(spec, words);
    } catch (const Error&) {
        result.common.help = asks(words, "--help", "-h");
        result.common.version = asks(words, "--version", {});
        if (!result.common.help && !result.common.version) throw;
    }
    if (result.common.help)
        text = help(spec);
    else if (result.common.version)
        text = fmt::format("{} (rowkit) {}\n", spec.name, ROWKIT_VERSION);
    else if (!result.common.document.empty())
        text = document(spec, result.common.document);
    return result;
}

Parsed parse(Spec& spec, int argc, char** argv) {
    std::string text;
    auto result = interpret(spec, {argv + (argc > 0), argv + argc}, text);
    if (text.empty()) return result;
    auto sink = open_sink({});
    sink->write(text);
    sink->commit();
    std::exit(0);
}

} // namespace rowkit::cli
