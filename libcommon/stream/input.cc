// The input of a run: one file after another, under one header.
#include "stream/input.h"

#include "base/error.h"
#include "base/resources.h"
#include "codec/keys.h"
#include "codec/scan.h"
#include "io/file_map.h"
#include "stream/count.h"

#include <algorithm>
#include <unordered_map>

#include <sys/stat.h>

namespace rowkit {
namespace {

// A block, its index and what is made of it stay in the second cache. Where little is made of it, longer
// blocks are worth more: threads wait for each other half as often.
constexpr size_t usual_block = 256 << 10, long_block = 512 << 10;
constexpr int header_patience_ms = 200;        // for the keys of JSON from a slow producer
constexpr uint64_t most_record = 0xFFFF0000u;  // offsets in a block are 32 bits

bool has_record(const Reader& reader, std::string_view text) {
    const auto splitter = reader.splitter();
    splitter->restart();
    return splitter->scan(text.data(), 0, text.size()) > 0;
}

} // namespace

Input::Input(const Settings& settings, BufferPool& pool) : settings_(settings), pool_(pool) {
    total_ = 0;
}
Input::~Input() = default;

std::shared_ptr<InputFile> Input::open(size_t number) {
    auto file = std::make_shared<InputFile>();
    file->name = settings_.files[number];
    file->number = number;
    file->more_follow = number + 1 < settings_.files.size();
    SourceOptions options;
    options.name = file->shown_name();
    options.encoding = settings_.encoding;
    options.threads = threads_to_use(settings_.threads);
    options.watch_output = settings_.sink.path.empty() ? 1 : -1;
    auto source = open_source(settings_.path_of(number), options);
    auto size = source->total();
    if (size && total_) *total_ += *size;
    else total_.reset();
    uint64_t memory = memory_to_use(settings_.memory);
    const size_t block_size = settings_.block_size ? settings_.block_size : usual_block;
    file->blocks =
        std::make_unique<BlockReader>(std::move(source), pool_, block_size, std::min(memory, most_record));
    file->blocks->be_patient(patience_ms_);
    return file;
}

Dialect Input::detect() {
    file_ = open(0);
    next_number_ = 1;
    const Format& format =
        settings_.from ? format_of(*settings_.from) : detect_format(file_->name, file_->blocks->peek());
    file_->dialect = input_dialect(settings_, format.dialect.format);
    return file_->dialect;
}

bool InputFile::is_empty() const { return header.columns.empty() && has_no_record(); }

bool InputFile::has_no_record() const {
    if (!blocks->at_end()) return false;
    return blocks->rest().find_first_not_of(is_json(dialect.format) ? " \t\r\n[]" : " \t\r\n") ==
           std::string_view::npos;
}

void Input::start(DemandOf demand_of, bool flat) {
    demand_of_ = std::move(demand_of);
    read_ = settings_.read;
    read_.flat = flat;
    read_head(*file_);
    // An empty file says nothing of columns.
    while (file_->is_empty() && next_number_ < settings_.files.size()) {
        file_ = open(next_number_++);
        read_head(*file_);
    }
    header_ = file_->header;
    if (!header_.terminated && next_number_ < settings_.files.size()) { // the next file's records follow
        header_.line += file_->dialect.newline;
        header_.terminated = true;
    }
    header_from_ = file_->shown_name();
    dialect_ = file_->dialect;
    if (read_.union_keys && settings_.files.size() > 1) unite_headers();
}

/// Finds the format where that is still open, and reads what stands before the first record.
void Input::read_head(InputFile& file) {
    try {
        std::string_view text = file.blocks->peek();
        if (file.number > 0) {
            const Format& format =
                settings_.from ? format_of(*settings_.from) : detect_format(file.name, text);
            file.dialect = input_dialect(settings_, format.dialect.format);
        }
        const Format& format = format_of(file.dialect.format);
        const Demand demand = demand_of_(file.dialect);
        if (!settings_.block_size)
            file.blocks->set_block_size(demand.kind == Demand::all ? usual_block : long_block);
        file.reader = format.reader(file.dialect, read_, demand);
        if (read_.union_keys) survey(file);
        BlockReader& blocks = *file.blocks; // another one where the input was a pipe
        std::optional<Start> start;
        bool more = true;
        while (!(start = file.reader->start(blocks.peek(), !more || blocks.at_end()))) {
            // Where records name their own cells, those that have come will do, but one there must be.
            const bool enough = is_keyed(file.dialect.format) && has_record(*file.reader, blocks.peek());
            const bool full = blocks.peek().size() > blocks.most();
            more = !(enough && full) &&
                   blocks.peek_more(enough ? header_patience_ms : -1,
                                    is_keyed(file.dialect.format) ? "a record" : "the header");
        }
        file.head_lines = count_lines(blocks.peek().substr(0, start->consumed));
        blocks.drop(start->consumed);
        file.header = std::move(start->header);
        file.dialect = file.reader->dialect();
        // Columns that were asked for, of records that are not there.
        if (is_keyed(file.dialect.format) && read_.columns.empty() && file.has_no_record()) {
            file.header.columns.clear();
            file.header.sought.clear();
        }
        file.splitter = file.reader->splitter();
        pass_to_last(file);
        make_lasting(file);
    } catch (const Error& error) {
        bool placed = error.where().empty() || error.where().front() == ':';
        throw placed ? error.at(file.shown_name() + error.where()) : error;
    }
}

void Input::survey_first(const Indexer::Use& use) {
    BlockReader& blocks = *file_->blocks;
    const auto splitter = file_->reader->splitter();
    size_t whole = 0;
    bool more = true;
    for (size_t wanted = key_sample_size; whole == 0; wanted *= 2) {
        while (more && blocks.peek().size() < wanted && !blocks.at_end())
            more = blocks.peek_more(header_patience_ms);
        const std::string_view text = blocks.peek();
        splitter->restart();
        whole = blocks.at_end() && text.size() <= wanted
                    ? text.size()
                    : splitter->scan(text.data(), 0, std::min(wanted, text.size()));
        if (text.size() < wanted) break; // no more comes, or nothing soon
    }
    if (whole == 0) return;
    std::vector<BadRecord> bad;
    file_->reader->indexer()->index(blocks.peek().substr(0, whole), blocks.at_end(), use, bad);
}

/// Says where the stream's columns are in a later file.
void Input::align(InputFile& file) const {
    // In JSON each record says its own keys.
    const Demand demand = demand_of_(file.dialect);
    const bool flat = read_.flat && !demand.nested;
    const bool own_header = !flat && (is_json(file.dialect.format) || is_json(dialect_.format));
    const bool counted = demand.kind == Demand::count;
    const bool records = demand.kind == Demand::records;
    const bool own_keys = records && is_keyed(file.dialect.format); // kept as they are
    const bool no_columns = records && demand.values && !demand.keeps; // nothing is written under the header
    if (counted || no_columns || own_header || own_keys || file.header.same_names(header_)) return;
    if (file.header.columns.empty() && file.blocks->at_end()) return; // an empty file
    file.aligned = false;
    if (read_.strict)
        throw Error(Exit::bad_data, file.shown_name(), "its columns are not those of the first file",
                    "without --strict, columns are put in order by name");
    if (!file.header.present && file.header.size() != header_.size())
        throw Error(Exit::bad_data, file.shown_name(),
                    "it has " + std::to_string(file.header.size()) + " columns, the first file has " +
                        std::to_string(header_.size()));
    // The n-th column of a name is the n-th of that name there.
    std::unordered_multimap<std::string_view, size_t> places;
    for (size_t i = file.header.size(); i-- > 0;) places.emplace(file.header.columns[i].name, i);
    file.map.assign(header_.cells(), -1);
    std::vector<bool> used(file.header.size());
    for (size_t i = 0; i < header_.size(); ++i) {
        auto [from, to] = places.equal_range(header_.columns[i].name);
        size_t place = file.header.size();
        for (; from != to; ++from)
            if (!used[from->second]) place = std::min(place, from->second);
        if (place == file.header.size()) continue;
        file.map[i] = static_cast<int32_t>(place);
        used[place] = true;
    }
    for (size_t i = header_.size(); i < header_.cells(); ++i) { // what was sought here may be a column there
        for (size_t place = file.header.cells(); place-- > 0;)
            if (file.header.name(place) == header_.name(i)) file.map[i] = static_cast<int32_t>(place);
    }
    auto extra = std::ranges::find(used, false);
    if (extra != used.end())
        throw Error(Exit::bad_data, file.shown_name(),
                    "column \"" + file.header.columns[static_cast<size_t>(extra - used.begin())].name +
                        "\" is not in the first file",
                    settings_.columns_hint);
}

/// A tool that holds all records to the end need not copy those of a file that it has the memory for.
void Input::make_lasting(InputFile& file) {
    uint64_t bytes = file.blocks->source().total().value_or(UINT64_MAX);
    for (const auto& map : lasting_) bytes += map->bytes().size();
    if (bytes > demand_of_(file.dialect).holds) return;
    file.lasting = file.blocks->source().map();
    if (file.lasting) lasting_.push_back(file.lasting);
}

std::string_view InputFile::lasting_text(const Block& block) const {
    if (!lasting || block.offset + block.text.size() > lasting->bytes().size()) return {};
    return lasting->bytes().substr(block.offset, block.text.size());
}

void Input::check_lasting() const {
    for (const auto& map : lasting_) map->check();
}

/// Counts a file at once, where that's all that is wanted and can be done.
bool Input::count(InputFile& file, Block& block) const {
    if (file.counted || demand_of_(file.dialect).kind != Demand::count) return false;
    auto rule = file.reader->count_rule();
    if (!rule) return false;
    const unsigned threads = threads_to_use(settings_.threads);
    auto records = count_side_by_side(file.blocks->source(), *rule, file.blocks->offset(), threads,
                                      settings_.block_size ? settings_.block_size : long_block);
    if (!records) return false;
    block.counted = *records;
    file.counted = true;
    return true;
}

void Input::open_next() {
    if (auto ahead = opened_.extract(next_number_)) {
        file_ = std::move(ahead.mapped());
    } else {
        file_ = open(next_number_);
        read_head(*file_);
    }
    ++next_number_;
    align(*file_);
}

bool Input::read(InputFile& file, Block& block) {
    try {
        if (count(file, block)) return true;
        return !file.counted && file.blocks->next(*file.splitter, block);
    } catch (const Error& error) {
        throw error.where().empty() ? error.at(file.shown_name()) : error;
    }
}

void Input::share(unsigned workers) {
    if (!choice_) ahead_.emplace(pool_, workers);
}

/// As read(), with the next chunk of the file where that was read ahead; and sees to it that what follows is,
/// where it pays.
bool Input::read_shared(const std::shared_ptr<InputFile>& file, Block& block, Chunk chunk) {
    BlockReader& blocks = *file->blocks;
    const bool shared = !blocks.reads_itself(), brought = static_cast<bool>(chunk);
    if (brought) blocks.put(std::move(chunk));
    const bool more = read(*file, block);
    if (shared) {
        if (blocks.reads_itself()) ahead_->end();
        else if (brought) ahead_->handed_in(blocks.wants_guesses());
    } else if (ahead_ && more && !file->shared && !file->counted) {
        file->shared = true; // once: a file of records longer than a chunk is better read on as it comes
        const uint64_t from = blocks.position(), to = blocks.source().total().value_or(0);
        char byte;
        if (from + 2 * blocks.block_size() < to && blocks.source().read_at(from, &byte, 1) == 1) {
            blocks.wait_for_chunks();
            ahead_->begin({blocks.source(), *file->reader, file}, from, to, blocks.block_size());
        }
    }
    return more;
}

bool Input::next(Block& block, std::shared_ptr<InputFile>& file, Chunk chunk) {
    if (choice_) return next_chosen(block, file);
    for (;;) {
        if (!file_) {
            if (next_number_ >= settings_.files.size()) return false;
            open_next();
        }
        file = file_;
        if (read_shared(file_, block, std::move(chunk))) return true;
        consumed_before_ += file_->blocks->consumed();
        file_.reset();
    }
}

void Input::open_all() {
    constexpr uint64_t most_of_blocks = 16 << 20, least_block = 16 << 10;
    const size_t all = settings_.files.size();
    const uint64_t of_memory =
        std::min(memory_to_use(settings_.memory) / 8, most_of_blocks); // the tool holds as much again
    const size_t block = std::clamp<uint64_t>(of_memory / all, least_block, usual_block);
    allow_many_files();
    chosen_from_.resize(all);
    for (;;) {
        file_->more_follow = false; // who merges them knows what comes behind a last record
        if (!settings_.block_size) file_->blocks->set_block_size(block);
        chosen_from_[file_->number] = file_;
        if (next_number_ == all) break;
        open_next();
    }
    left_ = all;
    for (size_t number = 0; number < all; ++number) { // empty ones before the first
        if (chosen_from_[number]) continue;
        --left_;
        choice_->ended(number);
    }
}

bool Input::next_chosen(Block& block, std::shared_ptr<InputFile>& file) {
    if (chosen_from_.empty()) open_all();
    while (left_ > 0) {
        const size_t number = choice_->next();
        file = chosen_from_[number];
        if (read(*file, block)) return true;
        consumed_before_ += file->blocks->consumed();
        chosen_from_[number].reset();
        --left_;
        choice_->ended(number);
    }
    file_.reset();
    return false;
}

uint64_t Input::consumed() const {
    if (!chosen_from_.empty()) {
        uint64_t consumed = consumed_before_;
        for (const auto& file : chosen_from_)
            if (file) consumed += file->blocks->consumed();
        return consumed;
    }
    return consumed_before_ + (file_ ? file_->blocks->consumed() : 0);
}

} // namespace rowkit
