// What names mean in JSON records: keys, or paths.
#pragma once

#include "codec/json_paths.h"
#include "data/path.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rowkit {

/// Looks for names in records. A name is a top-level key where one of these has it, else a path.
class JsonNames {
public:
    explicit JsonNames(std::vector<std::string> names);

    /// Looks at the object that begins the walk, whose structure is good.
    void look(JsonWalk& walk);

    size_t size() const { return names_.size(); }
    const std::string& operator[](size_t name) const { return names_[name]; }
    bool has(const std::string& name) const { return first_of(name) < size(); }

    /// Whether one of the records had it.
    bool seen(size_t name) const;
    /// Where it is.
    Path place(size_t name) const;

private:
    size_t first_of(const std::string& name) const;

    const std::vector<std::string> names_;
    std::vector<std::optional<Path>> as_path_;
    JsonPaths keys_, paths_;
    std::vector<uint32_t> in_keys_, in_paths_; // where each was found first
};

} // namespace rowkit
