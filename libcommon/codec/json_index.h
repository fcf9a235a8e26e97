// The index of JSON records: what NDJSON and JSON have in common.
#pragma once

#include "codec/json_paths.h"
#include "codec/json_shapes.h"
#include "codec/json_tokens.h"
#include "codec/reader.h"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rowkit {

/// What a reader has found out, for all its indexers.
struct JsonRules {
    enum Cells : uint8_t {
        none,    // the records' bytes only
        columns, // of `header`, found by `paths`
        flat,    // the same, and there must be no other keys
        shape,   // each record's own top-level keys
    };
    Cells cells = none;
    bool counting = false;
    bool values = false; // each value is told, wherever it is
    bool whole = false; // of each record its bytes are kept, though only some columns are looked at
    ReadOptions read;
    Dialect dialect;
    Header header;
    std::shared_ptr<const JsonPaths> paths;
    std::shared_ptr<const JsonPaths> sought; // of header.sought, numbered from 0; null: there are none
};

/// Where the records of a block lie. All offsets are the block's.
struct JsonSpans {
    std::vector<uint32_t> raw_begin, raw_end; // as Layout has it
    std::vector<uint32_t> begin, end;         // without white space and separators around; never empty
    size_t lines = 0;
    size_t trailing = 0;     // after the last record
    bool open_end = false;   // the input ends where the last record may still go on
    BadRecord broken{};      // what stands around the records is wrong from there on, if it has a reason

    size_t size() const { return begin.size(); }
    void clear();
    void add(size_t raw_begin, size_t raw_end, size_t begin, size_t end);
};

/// Checks records and finds their cells.
class JsonIndexer : public Indexer {
public:
    explicit JsonIndexer(std::shared_ptr<const JsonRules> rules);

    size_t index(std::string_view text, bool last, const Use& use, std::vector<BadRecord>& bad) final;

protected:
    /// Finds the records of a block.
    virtual void find(std::string_view text, bool last, JsonSpans& spans) = 0;

    const JsonRules& rules() const { return *rules_; }

private:
    bool walk_records(size_t first, size_t end);
    bool take(size_t record, size_t& token);
    size_t find_cells(size_t token);
    bool find_sought(size_t token, size_t at);
    size_t find_shape(size_t token);
    bool find_values(size_t token, size_t end);
    bool refuse(size_t record, const char* reason, bool ended);
    bool add_bad(size_t record, BadRecord&& bad);
    void keep(size_t record);
    void flush(size_t trailing);
    bool walk_one_by_one(size_t first, size_t end);

    const std::shared_ptr<const JsonRules> rules_;
    const Header empty_;
    JsonTokens tokens_;
    JsonWalk walk_;
    JsonFinder finder_, sought_;
    JsonShapes shapes_;
    const JsonShape* shape_ = nullptr; // of the run; null: its records have no cells
    std::vector<size_t> keys_;

    JsonSpans spans_;
    size_t kept_ = 0;      // records that are left in spans_
    size_t run_ = 0;       // the first of them that has not been used
    bool gap_ = false;     // a record was left out of the run
    std::vector<uint32_t> cells_; // of the run
    std::vector<uint32_t> values_, values_from_; // of the run, as Layout has them
    size_t base_ = 0;      // of the walked text in the block
    std::string_view text_;
    const Use* use_ = nullptr;
    std::vector<BadRecord>* bad_ = nullptr;
    bool used_ = false;
};

/// What is wrong with one record by itself, if anything: its structure, at least.
std::string json_fault(std::string_view record, bool strict);

} // namespace rowkit
