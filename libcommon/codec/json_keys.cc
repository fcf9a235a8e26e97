// The keys that JSON records were seen to have: nested ones as the columns they flatten to.
#include "codec/json_keys.h"

#include <algorithm>

namespace rowkit {

JsonKeys::JsonKeys() { nodes_.emplace_back(); }

void JsonKeys::learn(JsonWalk& walk, size_t token) { object(walk, token, 0); }

size_t JsonKeys::object(JsonWalk& walk, size_t token, uint32_t at) {
    ++token;
    while (walk.byte(token) != '}') {
        std::string key = plain_key(walk.view(token));
        auto [found, added] = nodes_[at].by_key.emplace(key, static_cast<uint32_t>(nodes_.size()));
        const uint32_t below = found->second;
        if (added) {
            nodes_[at].below.push_back(below);
            nodes_.emplace_back().key = std::move(key);
        }
        token = value(walk, token + 2, below);
        if (walk.byte(token) == ',') ++token;
    }
    return token + 1;
}

size_t JsonKeys::value(JsonWalk& walk, size_t token, uint32_t at) {
    const char kind = walk.byte(token);
    if (kind == '{' && walk.byte(token + 1) != '}') return object(walk, token, at);
    Node& node = nodes_[at];
    if (node.seen == never) node.seen = clock_++;
    if (kind != 'n') node.certain = true;
    return walk.skip(token);
}

template <class Take>
void JsonKeys::visit(uint32_t at, std::vector<Path::Step>& steps, const Take& take) const {
    for (uint32_t below : nodes_[at].below) {
        steps.emplace_back(nodes_[below].key);
        take(nodes_[below], steps);
        visit(below, steps, take);
        steps.pop_back();
    }
}

std::vector<JsonKeys::Column> JsonKeys::columns() const {
    std::vector<std::pair<size_t, Column>> seen;
    std::vector<Path::Step> steps;
    visit(0, steps, [&](const Node& node, const std::vector<Path::Step>& path) {
        if (!is_column(node)) return;
        Column column{Path(path), {}};
        column.name = path.size() == 1 ? node.key : column.path.text();
        seen.emplace_back(node.seen, std::move(column));
    });
    std::sort(seen.begin(), seen.end(), [](auto& a, auto& b) { return a.first < b.first; });
    std::vector<Column> columns;
    for (auto& [when, column] : seen) columns.push_back(std::move(column));
    return columns;
}

Header JsonKeys::header() const {
    Header header;
    for (Column& column : columns()) {
        bool nested = column.path.steps().size() > 1;
        header.columns.push_back({std::move(column.name), {}, nested});
    }
    return header;
}

std::shared_ptr<const JsonPaths> JsonKeys::paths() const {
    auto paths = std::make_shared<JsonPaths>();
    int32_t number = 0;
    for (const Column& column : columns()) paths->add(column.path, number++);
    return paths;
}

std::shared_ptr<const JsonPaths> JsonKeys::certain_paths() const {
    auto paths = std::make_shared<JsonPaths>();
    int32_t number = 0;
    std::vector<Path::Step> steps;
    visit(0, steps, [&](const Node& node, const std::vector<Path::Step>& path) {
        if (node.seen != never) paths->add(Path(path), node.certain ? number++ : -1);
    });
    return paths;
}

std::vector<std::string> JsonKeys::top() const {
    std::vector<std::string> keys;
    for (uint32_t below : nodes_[0].below) keys.push_back(nodes_[below].key);
    return keys;
}

} // namespace rowkit
