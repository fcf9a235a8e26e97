// Regular expressions as trees: reading them.
#include "data/regex_tree.h"

#include <algorithm>
#include <optional>

namespace rowkit {
namespace {

struct NotSimple {}; // thrown within this file only

void add_range(ByteSet& set, unsigned from, unsigned to) {
    for (unsigned byte = from; byte <= to; ++byte) set.set(byte);
}

/// \d, \w, \s and their opposites.
std::optional<ByteSet> perl_class(char letter) {
    ByteSet set;
    switch (letter | 0x20) {
    case 'd': add_range(set, '0', '9'); break;
    case 'w':
        add_range(set, '0', '9'), add_range(set, 'A', 'Z'), add_range(set, 'a', 'z');
        set.set('_');
        break;
    case 's':
        for (char byte : {'\t', '\n', '\f', '\r', ' '}) set.set(static_cast<unsigned char>(byte));
        break;
    default: return std::nullopt;
    }
    return letter & 0x20 ? set : ~set;
}

class Parser {
public:
    Parser(std::string_view regex, bool bytes) : text_(regex), bytes_(bytes) {}

    RegexTree parse() {
        if (text_.starts_with("(?s)")) {
            at_ = 4;
            dot_.set();
        } else {
            dot_.set().reset('\n');
        }
        RegexTree all = choices();
        if (more()) throw NotSimple{};
        return all;
    }

private:
    bool more() const { return at_ < text_.size(); }
    bool is(char byte) const { return more() && text_[at_] == byte; }
    char take() {
        if (!more()) throw NotSimple{};
        return text_[at_++];
    }

    RegexTree choices() {
        RegexTree choice{RegexTree::choice};
        choice.children.push_back(sequence());
        while (is('|')) {
            ++at_;
            choice.children.push_back(sequence());
        }
        if (choice.children.size() > 1) return choice;
        RegexTree only = std::move(choice.children[0]);
        return only;
    }

    RegexTree sequence() {
        RegexTree all{RegexTree::group};
        while (more() && !is('|') && !is(')')) {
            RegexTree one = atom();
            while (is('*') || is('+') || is('?') || is('{')) one = repeated(std::move(one));
            all.children.push_back(std::move(one));
        }
        return all;
    }

    RegexTree repeated(RegexTree one) {
        const char mark = take();
        uint32_t least = mark == '+' ? 1 : 0, most = mark == '?' ? 1 : RegexTree::no_limit;
        if (mark == '{') {
            least = most = number();
            if (is(',')) {
                ++at_;
                most = is('}') ? RegexTree::no_limit : number();
            }
            if (take() != '}' || most < least) throw NotSimple{};
        }
        const bool lazy = is('?');
        if (lazy) ++at_;
        if (is('*') || is('+') || is('?') || is('{')) throw NotSimple{};
        if (one.kind == RegexTree::run && one.least == 1 && one.most == 1) {
            one.least = least, one.most = most, one.lazy = lazy;
            return one;
        }
        if (one.kind == RegexTree::begin || one.kind == RegexTree::end || one.kind == RegexTree::boundary)
            throw NotSimple{};
        const bool once = least == 0 && most == 1;
        // What is empty again and again, and what the last of many rounds took, is RE2's to say.
        if (!once && (one.may_be_empty() || one.has_captures() ||
                      (most != RegexTree::no_limit && most > 16) || least > 16))
            throw NotSimple{};
        if (once && one.may_be_empty()) throw NotSimple{};
        RegexTree loop{RegexTree::loop};
        loop.least = least, loop.most = most, loop.lazy = lazy;
        loop.children.push_back(std::move(one));
        return loop;
    }

    uint32_t number() {
        uint32_t value = 0;
        if (!more() || text_[at_] < '0' || text_[at_] > '9') throw NotSimple{};
        while (more() && text_[at_] >= '0' && text_[at_] <= '9')
            value = value * 10 + static_cast<uint32_t>(text_[at_++] - '0');
        return value;
    }

