// How many different values there are, about.
#include "ops/distinct_sketch.h"

#include "base/error.h"
#include "ops/group_table.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace rowkit::ops {
namespace {

constexpr int index_bits = 12;
constexpr size_t register_count = size_t{1} << index_bits;
constexpr int most_rank = 64 - index_bits + 1;
constexpr size_t most_hashes = 256;

char letter_of(uint8_t rank) {
    return static_cast<char>(rank < 10 ? '0' + rank : rank < 36 ? 'A' + rank - 10 : 'a' + rank - 36);
}

int rank_of(char letter) {
    if (letter >= '0' && letter <= '9') return letter - '0';
    if (letter >= 'A' && letter <= 'Z') return letter - 'A' + 10;
    return letter >= 'a' && letter <= 'z' ? letter - 'a' + 36 : most_rank + 1;
}

// Ertl's sums for registers that are 0, and for those that are full.
double sigma(double x) {
    if (x == 1) return INFINITY;
    double y = 1, z = x, before;
    do {
        x *= x;
        before = z;
        z += x * y;
        y += y;
    } while (z != before);
    return z;
}

double tau(double x) {
    if (x == 0 || x == 1) return 0;
    double y = 1, z = 1 - x, before;
    do {
        x = std::sqrt(x);
        before = z;
        y *= 0.5;
        z -= (1 - x) * (1 - x) * y;
    } while (z != before);
    return z / 3;
}

} // namespace

void DistinctSketch::raise(uint64_t hash) {
    const size_t at = hash >> (64 - index_bits);
    const uint64_t rest = hash << index_bits;
    const auto rank = static_cast<uint8_t>(rest ? std::countl_zero(rest) + 1 : most_rank);
    registers_[at] = std::max(registers_[at], rank);
}

void DistinctSketch::add_hash(uint64_t hash) {
    if (!registers_.empty()) return raise(hash);
    const auto at = std::ranges::lower_bound(hashes_, hash);
    if (at != hashes_.end() && *at == hash) return;
    hashes_.insert(at, hash);
    if (hashes_.size() <= most_hashes) return;
    registers_.resize(register_count);
    for (uint64_t each : hashes_) raise(each);
    hashes_ = {};
}

void DistinctSketch::add(std::string_view text) { add_hash(fixed_hash(text)); }

void DistinctSketch::merge(const DistinctSketch& other) {
    for (uint64_t hash : other.hashes_) add_hash(hash);
    if (other.registers_.empty()) return;
    if (registers_.empty()) {
        registers_.resize(register_count);
        for (uint64_t each : hashes_) raise(each);
        hashes_ = {};
    }
    for (size_t i = 0; i < register_count; ++i) registers_[i] = std::max(registers_[i], other.registers_[i]);
}

uint64_t DistinctSketch::estimate() const {
    if (registers_.empty()) return hashes_.size();
    std::array<int, most_rank + 1> having{};
    for (uint8_t rank : registers_) ++having[rank];
    constexpr double m = register_count;
    double z = m * tau(1 - having[most_rank] / m);
    for (int rank = most_rank - 1; rank >= 1; --rank) z = 0.5 * (z + having[static_cast<size_t>(rank)]);
    z += m * sigma(having[0] / m);
    return static_cast<uint64_t>(std::llround(m * m / (2 * std::log(2)) / z));
}

void DistinctSketch::write(StateWriter& out) const {
    out.integer(hashes_.size());
    for (uint64_t hash : hashes_) out.integer(hash);
    std::string letters;
    for (uint8_t rank : registers_) letters += letter_of(rank);
    out.text(letters);
}

DistinctSketch DistinctSketch::read(StateReader& in) {
    DistinctSketch read;
    for (uint64_t left = in.integer(); left > 0; --left) read.add_hash(in.integer());
    const std::string_view letters = in.text();
    if (letters.empty()) return read;
    DistinctSketch full;
    for (char letter : letters) {
        const int rank = rank_of(letter);
        if (rank > most_rank) break;
        full.registers_.push_back(static_cast<uint8_t>(rank));
    }
    if (full.registers_.size() != register_count)
        throw Error(Exit::bad_data, {},
                    "the state of an approx_distinct is not what rowgroup --partial writes");
    read.merge(full);
    return read;
}

} // namespace rowkit::ops
