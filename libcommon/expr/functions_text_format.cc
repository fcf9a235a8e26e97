// Functions of text: format(), a text with places for values.
#include "data/utf8.h"
#include "expr/body.h"

#include <algorithm>
#include <vector>

namespace rowkit::expr {
namespace {

/// A text between places, or a place: `{}`, `{2}`, `{:SPEC}`, `{2:SPEC}`, with SPEC =
/// [[fill]<^>][0][width][,][.places].
struct Piece {
    std::string_view text; // none: a place
    size_t value = 0;      // which of the values, from 1
    std::string_view fill = " ";
    char align = 0; // < ^ >; 0: numbers to the right, else to the left
    bool zeros = false, thousands = false;
    size_t width = 0;
    int places = -1; // digits after the point
};

/// Reads a format; throws std::string: what is wrong.
class FormatReader {
public:
    explicit FormatReader(std::string_view format) : rest_(format) {
        while (!rest_.empty()) {
            if (rest_.starts_with("{{") || rest_.starts_with("}}"))
                add_text(1, 2);
            else if (rest_.starts_with('}'))
                throw std::string("a } without {; a } that is meant as text is }}");
            else if (rest_.starts_with('{'))
                add_place();
            else
                add_text(std::min(rest_.find_first_of("{}"), rest_.size()), 0);
        }
    }

