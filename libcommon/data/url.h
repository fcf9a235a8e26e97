// The parts of a URL.
#pragma once

#include <optional>
#include <string_view>

namespace rowkit {

/// The parts of a URI reference as RFC 3986 (appendix B) finds them: views of the text, as written, nothing
/// decoded. What is absent has no value; `path` is always there, and empty where nothing is left.
struct UrlParts {
    std::optional<std::string_view> scheme;   // https
    std::optional<std::string_view> user;     // ann:secret
    std::optional<std::string_view> host;     // example.org, or an IPv6 address without its brackets
    std::optional<std::string_view> port;     // 8080
    std::string_view path;                    // /a/b
    std::optional<std::string_view> query;    // x=1&y=2
    std::optional<std::string_view> fragment; // top
};

/// A host is found only after `//`: `example.org/a` is a path. Every text has parts.
UrlParts url_parts(std::string_view url);

/// The value of a parameter in a query, as it is written; `name` is compared decoded. The first one of that
/// name.
std::optional<std::string_view> query_value(std::string_view query, std::string_view name);

} // namespace rowkit
