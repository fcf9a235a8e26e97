// Functions of URLs, paths, mail addresses and ids.
#include "data/percent.h"
#include "data/url.h"
#include "expr/body.h"

#include <algorithm>

namespace rowkit::expr {
namespace {

constexpr size_t npos = std::string_view::npos;

Value optional_text(const std::optional<std::string_view>& text) { return text ? Value::of(*text) : Value(); }

template <std::optional<std::string_view> UrlParts::*part>
Value url_part(const Call& call) {
    return optional_text(url_parts(call.text(0)).*part);
}

Value url_path(const Call& call) { return Value::of(url_parts(call.text(0)).path); }

Value url_port(const Call& call) {
    const auto port = url_parts(call.text(0)).port;
    const auto number = port ? parse_number(*port) : std::nullopt;
    return number && number->is_integer() ? Value::of(*number) : Value();
}

Value url_param(const Call& call) {
    const auto query = url_parts(call.text(0)).query;
    const auto value = query ? query_value(*query, call.text(1)) : std::nullopt;
    if (!value || value->find_first_of("%+") == npos) return optional_text(value);
    call.scratch.clear();
    append_percent_decoded(*value, true, call.scratch);
    return call.made();
}

bool is_host_name(std::string_view host) {
    bool dot = false;
    for (size_t size; !host.empty(); host.remove_prefix(std::min(size + 1, host.size()))) {
        size = std::min(host.find('.'), host.size());
        const std::string_view label = host.substr(0, size);
        const auto is_usual = [](char byte) {
            const char letter = static_cast<char>(byte | 0x20);
            return (letter >= 'a' && letter <= 'z') || (byte >= '0' && byte <= '9') || byte == '-' ||
                   byte < 0;
        };
        if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
        if (!std::ranges::all_of(label, is_usual)) return false;
        if (size + 1 == host.size()) return false; // a dot at the end
        dot = dot || size < host.size();
    }
    return dot;
}

Value is_url(const Call& call) {
    const std::string_view text = call.text(0);
    const UrlParts parts = url_parts(text);
    const bool plain = std::ranges::none_of(text, [](char byte) { return byte >= 0 && byte <= ' '; });
    return Value::of(plain && parts.scheme && parts.host && !parts.host->empty());
}

Value is_email(const Call& call) {
    const std::string_view text = call.text(0);
    const size_t at = text.rfind('@');
    if (at == npos || at == 0 || at > 64 || text.size() > 254) return Value::of(false);
    const std::string_view name = text.substr(0, at);
    const auto is_usual = [](char byte) {
        const char letter = static_cast<char>(byte | 0x20);
        return (letter >= 'a' && letter <= 'z') || (byte >= '0' && byte <= '9') || byte < 0 ||
               std::string_view(".!#$%&'*+/=?^_`{|}~-").find(byte) != npos;
    };
    const bool dots = name.front() != '.' && name.back() != '.' && name.find("..") == npos;
    return Value::of(dots && std::ranges::all_of(name, is_usual) && is_host_name(text.substr(at + 1)));
}

/// Eight, four, four, four and twelve hexadecimal digits.
bool is_uuid_text(std::string_view text) {
    if (text.size() != 36) return false;
    for (size_t i = 0; i < text.size(); ++i) {
        const char letter = static_cast<char>(text[i] | 0x20);
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        const bool digit = (text[i] >= '0' && text[i] <= '9') || (letter >= 'a' && letter <= 'f');
        if (dash ? text[i] != '-' : !digit) return false;
    }
    return true;
}

Value is_uuid(const Call& call) { return Value::of(is_uuid_text(call.text(0))); }

Value uuid_version(const Call& call) {
    const std::string_view text = call.text(0);
    if (!is_uuid_text(text)) return {};
    const char digit = text[14];
    return Value::of(Number(int64_t{digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10}));
}

std::string_view base_name(std::string_view path) {
    while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
    return path.size() > 1 ? path.substr(path.rfind('/') + 1) : path;
}

Value basename(const Call& call) { return Value::of(base_name(call.text(0))); }

Value dirname(const Call& call) {
    std::string_view path = call.text(0);
    while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
    const size_t slash = path.rfind('/');
    if (slash == npos) return Value::of(".");
    path = path.substr(0, std::max<size_t>(slash, 1));
    while (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
    return Value::of(path);
}

Value file_extension(const Call& call) {
    const std::string_view name = base_name(call.text(0));
    const size_t dot = name.rfind('.');
    return Value::of(dot == npos || dot == 0 ? std::string_view() : name.substr(dot + 1));
}

constexpr Function functions[] = {
    {"url_scheme url_protocol", "url_scheme(url)",
     "the scheme as written; null where there is none, as for each part",
     R"(url_scheme("https://example.org/a"))", "https", "t", 1, 1, Type::text, url_part<&UrlParts::scheme>},
    {"url_host url_domain", "url_host(url)", "the host as written, without user and port",
     R"(url_host("https://ann@example.org:8080/a"))", "example.org", "t", 1, 1, Type::text,
     url_part<&UrlParts::host>},
    {"url_port", "url_port(url)", "the port, if it is written", R"(url_port("https://example.org:8080/a"))",
     "8080", "t", 1, 1, Type::number, url_port},
    {"url_user", "url_user(url)", "the user, and the password if there is one",
     R"(url_user("ftp://ann@example.org"))", "ann", "t", 1, 1, Type::text, url_part<&UrlParts::user>},
    {"url_path", "url_path(url)", "the path as written", R"(url_path("https://example.org/a/b?x=1"))", "/a/b",
     "t", 1, 1, Type::text, url_path},
    {"url_query", "url_query(url)", "the query as written, without its ?",
     R"(url_query("https://example.org/a?x=1&y=2#top"))", "x=1&y=2", "t", 1, 1, Type::text,
     url_part<&UrlParts::query>},
    {"url_fragment", "url_fragment(url)", "what is after the #",
     R"(url_fragment("https://example.org/a#top"))", "top", "t", 1, 1, Type::text,
     url_part<&UrlParts::fragment>},
    {"url_param", "url_param(url, name)", "a parameter of the query, decoded; the first one of that name",
     R"(url_param("/search?q=new+york&page=2", "q"))", "new york", "t", 2, 2, Type::text, url_param},
    {"is_url", "is_url(text)", "whether it is a URL with scheme and host", R"(is_url("https://example.org"))",
     "true", "t", 1, 1, Type::boolean, is_url},
    {"is_email", "is_email(text)", "whether it looks like a mail address that can be reached from outside",
     R"(is_email("ann@example.org"))", "true", "t", 1, 1, Type::boolean, is_email},
    {"is_uuid", "is_uuid(text)", "whether it is a UUID, of any version",
     R"(is_uuid("123e4567-e89b-12d3-a456-426614174000"))", "true", "t", 1, 1, Type::boolean, is_uuid},
    {"uuid_version", "uuid_version(text)", "the version of a UUID; null where it is none",
     R"(uuid_version("123e4567-e89b-12d3-a456-426614174000"))", "1", "t", 1, 1, Type::number, uuid_version},
    {"basename", "basename(path)", "the last part of a path", R"(basename("/var/log/syslog.1"))", "syslog.1",
     "t", 1, 1, Type::text, basename},
    {"dirname", "dirname(path)", "a path without its last part", R"(dirname("/var/log/syslog.1"))",
     "/var/log", "t", 1, 1, Type::text, dirname},
    {"file_extension", "file_extension(path)",
     "what is after the last dot of a file's name; empty where there is none",
     R"(file_extension("/tmp/a.tar.gz"))", "gz", "t", 1, 1, Type::text, file_extension},
};

} // namespace

FunctionFamily url_functions() { return {"URLs, paths and ids", functions}; }

} // namespace rowkit::expr
