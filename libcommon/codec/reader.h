// The reading half of a format: what the head of a file says, where records end, where cells lie.
#pragma once

#include "codec/batch.h"
#include "codec/scan.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowkit {

/// Texts of which at least one has to be in the text of one of a record's cells for the record to matter.
struct WantedTexts {
    std::vector<std::string> texts; // none is empty
    bool fold = false;              // in whatever case
};

/// What a tool needs of each record; the less, the less is looked at.
struct Demand {
    enum Kind : uint8_t {
        count,   // how many there are
        records, // their bytes, checked
        columns, // `names` only: column names or JSON paths
        all,     // every column
    };
    Kind kind = all;
    std::vector<std::string>
        names{};        // with `all`: what is sought besides, where it is no column (Header::sought)
    bool keeps = false; // whole records are written as they came; where their bytes won't do, `all` is asked
                        // for in its place
    bool renames = false; // under new column names: where records bear their names, their bytes won't do
    bool values = false;  // each value of a record whatever its key (Batch::each_value), with `records` too
    bool nested = false;  // an object in JSON is one value, whatever is written
    std::shared_ptr<const WantedTexts>
        only{};         // records without them need not be shown, and are then not checked
    uint64_t holds = 0; // the tool may hold so many bytes of records to the end: it is shown files that stay
                        // (Place::lasting)
    uint64_t last = 0;    // only so many last records count, those before them need not be read; 0: all do
};

/// A record that can't be read.
struct BadRecord {
    size_t offset = 0; // in the block's text
    size_t size = 0;
    std::string reason;     // "6 cells, the header has 5"
    std::string hint{};
    bool truncated = false; // the input ended inside it: never skipped
};

/// Finds the end of the last whole record in a text that grows. Used by one thread.
class Splitter {
public:
    virtual ~Splitter() = default;

    /// The text now begins at the start of a record.
    virtual void restart() = 0;

    /// Scans text[from, to), `from` being the `to` of the last call or 0 after restart(). Returns the offset
    /// just past the last record in text[0, to) that is known to be whole, or 0. Buffer::padding readable
    /// bytes follow `to`; no byte after `to` need have come yet.
    virtual size_t scan(const char* text, size_t from, size_t to) = 0;
};

/// Makes the index of a block. One for each worker and file; not thread-safe.
class Indexer {
public:
    virtual ~Indexer() = default;

    using Use = std::function<void(Batch&)>;

    /// Calls `use` with the records of `text` (whole ones; at the end of the input, `last`, the last one may
    /// lack its newline), in order, usually once, at least once where there is trailing text. Bad records are
    /// left out and appended to `bad` under OnBad::skip; under OnBad::fail the first one is appended and ends
    /// the call. Throws nothing of its own; what `use` throws passes. Returns the number of physical lines in
    /// `text`.
    virtual size_t index(std::string_view text, bool last, const Use& use, std::vector<BadRecord>& bad) = 0;

    /// How many records of the last block were passed over, since Demand::only said that they don't matter.
    virtual size_t passed_over() const { return 0; }
};

/// Where the records of a block lie.
struct Slices {
    std::vector<uint32_t>
        ends; // past each record and its newline; it begins where the one before ended. What follows
              // the last one is trailing, or a record that the input's end cuts short
    std::vector<uint32_t> odd;  // the numbers of records whose cells' text is not in their bytes in one piece
    size_t lines = 0;           // physical ones
};

/// Finds records without a look at their cells. One for each worker; not thread-safe.
class Slicer {
public:
    virtual ~Slicer() = default;

    /// Slices a block. `slices` is written anew.
    virtual void slice(std::string_view text, Slices& slices) = 0;
};

/// What stood before the first record.
struct Start {
    Header header;
    size_t consumed = 0; // bytes; header.line holds them where they are to be written again
};

/// How the records of a file can be counted without an index: by the ends of lines outside quotes.
struct CountRule {
    Marks marks;
    bool count_blank = false; // a blank line is a record
};

/// One file's reader. After start() it is read by many threads.
class Reader {
public:
    virtual ~Reader() = default;

    /// Reads the head of the input from its first bytes. nullopt: needs more of them (never when `final`,
    /// which says that no more will come, or none soon). Throws Error (exit 3, 2 for an unknown column in
    /// `Demand::columns`); its `where` holds ":line" at most, the caller puts the file's name before it.
    virtual std::optional<Start> start(std::string_view text, bool final) = 0;

    /// For --union, before start(): shows a run of whole records, so that the header can name every key there
    /// is.
    virtual void survey(std::string_view text) { (void)text; }

    virtual std::unique_ptr<Splitter> splitter() const = 0;
    virtual std::unique_ptr<Indexer> indexer() const = 0;

    /// Null where records are found no cheaper than their cells.
    virtual std::unique_ptr<Slicer> slicer() const { return nullptr; }

    /// What the last bytes of the input lack for another file's records to follow: mostly nothing, else a
    /// newline.
    virtual std::string_view lacking(std::string_view text) const {
        const bool ended = text.empty() || text.ends_with('\n') || text.ends_with('\r');
        return ended || dialect().format == FormatId::json ? std::string_view{} : dialect().newline;
    }

    /// Where records can be counted by their ends alone, wherever the text is cut.
    virtual std::optional<CountRule> count_rule() const { return std::nullopt; }

    /// What start() found: the dialect with newline and BOM as they are in this file.
    virtual const Dialect& dialect() const = 0;
};

} // namespace rowkit
