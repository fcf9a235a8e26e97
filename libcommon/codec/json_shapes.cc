// The shapes of JSON objects: each sequence of top-level keys is a header.
#include "codec/json_shapes.h"

namespace rowkit {

const JsonShape& JsonShapes::of(const JsonWalk& walk, const std::vector<size_t>& keys) {
    tokens_.clear();
    for (size_t key : keys) tokens_ += walk.view(key); // where one ends is told by its closing quote
    if (auto found = shapes_.find(tokens_); found != shapes_.end()) return *found->second;

    auto shape = std::make_unique<JsonShape>();
    shape->tokens = tokens_;
    for (size_t key : keys) {
        std::string_view token = walk.view(key);
        shape->sizes.push_back(static_cast<uint32_t>(token.size()));
        shape->header.columns.push_back({plain_key(token)});
    }
    shape->header.sought = sought_;
    if (shapes_.size() < most && columns_ + keys.size() <= most_columns) {
        columns_ += keys.size();
        std::string_view name = shape->tokens;
        return *shapes_.emplace(name, std::move(shape)).first->second;
    }
    shape->header.transient = true;
    transient_ = std::move(shape);
    return *transient_;
}

} // namespace rowkit
