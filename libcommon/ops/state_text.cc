// The states of aggregates as text.
#include "ops/state_text.h"

#include "base/error.h"
#include "data/number_parse.h"
#include "data/number_text.h"

#include <fmt/core.h>

#include <bit>
#include <charconv>

namespace rowkit::ops {
namespace {

[[noreturn]] void fail() {
    throw Error(Exit::bad_data, {},
                "these are no states that rowgroup --partial has written, or not all of them",
                "write the file anew, with the same version of rowgroup");
}

bool stands_as_it_is(char byte) {
    const auto code = static_cast<unsigned char>(byte);
    return code > ' ' && code != '%' && code != ',' && code != '"' && code != '\'' && code != ';' &&
           code != '|' && code != '\\' && code != 0x7F;
}

constexpr char hex_digits[] = "0123456789ABCDEF";

int hex_value(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    fail();
}

uint64_t read_integer(std::string_view word, int base) {
    uint64_t value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value, base);
    if (error != std::errc() || end != word.data() + word.size()) fail();
    return value;
}

} // namespace

void StateWriter::integer_word(uint64_t value) {
    blank();
    char digits[20];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    out_.append(digits, static_cast<size_t>(end - digits));
}

/// A double as its bits after `d`, or `r` where it stands for a text of more digits.
void StateWriter::number_word(const Number& value) {
    blank();
    if (!value.is_real()) return append_number(value, out_);
    out_.append(
        fmt::format("{}{:x}", value.was_rounded() ? 'r' : 'd', std::bit_cast<uint64_t>(value.real())));
}

void StateWriter::sum_word(const NumberSum& value) {
    blank();
    // Semicolons part the words of a sum of doubles; in a cell they would ask for quotes where they are the
    // delimiter.
    const size_t from = out_.size();
    value.append_to(out_);
    for (size_t i = from; i < out_.size(); ++i)
        if (out_.data()[i] == ';') out_.data()[i] = ':';
}

/// After `=`, so that an empty text is a word too.
void StateWriter::text_word(std::string_view text) {
    blank();
    out_.push_back('=');
    for (char byte : text) {
        if (stands_as_it_is(byte)) {
            out_.push_back(byte);
            continue;
        }
        const auto code = static_cast<unsigned char>(byte);
        const char escape[] = {'%', hex_digits[code >> 4], hex_digits[code & 0xF]};
        out_.append(escape, sizeof escape);
    }
}

std::string_view StateReader::word() {
    if (rest_.empty()) fail();
    const size_t end = std::min(rest_.find(' '), rest_.size());
    const std::string_view word = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    return word;
}

uint64_t StateReader::integer_word() { return read_integer(word(), 10); }

Number StateReader::number_word() {
    const std::string_view word = this->word();
    if (word.starts_with('d')) return Number(std::bit_cast<double>(read_integer(word.substr(1), 16)));
    if (word.starts_with('r'))
        return Number::rounded_from_text(std::bit_cast<double>(read_integer(word.substr(1), 16)));
    const auto number = parse_number(word);
    if (!number) fail();
    return *number;
}

NumberSum StateReader::sum_word() {
    text_ = word();
    for (char& byte : text_)
        if (byte == ':') byte = ';';
    auto sum = NumberSum::from_text(text_);
    if (!sum) fail();
    return std::move(*sum);
}

std::string_view StateReader::text_word() {
    std::string_view word = this->word();
    if (!word.starts_with('=')) fail();
    text_.clear();
    for (size_t i = 1; i < word.size(); ++i) {
        if (word[i] != '%') {
            text_ += word[i];
            continue;
        }
        if (i + 2 >= word.size()) fail();
        text_ += static_cast<char>(hex_value(word[i + 1]) << 4 | hex_value(word[i + 2]));
        i += 2;
    }
    return text_;
}

void StateReader::end() {
    if (bytes_) return;
    if (word() != end_of_states || !rest_.empty()) fail();
}

} // namespace rowkit::ops
