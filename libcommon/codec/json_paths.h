// The wanted places in JSON records, and the walk that finds them.
#pragma once

#include "codec/json_walk.h"
#include "data/path.h"

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace rowkit {

/// A tree of keys and array indices whose leaves are columns. Read by many threads once it is built.
class JsonPaths {
public:
    /// A step down. Its key stands as JSON writes it, so that most records need no decoding.
    struct Edge {
        std::string key;      // decoded
        std::string token;    // with quotes
        uint64_t first = 0;   // the token's first eight bytes at most
        uint64_t mask = 0;    // which of them count
        bool escaped = false; // the token holds a backslash
        uint32_t node = 0;

        bool is(const char* at, uint64_t bytes) const {
            return ((bytes ^ first) & mask) == 0 &&
                   (token.size() <= 8 || std::memcmp(at + 8, token.data() + 8, token.size() - 8) == 0);
        }
    };
    struct Node {
        std::vector<Edge> edges;
        std::vector<std::pair<size_t, uint32_t>> elements; // array index, node
        std::unordered_map<std::string_view, uint32_t> by_key; // to edges; where there are many
        int32_t column = -1;
    };

    JsonPaths();
    JsonPaths(const JsonPaths&) = delete; // by_key points into edges
    JsonPaths& operator=(const JsonPaths&) = delete;

    /// A column of -1: the place is known, but no column. Of two columns at one place the first counts.
    void add(const Path& path, int32_t column);

    size_t columns() const { return columns_; }
    const Node& root() const { return nodes_[0]; }
    const Node& node(uint32_t number) const { return nodes_[number]; }

private:
    uint32_t down(uint32_t from, const Path::Step& step);

    std::vector<Node> nodes_;
    size_t columns_ = 0;
};

/// Finds the columns of one record after another.
class JsonFinder {
public:
    /// `flat`: every value must be a column, or be inside one; an object is none where its keys are known.
    JsonFinder(const JsonPaths& paths, JsonWalk& walk, bool flat) : paths_(paths), walk_(walk), flat_(flat) {}

    /// Walks the object at `token`. `cells` takes begin and end in the walked text plus `base` for each
    /// column found; it comes zeroed. Where a key occurs twice in an object its first value counts. Returns
    /// the next token, 0 after a fault.
    size_t record(size_t token, uint32_t* cells, uint32_t base) {
        cells_ = cells;
        base_ = base;
        is_unknown_ = false;
        return object(paths_.root(), token);
    }

    static constexpr char new_key[] = "a key is new"; // the fault where there is a key that is no column

    /// Under `flat`, after a fault: the path of the key that is no column; empty: something else was wrong.
    Path unknown() const;

private:
    size_t object(const JsonPaths::Node& node, size_t token);
    size_t array(const JsonPaths::Node& node, size_t token);
    size_t value(const JsonPaths::Node& node, size_t token);
    const JsonPaths::Edge* find(const JsonPaths::Node& node, size_t token, size_t& expected) const;
    const JsonPaths::Edge* find_decoded(const JsonPaths::Node& node, size_t token) const;
    void keep(int32_t column, size_t begin, size_t end) {
        uint32_t* cell = cells_ + 2 * static_cast<size_t>(column);
        if (cell[1]) return;
        cell[0] = base_ + static_cast<uint32_t>(begin);
        cell[1] = base_ + static_cast<uint32_t>(end);
    }
    /// The key at this token (0: the one above) is no column.
    size_t fail_unknown(size_t key);

    const JsonPaths& paths_;
    JsonWalk& walk_;
    const bool flat_;
    uint32_t* cells_ = nullptr;
    uint32_t base_ = 0;
    bool is_unknown_ = false;
    std::vector<size_t> unknown_; // its keys' tokens, the innermost first
};

} // namespace rowkit
