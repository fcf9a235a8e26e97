// HTML: one <table>, to be put into a page. Markup in a cell is escaped, a newline becomes <br>, nulls are
// empty.
#include "codec/format.h"
#include "data/html_text.h"

#include <algorithm>

namespace rowkit {
namespace {

/// Markup escaped, newlines as <br>.
void append_text(std::string_view text, Buffer& out) {
    for (;;) {
        const size_t end = std::min(text.find_first_of("\r\n"), text.size());
        append_html_escaped(text.substr(0, end), out);
        if (end == text.size()) return;
        out.append("<br>");
        text.remove_prefix(end + (text.substr(end, 2) == "\r\n" ? 2 : 1));
    }
}

class HtmlEncoder final : public Encoder {
public:
    explicit HtmlEncoder(const Header& header) : header_(header) {}

    bool takes_raw(const Dialect&) const override { return false; }

    void prologue(Buffer& out) const override {
        out.append("<table>\n");
        if (header_.present && header_.size()) {
            out.append("<thead>\n<tr>");
            for (const Column& column : header_.columns) {
                out.append("<th>");
                append_text(column.name, out);
                out.append("</th>");
            }
            out.append("</tr>\n</thead>\n");
        }
        out.append("<tbody>\n");
    }

    void append(const Batch& batch, Records records, std::span<const OutColumn> columns,
                Buffer& out) const override {
        Buffer scratch;
        for (size_t i = 0; i < records.size(); ++i) {
            out.append("<tr>");
            for (const OutColumn& column : columns) {
                out.append("<td>");
                append_text(text_of(column.of(batch, records[i]), scratch), out);
                out.append("</td>");
            }
            out.append("</tr>\n");
        }
    }

    std::string_view epilogue(bool) const override { return "</tbody>\n</table>\n"; }

private:
    Header header_;
};

} // namespace

std::unique_ptr<Encoder> make_html_encoder(const Dialect&, const WriteOptions&, const Header& header) {
    return std::make_unique<HtmlEncoder>(header);
}

} // namespace rowkit
