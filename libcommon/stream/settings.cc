// What the command line says of a whole run: which dialect is read, and which is written.
#include "stream/settings.h"

#include "codec/format.h"

namespace rowkit {
namespace {

bool is_delimited(FormatId id) { return id == FormatId::csv || id == FormatId::tsv || id == FormatId::psv; }

void set_marks(const Settings& settings, Dialect& dialect) {
    if (settings.delimiter) dialect.delimiter = *settings.delimiter;
    if (settings.quote && !dialect.backslash) dialect.quote = *settings.quote;
}

} // namespace

Dialect input_dialect(const Settings& settings, FormatId format) {
    Dialect dialect = format_of(format).dialect;
    dialect.header = settings.header;
    if (is_delimited(format)) {
        set_marks(settings, dialect);
        dialect.comment = settings.comment.value_or('\0');
    }
    return dialect;
}

Dialect output_dialect(const Settings& settings, const Dialect& input) {
    Dialect dialect = input;
    if (settings.to) {
        dialect = format_of(*settings.to).dialect;
        dialect.header = settings.header;
        if (!is_delimited(input.format)) set_marks(settings, dialect);
        if (*settings.to == input.format) {
            dialect.bom = input.bom;
            dialect.newline = input.newline;
        }
    }
    dialect.quoting = settings.quoting;
    if (settings.bom) dialect.bom = true;
    if (settings.crlf) {
        dialect.newline = "\r\n";
        dialect.own_newlines = false;
    }
    return dialect;
}

} // namespace rowkit
