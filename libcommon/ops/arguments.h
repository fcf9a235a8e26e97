// The arguments of aggregates, computed for a batch of records.
#pragma once

#include "expr/evaluate.h"
#include "expr/formula.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace rowkit::ops {

/// As what an aggregate reads an argument.
enum class Reads : uint8_t {
    number,    // a text that is none is told as odd, and left out
    ordered,   // a number, or any other value; computed texts are none
    value,     // whatever it is
    condition, // records for which it does not hold are left out
};

/// One argument: aggregates that ask for the same share it.
struct Argument {
    expr::Formula formula;
    std::string source; // as written
    Reads reads = Reads::value;
    std::optional<size_t> condition{}; // another argument: where it does not hold, this one is not looked at
};

/// What an argument is, record by record of a chunk.
struct ArgumentValues {
    enum Kind : uint8_t { none, number, other };
    std::vector<uint8_t> kinds;       // of Reads::number and ordered: Kind
    std::vector<Number> numbers;      // where kinds says number
    std::vector<expr::Value> values;  // of Reads::value: all; of ordered: where kinds says other
    std::vector<uint32_t> rows;       // of Reads::condition: the numbers in the chunk for which it holds
};

/// Computes arguments. Bound to one header; used by one thread.
class Arguments {
public:
    Arguments(std::span<const Argument> arguments, const Header& header, const expr::BindOptions& options);

    void start(const Batch& batch, const expr::BatchPlace& place);
    /// Consecutive rows; what it gave is valid until the next call.
    void compute(std::span<const uint32_t> rows);
    const ArgumentValues& operator[](size_t argument) const { return all_[argument].values; }

    /// Adds what stood in a number's place.
    void add_odd(expr::OddColumns& odd) const;

private:
    struct One {
        Reads reads;
        std::optional<size_t> condition;
        int32_t column = -1; // of the batch: the argument is its cells
        bool has_numbers = true; // of ordered: it is no computed text
        expr::Formula formula;
        std::unique_ptr<expr::Evaluation> evaluation; // where it is computed
        std::vector<expr::Value> computed;
        ArgumentValues values;
        expr::OddValues odd;

        void grow(size_t rows);
        void spread(std::span<const uint32_t> places);
    };
    void compute(One& one, std::span<const uint32_t> rows);
    void read_numbers(One& one, std::span<const uint32_t> rows);

    std::vector<One> all_;
    std::vector<uint32_t> chosen_; // rows for which a condition holds
    const Batch* batch_ = nullptr;
    Arena arena_;
    Buffer scratch_;
};

} // namespace rowkit::ops
