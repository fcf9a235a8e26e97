// Numbers of one group and their ranks.
#include "ops/ranked_numbers.h"

#include "base/error.h"
#include "ops/number_key.h"

#include <algorithm>

namespace rowkit::ops {
namespace {

/// Numbers from the least, as runs hold them: `number` comes `times` times, counted down by the reader.
class Numbers {
public:
    explicit Numbers(const ValueRuns& runs) : merge_(runs.read()) { read(); }

    Number number;
    uint64_t times = 0; // 0: there are no more

    /// Passes `count` of them over; not more than there are.
    void skip(uint64_t count) {
        for (; count >= times && times; read()) count -= times;
        times -= std::min(count, times);
    }

private:
    void read() {
        if (passed_) merge_.next();
        passed_ = true;
        times = 0;
        if (merge_.at_end()) return;
        StateBytes bytes(merge_.record().bytes);
        number = bytes.number();
        times = bytes.integer();
    }

    RunMerge merge_;
    bool passed_ = false; // the merge stands at what was read
};

} // namespace

void RankedNumbers::merge(RankedNumbers&& other) {
    list_.merge(std::move(other.list_));
    if (!other.runs_) return;
    if (runs_)
        runs_->take(std::move(*other.runs_));
    else
        runs_ = std::move(other.runs_);
    spilled_ += std::exchange(other.spilled_, 0);
}

void RankedNumbers::write(StateWriter& out) const {
    if (!runs_) return list_.write(out);
    constexpr uint64_t text_bytes = 16; // of a number, about
    runs_->check_fits(size() * text_bytes);
    out.integer(size());
    for (Numbers numbers(*runs_); numbers.times; numbers.skip(1)) out.number(numbers.number);
}

RankedNumbers RankedNumbers::read(StateReader& in) {
    RankedNumbers read;
    read.list_ = NumberList::read(in);
    return read;
}

void RankedNumbers::spill(const SpillLimits& limits) {
    if (!list_.size()) return;
    if (!runs_) runs_ = std::make_unique<ValueRuns>(limits);
    list_.sort();
    RunWriter run = runs_->begin();
    Buffer key, bytes;
    list_.each([&](const Number& number, uint64_t times) {
        key.clear();
        bytes.clear();
        append_number_key(number, {}, key);
        append_number_state(number, bytes);
        append_varint(times, bytes);
        run.add(
            {key.view(), number.is_real(), bytes.view()}); // of equal ones the decimal first, as in a list
        return true;
    });
    runs_->end(run);
    spilled_ += list_.size();
    list_ = {};
}

void RankedNumbers::seal() {
    if (!runs_) return;
    spill(runs_->limits());
    runs_->settle();
}

std::pair<Number, Number> RankedNumbers::at(size_t i) {
    if (!runs_) list_.sort();
    const bool last = i + 1 == size();
    if (!runs_) return {list_.at(i), list_.at(last ? i : i + 1)};
    Numbers numbers(*runs_);
    numbers.skip(i);
    const Number first = numbers.number;
    if (!last) numbers.skip(1);
    return {first, numbers.number};
}

/// The i + 1 numbers nearest to `middle` stand side by side among all of them; of all rows of so many, theirs
/// has the ends that are least far from it.
Number RankedNumbers::distance_at(size_t i, const Number& middle) const {
    Numbers from(*runs_), to(*runs_);
    to.skip(i);
    std::optional<Number> least;
    while (to.times) {
        const Number farther = greater(abs(from.number - middle), abs(to.number - middle));
        if (!least || NumberList::comes_before(farther, *least)) least = farther;
        const uint64_t same = std::min(from.times, to.times); // rows with the same ends
        from.skip(same);
        to.skip(same);
    }
    return *least;
}

std::pair<Number, Number> RankedNumbers::distances_at(size_t i, const Number& middle) {
    const size_t next = i + 1 == size() ? i : i + 1;
    if (runs_) return {distance_at(i, middle), distance_at(next, middle)};
    list_.sort();
    NumberList distances;
    list_.each([&](const Number& number, uint64_t times) {
        const Number distance = abs(number - middle);
        for (uint64_t k = 0; k < times; ++k) distances.add(distance);
        return true;
    });
    distances.sort();
    return {distances.at(i), distances.at(next)};
}

} // namespace rowkit::ops