    std::vector<Piece> pieces;
    size_t most = 0; // the greatest value that is asked for

private:
    void add_text(size_t size, size_t used) {
        Piece piece;
        piece.text = rest_.substr(0, size);
        pieces.push_back(piece);
        rest_.remove_prefix(std::max(size, used));
    }
    size_t number() {
        size_t read = 0;
        for (; !spec_.empty() && spec_[0] >= '0' && spec_[0] <= '9'; spec_.remove_prefix(1)) {
            read = read * 10 + static_cast<size_t>(spec_[0] - '0');
            if (read > 100'000) throw std::string("there is a number in {} that is too great");
        }
        return read;
    }
    bool take(char letter) {
        if (!spec_.starts_with(letter)) return false;
        spec_.remove_prefix(1);
        return true;
    }
    void read_alignment(Piece& piece) {
        if (spec_.empty()) return;
        const size_t fill = first_character(spec_).size;
        const auto is_align = [&](size_t at) {
            return at < spec_.size() && (spec_[at] == '<' || spec_[at] == '^' || spec_[at] == '>');
        };
        if (is_align(fill)) {
            piece.fill = spec_.substr(0, fill);
            spec_.remove_prefix(fill);
        }
        if (!is_align(0)) return;
        piece.align = spec_[0];
        spec_.remove_prefix(1);
    }
    void add_place() {
        const size_t end = rest_.find('}');
        if (end == std::string_view::npos)
            throw std::string("a { without }; a { that is meant as text is {{");
        spec_ = rest_.substr(1, end - 1);
        rest_.remove_prefix(end + 1);
        Piece piece;
        piece.value = number();
        if (piece.value == 0) piece.value = ++last_;
        most = std::max(most, piece.value);
        if (take(':')) {
            read_alignment(piece);
            piece.zeros = take('0');
            piece.width = number();
            piece.thousands = take(',');
            if (take('.')) piece.places = static_cast<int>(std::min<size_t>(number(), 400));
            take('f'); // as Python and C write it
        }
        if (!spec_.empty())
            throw "\"" + std::string(spec_) +
                "\" is not understood within {}, as in {}, {:>10}, {:05}, {:,.2}, {2}";
        pieces.push_back(piece);
    }

    std::string_view rest_, spec_;
    size_t last_ = 0;
};

/// Commas between the thousands of the number at the end of `out`, which begins at `begin`.
void put_thousands(size_t begin, Buffer& out) {
    const std::string_view number = out.view().substr(begin);
    const size_t sign = number.starts_with('-') ? 1 : 0;
    const size_t digits = std::min(number.find_first_not_of("0123456789", sign), number.size()) - sign;
    if (number.find_first_not_of("-.0123456789") != std::string_view::npos || digits == 0) return; // 1e30
    const size_t commas = (digits - 1) / 3;
    out.resize(out.size() + commas);
    char* const text = out.data() + begin;
    const size_t end = sign + digits;
    std::memmove(text + end + commas, text + end, out.size() - begin - commas - end);
    for (size_t i = 0; i < digits; ++i) { // from the right
        const size_t passed = i / 3;
        text[end + commas - 1 - i - passed] = text[end - 1 - i];
        if (i % 3 == 2 && i + 1 < digits) text[end + commas - 2 - i - passed] = ',';
    }
}

/// Fills what stands in `out` from `begin` on up to the width.
void put_padding(const Piece& piece, size_t begin, bool is_number, Buffer& out) {
    const size_t count = count_characters(out.view().substr(begin));
    if (count >= piece.width) return;
    const size_t missing = piece.width - count;
    const bool zeros = piece.zeros && is_number && piece.align == 0;
    const std::string_view fill = zeros ? "0" : piece.fill;
    const char align = piece.align ? piece.align : is_number ? '>' : '<';
    const size_t before = align == '<' ? 0 : align == '>' ? missing : missing / 2;
    if (zeros && out.data()[begin] == '-') ++begin;
    const size_t old = out.size() - begin;
    out.resize(out.size() + missing * fill.size());
    char* const at = out.data() + begin;
    std::memmove(at + before * fill.size(), at, old);
    for (size_t i = 0; i < missing; ++i)
        std::memcpy(at + i * fill.size() + (i < before ? 0 : old), fill.data(), fill.size());
}

void append_value(const Piece& piece, std::string_view text, Buffer& out) {
    const size_t begin = out.size();
    if (piece.width == 0 && !piece.thousands && piece.places < 0) return out.append(text);
    const auto number = parse_number(text);
    if (number && piece.places >= 0)
        append_fixed(*number, piece.places, out);
    else
        out.append(text); // a text is not cut
    if (number && piece.thousands) put_thousands(begin, out);
    put_padding(piece, begin, number.has_value(), out);
}

/// A format that is constant. The text is the expression's own.
class Format : public Prepared {
public:
    explicit Format(std::string_view format) : text_(format), reader_(text_) {}
    size_t most() const { return reader_.most; }
    std::span<const Piece> pieces() const { return reader_.pieces; }

private:
    std::string text_;
    FormatReader reader_;
};

std::unique_ptr<Prepared> prepare_format(std::span<const Value* const> constants) {
    const auto format = constant_text(constants, 0);
    if (!format) return nullptr;
    auto made = std::make_unique<Format>(*format);
    if (made->most() > constants.size() - 1)
        throw "the format asks for " + std::to_string(made->most()) + " values, and there are " +
            std::to_string(constants.size() - 1);
    return made;
}

Value put_together(const Call& call, std::span<const Piece> pieces) {
    call.scratch.clear();
    for (const Piece& piece : pieces) {
        if (piece.value == 0)
            call.scratch.append(piece.text);
        else if (piece.value < call.count())
            append_value(piece, call.text(piece.value), call.scratch);
        check_size("format", call.scratch.size());
    }
    return call.made();
}

Value format(const Call& call) {
    if (call.prepared) return put_together(call, static_cast<const Format*>(call.prepared)->pieces());
    try {
        return put_together(call, FormatReader(call.text(0)).pieces);
    } catch (const std::string&) {
        return {};
    }
}

constexpr Function functions[] = {
    {"format", "format(format, value, ...)",
     "a text with values in its places: {}, {2} the second, {:>10} {:<10} {:^10} to a width, {:05} with "
     "zeros, {:,.2} with thousands and two places; {{ is {",
     R"(format("{} of {:,.2}", "EUR", 1234.5))", "EUR of 1,234.50", "t", 1, 255, Type::text, format,
     prepare_format},
};

} // namespace

FunctionFamily text_format_functions() { return {"Text: formats", functions}; }

} // namespace rowkit::expr
