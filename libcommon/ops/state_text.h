// The states of aggregates as text, to be gone on with later or elsewhere; or as bytes, to be gone on with in
// the same run.
#pragma once

#include "base/buffer.h"
#include "data/number.h"
#include "data/number_sum.h"
#include "ops/state_bytes.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace rowkit::ops {

/// As text a state is a row of words with blanks between them, without commas, quotes, newlines: it stands in
/// a cell as it is. In texts, bytes that could not stand so are written as %XX. Bytes hold places in the
/// input too.
enum class StateForm : uint8_t { text, bytes };

/// The word behind a group's states: a text that was cut short lacks it.
constexpr std::string_view end_of_states = ".";

class StateWriter {
public:
    StateWriter(Buffer& out, StateForm form) : out_(out), bytes_(form == StateForm::bytes) {}

    /// Read by the same run only: the same state may be written in different ways.
    bool is_bytes() const { return bytes_; }

    void integer(uint64_t value) { bytes_ ? append_varint(value, out_) : integer_word(value); }
    void number(const Number& value) { bytes_ ? append_number_state(value, out_) : number_word(value); }
    void sum(const NumberSum& value) { bytes_ ? append_sum_state(value, out_) : sum_word(value); }
    void text(std::string_view text) { bytes_ ? append_sized(text, out_) : text_word(text); }
    void position(uint64_t position) {
        if (bytes_) append_varint(position, out_);
    }

private:
    void integer_word(uint64_t value);
    void number_word(const Number& value);
    void sum_word(const NumberSum& value);
    void text_word(std::string_view text);
    void blank() {
        if (!out_.empty()) out_.push_back(' ');
    }
    Buffer& out_;
    bool bytes_;
};

/// Reads what a StateWriter wrote. Throws Error (exit 3; bytes: 4) for anything else.
class StateReader {
public:
    /// Of text. `position`: what stands for those that were not written.
    StateReader(std::string_view text, uint64_t position) : rest_(text), position_(position) {}
    /// Of bytes, which several readers may go on with.
    explicit StateReader(StateBytes& bytes) : bytes_(&bytes) {}

    uint64_t integer() { return bytes_ ? bytes_->integer() : integer_word(); }
    Number number() { return bytes_ ? bytes_->number() : number_word(); }
    NumberSum sum() { return bytes_ ? bytes_->sum() : sum_word(); }
    /// Valid until the next call.
    std::string_view text() { return bytes_ ? bytes_->sized() : text_word(); }
    uint64_t position() { return bytes_ ? bytes_->integer() : position_; }
    bool has_positions() const { return bytes_; }
    /// Throws unless all text was read but for the end word.
    void end();

private:
    uint64_t integer_word();
    Number number_word();
    NumberSum sum_word();
    std::string_view text_word();
    std::string_view word();

    std::string_view rest_;
    uint64_t position_ = 0;
    StateBytes* bytes_ = nullptr;
    std::string text_;
};

} // namespace rowkit::ops
