// The shapes of JSON objects: each sequence of top-level keys is a header.
#pragma once

#include "codec/header.h"
#include "codec/json_walk.h"

#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace rowkit {

/// One sequence of keys, as they are written in the objects.
struct JsonShape {
    std::string tokens;          // the keys with their quotes, one after another
    std::vector<uint32_t> sizes; // of each
    Header header;

    size_t size() const { return sizes.size(); }
};

/// Knows the shapes that one worker met. What it returns stays where it is for as long as it lives, but for a
/// shape whose header is transient: that one goes with the next call.
class JsonShapes {
public:
    static constexpr size_t most = 4096;          // shapes that are kept
    static constexpr size_t most_columns = 65536; // of all of them

    /// `sought`: what each header has beside its columns.
    explicit JsonShapes(std::vector<Column> sought) : sought_(std::move(sought)) {}

    /// The shape of an object with these keys (tokens of the walk).
    const JsonShape& of(const JsonWalk& walk, const std::vector<size_t>& keys);

private:
    const std::vector<Column> sought_;
    std::unordered_map<std::string_view, std::unique_ptr<JsonShape>> shapes_; // keyed by their own tokens
    std::unique_ptr<JsonShape> transient_;
    std::string tokens_;
    size_t columns_ = 0;
};

} // namespace rowkit
