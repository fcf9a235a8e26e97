// The keys that JSON records were seen to have: nested ones as the columns they flatten to.
#pragma once

#include "codec/header.h"
#include "codec/json_paths.h"

#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace rowkit {

/// Learns keys from sampled records. A column is a path to a value that is no object, or an empty one; a null
/// is a column only where no object was seen in its place. Columns come in the order of their first
/// appearance.
class JsonKeys {
public:
    struct Column {
        Path path;
        std::string name; // a top-level key is its own name; a nested one's is its path
    };

    JsonKeys();

    /// Takes in the object at `token`, whose structure is good.
    void learn(JsonWalk& walk, size_t token);

    std::vector<Column> columns() const;
    /// The same as a header, and as the places of its columns.
    Header header() const;
    std::shared_ptr<const JsonPaths> paths() const;
    /// The places that tell nothing new: as paths(), but that nulls are no columns yet.
    std::shared_ptr<const JsonPaths> certain_paths() const;

    /// The top-level keys in the order of their first appearance.
    std::vector<std::string> top() const;

private:
    static constexpr size_t never = std::numeric_limits<size_t>::max();
    struct Node {
        std::string key;
        std::vector<uint32_t> below;
        std::unordered_map<std::string, uint32_t> by_key;
        size_t seen = never; // when a value was first seen here
        bool certain = false; // one that is not null
    };

    size_t object(JsonWalk& walk, size_t token, uint32_t at);
    size_t value(JsonWalk& walk, size_t token, uint32_t at);
    template <class Take> void visit(uint32_t at, std::vector<Path::Step>& steps, const Take& take) const;
    bool is_column(const Node& node) const {
        return node.seen != never && (node.certain || node.below.empty());
    }

    std::vector<Node> nodes_;
    size_t clock_ = 0;
};

} // namespace rowkit
