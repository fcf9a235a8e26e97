// The wanted places in JSON records, and the walk that finds them.
#include "codec/json_paths.h"

namespace rowkit {
namespace {

constexpr size_t few = 8; // edges that are compared one by one

uint64_t load(const char* at) {
    uint64_t bytes;
    std::memcpy(&bytes, at, 8);
    return bytes;
}

} // namespace

JsonPaths::JsonPaths() { nodes_.emplace_back(); }

uint32_t JsonPaths::down(uint32_t from, const Path::Step& step) {
    const auto next = static_cast<uint32_t>(nodes_.size());
    if (const size_t* index = std::get_if<size_t>(&step)) {
        for (auto& [at, node] : nodes_[from].elements)
            if (at == *index) return node;
        nodes_[from].elements.emplace_back(*index, next);
    } else {
        const std::string& key = std::get<std::string>(step);
        auto& [edges, elements, by_key, column] = nodes_[from];
        if (edges.size() <= few) {
            for (const Edge& edge : edges)
                if (edge.key == key) return edge.node;
        } else if (auto found = by_key.find(key); found != by_key.end()) {
            return edges[found->second].node;
        }
        Edge edge;
        edge.key = key;
        edge.token = json_string(key);
        edge.escaped = edge.token.find('\\') != std::string::npos;
        edge.mask = edge.token.size() >= 8 ? ~uint64_t{0} : 0;
        char bytes[8] = {}, mask[8] = {};
        std::memcpy(bytes, edge.token.data(), std::min<size_t>(8, edge.token.size()));
        std::memset(mask, 0xFF, std::min<size_t>(8, edge.token.size()));
        edge.first = load(bytes);
        edge.mask = load(mask);
        edge.node = next;
        const bool moved = edges.size() == edges.capacity();
        edges.push_back(std::move(edge));
        if (edges.size() > few) {
            if (moved) by_key.clear(); // short keys live inside the edges
            for (size_t i = by_key.size(); i < edges.size(); ++i)
                by_key.emplace(edges[i].key, static_cast<uint32_t>(i));
        }
    }
    nodes_.emplace_back();
    return next;
}

void JsonPaths::add(const Path& path, int32_t column) {
    uint32_t node = 0;
    for (const Path::Step& step : path.steps()) node = down(node, step);
    if (nodes_[node].column < 0) nodes_[node].column = column;
    columns_ = std::max(columns_, static_cast<size_t>(column + 1));
}

const JsonPaths::Edge* JsonFinder::find_decoded(const JsonPaths::Node& node, size_t token) const {
    std::string_view raw = walk_.view(token);
    bool escaped = raw.find('\\') != std::string_view::npos;
    if (node.edges.size() <= few) {
        if (!escaped) return nullptr; // was compared as it is
        std::string key = plain_key(raw);
        for (const auto& edge : node.edges)
            if (edge.key == key) return &edge;
        return nullptr;
    }
    std::string decoded;
    std::string_view key = raw.substr(1, raw.size() - 2);
    if (escaped) key = decoded = plain_key(raw);
    auto found = node.by_key.find(key);
    return found == node.by_key.end() ? nullptr : &node.edges[found->second];
}

inline const JsonPaths::Edge* JsonFinder::find(const JsonPaths::Node& node, size_t token,
                                               size_t& expected) const {
    const auto& edges = node.edges;
    const char* at = walk_.at(token);
    const uint64_t bytes = load(at);
    if (expected < edges.size() && edges[expected].is(at, bytes)) return &edges[expected++];
    if (edges.size() <= few) {
        for (size_t i = 0; i < edges.size(); ++i) {
            if (!edges[i].is(at, bytes)) continue;
            expected = i + 1;
            return &edges[i];
        }
        if (!walk_.has_escapes()) return nullptr;
    }
    const JsonPaths::Edge* edge = find_decoded(node, token);
    if (edge) expected = static_cast<size_t>(edge - edges.data()) + 1;
    return edge;
}

size_t JsonFinder::object(const JsonPaths::Node& node, size_t token) {
    if (!walk_.enter(token)) return 0;
    ++token;
    if (walk_.byte(token) == '}') {
        walk_.leave();
        return token + 1;
    }
    size_t expected = 0;
    for (;;) {
        if (!walk_.is_key(token)) return walk_.fail_key(token);
        if (walk_.strict && !walk_.check_scalar(token)) return 0;
        const JsonPaths::Edge* edge = find(node, token, expected);
        const size_t key = token;
        token = edge ? value(paths_.node(edge->node), token + 2) : walk_.skip(token + 2);
        if (token && !edge && flat_) token = fail_unknown(0); // broken structure would be the graver fault
        if (!token) {
            if (is_unknown_) unknown_.push_back(key);
            return 0;
        }
        char next = walk_.byte(token++);
        if (next == ',') continue;
        if (next != '}') return walk_.fail_after_member(token - 1);
        walk_.leave();
        return token;
    }
}

size_t JsonFinder::array(const JsonPaths::Node& node, size_t token) {
    if (!walk_.enter(token)) return 0;
    ++token;
    if (walk_.byte(token) == ']') {
        walk_.leave();
        return token + 1;
    }
    for (size_t index = 0;; ++index) {
        const JsonPaths::Node* below = nullptr;
        for (auto& [at, number] : node.elements)
            if (at == index) below = &paths_.node(number);
        token = below ? value(*below, token) : walk_.skip(token);
        if (!token) return 0;
        char next = walk_.byte(token++);
        if (next == ',') continue;
        if (next != ']') return walk_.fail(token - 1, "a comma or a closing bracket is missing");
        walk_.leave();
        return token;
    }
}

size_t JsonFinder::value(const JsonPaths::Node& node, size_t token) {
    const size_t first = token;
    const char kind = walk_.byte(token);
    switch (kind) {
    case '{':
        if (flat_ && node.edges.empty() && walk_.byte(token + 1) != '}') { // it was never an object before
            token = walk_.skip(token);
            return token ? fail_unknown(first + 1) : 0;
        }
        token = node.edges.empty() ? walk_.skip(token) : object(node, token);
        if (flat_ && token > first + 2) return token; // its columns are inside
        break;
    case '[': token = node.elements.empty() ? walk_.skip(token) : array(node, token); break;
    case ',':
    case ':':
    case '}':
    case ']':
    case '\0': return walk_.skip(token);
    default:
        if (node.column >= 0) {
            const size_t end = walk_.checked_end(token);
            if (!end) return 0;
            keep(node.column, walk_.position(token), end);
            return token + 1;
        }
        token = walk_.skip(token);
        if (kind == 'n') return token; // null has no keys, as its columns will have no values
    }
    if (!token) return 0;
    if (node.column >= 0) keep(node.column, walk_.position(first), walk_.position(token - 1) + 1);
    else if (flat_) return fail_unknown(0);
    return token;
}

size_t JsonFinder::fail_unknown(size_t key) {
    is_unknown_ = true;
    unknown_.clear();
    if (key) unknown_.push_back(key);
    return walk_.fail(key, new_key);
}

Path JsonFinder::unknown() const {
    std::vector<Path::Step> steps;
    if (is_unknown_)
        for (size_t i = unknown_.size(); i-- > 0;) steps.emplace_back(plain_key(walk_.view(unknown_[i])));
    return Path(std::move(steps));
}

} // namespace rowkit
