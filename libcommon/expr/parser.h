// The grammar of expressions, for those who read more than one expression from a text.
#pragma once

#include "expr/node.h"
#include "expr/token.h"

#include <string_view>
#include <vector>

namespace rowkit::expr {

/// Recursive descent by precedence. The tokens it has not taken are at peek().
class Parser {
public:
    explicit Parser(std::string_view source) : source_(source), tokens_(tokenize(source)) {}

    NodePtr expression() { return conditional(); }

    const Token& peek(size_t ahead = 0) const { return tokens_[std::min(at_ + ahead, tokens_.size() - 1)]; }
    const Token& take() { return tokens_[at_ + 1 < tokens_.size() ? at_++ : at_]; }
    bool take(std::string_view symbol);
    bool take_word(std::string_view word);
    bool at_end() const { return peek().kind == TokenKind::end; }
    /// Throws unless the text is at its end; offers the operator that may have been meant.
    void expect_end() const;
    void expect(std::string_view symbol, std::string_view what);
    [[noreturn]] void fail(const Token& at, std::string_view what) const;
    std::string_view source() const { return source_; }

private:
    NodePtr conditional();
    NodePtr binary(int level);
    NodePtr comparison();
    NodePtr negation();
    NodePtr minus();
    NodePtr power();
    NodePtr postfix();
    NodePtr primary();
    NodePtr call(const Token& name);
    NodePtr list();
    NodePtr in_list(NodePtr left, bool negated);
    NodePtr make(Op op, size_t begin, std::vector<NodePtr> args) const;

    std::string_view source_;
    std::vector<Token> tokens_;
    size_t at_ = 0;
    int depth_ = 0; // of nesting
};

} // namespace rowkit::expr
