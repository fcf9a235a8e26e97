// What takes one text apart into cells, and says how the columns are called.
#pragma once

#include "base/arena.h"
#include "base/buffer.h"
#include "codec/cell.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rowkit {

/// Immutable, so threads may share it.
class Dissector {
public:
    virtual ~Dissector() = default;

    /// What a thread needs while it takes the texts of a batch apart.
    struct Work {
        Arena arena;         // texts that are made live here until the batch is written
        Buffer scratch;
        std::vector<std::string_view> texts;
        std::string reason;  // set with `false`: what is wrong with the text
        std::string hint;
    };

    /// The names of the parts.
    const std::vector<std::string>& names() const { return names_; }

    /// Takes `text` apart; `parts` are as many as there are names. A part that is empty or not there is null. Cells point
    /// into the text and the arena. False: the text can't be taken apart, `work.reason` says why.
    virtual bool take(std::string_view text, std::span<Cell> parts, Work& work) const = 0;

protected:
    std::vector<std::string> names_;
};

/// The syntaxes that `--pattern` texts can have.
enum class PatternSyntax : uint8_t { braces, regex, grok };

/// By a pattern. `into` names the groups of a regular expression that names none. Throws Error (exit 2).
std::unique_ptr<Dissector> make_pattern_dissector(PatternSyntax syntax, std::string_view pattern,
                                                  std::vector<std::string> into);

/// A part of a text: null where it is empty.
inline Cell part_cell(std::string_view text) {
    Cell cell = Cell::of(text);
    if (text.empty()) cell.form = Form::null;
    return cell;
}

} // namespace rowkit
