// What was odd in the data without being bad: counted, and told in one line each when all is done.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rowkit {

/// Texts in a number's place, in one block.
struct Note {
    std::string column;
    uint64_t count = 0;
    size_t offset = 0; // of the first one's record, in the block's text
    std::string text;  // the first one
    std::string where{}; // of no record of the input: its place in words; the least `offset` is the first
};

/// Takes notes in input order. Used by one thread at a time.
class Notes {
public:
    /// `place`: FILE:LINE of the note's first value.
    void add(const Note& note, std::string place);
    bool knows(std::string_view column) const;

    /// Prints a line for each column: `fare: 37 values are not numbers, first trips.csv:1823 "N/A"`.
    void print(std::string_view tool) const;

private:
    struct Sum {
        Note note;
        std::string place;
    };
    std::vector<Sum> sums_; // few: one for each column that is computed with
};

/// "fare: "N/A" is not a number": what --strict says.
std::string describe(const Note& note);

} // namespace rowkit
