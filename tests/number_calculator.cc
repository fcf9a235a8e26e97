// Reads `OPERATION OPERAND...` lines and prints what data/number makes of them, for tests/exact_numbers.py to
// compare.
//
// An operand is number text, or r and 16 hexadecimal digits: the bits of a double. A result is `MANTISSA
// SCALE` without trailing zeros, r and the bits of a double, text, or `none`.
#include "data/number.h"
#include "data/number_sum.h"
#include "data/number_parse.h"
#include "data/number_text.h"

#include <bit>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

using namespace rowkit;

namespace {

std::optional<Number> operand(const std::string& text) {
    if (text[0] == 'r') return Number(std::bit_cast<double>(std::strtoull(text.c_str() + 1, nullptr, 16)));
    // As long as the text is, so that a sanitizer sees what is read past it.
    const std::vector<char> bytes(text.begin(), text.end());
    return parse_number({bytes.data(), bytes.size()});
}

std::string text_of(int128 value) {
    std::string digits;
    auto left = value < 0 ? -static_cast<uint128>(value) : static_cast<uint128>(value);
    do digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(left % 10)));
    while ((left /= 10) != 0);
    return value < 0 ? "-" + digits : digits;
}

std::string show(const std::optional<Number>& number) {
    if (!number) return "none";
    if (number->is_real()) {
        char bits[20];
        std::snprintf(bits, sizeof bits, "r%016llx", std::bit_cast<unsigned long long>(number->real()));
        return bits;
    }
    const Number plain = without_trailing_zeros(*number);
    const int128 mantissa = number->mantissa();
    // What fits 64 bits is small, so that the next operation is fast.
    if (number->is_small() != (mantissa == static_cast<int64_t>(mantissa))) return "representation";
    return text_of(plain.mantissa()) + " " + std::to_string(plain.scale());
}

std::string text(void (*append)(const Number&, Buffer&), const Number& number) {
    Buffer out;
    append(number, out);
    return std::string(out.view());
}

/// The sum in one go, and in parts that are merged the other way round, one of them through text: all the
/// same.
std::string sum_of(const std::vector<Number>& numbers) {
    NumberSum whole, parts[3];
    for (size_t i = 0; i < numbers.size(); ++i) {
        whole.add(numbers[i]);
        parts[i * 7 % 3].add(numbers[i]);
    }
    Buffer saved;
    parts[1].append_to(saved);
    const std::optional<NumberSum> restored = NumberSum::from_text(saved.view());
    if (!restored) return "not restored";
    parts[2].merge(*restored);
    parts[2].merge(parts[0]);
    const std::string result = show(whole.result());
    return show(parts[2].result()) == result ? result : result + " but merged " + show(parts[2].result());
}

std::string calculate(const std::string& operation, const std::vector<Number>& with) {
    const Number& a = with[0];
    const Number b = with.size() > 1 ? with[1] : Number();
    const auto places = [&] { return static_cast<int>(b.to_int64().value()); };
    if (operation == "+") return show(a + b);
    if (operation == "-") return show(a - b);
    if (operation == "*") return show(a * b);
    if (operation == "/") return show(divide(a, b));
    if (operation == "//") return show(floor_divide(a, b));
    if (operation == "%") return show(modulo(a, b));
    if (operation == "**") return show(power(a, b));
    if (operation == "compare") {
        const int order = compare(a, b);
        if (order == 0 && hash_number(a) != hash_number(b)) return "hash";
        if ((order == 0) != (text(append_number_key, a) == text(append_number_key, b))) return "key";
        return std::to_string((order > 0) - (order < 0));
    }
    if (operation == "negate") return show(-a);
    if (operation == "abs") return show(abs(a));
    if (operation == "round") return show(round(a, places()));
    if (operation == "floor") return show(floor(a));
    if (operation == "ceil") return show(ceil(a));
    if (operation == "trunc") return show(trunc(a));
    if (operation == "parse") return show(a);
    if (operation == "double") return show(Number(a.to_double()));
    if (operation == "int64") return a.to_int64() ? std::to_string(*a.to_int64()) : "none";
    if (operation == "integer") return a.is_integer() ? "1" : "0";
    if (operation == "text") return text(append_number, a);
    if (operation == "sum") return sum_of(with);
    if (operation == "fixed") {
        Buffer out;
        append_fixed(a, places(), out);
        return std::string(out.view());
    }
    return "no such operation";
}

} // namespace

int main() {
    std::string line;
    for (int c; (c = std::getchar()) != EOF;) {
        if (c != '\n') {
            line.push_back(static_cast<char>(c));
            continue;
        }
        std::vector<std::string> words(1);
        for (char each : line) {
            if (each == '\t') {
                words.emplace_back();
            } else {
                words.back().push_back(each);
            }
        }
        std::string result;
        if (words[0] == "texts") {
            const int order = compare_number_texts(words[1], words[2]);
            result = std::to_string((order > 0) - (order < 0));
        } else {
            std::vector<Number> operands;
            for (size_t i = 1; i < words.size(); ++i)
                if (const std::optional<Number> number = operand(words[i])) operands.push_back(*number);
            result = operands.size() + 1 == words.size() ? calculate(words[0], operands) : "none";
        }
        std::puts(result.c_str());
        line.clear();
    }
    return 0;
}
