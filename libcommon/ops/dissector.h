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

/// Immutable once it knows its names, so threads may share it.
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

    /// Takes `text` apart; `parts` are as many as there are names. A part that is empty or not there is null.
    /// Cells point into the text and the arena. False: the text can't be taken apart, `work.reason` says why.
    virtual bool take(std::string_view text, std::span<Cell> parts, Work& work) const = 0;

    /// Where the texts name their own parts and nothing else does: survey() is shown the first ones, and adds
    /// to the names.
    virtual bool needs_survey() const { return false; }
    virtual void survey(std::string_view text, Work& work) { (void)text, (void)work; }

protected:
    std::vector<std::string> names_;
};

/// The names of a list `a,b,c`; none where it is empty. Throws Error (exit 2) for one that is empty or stands
/// twice.
std::vector<std::string> new_names(std::string_view list);

/// What a pattern can be.
enum class PatternSyntax : uint8_t { braces, regex, grok };

/// By a pattern. `into` names the groups of a regular expression that names none. Throws Error (exit 2).
std::unique_ptr<Dissector> make_pattern_dissector(PatternSyntax syntax, std::string_view pattern,
                                                  std::vector<std::string> into);

/// What becomes of parts for which there is no name.
enum class TooMany : uint8_t { error, drop, merge };

/// Between separators; `quoted`: as CSV has it. Too few parts: the last ones are null.
std::unique_ptr<Dissector> make_split_dissector(std::string separator, bool quoted,
                                                std::vector<std::string> into, TooMany too_many);

/// By widths in characters, `8,2,*`: blanks around a part are not of it; a last `*` takes the rest. Throws
/// Error (exit 2).
std::unique_ptr<Dissector> make_width_dissector(std::string_view widths, std::vector<std::string> into,
                                                TooMany too_many);

/// Texts that name their own parts.
enum class PairSyntax : uint8_t {
    logfmt,
    json,  // the members of an object
    kv,    // key=value wherever they stand in a text
    query, // a=1&b=2, also after the ? of a URL
};

/// `into`: the keys that are wanted, others are passed over; empty: those of the first texts, others are
/// refused.
std::unique_ptr<Dissector> make_pair_dissector(PairSyntax syntax, std::vector<std::string> into);

/// The parts of a URL: scheme, user, host, port, path, query and fragment, or those `into` names. Throws
/// Error (exit 2).
std::unique_ptr<Dissector> make_url_dissector(std::vector<std::string> into);

/// A part of a text: null where it is empty.
inline Cell part_cell(std::string_view text) {
    Cell cell = Cell::of(text);
    if (text.empty()) cell.form = Form::null;
    return cell;
}

} // namespace rowkit
