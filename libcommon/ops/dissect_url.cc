// URLs taken apart.
#include "ops/dissector.h"

#include "base/error.h"
#include "base/nearest.h"
#include "data/url.h"

#include <algorithm>

namespace rowkit {
namespace {

class UrlDissector final : public Dissector {
public:
    explicit UrlDissector(std::vector<std::string> into) {
        const std::vector<std::string> all = {"scheme", "user", "host", "port", "path", "query", "fragment"};
        names_ = into.empty() ? all : std::move(into);
        for (const std::string& name : names_) {
            const auto found = std::ranges::find(all, name);
            if (found == all.end())
                throw usage_error("--into: a URL has no part \"" + name + "\"", did_you_mean(name, all));
            part_.push_back(static_cast<size_t>(found - all.begin()));
        }
    }

    bool take(std::string_view text, std::span<Cell> parts, Work&) const override {
        const UrlParts url = url_parts(text);
        const std::string_view all[] = {url.scheme.value_or(""),
                                        url.user.value_or(""),
                                        url.host.value_or(""),
                                        url.port.value_or(""),
                                        url.path,
                                        url.query.value_or(""),
                                        url.fragment.value_or("")};
        for (size_t i = 0; i < parts.size(); ++i) parts[i] = part_cell(all[part_[i]]);
        return true;
    }

private:
    std::vector<size_t> part_; // for each name
};

} // namespace

std::unique_ptr<Dissector> make_url_dissector(std::vector<std::string> into) {
    return std::make_unique<UrlDissector>(std::move(into));
}

} // namespace rowkit
