// Functions of encodings: bytes as text, and text within URLs, HTML, CSV and shells.
#include "data/base_text.h"
#include "data/html_text.h"
#include "data/percent.h"
#include "expr/body.h"

#include <algorithm>

namespace rowkit::expr {
namespace {

template <BaseText base>
Value encoded(const Call& call) {
    call.scratch.clear();
    append_base_text(base, call.text(0), call.scratch);
    return call.made();
}

template <BaseText base>
Value decoded(const Call& call) {
    call.scratch.clear();
    return append_from_base_text(base, call.text(0), call.scratch) ? call.made() : Value();
}

Value url_encode(const Call& call) {
    call.scratch.clear();
    append_percent_encoded(call.text(0), call.scratch, call.count() > 1 ? call.text(1) : std::string_view());
    return call.made();
}

template <bool plus>
Value url_decode(const Call& call) {
    if (call.text(0).find_first_of(plus ? "%+" : "%") == std::string_view::npos)
        return Value::of(call.text(0));
    call.scratch.clear();
    append_percent_decoded(call.text(0), plus, call.scratch);
    return call.made();
}

Value html_escape(const Call& call) {
    call.scratch.clear();
    append_html_escaped(call.text(0), call.scratch);
    return call.made();
}

Value html_unescape(const Call& call) {
    if (call.text(0).find('&') == std::string_view::npos) return Value::of(call.text(0));
    call.scratch.clear();
    append_html_unescaped(call.text(0), call.scratch);
    return call.made();
}

/// Between two `mark`s, with each one within as `escape`.
Value quoted(const Call& call, char mark, std::string_view escape) {
    call.scratch.clear();
    call.scratch.push_back(mark);
    for (char byte : call.text(0)) {
        if (byte == mark)
            call.scratch.append(escape);
        else
            call.scratch.push_back(byte);
    }
    call.scratch.push_back(mark);
    return call.made();
}

Value csv_quote(const Call& call) {
    const std::string_view text = call.text(0);
    const bool odd = text.find_first_of(",\"\r\n") != std::string_view::npos || text.starts_with(' ') ||
                     text.ends_with(' ');
    return odd ? quoted(call, '"', "\"\"") : Value::of(text);
}

Value shell_quote(const Call& call) {
    const std::string_view text = call.text(0);
    const auto is_plain = [](char byte) {
        const char letter = static_cast<char>(byte | 0x20);
        return (letter >= 'a' && letter <= 'z') || (byte >= '0' && byte <= '9') ||
               std::string_view("_-./:=@%+,").find(byte) != std::string_view::npos;
    };
    if (!text.empty() && std::ranges::all_of(text, is_plain)) return Value::of(text);
    return quoted(call, '\'', "'\\''");
}

constexpr Function functions[] = {
    {"base64 to_base64 base64_encode", "base64(text)", "its bytes in base64", R"(base64("rowkit!"))",
     "cm93a2l0IQ==", "t", 1, 1, Type::text, encoded<BaseText::base64>},
    {"from_base64 base64_decode unbase64", "from_base64(text)",
     "the bytes that are base64 of either alphabet, padded or not; null where it is none",
     R"(from_base64("cm93a2l0IQ"))", "rowkit!", "t", 1, 1, Type::text, decoded<BaseText::base64>},
    {"base64url to_base64url", "base64url(text)",
     "its bytes in base64 for URLs and file names, without padding", R"(base64url("??>"))", "Pz8-", "t", 1, 1,
     Type::text, encoded<BaseText::base64url>},
    {"base32 to_base32", "base32(text)", "its bytes in base32", R"(base32("row"))", "OJXXO===", "t", 1, 1,
     Type::text, encoded<BaseText::base32>},
    {"from_base32", "from_base32(text)", "the bytes that are base32; null where it is none",
     R"(from_base32("OJXXO"))", "row", "t", 1, 1, Type::text, decoded<BaseText::base32>},
    {"hex_encode", "hex_encode(text)", "its bytes in hexadecimal; hex(n) is for numbers",
     R"(hex_encode("é"))", "c3a9", "t", 1, 1, Type::text, encoded<BaseText::hex>},
    {"from_hex hex_decode unhex", "from_hex(text)", "the bytes that are hexadecimal; null where it is none",
     R"(from_hex("726F77"))", "row", "t", 1, 1, Type::text, decoded<BaseText::hex>},
    {"url_encode percent_encode", "url_encode(text[, keep])",
     "as a part of a URL: all but letters, digits and -._~, or what is to be kept too, as %XX",
     R"(url_encode("a b/c", "/"))", "a%20b/c", "t", 1, 2, Type::text, url_encode},
    {"url_decode percent_decode", "url_decode(text)", "each %XX as the byte it is",
     R"(url_decode("caf%C3%A9+1"))", "café+1", "t", 1, 1, Type::text, url_decode<false>},
    {"form_decode", "form_decode(text)", "as url_decode, and + as a blank, as in queries and forms",
     R"(form_decode("caf%C3%A9+1"))", "café 1", "t", 1, 1, Type::text, url_decode<true>},
    {"html_escape", "html_escape(text)", "as text in HTML", R"(html_escape("a < b & c"))", "a &lt; b &amp; c",
     "t", 1, 1, Type::text, html_escape},
    {"html_unescape", "html_unescape(text)", "the text that is in HTML: &amp; &eacute; &#8364; as characters",
     R"(html_unescape("Caf&eacute; &#8364;5"))", "Café €5", "t", 1, 1, Type::text, html_unescape},
    {"csv_quote", "csv_quote(text)", "as a field of CSV: in quotes where it must be",
     R"(csv_quote("say \"hi\", ann"))", R"("say ""hi"", ann")", "t", 1, 1, Type::text, csv_quote},
    {"shell_quote", "shell_quote(text)", "as one word of a shell command: in quotes where it must be",
     R"(shell_quote("it's"))", R"('it'\''s')", "t", 1, 1, Type::text, shell_quote},
};

} // namespace

FunctionFamily encoding_functions() { return {"Encodings", functions}; }

} // namespace rowkit::expr
