// Grok: regular expressions put together from named ones.
#include "data/grok.h"

#include "base/error.h"
#include "base/nearest.h"

#include <array>
#include <cctype>

namespace rowkit {
namespace {

struct Named {
    std::string_view name, regex;
};

// What the usual names stand for. Classes are preferred to lists of alternatives where they take what logs
// have.
constexpr std::array table{
    // Text
    Named{"WORD", R"(\b\w+\b)"},
    Named{"NOTSPACE", R"(\S+)"},
    Named{"SPACE", R"(\s*)"},
    Named{"BLANKS", R"([ \t]+)"},
    Named{"DATA", R"(.*?)"},
    Named{"GREEDYDATA", R"(.*)"},
    Named{"QUOTEDTEXT", R"([^"\\]*(?:\\.[^"\\]*)*)"},
    Named{"QUOTEDSTRING", R"("%{QUOTEDTEXT}"|'[^'\\]*(?:\\.[^'\\]*)*')"},
    Named{"QS", R"(%{QUOTEDSTRING})"},
    Named{"UUID", R"([0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12})"},
    // Numbers
    Named{"INT", R"([+-]?[0-9]+)"},
    Named{"POSINT", R"([1-9][0-9]*)"},
    Named{"NONNEGINT", R"([0-9]+)"},
    Named{"NUMBER", R"([+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+))"},
    Named{"BASE10NUM", R"(%{NUMBER})"},
    Named{"BASE16NUM", R"([+-]?(?:0[xX])?[0-9A-Fa-f]+)"},
    // Networks
    Named{"BYTE", R"(25[0-5]|2[0-4][0-9]|[01]?[0-9]{1,2})"},
    Named{"IPV4", R"(%{BYTE}\.%{BYTE}\.%{BYTE}\.%{BYTE})"},
    Named{"IPV6", R"([0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]*:[0-9A-Fa-f.:]*(?:%[0-9A-Za-z]+)?)"},
    Named{"IP", R"(%{IPV4}|%{IPV6})"},
    Named{"HOSTNAME", R"([0-9A-Za-z_][0-9A-Za-z_.-]*)"},
    Named{"HOST", R"(%{HOSTNAME})"},
    Named{"IPORHOST", R"([0-9A-Za-z_:][0-9A-Za-z_.:%-]*)"},
    Named{"HOSTPORT", R"([0-9A-Za-z_][0-9A-Za-z_.-]*:[0-9]+)"},
    Named{
        "MAC",
        R"([0-9A-Fa-f]{2}[:-][0-9A-Fa-f]{2}[:-][0-9A-Fa-f]{2}[:-][0-9A-Fa-f]{2}[:-][0-9A-Fa-f]{2}[:-][0-9A-Fa-f]{2})"},
    Named{"USERNAME", R"([0-9A-Za-z._-]+)"},
    Named{"USER", R"(%{USERNAME})"},
    Named{"EMAILADDRESS", R"([0-9A-Za-z.!#$%&'*+/=?^_`{|}~-]+@[0-9A-Za-z][0-9A-Za-z.-]*)"},
    Named{"PATH", R"(%{UNIXPATH}|%{WINPATH})"},
    Named{"UNIXPATH", R"(/[^\s:"']*)"},
    Named{"WINPATH", R"([A-Za-z]:\\[^\s"']*)"},
    Named{"URIPROTO", R"([A-Za-z][0-9A-Za-z+.-]*)"},
    Named{"URIHOST", R"([0-9A-Za-z_.%\[\]-]+(?::[0-9]+)?)"},
    Named{"URIPATH", R"(/[^\s?#"]*)"},
    Named{"URIPARAM", R"(\?[^\s#"]*)"},
    Named{"URIPATHPARAM", R"(%{URIPATH}(?:%{URIPARAM})?)"},
    Named{"URI", R"(%{URIPROTO}://(?:[^\s/@]*@)?(?:%{URIHOST})?(?:%{URIPATHPARAM})?)"},
    // Dates and times
    Named{"MONTH", R"([A-Z][a-z]{2,8})"},
    Named{"MONTHNUM", R"(0?[1-9]|1[0-2])"},
    Named{"MONTHDAY", R"([0-3]?[0-9])"},
    Named{"DAY", R"([A-Z][a-z]{2,8})"},
    Named{"YEAR", R"([0-9]{4}|[0-9]{2})"},
    Named{"HOUR", R"([0-2]?[0-9])"},
    Named{"MINUTE", R"([0-5][0-9])"},
    Named{"SECOND", R"([0-6]?[0-9](?:[.,:][0-9]+)?)"},
    Named{"TIME", R"([0-2]?[0-9]:[0-5][0-9](?::[0-6][0-9](?:[.,][0-9]+)?)?)"},
    Named{"DATE_US", R"([01]?[0-9][/-][0-3]?[0-9][/-][0-9]{2,4})"},
    Named{"DATE_EU", R"([0-3]?[0-9][./-][01]?[0-9][./-][0-9]{2,4})"},
    Named{"DATE", R"(%{DATE_US}|%{DATE_EU})"},
    Named{"DATESTAMP", R"((?:%{DATE})[- ]%{TIME})"},
    Named{"TZ", R"([A-Z]{3,4})"},
    Named{"ISO8601_TIMEZONE", R"(Z|[+-][0-9]{2}(?::?[0-9]{2})?)"},
    Named{
        "TIMESTAMP_ISO8601",
        R"([0-9]{4}-[01]?[0-9]-[0-3]?[0-9][T ][0-2]?[0-9]:?[0-5][0-9](?::?[0-6][0-9](?:[.,][0-9]+)?)?(?:%{ISO8601_TIMEZONE})?)"},
    Named{"HTTPDATE", R"([0-3]?[0-9]/[A-Za-z]{3,9}/[0-9]{4}:[0-2][0-9]:[0-5][0-9]:[0-6][0-9] [+-][0-9]{4})"},
    Named{"DATESTAMP_RFC822",
          R"(%{DAY},? %{MONTHDAY} %{MONTH} [0-9]{4} %{TIME} (?:[A-Z]{1,4}|[+-][0-9]{4}))"},
    Named{"DATESTAMP_OTHER", R"(%{DAY} %{MONTH} +%{MONTHDAY} %{TIME}(?: %{TZ})? [0-9]{4})"},
    Named{"SYSLOGTIMESTAMP", R"(%{MONTH} +%{MONTHDAY} [0-2][0-9]:[0-5][0-9]:[0-6][0-9](?:\.[0-9]+)?)"},
    // Logs
    Named{
        "LOGLEVEL",
        R"([Tt]race|TRACE|[Dd]ebug|DEBUG|[Nn]otice|NOTICE|[Ii]nfo(?:rmation)?|INFO(?:RMATION)?|[Ww]arn(?:ing)?|WARN(?:ING)?|[Ee]rr(?:or)?|ERR(?:OR)?|[Cc]rit(?:ical)?|CRIT(?:ICAL)?|[Ff]atal|FATAL|[Ss]evere|SEVERE|[Aa]lert|ALERT|[Ee]merg(?:ency)?|EMERG(?:ENCY)?)"},
    Named{"PROG", R"([^\s\[\]:]+)"},
    Named{"SYSLOGPROG", R"(%{PROG:program}(?:\[%{POSINT:pid}\])?)"},
    Named{"SYSLOGHOST", R"(%{IPORHOST})"},
    Named{"SYSLOGFACILITY", R"(<%{NONNEGINT:facility}\.%{NONNEGINT:priority}>)"},
    Named{
        "SYSLOGBASE",
        R"((?:<[0-9]+>)?(?:%{SYSLOGTIMESTAMP:timestamp}|%{TIMESTAMP_ISO8601:timestamp}) %{SYSLOGHOST:logsource} (?:%{SYSLOGPROG}:)?)"},
    Named{"SYSLOGLINE", R"(%{SYSLOGBASE} *%{GREEDYDATA:message})"},
    Named{"HTTPDUSER", R"([^\s"]+)"},
    Named{
        "COMMONAPACHELOG",
        R"re(%{IPORHOST:clientip} (?:-|%{HTTPDUSER:ident}) (?:-|%{HTTPDUSER:auth}) \[%{HTTPDATE:timestamp}\] "(?:%{WORD:verb} %{NOTSPACE:request}(?: HTTP/%{NUMBER:httpversion})?|-|%{QUOTEDTEXT:rawrequest})" (?:-|%{INT:response}) (?:-|%{NUMBER:bytes}))re"},
    Named{"COMBINEDAPACHELOG",
          R"re(%{COMMONAPACHELOG} "(?:-|%{QUOTEDTEXT:referrer})" "(?:-|%{QUOTEDTEXT:agent})")re"},
    Named{"HTTPD_COMMONLOG", R"(%{COMMONAPACHELOG})"},
    Named{"HTTPD_COMBINEDLOG", R"(%{COMBINEDAPACHELOG})"},
};

const Named& find(std::string_view name) {
    std::string upper(name);
    for (char& byte : upper) byte = static_cast<char>(std::toupper(static_cast<unsigned char>(byte)));
    for (const Named& each : table)
        if (each.name == upper) return each;
    std::vector<std::string> names;
    for (const Named& each : table) names.emplace_back(each.name);
    std::string hint = did_you_mean(upper, names);
    throw usage_error("there is no pattern named \"" + std::string(name) + "\"",
                      hint.empty() ? "rowparse --patterns lists them" : std::move(hint));
}

/// Replaces each `%{NAME:column}`; `columns`: else the columns are dropped.
std::string expand(std::string_view text, bool columns) {
    std::string out;
    for (;;) {
        const size_t at = text.find("%{");
        out += text.substr(0, at);
        if (at == text.npos) return out;
        const size_t close = text.find('}', at);
        if (close == text.npos) throw usage_error("the pattern has a %{ without its }");
        std::string_view name = text.substr(at + 2, close - at - 2), column;
        if (const size_t colon = name.find(':'); colon != name.npos) {
            column = name.substr(colon + 1);
            name = name.substr(0, colon);
            for (std::string_view kind : {":int", ":float", ":number", ":string"})
                if (column.ends_with(kind)) column.remove_suffix(kind.size());
        }
        const std::string inside = expand(find(name).regex, columns);
        if (columns && !column.empty()) out.append("(?P<").append(column).append(">");
        else out += "(?:";
        out += inside;
        out += ')';
        text.remove_prefix(close + 1);
    }
}

} // namespace

NamedRegex grok_regex(std::string_view pattern) {
    NamedRegex regex = name_groups(expand(pattern, true));
    regex.regex.insert(0, "(?s)");
    regex.bytes = true;
    return regex;
}

std::string grok_kind(std::string_view name) { return expand(find(name).regex, false); }

std::string grok_listing() {
    size_t width = 0;
    for (const Named& each : table) width = std::max(width, each.name.size());
    std::string out;
    for (const Named& each : table) {
        out.append(each.name).append(width + 2 - each.name.size(), ' ');
        out.append(each.regex).append("\n");
    }
    return out;
}

} // namespace rowkit
