// The words of an expression.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rowkit::expr {

enum class TokenKind : uint8_t { end, number, string, name, quoted_name, symbol };

struct Token {
    TokenKind kind = TokenKind::end;
    size_t begin = 0, end = 0; // bytes in the expression
    std::string text;          // of strings and quoted names: with escapes undone; else as written

    bool is(std::string_view symbol) const { return kind == TokenKind::symbol && text == symbol; }
    /// A word that is a part of the grammar where it stands (and, in, is ...).
    bool is_word(std::string_view word) const { return kind == TokenKind::name && text == word; }
};

/// Splits `source` into tokens, the last of kind `end`. Throws SyntaxError.
std::vector<Token> tokenize(std::string_view source);

} // namespace rowkit::expr
