// Texts taken apart by a pattern: `{name} {name}`, a regular expression, or grok.
#include "ops/dissector.h"

#include "base/error.h"
#include "data/grok.h"
#include "data/pattern.h"

#include <fmt/core.h>

namespace rowkit {
namespace {

NamedRegex regex_of(PatternSyntax syntax, std::string_view pattern, std::vector<std::string> into) {
    NamedRegex regex = syntax == PatternSyntax::braces  ? braces_regex(pattern)
                       : syntax == PatternSyntax::regex ? name_groups(pattern)
                                                        : grok_regex(pattern);
    if (syntax == PatternSyntax::regex) Pattern{regex}; // an error in it comes first
    const bool unnamed = !regex.names.empty() && regex.names[0].empty();
    if (unnamed && into.empty())
        throw usage_error("the pattern's groups have no names",
                          "name them, (?P<name>...), or say --into NAMES");
    if (unnamed && into.size() != regex.names.size())
        throw usage_error(
            fmt::format("--into has {} names, the pattern {} groups", into.size(), regex.names.size()));
    if (!unnamed && !into.empty()) throw usage_error("--into: the pattern has names of its own");
    if (unnamed) regex.names = std::move(into);
    if (regex.names.empty())
        throw usage_error("the pattern names no column",
                          syntax == PatternSyntax::braces  ? "name a part: {name}"
                          : syntax == PatternSyntax::regex ? "name a group: (?P<name>...)"
                                                           : "name a part: %{WORD:name}");
    return regex;
}

class PatternDissector final : public Dissector {
public:
    explicit PatternDissector(const NamedRegex& regex) : pattern_(regex) { names_ = pattern_.names(); }

    bool take(std::string_view text, std::span<Cell> parts, Work& work) const override {
        work.texts.resize(parts.size());
        if (!pattern_.match(text, work.texts)) {
            work.reason = "the text does not match the pattern";
            return false;
        }
        for (size_t i = 0; i < parts.size(); ++i) parts[i] = part_cell(work.texts[i]);
        return true;
    }

private:
    Pattern pattern_;
};

} // namespace

std::unique_ptr<Dissector> make_pattern_dissector(PatternSyntax syntax, std::string_view pattern,
                                                  std::vector<std::string> into) {
    return std::make_unique<PatternDissector>(regex_of(syntax, pattern, std::move(into)));
}

} // namespace rowkit
