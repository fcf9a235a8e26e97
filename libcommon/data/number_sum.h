// The exact sum of numbers, in any order.
#pragma once

#include "base/buffer.h"
#include "data/double_sum.h"
#include "data/number.h"
#include "data/wide_sum.h"

#include <array>
#include <memory>
#include <optional>
#include <string_view>

namespace rowkit {

/// Adds numbers without any rounding. result() is the exact sum as a decimal if there were only decimals and
/// it fits one, else the double nearest to the exact sum, doubles taken at their exact values. The same
/// numbers give the same bits in any order and however they were merged.
///
/// 32 bytes, in which it also tells how many there were; more are allocated by the first double (as DoubleSum
/// says), where decimals pass 128 bits: then they have 384, enough for 2^100 of the greatest; and by what no
/// Number holds (as WideSum says). Move-only.
class NumberSum {
public:
    /// A sum of decimals that fits 128 bits: sum / 10^scale.
    struct Plain {
        int128 sum;
        int scale;
        uint64_t terms;
    };
    NumberSum() = default;
    explicit NumberSum(const Plain& plain)
        : sum_(plain.sum), scale_(static_cast<uint8_t>(plain.scale)), terms_(plain.terms) {}
    /// Nothing where it is no such sum.
    std::optional<Plain> plain() const {
        return more_ ? std::nullopt : std::optional<Plain>({sum_, scale_, terms_});
    }

    void add(const Number& number) {
        ++terms_;
        const int finer = scale_ - number.scale(); // multiplied even by 1: scales change too often for a jump
        int64_t term;
        int128 sum;
        if (number.is_small() && finer >= 0 && finer <= 18 &&
            !__builtin_mul_overflow(number.small_mantissa(), powers_of_ten[finer], &term) &&
            !__builtin_add_overflow(sum_, int128{term}, &sum)) {
            sum_ = sum;
        } else {
            add_slowly(number);
        }
    }
    /// Adds what no Number holds, as many products. It counts as a decimal where it is one.
    void add(const ExactFraction& term) {
        ++terms_;
        wide().add(term);
    }
    void merge(const NumberSum& other) {
        terms_ += other.terms_;
        int128 sum;
        if (other.scale_ == scale_ && !other.more_ && !__builtin_add_overflow(sum_, other.sum_, &sum))
            sum_ = sum;
        else merge_slowly(other);
    }
    Number result() const;
    /// How many numbers were added. Not part of the text.
    uint64_t terms() const { return terms_; }
    void set_terms(uint64_t terms) { terms_ = terms; }

    /// The exact sum. Nothing where an infinity or NaN was added.
    std::optional<ExactFraction> exact() const;

    /// Appends all that is needed to go on later, as text without commas, quotes and line ends.
    void append_to(Buffer& out) const;
    /// What append_to() wrote; nothing if the text is something else.
    static std::optional<NumberSum> from_text(std::string_view text);

private:
    static constexpr size_t more_digits = 12;
    /// What few sums need.
    struct More {
        std::array<uint32_t, more_digits> decimals{}; // two's complement, in units of 10^-38
        DoubleSum doubles;
        bool has_doubles = false;
        std::unique_ptr<WideSum> wide; // of terms that are neither
    };
    struct Decimals {
        bool negative;
        Natural magnitude;
        int scale;
    };

    More& more() {
        if (!more_) more_ = std::make_unique<More>();
        return *more_;
    }
    WideSum& wide() {
        if (!more().wide) more_->wide = std::make_unique<WideSum>();
        return *more_->wide;
    }
    void add_slowly(const Number& number);
    void merge_slowly(const NumberSum& other);
    /// Makes scale_ at least `scale`.
    void refine(int scale);
    /// Adds to what sum_ can't hold.
    void add_more(bool negative, const Natural& magnitude, int scale);
    void move_sum_to_more();
    Decimals decimals() const;

    int128 sum_ = 0; // in units of 10^-scale_
    std::unique_ptr<More> more_;
    uint8_t scale_ = 0;
    uint64_t terms_ : 56 = 0;
};
static_assert(sizeof(NumberSum) == 32);

} // namespace rowkit
