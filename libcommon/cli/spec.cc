// A tool's declaration, put together call by call.
#include "cli/spec.h"

namespace rowkit::cli {

std::string Option::long_name() const {
    size_t dashes = names.find("--");
    return dashes == std::string::npos ? names : names.substr(dashes);
}

std::string Option::short_name() const { return names.starts_with("--") ? "" : names.substr(0, 2); }

Spec& Spec::argument(std::string arg_name, std::string help, std::string* target, Completes completes,
                     std::vector<std::string> unless) {
    arg = {std::move(arg_name), std::move(help), target, std::move(unless), completes};
    return *this;
}

Spec& Spec::first_file(std::string file_name, std::string help, std::string* target) {
    first = {std::move(file_name), std::move(help), target};
    return *this;
}

Spec& Spec::option(std::string names, std::string value, std::string help, Target target,
                   Completes completes) {
    options.push_back({std::move(names), std::move(value), std::move(help), target, completes, {}, {}});
    return *this;
}

Spec& Spec::flag(std::string names, std::string help, bool* target) {
    return option(std::move(names), "", std::move(help), target);
}

Spec& Spec::choice(std::string names, std::string value, std::string help, Target target,
                   std::vector<std::string> choices) {
    option(std::move(names), std::move(value), std::move(help), target, Completes::choices);
    options.back().choices = std::move(choices);
    return *this;
}

Spec& Spec::example(std::string text, std::string command) {
    examples.push_back({std::move(text), std::move(command)});
    return *this;
}

Spec& Spec::describe(std::string paragraph) {
    paragraphs.push_back(std::move(paragraph));
    return *this;
}

Spec& Spec::document(std::string kind, std::string (*write)()) {
    documents.push_back({std::move(kind), write, nullptr});
    return *this;
}

Spec& Spec::answer(std::string name, std::string help, std::string (*write)()) {
    documents.push_back({name, write, std::make_shared<bool>(false)});
    return flag(std::move(name), std::move(help), documents.back().asked.get());
}

} // namespace rowkit::cli
