// Functions that write numbers for people, and read such numbers.
#include "expr/body.h"

#include <array>

namespace rowkit::expr {
namespace {

/// Appends a number with a separator between groups of three digits before the point.
void append_grouped(std::string_view plain, std::string_view separator, Buffer& out) {
    if (plain.starts_with('-')) {
        out.push_back('-');
        plain.remove_prefix(1);
    }
    size_t whole = 0;
    while (whole < plain.size() && plain[whole] >= '0' && plain[whole] <= '9') ++whole;
    for (size_t i = 0; i < whole; ++i) {
        if (i && (whole - i) % 3 == 0) out.append(separator);
        out.push_back(plain[i]);
    }
    out.append(plain.substr(whole));
}

/// Appends a number rounded to `places`, with that many digits after the point.
void append_places(const Number& number, int64_t places, Buffer& out) {
    const int to = static_cast<int>(std::clamp<int64_t>(places, -400, 400));
    append_fixed(to < 0 ? round(number, to) : number, std::max(to, 0), out);
}

Value format_number(const Call& call) {
    call.scratch.clear();
    if (call.count() > 1) append_places(call.number(0), whole_number(call.number(1)), call.scratch);
    else append_number(call.number(0), call.scratch);
    const std::string_view plain = call.arena.copy(call.scratch.view());
    call.scratch.clear();
    append_grouped(plain, call.count() > 2 ? call.text(2) : ",", call.scratch);
    return call.made();
}

Value fixed(const Call& call) {
    call.scratch.clear();
    append_places(call.number(0), whole_number(call.number(1)), call.scratch);
    return call.made();
}

Value percent(const Call& call) {
    call.scratch.clear();
    const Number hundredfold = call.number(0) * Number(100);
    if (call.count() > 1) append_places(hundredfold, whole_number(call.number(1)), call.scratch);
    else append_number(hundredfold, call.scratch);
    call.scratch.push_back('%');
    return call.made();
}

/// A number in the unit in which it has few digits.
template <size_t count>
Value scaled(const Call& call, int64_t step, const std::array<std::string_view, count>& units) {
    const int places =
        call.count() > 1 ? static_cast<int>(std::clamp<int64_t>(whole_number(call.number(1)), 0, 30)) : 1;
    Number number = call.number(0);
    size_t unit = 0;
    // What rounds to a whole next unit is shown in that.
    while (unit + 1 < count && compare(abs(round(number, unit ? places : 0)), Number(step)) >= 0) {
        number = divide(number, Number(step)).value_or(0);
        ++unit;
    }
    call.scratch.clear();
    append_number(unit ? round(number, places) : number, call.scratch);
    call.scratch.append(units[unit]);
    return call.made();
}

constexpr std::array<std::string_view, 9> byte_units = {" B",   " KiB", " MiB", " GiB", " TiB",
                                                        " PiB", " EiB", " ZiB", " YiB"};
constexpr std::array<std::string_view, 9> number_units = {"", "k", "M", "G", "T", "P", "E", "Z", "Y"};

Value human_bytes(const Call& call) { return scaled(call, 1024, byte_units); }
Value human_number(const Call& call) { return scaled(call, 1000, number_units); }

char lower(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter; }

/// A number and the letters behind it; no number: null.
std::optional<Number> take_number(std::string_view& text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ')) text.remove_suffix(1);
    if (const auto all = parse_number(text)) { // 1e3 has no unit
        text = {};
        return all;
    }
    const size_t end = std::min(text.find_first_not_of("0123456789.+-"), text.size());
    const auto number = parse_number(text.substr(0, end));
    text.remove_prefix(end);
    while (text.starts_with(' ')) text.remove_prefix(1);
    return number;
}

/// The power of `step` that a unit's letter stands for: 1 for k; nothing for what is no such letter.
std::optional<int> power_of_letter(char letter) {
    const size_t at = std::string_view("kmgtpezy").find(lower(letter));
    return at == std::string_view::npos ? std::nullopt : std::optional(static_cast<int>(at) + 1);
}

Value parse_bytes(const Call& call) {
    std::string_view unit = call.text(0);
    const auto number = take_number(unit);
    if (!number) return {};
    if (unit.empty() || unit == "B" || unit == "b" || unit == "bytes" || unit == "byte")
        return Value::of(*number);
    const auto exponent = power_of_letter(unit[0]);
    unit.remove_prefix(1);
    const bool decimal = unit.size() == 1 && lower(unit[0]) == 'b';
    const bool is_unit = unit.empty() || decimal ||
                         (unit.size() <= 2 && unit[0] == 'i' && (unit.size() == 1 || lower(unit[1]) == 'b'));
    if (!exponent || !is_unit) return {};
    return Value::of(*number * power(Number(decimal ? 1000 : 1024), Number(*exponent)).value_or(0));
}

Value parse_human(const Call& call) {
    std::string_view unit = call.text(0);
    const auto number = take_number(unit);
    if (!number || unit.size() > 1) return {};
    if (unit.empty()) return Value::of(*number);
    const auto exponent = lower(unit[0]) == 'b' ? std::optional(3) : power_of_letter(unit[0]);
    return exponent ? Value::of(*number * power(Number(1000), Number(*exponent)).value_or(0)) : Value();
}

Value parse_percent(const Call& call) {
    std::string_view unit = call.text(0);
    const auto number = take_number(unit);
    if (!number || (!unit.empty() && unit != "%")) return {};
    return unit.empty() ? Value::of(*number) : Value::of(*number * Number(int64_t{1}, 2));
}

/// The digits of a number with what people write around them; null where there is anything else.
Value clean_number(const Call& call) {
    const char point = call.count() > 1 && call.text(1) == "," ? ',' : '.';
    const char group = point == ',' ? '.' : ',';
    std::string_view text = call.text(0);
    bool negative = false;
    size_t digits = 0;
    call.scratch.clear();
    for (size_t i = 0; i < text.size(); ++i) {
        const char byte = text[i];
        if (byte >= '0' && byte <= '9') {
            call.scratch.push_back(byte);
            ++digits;
        } else if (byte == point) {
            call.scratch.push_back('.');
        } else if (byte == group || byte == '\'' || byte == '_' || byte == ' ' || byte == '\t') {
            continue;
        } else if (byte == '-' || byte == '(') {
            negative = true;
        } else if ((byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || byte == '%') {
            // A currency's name stands before or after the digits, not among them.
            if (digits && text.find_first_of("0123456789", i) != std::string_view::npos) return {};
        }
    }
    const auto number = parse_number(call.scratch.view());
    return number ? Value::of(negative ? -*number : *number) : Value();
}

constexpr Function functions[] = {
    {"format_number commas", "format_number(n[, places[, separator]])", "with a comma between thousands",
     "format_number(1234567.891, 2)", "1,234,567.89", "nnt", 1, 3, Type::text, format_number},
    {"fixed to_fixed", "fixed(n, places)", "with exactly that many digits after the point", "fixed(2.5, 2)",
     "2.50", "n", 2, 2, Type::text, fixed},
    {"percent", "percent(n[, places])", "a share of 1 as percent", "percent(0.125)", "12.5%", "n", 1, 2,
     Type::text, percent},
    {"human_bytes format_bytes", "human_bytes(n[, places])", "bytes in the unit that suits them",
     "human_bytes(1536)", "1.5 KiB", "n", 1, 2, Type::text, human_bytes},
    {"human_number human", "human_number(n[, places])", "with k, M, G ... for thousands, millions, milliards",
     "human_number(1234567, 2)", "1.23M", "n", 1, 2, Type::text, human_number},
    {"parse_bytes", "parse_bytes(text)", "how many bytes a size is: K and KiB are 1024, KB is 1000",
     R"(parse_bytes("1.5 GiB"))", "1610612736", "t", 1, 1, Type::number, parse_bytes},
    {"parse_human", "parse_human(text)", "a number with k, M, G or B ... behind it", R"(parse_human("1.2M"))",
     "1200000", "t", 1, 1, Type::number, parse_human},
    {"parse_percent", "parse_percent(text)", "percent as a share of 1", R"(parse_percent("12.5%"))", "0.125",
     "t", 1, 1, Type::number, parse_percent},
    {"clean_number", "clean_number(text[, point])",
     "a number without the thousands separators, currency or parentheses around it; point: what stands "
     "before the fraction",
     R"(clean_number("-$1,234.50"))", "-1234.5", "t", 1, 2, Type::number, clean_number},
};

} // namespace

FunctionFamily number_text_functions() { return {"Numbers for people", functions}; }

} // namespace rowkit::expr
