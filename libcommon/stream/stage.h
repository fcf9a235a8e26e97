// A tool as the run loop sees it, whatever its shape.
#pragma once

#include "base/error.h"
#include "codec/reader.h"
#include "stream/writer.h"

#include <memory>
#include <string>

namespace rowkit {

/// Where a batch is from.
struct Place {
    size_t file = 0;       // the file's number on the command line
    std::string_view name; // as the command line has it
    uint64_t block = 0;    // numbered over all files, in the input's order
    std::string_view text;  // of that block
    uint64_t offset = 0;    // of that block in the (decoded) file
    uint64_t line = 0;     // the file's line at which it begins, from 1; 0 unless batches come in order
    uint64_t settled = 0;  // blocks before this number have come to the output without an error
    std::string_view
        lasting{}; // the same bytes as `text`, where these stay until the run ends (Demand::holds)
};

/// Whether a tool writes records, in some format, or text that it lays out itself.
enum class ToolOutput : uint8_t { records, text };

/// What one thread does with batches. Not thread-safe.
class StageWorker {
public:
    virtual ~StageWorker() = default;

    /// Takes one batch and writes what comes of it. False: no more is wanted.
    virtual bool take(const Batch& batch, const Place& place, Writer& out) = 0;

    /// There is no more of this block, if there was anything of it at all. Called once for each block.
    virtual void passed(uint64_t block) { (void)block; }
};

/// One tool in one run.
class Stage {
public:
    virtual ~Stage() = default;

    virtual Demand demand() const = 0;
    virtual ToolOutput output() const { return ToolOutput::records; }

    /// Whether no record is wanted at all, asked after open().
    virtual bool enough() const { return false; }

    /// Whether it writes records of its own even where the input is empty: open() is then called with no
    /// columns.
    virtual bool has_own_records() const { return false; }

    /// For a tool that holds records back while more come at once: the milliseconds in all that are waited
    /// for more, before the input is said to pause. -1: a pause is nothing to it.
    virtual int patience() const { return -1; }
    /// The input pauses, or it ends in an error: writes what is held back.
    virtual void release(Writer& out) { (void)out; }
    /// After an error, for a tool whose output is large: the parts 0, 1, 2 and so on of what it held back of
    /// the first `blocks` blocks, asked for until one is not there (false). None of the records in later
    /// blocks may be written.
    virtual bool release_part(uint64_t number, uint64_t blocks, Writer& out) {
        return (void)number, (void)blocks, (void)out, false;
    }

    /// For a tool that has to see the first records before it can say what its output's columns are.
    virtual bool wants_survey() const { return false; }
    /// Shows some of them, before open(): those of the first 64 KiB or the first one.
    virtual void survey(const Batch& first) { (void)first; }

    /// Looks at the stream's header, once, before any batch; returns the output's.
    virtual Header open(const Header& in) = 0;

    /// The input is empty: called in place of open() and all that follows it.
    virtual void nothing() {}

    /// The same tool for records of another header: objects in JSON input that are not alike. Null where the
    /// tool does not look at columns.
    virtual std::unique_ptr<Stage> reopened() const { return nullptr; }

    /// Where it is not reopened: the output's header for records of another one.
    virtual Header written(const Header& other) const { return other; }

    /// Whether batches must come one after another, to one worker.
    virtual bool ordered() const = 0;

    /// To a stage whose demand says `last`, before any batch: the input now begins with those.
    virtual void at_last() {}

    /// Whether the tool says which file each block is to be from, so that it can merge files; batches then
    /// come in order.
    virtual bool chooses_files() const { return false; }
    /// Asked before each block: the number of a file that has not ended.
    virtual size_t next_file() { return 0; }
    /// There is no more of this file.
    virtual void file_ended(size_t file) { (void)file; }

    virtual std::unique_ptr<StageWorker> worker() = 0;

    /// Takes a worker back when all batches have been taken; one thread, in any order.
    virtual void retire(StageWorker& worker) { (void)worker; }

    /// Bad data ended the input in this block, and later blocks may have been taken: whether finish() and the
    /// parts, asked for next, write the records that were good before it, and nothing of later blocks. False:
    /// nothing is asked for.
    virtual bool cut_after(uint64_t block) { return (void)block, false; }

    /// After the last batch: writes what is left to write.
    virtual void finish(Writer& out) { (void)out; }

    /// For a tool whose output is large and comes at the end: after finish(), the parts of the output, 0, 1,
    /// 2 and so on, are asked for until one is not there (false). Some hundred KiB each are right.
    enum class Parts : uint8_t { none, one_by_one, side_by_side };
    virtual Parts parts() const { return Parts::none; }
    /// Writes a part. Side by side: by several threads at once, and each is asked for one part at a time.
    virtual bool part(uint64_t number, Writer& out) { return (void)number, (void)out, false; }

    /// The output is whole and in its place: what the tool has written beside it may be put in place, too.
    /// Throws Error (exit 4) where that fails.
    virtual void commit() {}

    /// What --summary is to say beside the common counts: members of a JSON object, each after a comma.
    virtual std::string summary() const { return {}; }

    /// After all went well: done, or negative where what was asked is not so.
    virtual Exit result() const { return Exit::done; }
};

} // namespace rowkit
