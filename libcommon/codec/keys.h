// The columns of records that name their own keys (logfmt, ltsv, JSON): which key is which column.
#pragma once

#include "codec/dialect.h"
#include "codec/header.h"
#include "codec/reader.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace rowkit {

/// Keys in the order of their first appearance; a key that a record has twice is two columns. Reading it is
/// thread-safe.
class KeyTable {
public:
    static constexpr uint32_t none = ~uint32_t{0};

    /// The first column of that name, or none.
    uint32_t find(std::string_view key) const {
        auto found = first_.find(key);
        return found == first_.end() ? none : found->second;
    }
    /// The next column of the same name, or none.
    uint32_t next_same(uint32_t column) const { return next_[column]; }
    /// Adds a column, though there may be one of that name. Returns its place.
    uint32_t add(std::string_view key);
    void clear();

    size_t size() const { return names_.size(); }
    const std::vector<std::string>& names() const { return names_; }

private:
    struct Hash {
        using is_transparent = void;
        size_t operator()(std::string_view key) const { return std::hash<std::string_view>{}(key); }
    };

    std::vector<std::string> names_;
    std::vector<uint32_t> next_;
    std::unordered_map<std::string, uint32_t, Hash, std::equal_to<>> first_;
};

/// The columns of an input whose first records have the keys `seen`: those of --columns, where given, else
/// `seen`; of these the ones that `demand` names. Throws Error (exit 2) for a demanded name that is not
/// there, unless `options.optional`, or there is nothing at all. `sampled`: later records may have other
/// keys.
KeyTable columns_of_keys(const KeyTable& seen, const ReadOptions& options, const Demand& demand,
                         bool sampled);

/// True where the user or the tool said which keys are columns, so that others are passed over.
inline bool keys_are_fixed(const ReadOptions& options, const Demand& demand) {
    return !options.columns.empty() || demand.kind == Demand::columns;
}

/// The names of a list such as `` a,user.id,`odd, name` ``; blanks around a name don't count.
/// Throws Error (exit 2) for an empty name or an open backtick.
std::vector<std::string> split_names(std::string_view list);

/// How many bytes of an input's beginning name its columns. A record that ends past them counts only if it is
/// the first.
constexpr size_t key_sample_size = size_t{64} << 10;

/// What is wrong with a record that has a key of which key_sample_size bytes knew nothing.
std::string new_key_reason(std::string_view key, bool repeated);
std::string new_key_hint();

} // namespace rowkit
