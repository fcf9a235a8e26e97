// The states of aggregates as text, to be gone on with later or elsewhere.
#pragma once

#include "base/buffer.h"
#include "data/number.h"
#include "data/number_sum.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace rowkit::ops {

/// A state is a row of words with blanks between them, without commas, quotes, newlines: it stands in a cell as it is.
/// In texts, bytes that could not stand so are written as %XX.
class StateWriter {
public:
    /// `positions`: places in the input are written too, for a reader in the same run.
    StateWriter(Buffer& out, bool positions) : out_(out), positions_(positions) {}

    void integer(uint64_t value);
    void number(const Number& value);
    void sum(const NumberSum& value);
    void text(std::string_view text);
    void position(uint64_t position) {
        if (positions_) integer(position);
    }

private:
    void blank() {
        if (!out_.empty()) out_.push_back(' ');
    }
    Buffer& out_;
    bool positions_;
};

/// Reads what a StateWriter wrote. Throws Error (exit 3) for anything else.
class StateReader {
public:
    /// `position`: what stands for positions that were not written.
    StateReader(std::string_view text, uint64_t position, bool positions)
        : rest_(text), position_(position), positions_(positions) {}

    uint64_t integer();
    Number number();
    NumberSum sum();
    /// Valid until the next call.
    std::string_view text();
    uint64_t position() { return positions_ ? integer() : position_; }
    bool has_positions() const { return positions_; }
    /// Throws unless all was read.
    void end() const;

private:
    std::string_view word();

    std::string_view rest_;
    uint64_t position_;
    bool positions_;
    std::string text_;
};

} // namespace rowkit::ops