    static RegexTree run_of(const ByteSet& set) {
        RegexTree run{RegexTree::run};
        run.set = set;
        return run;
    }
    RegexTree run_of(char byte) const {
        if (!bytes_ && (byte & 0x80)) throw NotSimple{};
        ByteSet set;
        set.set(static_cast<unsigned char>(byte));
        return run_of(set);
    }

    RegexTree atom() {
        const char byte = take();
        switch (byte) {
        case '(': return group();
        case '[': return run_of(bracketed());
        case '.': return run_of(dot_);
        case '^': return {RegexTree::begin};
        case '$': return {RegexTree::end};
        case '\\': break;
        case '*':
        case '+':
        case '?':
        case '{': throw NotSimple{};
        default: return run_of(byte);
        }
        const char next = take();
        if (next == 'A') return {RegexTree::begin};
        if (next == 'z') return {RegexTree::end};
        if (next == 'b') return {RegexTree::boundary};
        if (auto set = perl_class(next)) return run_of(*set);
        return run_of(escaped(next));
    }

    RegexTree group() {
        int capture = -1;
        if (is('?')) {
            ++at_;
            if (take() != ':') throw NotSimple{};
        } else {
            capture = captures_++;
        }
        RegexTree inside = choices();
        if (take() != ')') throw NotSimple{};
        if (capture < 0) return inside;
        RegexTree group{RegexTree::group};
        group.capture = capture;
        group.children.push_back(std::move(inside));
        return group;
    }

    /// The byte that a backslash and `letter` stand for.
    char escaped(char letter) {
        switch (letter) {
        case 't': return '\t';
        case 'n': return '\n';
        case 'r': return '\r';
        case 'f': return '\f';
        default: break;
        }
        const bool sign = letter >= ' ' && letter < 0x7F && !(letter >= '0' && letter <= '9') &&
                          !((letter | 0x20) >= 'a' && (letter | 0x20) <= 'z');
        if (!sign) throw NotSimple{};
        return letter;
    }

    ByteSet bracketed() {
        ByteSet set;
        const bool negated = is('^');
        if (negated) ++at_;
        for (bool first = true; first || !is(']'); first = false) {
            char from = take();
            if (from == '[' && is(':')) throw NotSimple{};
            if (!bytes_ && (from & 0x80)) throw NotSimple{};
            if (from == '\\') {
                const char letter = take();
                if (auto perl = perl_class(letter)) {
                    set |= *perl;
                    if (is('-') && at_ + 1 < text_.size() && text_[at_ + 1] != ']') throw NotSimple{};
                    continue;
                }
                from = escaped(letter);
            }
            char to = from;
            if (is('-') && at_ + 1 < text_.size() && text_[at_ + 1] != ']') {
                ++at_;
                to = take();
                if (to == '[' || (!bytes_ && (to & 0x80))) throw NotSimple{};
                if (to == '\\') to = escaped(take());
            }
            add_range(set, static_cast<unsigned char>(from), static_cast<unsigned char>(to));
        }
        ++at_;
        return negated ? ~set : set;
    }

    std::string_view text_;
    bool bytes_;
    size_t at_ = 0;
    int captures_ = 0;
    ByteSet dot_;
};

} // namespace

bool RegexTree::may_be_empty() const {
    ByteSet ignored;
    return add_first(ignored);
}

bool RegexTree::has_captures() const {
    return capture >= 0 ||
           std::ranges::any_of(children, [](const RegexTree& child) { return child.has_captures(); });
}

bool RegexTree::add_first(ByteSet& first) const {
    switch (kind) {
    case run: first |= set; return least == 0;
    case begin:
    case end:
    case boundary: return true;
    case group:
        for (const RegexTree& child : children)
            if (!child.add_first(first)) return false;
        return true;
    case choice: {
        bool empty = false;
        for (const RegexTree& child : children) empty = child.add_first(first) || empty;
        return empty;
    }
    case loop: return children[0].add_first(first) || least == 0;
    }
    return true;
}

std::unique_ptr<RegexTree> parse_regex_tree(std::string_view regex, bool bytes) {
    try {
        return std::make_unique<RegexTree>(Parser(regex, bytes).parse());
    } catch (const NotSimple&) {
        return nullptr;
    }
}

} // namespace rowkit
