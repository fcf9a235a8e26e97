// A place inside a JSON value: `user.tags[0]`.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace rowkit {

/// Steps from a JSON value down to one inside it: an object's key or an array's index (from 0).
///
/// As text, keys are joined by dots and indices stand in brackets: `user.tags[0].text`. A key that holds a
/// dot, a bracket or a backtick, or is empty, stands in backticks, a backtick in it doubled: `` geo.`a.b` ``.
/// text() writes what parse() reads back as the same path.
class Path {
public:
    using Step = std::variant<std::string, size_t>;

    Path() = default;
    explicit Path(std::vector<Step> steps) : steps_(std::move(steps)) {}

    /// Nothing where `text` is no path: an empty key, an open bracket or backtick, an index that is no
    /// number.
    static std::optional<Path> parse(std::string_view text);

    const std::vector<Step>& steps() const { return steps_; }
    bool empty() const { return steps_.empty(); }
    std::string text() const;

    bool operator==(const Path&) const = default;

private:
    std::vector<Step> steps_;
};

} // namespace rowkit
