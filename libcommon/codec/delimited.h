// Delimited text (csv, tsv, psv, any one-byte delimiter): what its reader's parts share.
#pragma once

#include "codec/dialect.h"
#include "codec/reader.h"
#include "codec/scan.h"

#include <memory>

namespace rowkit {

inline Marks marks_of(const Dialect& dialect) { return {dialect.delimiter, dialect.quote, dialect.comment}; }

/// What an indexer of delimited text goes by.
struct DelimitedRules {
    Marks marks;
    size_t columns = 0; // cells that a record should have
    OnBad on_bad = OnBad::fail;
    Ragged ragged = Ragged::fail;
    Demand::Kind demand = Demand::all;
    bool drops_extra = false; // a cell past the header's would be lost
    CellRule rule = CellRule::csv;
    bool backslash = false;
};

/// `header` and `dialect` are the reader's and outlive the indexer.
std::unique_ptr<Indexer> make_delimited_indexer(const DelimitedRules& rules, const Header& header,
                                                const Dialect& dialect);
std::unique_ptr<Splitter> make_delimited_splitter(const Marks& marks);
/// `count_blank`: a blank line is a record.
std::unique_ptr<Slicer> make_delimited_slicer(const Marks& marks, bool count_blank);

} // namespace rowkit
