// The syntax of a column list: cutting it into items, and saying where it goes wrong.
#include "stream/select_parse.h"

#include <re2/re2.h>

#include "base/error.h"
#include "data/path.h"

namespace rowkit {
namespace {

constexpr std::string_view blanks = " \t";

/// A `[...]` that is neither an index nor a path's makes a glob, and so do `*` and `?`.
bool is_glob(std::string_view text) {
    if (text.find_first_of("*?") != std::string_view::npos) return true;
    const size_t open = text.find('[');
    return open != std::string_view::npos && text.find(']', open) != std::string_view::npos &&
           !Path::parse(text);
}

class ItemParser {
public:
    explicit ItemParser(std::string_view text) : text_(text) {}

    std::vector<SelectItem> all() {
        if (text_.find_first_not_of(blanks) == std::string_view::npos) {
            throw usage_error("the column list is empty", "`..` stands for all columns");
        }
        std::vector<SelectItem> items;
        do {
            ++number_;
            items.push_back(one());
        } while (take(","));
        return items;
    }

private:
    SelectItem one() {
        SelectItem item;
        skip_blanks();
        start_ = at_;
        if (take("!")) {
            item.negated = true;
            skip_blanks();
        }
        const size_t start = at_;
        if (peek() == '/') {
            item.kind = SelectItem::Kind::regex;
            item.regex = regex();
        } else {
            item.name = name();
            skip_blanks();
            if (take("..")) {
                item.kind = SelectItem::Kind::range;
                item.from = std::move(item.name);
                skip_blanks();
                item.to = name();
            } else if (!item.name.quoted && item.name.text.empty()) {
                fail("is empty", "a column without a name is written as two backticks, ``");
            } else if (!item.name.quoted && is_glob(item.name.text)) {
                item.kind = SelectItem::Kind::glob;
            }
        }
        size_t end = at_;
        while (end > start && blanks.find(text_[end - 1]) != std::string_view::npos) --end;
        item.text = text_.substr(start, end - start);
        skip_blanks();
        if (at_ < text_.size() && peek() != ',') fail("goes on after its end", odd_name_hint);
        return item;
    }

    /// A name up to a comma or `..`; backticks in it are its own or those of a path's keys.
    SelectName name() {
        if (peek() == '`') {
            const size_t start = at_;
            std::string key = quoted();
            if (at_ == text_.size() || peek() == ',' || blanks.find(peek()) != std::string_view::npos ||
                text_.substr(at_).starts_with("..")) {
                return {std::move(key), true};
            }
            at_ = start; // `a.b`.c or `a`[2]: a path that begins with a quoted key
        }
        const size_t start = at_;
        while (at_ < text_.size() && peek() != ',' && !text_.substr(at_).starts_with("..")) {
            const bool key_starts = peek() == '`' && (at_ == start || text_[at_ - 1] == '.');
            if (key_starts) {
                quoted();
            } else {
                ++at_;
            }
        }
        size_t end = at_;
        while (end > start && blanks.find(text_[end - 1]) != std::string_view::npos) --end;
        const std::string_view found = text_.substr(start, end - start);
        if (found.starts_with('`') && !Path::parse(found)) {
            at_ = start;
            fail("goes on after its closing backtick", "a backtick that belongs to the name is doubled");
        }
        return {std::string(found), false};
    }

    std::string quoted() {
        std::string key;
        for (size_t at = at_ + 1; at < text_.size(); ++at) {
            if (text_[at] != '`') {
                key += text_[at];
            } else if (at + 1 < text_.size() && text_[at + 1] == '`') {
                key += text_[at++];
            } else {
                at_ = at + 1;
                return key;
            }
        }
        fail("has no closing backtick", "a backtick that belongs to the name is doubled");
    }

    std::shared_ptr<const re2::RE2> regex() {
        std::string pattern;
        size_t at = at_ + 1;
        for (; at < text_.size() && text_[at] != '/'; ++at) {
            if (text_[at] == '\\' && at + 1 < text_.size()) {
                if (text_[at + 1] != '/') pattern += '\\';
                ++at;
            }
            pattern += text_[at];
        }
        if (at == text_.size()) fail("has no closing slash", odd_name_hint);
        at_ = at + 1;
        re2::RE2::Options options;
        options.set_log_errors(false);
        options.set_case_sensitive(!take("i"));
        auto compiled = std::make_shared<const re2::RE2>(pattern, options);
        if (!compiled->ok()) fail("is no regular expression: " + compiled->error());
        return compiled;
    }

    [[noreturn]] void fail(const std::string& what, std::string hint = {}) const {
        std::string_view item = text_.substr(start_, text_.find(',', at_) - start_);
        item = item.substr(0, 60);
        throw usage_error("column list: item " + std::to_string(number_) + " at character " +
                              std::to_string(start_ + 1) + ", \"" + std::string(item) + "\", " + what,
                          std::move(hint));
    }

    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    bool take(std::string_view token) {
        if (!text_.substr(at_).starts_with(token)) return false;
        at_ += token.size();
        return true;
    }
    void skip_blanks() {
        while (at_ < text_.size() && blanks.find(text_[at_]) != std::string_view::npos) ++at_;
    }

    static constexpr const char* odd_name_hint = "a name that holds such characters is written in backticks";

    std::string_view text_;
    size_t at_ = 0;
    size_t start_ = 0;  // of the item
    size_t number_ = 0; // of the item, from 1
};

} // namespace

std::vector<SelectItem> parse_select_items(std::string_view text) { return ItemParser(text).all(); }

} // namespace rowkit
