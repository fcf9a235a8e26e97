// What the encoders of the small text formats share: a record after another, each with its newline.
#include "codec/line_encoder.h"

#include "base/error.h"
#include "codec/format.h"

#include <fmt/core.h>

namespace rowkit {
namespace {

/// The newline that ends `raw`, or none.
std::string_view newline_of(std::string_view raw) {
    if (raw.ends_with("\r\n")) return raw.substr(raw.size() - 2);
    return raw.ends_with('\n') ? raw.substr(raw.size() - 1) : std::string_view{};
}

/// The beginning of a text as an error line can show it.
std::string shown(std::string_view text) {
    constexpr size_t most = 40;
    std::string out;
    for (char byte : text.substr(0, most)) {
        if (byte == '\n')
            out += "\\n";
        else if (byte == '\r')
            out += "\\r";
        else if (byte == '\t')
            out += "\\t";
        else if (static_cast<unsigned char>(byte) < 0x20)
            out += fmt::format("\\x{:02x}", byte);
        else
            out += byte;
    }
    if (text.size() <= most) return out;
    while (!out.empty() && (out.back() & 0xC0) == 0x80) out.pop_back(); // no half characters
    if (!out.empty() && (out.back() & 0x80)) out.pop_back();
    return out + "...";
}

} // namespace

void LineEncoder::prologue(Buffer& out) const {
    if (!header_.line.empty())
        out.append(
            std::string_view(header_.line).substr(0, header_.renamed ? header_.names_at : std::string::npos));
    else if (dialect_.bom)
        out.append("\xEF\xBB\xBF");
}

void LineEncoder::append(const Batch& batch, Records records, std::span<const OutColumn> columns,
                         Buffer& out) const {
    Buffer scratch;
    const bool own = dialect_.own_newlines && batch.dialect().format == dialect_.format;
    for (size_t i = 0; i < records.size(); ++i) {
        const size_t before = out.size();
        try {
            append_record(batch, records[i], columns, out, scratch);
        } catch (const Error& error) {
            out.resize(before); // no half record is written
            throw Error(error.code(), batch.line_of(records[i]), error.reason(), error.hint());
        }
        out.append(own ? newline_of(batch.raw(records[i])) : dialect_.newline);
    }
}

void LineEncoder::refuse(size_t column, std::string_view text, std::string_view what) const {
    throw Error(Exit::bad_data, {},
                fmt::format("column \"{}\": {} holds no {}, as in \"{}\"", header_.columns[column].name,
                            format_of(dialect_.format).name, what, shown(text)),
                "--to csv, tsv or ndjson writes any text");
}

} // namespace rowkit
