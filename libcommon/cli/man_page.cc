// A tool's manual page in roff, its own options first and the common ones in full.
#include "cli/common.h"
#include "cli/document.h"
#include "cli/help.h"
#include "data/roff.h"

#include <algorithm>
#include <fmt/core.h>

namespace rowkit::cli {

namespace {

using roff::bold;
using roff::italic;
using roff::prose;
using roff::sentence;

std::string choices(const Option& option) {
    std::string text;
    for (size_t i = 0; i < option.choices.size(); i++) {
        bool last = i + 1 == option.choices.size();
        text += (i == 0 ? "One of " : last ? " and " : ", ") + bold(option.choices[i]);
    }
    return text.empty() ? text : text + ".\n";
}

std::string option_entry(const Option& option) {
    std::string names = option.short_name().empty() ? "" : bold(option.short_name());
    if (option.long_name() != option.short_name())
        names += (names.empty() ? "" : ", ") + bold(option.long_name());
    std::string value;
    if (option.takes_value()) value = ' ' + italic(option.value);
    if (option.value_is_optional())
        value = "[\\fB=\\fR" + italic(option.value.substr(1, option.value.size() - 2)) + ']';
    std::string text = fmt::format(".TP\n{}{}\n{}\n{}", names, value, sentence(option.help), choices(option));
    for (auto& [name, of] : environment_variables())
        if (of == option.long_name() && !option.group.empty())
            text += fmt::format("Its default may come from {}.\n", bold(name));
    return text;
}

std::string options_section(const Spec& spec) {
    std::string text = ".SH OPTIONS\n";
    for (auto& option : spec.options)
        if (!option.hidden()) text += option_entry(option);
    Common common;
    std::string group;
    for (auto& option : common_options(common)) {
        if (option.hidden()) continue;
        if (option.group != group) text += fmt::format(".SS {}\n", group = option.group);
        text += option_entry(option);
    }
    return text;
}

std::string description(const Spec& spec) {
    std::string text = fmt::format(".SH DESCRIPTION\n{}: {}.\n", bold(spec.name), prose(spec.purpose));
    if (!spec.arg.name.empty())
        text += fmt::format(".TP\n{}\n{}\n", italic(spec.arg.name), sentence(spec.arg.help));
    if (!spec.first.name.empty())
        text += fmt::format(".TP\n{}\n{}\n", italic(spec.first.name), sentence(spec.first.help));
    for (auto& paragraph : spec.paragraphs) text += fmt::format(".PP\n{}\n", prose(paragraph));
    return text + ".PP\nRecords come from every\n.I FILE\nin turn, or from standard input where none is "
                  "named or the name is\n.BR \\- ,\nand go to standard output.\n";
}

std::string examples(const Spec& spec) {
    if (spec.examples.empty()) return {};
    std::string text = ".SH EXAMPLES\n";
    for (auto& [why, command] : spec.examples)
        text +=
            fmt::format("{}\n.PP\n.RS 4\n.EX\n{}\n.EE\n.RE\n.PP\n", prose(why), roff::text(command, true));
    return text.erase(text.size() - 4); // a .PP with nothing after it
}

constexpr std::string_view exit_status = R"(.SH EXIT STATUS
.TP
.B 0
All is done.
.TP
.B 1
The answer is no, where the tool gives one.
.TP
.B 2
The command line makes no sense.
.TP
.B 3
The input holds bad data.
.TP
.B 4
Reading or writing failed.
.TP
.B 5
The command before this one in the pipe failed.
)";

std::string environment() {
    std::string text = ".SH ENVIRONMENT\n";
    auto variables = environment_variables();
    for (size_t i = 0; i < variables.size(); i++)
        text += (i == 0 ? "" : i + 1 == variables.size() ? " and " : ", ") + bold(variables[i].name);
    return text + " hold defaults for options.\nSee\n.BR rowkit (7).\n";
}

} // namespace

std::string man_page(const Spec& spec) {
    std::string title = spec.name;
    std::transform(title.begin(), title.end(), title.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? c - 32 : c; });
    std::string arg = spec.arg.name.empty() ? "" : italic(spec.arg.name) + ' ';
    if (!spec.first.name.empty()) arg += italic(spec.first.name) + ' ';
    std::string text =
        fmt::format(".\\\" Written from the declaration of {0} (tests/documents.py): do not edit.\n"
                    ".TH {1} 1 \"\" \"rowkit {2}\"\n"
                    ".SH NAME\n{0} \\- {3}\n"
                    ".SH SYNOPSIS\n.B {0}\n[\\fIOPTIONS\\fR] {4}[\\fIFILE\\fR...]\n",
                    spec.name, title, ROWKIT_VERSION, prose(spec.purpose), arg);
    text += description(spec) + options_section(spec) + examples(spec);
    text += exit_status;
    text += environment();
    return text + ".SH SEE ALSO\n.BR rowkit (7),\n.BR rowkit\\-expressions (7),\n.BR rowkit\\-formats (7)\n";
}

} // namespace rowkit::cli
