// What the command line says of a whole run, in the words of the layers below.
#pragma once

#include "codec/dialect.h"
#include "io/sink.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rowkit {

struct SharedRun;

struct Settings {
    std::string tool;                 // "rowcut", for messages
    std::vector<std::string> files;   // "-" is standard input; never empty
    std::vector<std::string> read_from; // of each file: the path that is opened in its place; empty: its own

    // reading
    std::optional<FormatId> from;
    std::optional<char> delimiter;
    std::optional<char> quote;        // '\0': none
    std::optional<char> comment;
    bool header = true;
    std::string encoding;
    ReadOptions read;
    std::string columns_hint = "--union takes the columns of all files"; // where a later file has other ones

    // writing
    std::optional<FormatId> to;
    bool crlf = false;
    bool bom = false;
    Quoting quoting = Quoting::as_is;
    WriteOptions write;
    SinkOptions sink;

    // bad records
    std::string rejects;              // a path; empty: none
    std::optional<uint64_t> max_bad;
    std::optional<double> max_bad_percent;

    // resources and reports
    unsigned threads = 0;             // 0: what the machine gives
    uint64_t memory = 0;              // bytes; 0: what the machine gives
    std::string tmpdir;
    size_t block_size = 0;            // bytes; 0: the default
    std::optional<std::string> summary; // a path; "": standard error
    int progress = -1;                // 1 on, 0 off, -1 by the rule of rowkit(7)
    bool quiet = false;               // another run over the same input will tell what was odd
    std::shared_ptr<SharedRun> shared; // with other runs; null: there are none

    const std::string& path_of(size_t file) const {
        return file < read_from.size() && !read_from[file].empty() ? read_from[file] : files[file];
    }
};

/// A file of the command line as errors name it.
inline std::string shown_name(const std::string& file) { return file == "-" ? "standard input" : file; }

/// The dialect that a file of format `format` is read in.
Dialect input_dialect(const Settings& settings, FormatId format);

/// The dialect that is written, the first file being in dialect `input`.
Dialect output_dialect(const Settings& settings, const Dialect& input);

} // namespace rowkit
