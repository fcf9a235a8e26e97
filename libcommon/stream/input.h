// The input of a run: one file after another, under one header.
#pragma once

#include "base/buffer.h"
#include "codec/format.h"
#include "stream/blocks.h"
#include "stream/settings.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace rowkit {

/// One open file. Workers share it; it goes when the last block that came from it has gone.
struct InputFile {
    std::string name;        // "-" for standard input
    size_t number = 0;       // its place on the command line
    std::unique_ptr<Reader> reader;
    std::unique_ptr<Splitter> splitter;
    std::unique_ptr<BlockReader> blocks;
    Header header;           // its own
    Dialect dialect;
    bool aligned = true;     // its columns are the stream's, one to one
    std::vector<int32_t> map; // else: where each column of the stream is here, -1: nowhere
    bool counted = false;    // all of it was counted at once
    bool shared = false;     // it was looked at whether workers can read it side by side
    uint64_t head_lines = 0; // physical lines before its first record
    uint64_t passed = 0;      // the first `passed` bytes were passed over, head and all; 0: only the head was
    bool at_last = false; // it now begins with the last records, which alone are wanted
    std::shared_ptr<const FileMap>
        lasting;              // all its bytes, where the tool holds them; null: there are none such
    bool more_follow = false; // another file comes after it

    /// Physical lines before the first record that is read. Where some were passed over, they are counted
    /// now.
    uint64_t lines_before() const;

    /// After its head was read: it has no columns and no record, though blanks, or the brackets of an empty
    /// array. That it has no columns alone does not say so: of JSON, no column may have been asked for.
    bool is_empty() const;
    /// The same of records alone; only where the header is no part of the text that is left.
    bool has_no_record() const;

    /// The bytes of a block that stay until the run ends; empty: they don't.
    std::string_view lasting_text(const Block& block) const;

    std::string shown_name() const { return rowkit::shown_name(name); }
};

/// The files of the command line as one stream of blocks. The first file's header is the stream's; later
/// files are aligned to it by name. Used by one thread at a time.
class Input {
public:
    Input(const Settings& settings, BufferPool& pool);
    ~Input();

    /// What BlockReader::be_patient says, for each file.
    void be_patient(int ms) { patience_ms_ = ms; }

    /// Opens the first file and finds its format; returns the dialect that it will be read in.
    Dialect detect();

    /// What is needed of the records of a file in this dialect.
    using DemandOf = std::function<Demand(const Dialect&)>;

    /// Reads the first file's head; afterwards header() and next() can be used. `flat`: no JSON is written.
    void start(DemandOf demand_of, bool flat);

    /// Shows the first records, which next() will give: those of the first key_sample_size bytes, or the
    /// first one. Bad ones are passed over.
    void survey_first(const Indexer::Use& use);

    const Header& header() const { return header_; }
    /// There is no header and no record in any file.
    bool nothing() const {
        return header_.columns.empty() && file_ && file_->is_empty() &&
               next_number_ >= settings_.files.size();
    }
    /// The first file's dialect, with newline and BOM as found.
    const Dialect& dialect() const { return dialect_; }

    /// The file that the header is from, as messages name it.
    const std::string& header_from() const { return header_from_; }

    /// InputFile::at_last of the only file.
    bool at_last() const { return settings_.files.size() == 1 && file_->at_last; }

    /// Which file the next block is from, in place of one file after the other.
    struct Choice {
        std::function<size_t()> next;            // the number of a file that has not ended
        std::function<void(size_t file)> ended;  // told once of each
    };
    /// After start(). All files are then open at once, and the last record of each may lack its newline.
    void choose(Choice choice) { choice_ = std::move(choice); }

    /// From now on, `workers` (> 1) call read_ahead() before next(), and large files are read by all of them
    /// at once.
    void share(unsigned workers);
    /// Reads what next() is to be called with; waits until it may be. Thread-safe. An empty chunk where
    /// nothing can be read so.
    Chunk read_ahead() { return ahead_ ? ahead_->read() : Chunk(); }
    /// Whether next() may be called with it. If not, it is to be dropped.
    bool wants(const Chunk& chunk) const { return !ahead_ || ahead_->is_next(chunk); }
    /// No worker need wait for another any more.
    void stop_reading() {
        if (ahead_) ahead_->stop();
    }

    /// The next block and the file that it is from. False at the end of the last file. Blocks may be empty.
    bool next(Block& block, std::shared_ptr<InputFile>& file, Chunk chunk);

    uint64_t consumed() const;

    /// At the end of the run. Throws Error (exit 4) where a file whose bytes were to last has changed.
    void check_lasting() const;
    /// The size of all files, where all are regular ones.
    std::optional<uint64_t> total() const { return total_; }

private:
    std::shared_ptr<InputFile> open(size_t number);
    void read_head(InputFile& file);
    void align(InputFile& file) const;
    void unite_headers();
    void survey(InputFile& file);
    bool count(InputFile& file, Block& block) const;
    void open_next();
    void open_all();
    bool next_chosen(Block& block, std::shared_ptr<InputFile>& file);
    bool read(InputFile& file, Block& block);
    bool read_shared(const std::shared_ptr<InputFile>& file, Block& block, Chunk chunk);
    void make_lasting(InputFile& file);
    void pass_to_last(InputFile& file) const;

    const Settings& settings_;
    BufferPool& pool_;
    int patience_ms_ = 0;
    DemandOf demand_of_;
    ReadOptions read_;
    Header header_;
    std::string header_from_;
    Dialect dialect_;
    std::shared_ptr<InputFile> file_; // the current one
    size_t next_number_ = 0;
    std::map<size_t, std::shared_ptr<InputFile>> opened_; // pipes whose head was read ahead
    std::optional<ReadAhead> ahead_;
    std::optional<Choice> choice_;
    std::vector<std::shared_ptr<InputFile>> chosen_from_; // by number; null: ended
    size_t left_ = 0;                                     // of these
    uint64_t consumed_before_ = 0;
    std::vector<std::shared_ptr<const FileMap>> lasting_;
    std::optional<uint64_t> total_;
};

} // namespace rowkit
