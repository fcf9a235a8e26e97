// A column taken apart into new columns.
#pragma once

#include "codec/dialect.h"
#include "stream/dissector.h"
#include "stream/writer.h"

#include <memory>
#include <string>

namespace rowkit {

struct ColumnParserOptions {
    std::string column;           // as the column language has it; empty: the only one
    bool keep = false;            // the column stays, the new ones follow it; else they take its place
    bool optional = false;        // a header may lack it: its new columns are null
    OnBad on_bad = OnBad::fail;   // of a text that can't be taken apart; keep: its new columns are null
};

/// Copies share what takes texts apart. After bind(), const calls are thread-safe.
class ColumnParser {
public:
    ColumnParser() = default;
    ColumnParser(std::shared_ptr<const Dissector> dissector, ColumnParserOptions options)
        : dissector_(std::move(dissector)), options_(std::move(options)) {}

    /// Finds the column; returns the output's header. Throws Error (exit 2).
    Header bind(const Header& in);
    /// From now on a header may lack the column.
    void be_lenient() { options_.optional = true; }

    /// Writes `batch` with the new columns. Texts that can't be taken apart are refused. A null has no parts: its new
    /// columns are null.
    void write(const Batch& batch, Writer& out) const;

private:
    std::shared_ptr<const Dissector> dissector_;
    ColumnParserOptions options_;
    int32_t column_ = -1;               // -1: not there
    std::vector<int32_t> order_;        // of the output's columns: the input's, or -1 - the number of a part
};

} // namespace rowkit
