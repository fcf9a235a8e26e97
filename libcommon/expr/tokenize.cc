// The words of an expression: from text to tokens.
#include "expr/syntax_error.h"
#include "expr/token.h"

#include "base/buffer.h"
#include "codec/cell.h"

#include <array>

namespace rowkit::expr {
namespace {

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }
bool starts_name(char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' || (byte & 0x80);
}
bool continues_name(char byte) { return starts_name(byte) || is_digit(byte); }

/// Longest first, so that `**` is not two stars.
constexpr std::array<std::string_view, 35> symbols = {
    "==", "!=", "<=", ">=", "=~", "!~", "&&", "||", "??", "++", "//", "**", "->", "..", "+", "-", "*", "/",
    "%",  "<",  ">",  "=",  "!",  "?",  ":",  "(",  ")",  "[",  "]",  "{",  "}",  ",",  ".", ";", "|"};

class Tokenizer {
public:
    explicit Tokenizer(std::string_view source) : source_(source) {}

    std::vector<Token> all() {
        for (skip_blanks(); at_ < source_.size(); skip_blanks()) tokens_.push_back(next());
        tokens_.push_back({TokenKind::end, source_.size(), source_.size(), {}});
        return std::move(tokens_);
    }

private:
    char peek(size_t ahead = 0) const { return at_ + ahead < source_.size() ? source_[at_ + ahead] : '\0'; }

    /// Blanks, newlines, and comments from # to the end of the line.
    void skip_blanks() {
        while (at_ < source_.size()) {
            char byte = source_[at_];
            if (byte == '#') at_ = std::min(source_.find('\n', at_), source_.size());
            else if (byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r') ++at_;
            else break;
        }
    }

    Token next() {
        const size_t begin = at_;
        const char byte = peek();
        if (is_digit(byte) || (byte == '.' && is_digit(peek(1)))) return number(begin);
        if (byte == '"') return string(begin);
        if (byte == '`') return quoted_name(begin);
        if (starts_name(byte)) {
            while (continues_name(peek())) ++at_;
            return {TokenKind::name, begin, at_, std::string(source_.substr(begin, at_ - begin))};
        }
        for (std::string_view symbol : symbols) {
            if (!source_.substr(at_).starts_with(symbol)) continue;
            at_ += symbol.size();
            return {TokenKind::symbol, begin, at_, std::string(symbol)};
        }
        if (byte == '\'')
            throw syntax_error(source_, begin, begin + 1,
                               "text stands in double quotes; single ones are for the shell");
        if (byte == '&') throw syntax_error(source_, begin, begin + 1, "conditions are joined by and, or &&");
        throw syntax_error(source_, begin, begin + 1, "this character has no meaning here");
    }

    Token number(size_t begin) {
        while (is_digit(peek())) ++at_;
        if (peek() == '.' && is_digit(peek(1)))
            for (++at_; is_digit(peek());) ++at_;
        if ((peek() == 'e' || peek() == 'E') &&
            (is_digit(peek(1)) || ((peek(1) == '-' || peek(1) == '+') && is_digit(peek(2)))))
            for (at_ += 2; is_digit(peek());) ++at_;
        if (starts_name(peek()))
            throw syntax_error(source_, begin, at_ + 1,
                               "a name can't begin with a digit; odd names stand in `backticks`");
        return {TokenKind::number, begin, at_, std::string(source_.substr(begin, at_ - begin))};
    }

    /// Escapes are JSON's; another backslash stays, so that "\d+" is the pattern it looks like.
    Token string(size_t begin) {
        for (++at_; at_ < source_.size() && source_[at_] != '"'; ++at_)
            if (source_[at_] == '\\') ++at_;
        if (at_ >= source_.size())
            throw syntax_error(source_, begin, source_.size(), "this text is not closed");
        Buffer text;
        append_json_text(source_.substr(begin + 1, at_ - begin - 1), text);
        ++at_;
        return {TokenKind::string, begin, at_, std::string(text.view())};
    }

    Token quoted_name(size_t begin) {
        std::string name;
        for (++at_;; ++at_) {
            if (at_ >= source_.size())
                throw syntax_error(source_, begin, source_.size(), "this name is not closed");
            if (source_[at_] == '`' && peek(1) != '`') break;
            if (source_[at_] == '`') ++at_; // a doubled one
            name += source_[at_];
        }
        ++at_;
        return {TokenKind::quoted_name, begin, at_, name};
    }

    std::string_view source_;
    size_t at_ = 0;
    std::vector<Token> tokens_;
};

} // namespace

std::vector<Token> tokenize(std::string_view source) { return Tokenizer(source).all(); }

} // namespace rowkit::expr
