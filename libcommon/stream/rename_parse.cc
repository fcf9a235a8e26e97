// New names for columns: reading them from the command line and from files.
#include "stream/rename.h"

#include "base/error.h"
#include "stream/small_table.h"

#include <fmt/core.h>
#include <re2/re2.h>

namespace rowkit {
namespace {

constexpr std::string_view blanks = " \t\r\n";

std::string_view trimmed(std::string_view text) {
    size_t begin = text.find_first_not_of(blanks);
    if (begin == text.npos) return {};
    return text.substr(begin, text.find_last_not_of(blanks) + 1 - begin);
}

/// The place of `byte` outside backticks, or npos. Backticks count where they begin a side of a pair.
size_t find_outside(std::string_view text, char byte) {
    bool begins = true, inside = false;
    for (size_t i = 0; i < text.size(); ++i) {
        if (inside) inside = text[i] != '`';
        else if (text[i] == byte) return i;
        else if (text[i] == '`' && (begins || text[i - 1] == '`')) inside = true; // a doubled one goes on
        begins = text[i] == ',' || text[i] == '=' || (begins && blanks.find(text[i]) != blanks.npos);
    }
    return text.npos;
}

std::string without_backticks(std::string_view text) {
    if (text.size() < 2 || !text.starts_with('`') || !text.ends_with('`')) return std::string(text);
    std::string name(text.substr(1, text.size() - 2));
    for (size_t at = 0; (at = name.find("``", at)) != name.npos; ++at) name.erase(at, 1);
    return name;
}

std::string in_backticks(std::string_view name) {
    std::string text = "`";
    for (char byte : name) text.append(byte == '`' ? 2 : 1, byte);
    return text + "`";
}

/// The text up to the next separator, which is passed over; a separator after a backslash is part of it.
std::optional<std::string> part(std::string_view text, size_t& at, char separator) {
    std::string result;
    for (; at < text.size(); ++at) {
        if (text[at] == separator) return ++at, result;
        if (text[at] == '\\' && at + 1 < text.size()) {
            if (text[at + 1] != separator) result += '\\';
            ++at;
        }
        result += text[at];
    }
    return std::nullopt;
}

} // namespace

void Renaming::add_pairs(std::string_view text) {
    for (std::string_view rest = text; !rest.empty() || rest.data() == text.data();) {
        const size_t comma = find_outside(rest, ',');
        const std::string_view pair = trimmed(rest.substr(0, comma));
        rest = comma == rest.npos ? std::string_view(text.data() + text.size(), 0) : rest.substr(comma + 1);
        const size_t equals = find_outside(pair, '=');
        const std::string_view old = trimmed(pair.substr(0, equals));
        const std::string name =
            equals == pair.npos ? "" : without_backticks(trimmed(pair.substr(equals + 1)));
        if (old.empty() || name.empty())
            throw usage_error(fmt::format("\"{}\" is not old=new", pair),
                              "pairs stand between commas; a name with a comma or an equals sign stands in "
                              "backticks: `a,b`=c");
        pairs_.push_back({Selection::parse(old), without_backticks(old), name});
        if (rest.empty()) break;
    }
}

void Renaming::add_file(const std::string& path) {
    std::vector<std::vector<std::string>> rows = read_small_table(path);
    if (!rows.empty() && rows[0] == std::vector<std::string>{"old", "new"}) rows.erase(rows.begin());
    for (std::vector<std::string>& row : rows) {
        if (row.size() == 1) { // old=new
            size_t equals = row[0].find('=');
            if (equals == std::string::npos) equals = 0;
            row = {std::string(trimmed(row[0].substr(0, equals))),
                   std::string(trimmed(row[0].substr(equals + 1)))};
        }
        if (row.size() != 2 || row[0].empty() || row[1].empty())
            throw Error(Exit::usage, path,
                        fmt::format("\"{}\" does not give an old name and a new one", row[0]),
                        "each line is old,new, or each is old=new");
        pairs_.push_back({Selection::parse(in_backticks(row[0])), row[0], row[1]});
    }
}

void Renaming::add_regex(std::string_view text) {
    auto refuse = [&](std::string_view reason,
                      std::string hint = "as in 's/_+/ /g', with \\1 for the first group") {
        throw usage_error(fmt::format("--regex: \"{}\" {}", text, reason), std::move(hint));
    };
    if (text.size() < 2 || text[0] != 's' || text[1] == '\\') refuse("is not s/pattern/replacement/");
    size_t at = 2;
    auto pattern = part(text, at, text[1]);
    auto replacement = part(text, at, text[1]);
    if (!pattern || !replacement) return refuse("is not s/pattern/replacement/");
    RE2::Options options(RE2::Quiet);
    Pattern result;
    for (char flag : text.substr(at)) {
        if (flag == 'g') result.everywhere = true;
        else if (flag == 'i') options.set_case_sensitive(false);
        else refuse("has another flag than g and i");
    }
    auto regex = std::make_shared<const RE2>(*pattern, options);
    if (!regex->ok()) refuse(fmt::format("is no regular expression: {}", regex->error()), "");
    std::string reason;
    if (!regex->CheckRewriteString(*replacement, &reason)) refuse("has a wrong replacement: " + reason, "");
    result.regex = std::move(regex);
    result.replacement = std::move(*replacement);
    patterns_.push_back(std::move(result));
}

} // namespace rowkit
