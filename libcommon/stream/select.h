// The column selection language: which columns of a header a text such as `id,addr_*,!secret` asks for.
#pragma once

#include "codec/header.h"
#include "stream/select_parse.h"

#include <string>
#include <string_view>
#include <vector>

namespace rowkit {

struct ResolveOptions {
    bool optional = false; // what the header doesn't have is passed over (--optional)
    std::string where;     // the file that an error is to name
};

/// A column list, read once and then resolved against each header. Immutable, so threads may share it.
///
/// Items stand between commas, blanks around them don't count:
///
///     name            the first column of that name; or all `name.…` where a JSON object was flattened
///     3  -1           by position from 1, or from the end; unless a column bears that very name
///     a..c  ..c  3..  a run of columns, ends included; `c..a` gives it in reverse
///     glob_*          `*` `?` `[abc]`: all names that match, in the header's order
///     /regex/ /re/i   all names in which RE2 finds it (`\/` is a slash); i: in either case
///     name[2]         the second column of that name
///     user.tags[0]    a place in a JSON value
///     `odd, name`     the column of just that name; a backtick in it is doubled
///     !item           removes these from what is selected so far; a plain name removes all columns of that
///                     name. A list that begins with one begins with all columns.
///
/// A column whose name is the item's very text comes before any other reading of it (`count(*)`, `a..b`,
/// `7`). A column that is asked for again keeps its first place; one that was removed in between comes last.
class Selection {
public:
    /// Throws Error (exit 2) for text that is no list, naming the item and the character where it starts.
    static Selection parse(std::string_view text);

    /// The columns of `header` (from 0) in the order asked for, each once; of what it has beside the columns
    /// (Header::sought) what is asked for by name. Throws Error (exit 2) for what isn't there. Time is linear
    /// in names plus items, except that each glob and each regex looks at all names.
    std::vector<size_t> resolve(const Header& header, const ResolveOptions& options = {}) const;

    /// Whether it takes a header to know which columns are meant. False where every item is a name or a path:
    /// then wanted_names() is all that an open-ended JSON input has to look for.
    bool needs_names() const;

    /// The names and paths asked for one by one, in order, each once. Where needs_names(), the rest is not in
    /// it.
    std::vector<std::string> wanted_names() const;

    const std::vector<SelectItem>& items() const { return items_; }

private:
    std::vector<SelectItem> items_;
};

} // namespace rowkit
