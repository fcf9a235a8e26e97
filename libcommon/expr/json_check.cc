// Whether a text is JSON: a walk without recursion.
#include "expr/json_check.h"

#include "codec/json_text.h"

#include <bitset>

namespace rowkit::expr {
namespace {

constexpr size_t deepest = 1024;

class Checker {
public:
    explicit Checker(std::string_view text) : rest_(text) {}

    bool check() {
        size_t depth = 0;
        for (bool due = true;;) { // due: a value must come here, else what follows one
            blanks();
            if (due && (take('{') || take('['))) {
                const bool object = last_ == '{';
                if (depth == deepest) return false;
                objects_[depth++] = object;
                blanks();
                if (take(object ? '}' : ']')) --depth, due = false;
                else if (object && !key()) return false;
                continue;
            }
            if (due) {
                if (!scalar()) return false;
                due = false;
                continue;
            }
            if (depth == 0) return rest_.empty();
            const bool object = objects_[depth - 1];
            if (take(',')) {
                blanks();
                if (object && !key()) return false;
                due = true;
            } else if (take(object ? '}' : ']')) --depth;
            else return false;
        }
    }

private:
    void blanks() {
        while (!rest_.empty() && is_json_space(rest_[0])) rest_.remove_prefix(1);
    }
    bool take(char wanted) {
        if (rest_.empty() || rest_[0] != wanted) return false;
        last_ = wanted;
        rest_.remove_prefix(1);
        return true;
    }
    bool key() {
        if (!string()) return false;
        blanks();
        return take(':');
    }
    bool string() {
        if (!take('"')) return false;
        while (!rest_.empty()) {
            const char byte = rest_[0];
            rest_.remove_prefix(1);
            if (byte == '"') return true;
            if (static_cast<unsigned char>(byte) < 0x20) return false;
            if (byte == '\\' && !escape()) return false;
        }
        return false;
    }
    bool escape() {
        if (rest_.empty() || std::string_view("\"\\/bfnrtu").find(rest_[0]) == std::string_view::npos)
            return false;
        const bool code = rest_[0] == 'u';
        rest_.remove_prefix(1);
        if (!code) return true;
        if (rest_.size() < 4 ||
            rest_.substr(0, 4).find_first_not_of("0123456789abcdefABCDEF") != std::string_view::npos)
            return false;
        rest_.remove_prefix(4);
        return true;
    }
    bool scalar() {
        if (!rest_.empty() && rest_[0] == '"') return string();
        const std::string_view word = rest_.substr(0, rest_.find_first_of(",]} \t\r\n:\"[{"));
        rest_.remove_prefix(word.size());
        return word == "null" || word == "true" || word == "false" || is_json_number(word);
    }

    std::string_view rest_;
    char last_ = 0;
    std::bitset<deepest> objects_;
};

} // namespace

bool is_json(std::string_view text) { return Checker(text).check(); }

} // namespace rowkit::expr
