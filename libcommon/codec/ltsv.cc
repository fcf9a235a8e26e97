// LTSV: `host:127.0.0.1<TAB>status:200`; a label ends at the first colon.
//
// A value is all up to the next TAB, and null where that is nothing. There are no escapes, so a TAB or
// newline in a value can't be written.
#include "codec/format.h"
#include "codec/keyed.h"

#include <cstring>

namespace rowkit {
namespace {

class LtsvSyntax final : public FieldSyntax {
public:
    Outcome parse(const char* text, uint32_t begin, uint32_t end, std::vector<Field>& fields,
                  const char*& reason) const override {
        while (begin < end) {
            const uint32_t tab = find(text, begin, end, '\t');
            const uint32_t colon = find(text, begin, tab, ':');
            if (begin < tab) { // two TABs, or one at the end, have no field between them
                if (colon == tab) {
                    reason = "a field without a colon";
                    return Outcome::bad;
                }
                if (colon == begin) {
                    reason = "a value without a label";
                    return Outcome::bad;
                }
                fields.push_back({begin, colon, colon + 1, tab});
            }
            begin = tab + 1;
        }
        return Outcome::whole;
    }

    CellRule rule() const override { return CellRule::value; }
    std::string_view hint() const override { return "a record is label:value, TAB, label:value ..."; }

private:
    static uint32_t find(const char* text, uint32_t begin, uint32_t end, char byte) {
        const void* found = std::memchr(text + begin, byte, end - begin);
        return found ? static_cast<uint32_t>(static_cast<const char*>(found) - text) : end;
    }
};

class LtsvEncoder final : public KeyedEncoder {
public:
    LtsvEncoder(const Dialect& dialect, const Header& header)
        : KeyedEncoder(dialect, header, '\t', ':', ":\t\n") {}

private:
    void append_value(const Cell& cell, size_t column, bool same_format, Buffer& out,
                      Buffer& scratch) const override {
        if (same_format) return out.append(cell.raw());
        std::string_view text = text_of(cell, scratch);
        if (size_t at = text.find_first_of("\t\r\n"); at != text.npos)
            refuse(column, text, text[at] == '\t' ? "TAB" : text[at] == '\n' ? "newline" : "CR");
        out.append(text);
    }
};

} // namespace

std::unique_ptr<Reader> make_ltsv_reader(const Dialect& dialect, const ReadOptions& options,
                                         const Demand& demand) {
    return make_keyed_reader(std::make_unique<LtsvSyntax>(), dialect, options, demand);
}

std::unique_ptr<Encoder> make_ltsv_encoder(const Dialect& dialect, const WriteOptions&,
                                           const Header& header) {
    return std::make_unique<LtsvEncoder>(dialect, header);
}

} // namespace rowkit
