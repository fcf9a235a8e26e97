// Many numbers in little memory.
#pragma once

#include "data/number.h"
#include "ops/state_text.h"

#include <vector>

namespace rowkit::ops {

/// Numbers whose order does not matter: 8 bytes for each decimal of up to 18 digits, as long as they have
/// about as many after the point; where the same ones come again and again, as prices and whole numbers do,
/// 16 bytes for each different one. NaN is left out. Not thread-safe.
class NumberList {
public:
    void add(const Number& number);
    void merge(NumberList&& other);
    size_t size() const { return mantissas_.size() + counted_size_ + others_.size(); }

    void sort();
    /// After sort(), from the least. Slow where size() is large: some milliseconds for a million.
    Number at(size_t i) const;
    /// After sort(): calls `use` with each number and how often it comes, from the least, until it gives
    /// false.
    template <class Use> void each(const Use& use) const;

    /// The order of sort(): by value, a decimal before the double that equals it, since they may print
    /// differently.
    static bool comes_before(const Number& a, const Number& b);

    /// In ascending order, however the numbers came; bytes in any order.
    void write(StateWriter& out) const;
    static NumberList read(StateReader& in);

    uint64_t heap() const {
        return mantissas_.capacity() * sizeof(int64_t) + counted_.capacity() * sizeof(Counted) +
               others_.capacity() * sizeof(Number);
    }

private:
    struct Counted {
        int64_t mantissa;
        uint64_t times;
    };
    static constexpr size_t first_count = 1 << 16; // so many are counted at once

    bool rescale(int scale);
    void count();
    void add_counted(const std::vector<Counted>& more);

    std::vector<int64_t> mantissas_; // in units of 10^-scale_
    std::vector<Counted> counted_;   // too, in order
    size_t counted_size_ = 0;        // of all times
    std::vector<Number> others_;     // what did not fit
    int64_t farthest_ = 0;           // no mantissa is farther from zero
    size_t next_count_ = first_count; // mantissas from which on count() is worth a try
    int scale_ = 0;
    bool sorted_ = false;
};

template <class Use> void NumberList::each(const Use& use) const {
    size_t plain = 0, counted = 0, other = 0;
    for (;;) {
        const bool has_plain = plain < mantissas_.size(), has_counted = counted < counted_.size();
        if (has_plain || has_counted) {
            const bool takes_plain =
                has_plain && (!has_counted || mantissas_[plain] <= counted_[counted].mantissa);
            const Number number(takes_plain ? mantissas_[plain] : counted_[counted].mantissa, scale_);
            if (other == others_.size() || !comes_before(others_[other], number)) {
                const uint64_t times = takes_plain ? 1 : counted_[counted].times;
                ++(takes_plain ? plain : counted);
                if (!use(number, times)) return;
                continue;
            }
        } else if (other == others_.size()) {
            return;
        }
        if (!use(others_[other++], uint64_t{1})) return;
    }
}

} // namespace rowkit::ops
