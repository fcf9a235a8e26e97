// How many different values there are, about, in little memory.
#pragma once

#include "ops/state_text.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace rowkit::ops {

/// HyperLogLog with 4096 registers (P. Flajolet and others, 2007; the estimate is O. Ertl's, "New cardinality
/// estimation algorithms for HyperLogLog sketches", 2017): a standard error of 1.6 %, less below some 10,000
/// values. Up to 256 are counted exactly, hashes of 64 bits being alike aside. The same values give the same
/// sketch in any order and however they were merged.
class DistinctSketch {
public:
    void add(std::string_view text);
    void merge(const DistinctSketch& other);
    uint64_t estimate() const;

    void write(StateWriter& out) const;
    static DistinctSketch read(StateReader& in);

    uint64_t heap() const { return hashes_.capacity() * sizeof(uint64_t) + registers_.capacity(); }

private:
    void add_hash(uint64_t hash);
    void raise(uint64_t hash);

    std::vector<uint64_t> hashes_;   // ascending, while there are few
    std::vector<uint8_t> registers_; // else
};

} // namespace rowkit::ops
