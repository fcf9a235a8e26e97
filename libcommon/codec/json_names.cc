// What names mean in JSON records: keys, or paths.
#include "codec/json_names.h"

#include <algorithm>

namespace rowkit {

JsonNames::JsonNames(std::vector<std::string> names)
    : names_(std::move(names)), in_keys_(2 * names_.size()), in_paths_(2 * names_.size()) {
    for (size_t i = 0; i < size(); ++i) {
        const Path key({names_[i]});
        as_path_.push_back(Path::parse(names_[i]));
        keys_.add(key, static_cast<int32_t>(i));
        paths_.add(as_path_[i] ? *as_path_[i] : key, static_cast<int32_t>(i));
    }
}

void JsonNames::look(JsonWalk& walk) {
    if (names_.empty()) return;
    JsonFinder(keys_, walk, false).record(0, in_keys_.data(), 0); // what was found stays
    walk.forget();
    JsonFinder(paths_, walk, false).record(0, in_paths_.data(), 0);
    walk.forget();
}

/// A name that is there twice is found once.
size_t JsonNames::first_of(const std::string& name) const {
    return static_cast<size_t>(std::ranges::find(names_, name) - names_.begin());
}

bool JsonNames::seen(size_t name) const {
    const size_t first = first_of(names_[name]);
    return in_keys_[2 * first + 1] || in_paths_[2 * first + 1];
}

Path JsonNames::place(size_t name) const {
    const bool is_key = in_keys_[2 * first_of(names_[name]) + 1] || !as_path_[name];
    return is_key ? Path({names_[name]}) : *as_path_[name];
}

} // namespace rowkit
