// A column taken apart into new columns.
#pragma once

#include "codec/dialect.h"
#include "ops/dissector.h"
#include "stream/writer.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace rowkit {

struct ColumnParserOptions {
    std::string column;           // as the column language has it; empty: the only one
    bool keep = false; // the column stays, the new ones follow it; else they take its place, but not that of
                       // a value inside a JSON object, which stays
    bool optional = false;        // a header may lack it: its new columns are null
    OnBad on_bad = OnBad::fail;   // of a text that can't be taken apart; keep: its new columns are null
};

/// Copies share what takes texts apart. After bind(), const calls are thread-safe.
class ColumnParser {
public:
    ColumnParser() = default;
    ColumnParser(std::shared_ptr<Dissector> dissector, ColumnParserOptions options)
        : dissector_(std::move(dissector)), options_(std::move(options)) {}

    /// Where the texts name the new columns: looks at the first ones, before bind().
    bool wants_survey() const { return dissector_->needs_survey(); }
    void survey(const Batch& first);

    /// Finds the column; returns the output's header. Throws Error (exit 2).
    Header bind(const Header& in);
    /// From now on a header may lack the column.
    void be_lenient() { options_.optional = true; }

    /// Writes `batch` with the new columns. Texts that can't be taken apart are refused. A null has no parts:
    /// its new columns are null.
    void write(const Batch& batch, Writer& out) const;

private:
    void find_column(const Header& in, bool optional);
    std::optional<std::string_view> text_at(const Batch& batch, size_t record, Dissector::Work& work) const;

    std::shared_ptr<Dissector> dissector_; // const once bound
    ColumnParserOptions options_;
    int32_t column_ = -1;               // -1: not there
    std::string path_;                  // in the column's JSON objects; empty: the column itself
    std::vector<int32_t> order_;        // of the output's columns: the input's, or -1 - the number of a part
};

} // namespace rowkit
