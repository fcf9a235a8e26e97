// Formats whose records are lines of keys with values (logfmt, ltsv): all but how a line is written.
#pragma once

#include "codec/line_encoder.h"
#include "codec/reader.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rowkit {

/// One key with its value in a line.
struct Field {
    uint32_t key_begin, key_end;
    uint32_t begin, end; // of the value; begin == end: null
    bool odd = false;    // the value has to be mended to be read by its CellRule
};

/// How a line is taken apart. Thread-safe.
class FieldSyntax {
public:
    virtual ~FieldSyntax() = default;

    enum class Outcome : uint8_t { whole, bad, open }; // open: it ends inside a value

    /// Appends the fields of the line text[begin, end). Unless whole, `reason` says what is wrong, as a
    /// literal.
    virtual Outcome parse(const char* text, uint32_t begin, uint32_t end, std::vector<Field>& fields,
                          const char*& reason) const = 0;
    virtual CellRule rule() const = 0;
    /// What would mend a line that is not whole.
    virtual std::string_view hint() const = 0;
    /// Appends an odd value as its CellRule can read it.
    virtual void mend(std::string_view value, Buffer& out) const { out.append(value); }
};

/// The syntax of logfmt, for texts elsewhere than in a file of it.
std::unique_ptr<const FieldSyntax> make_logfmt_syntax();

std::unique_ptr<Reader> make_keyed_reader(std::unique_ptr<const FieldSyntax> syntax, const Dialect& dialect,
                                          const ReadOptions& options, const Demand& demand);

/// Writes `KEY VALUE SEPARATOR KEY VALUE`; a missing cell is left out. A record is never an empty line, which
/// would be none: where all its cells are missing, the first one is written as null.
class KeyedEncoder : public LineEncoder {
public:
    /// `separator` stands between fields, `colon` between key and value. Throws Error (exit 3) for a column
    /// name that holds one of the bytes `refused`, or is empty.
    KeyedEncoder(const Dialect& dialect, const Header& header, char separator, char colon,
                 std::string_view refused);

protected:
    virtual void append_value(const Cell& cell, size_t column, bool same_format, Buffer& out,
                              Buffer& scratch) const = 0;

private:
    void append_record(const Batch& batch, size_t record, std::span<const OutColumn> columns, Buffer& out,
                       Buffer& scratch) const override;

    std::vector<std::string> keys_; // each with the separator before it and the colon after it
};

} // namespace rowkit
