// Markdown: a table as GitHub reads it, written record by record, so its columns are not padded.
//
// `|` is escaped, a newline becomes <br>, and so that the table shows the cell's own text, a backslash that
// would escape what follows is doubled and a `<` that would begin a tag becomes &lt;. Other marks (*, _,
// links) keep their meaning. Nulls are empty.
#include "codec/format.h"

#include <cctype>

namespace rowkit {
namespace {

bool begins_tag(char byte) {
    return std::isalpha(static_cast<unsigned char>(byte)) || byte == '/' || byte == '!' || byte == '?';
}

void append_text(std::string_view text, Buffer& out) {
    for (size_t i = 0; i < text.size(); ++i) {
        const char byte = text[i];
        const char next = i + 1 < text.size() ? text[i + 1] : '\0';
        if (byte == '|') {
            out.append("\\|");
        } else if (byte == '\n' || (byte == '\r' && next != '\n')) {
            out.append("<br>");
        } else if (byte == '\\' && std::ispunct(static_cast<unsigned char>(next))) {
            out.append("\\\\");
        } else if (byte == '<' && begins_tag(next)) {
            out.append("&lt;");
        } else if (byte != '\r') {
            out.push_back(byte);
        }
    }
}

class MarkdownEncoder final : public Encoder {
public:
    explicit MarkdownEncoder(const Header& header) : header_(header) {}

    bool takes_raw(const Dialect&) const override { return false; }

    void prologue(Buffer& out) const override {
        if (header_.size() == 0) return;
        for (const Column& column : header_.columns) {
            out.append("| ");
            append_text(column.name, out);
            out.push_back(' ');
        }
        out.append("|\n");
        for (size_t i = 0; i < header_.size(); ++i) out.append("| --- ");
        out.append("|\n");
    }

    void append(const Batch& batch, Records records, std::span<const OutColumn> columns,
                Buffer& out) const override {
        Buffer scratch;
        for (size_t i = 0; i < records.size(); ++i) {
            for (const OutColumn& column : columns) {
                out.append("| ");
                append_text(text_of(column.of(batch, records[i]), scratch), out);
                out.push_back(' ');
            }
            out.append("|\n");
        }
    }

private:
    Header header_;
};

} // namespace

std::unique_ptr<Encoder> make_markdown_encoder(const Dialect&, const WriteOptions&, const Header& header) {
    return std::make_unique<MarkdownEncoder>(header);
}

} // namespace rowkit
