// Which records can hold a wanted text, told by their raw bytes.
#pragma once

#include "codec/dialect.h"
#include "codec/reader.h"
#include "data/literals.h"

#include <memory>
#include <string_view>

namespace rowkit {

/// Looks through raw text for what shows that a cell may hold one of some texts: pieces of them that stand in
/// the bytes as they are, however the format quotes and escapes, and the escapes that could hide such a
/// piece. Immutable, so threads may share it.
class Sieve {
public:
    /// Null where some of the texts have no piece that is sure to be seen.
    static std::shared_ptr<const Sieve> make(const WantedTexts& wanted, const Dialect& dialect);

    /// A place at `from` or later such that no record that ends before it, beginning at `from` or later,
    /// matters; npos: none matters. Buffer::padding readable bytes follow the text.
    size_t find(std::string_view text, size_t from) const;

private:
    Sieve(std::vector<std::string> literals, bool fold, bool ascii_escapes)
        : literals_(std::move(literals), fold), ascii_escapes_(ascii_escapes) {}

    Literals literals_;
    bool ascii_escapes_; // of \uXXXX only those that stand for ASCII matter
};

/// The indexer of `reader`, made to pass over the records that `demand.only` says don't matter, where the
/// format and `options` allow: under --strict and where bad records are set aside, every record is looked
/// into.
std::unique_ptr<Indexer> make_indexer(const Reader& reader, const Demand& demand, const ReadOptions& options);

} // namespace rowkit
