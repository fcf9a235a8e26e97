// The input of a run under --union: the columns of all files, every key of JSON, found in a first pass.
#include "base/error.h"
#include "io/spool.h"
#include "stream/input.h"

#include <algorithm>
#include <unordered_map>

namespace rowkit {

/// Shows the reader all records of a file whose records name their own cells, before its head is read.
void Input::survey(InputFile& file) {
    if (!is_keyed(file.dialect.format)) return;
    auto splitter = file.reader->splitter();
    auto show_all = [&](BlockReader& blocks, Spool* spool) {
        for (Block block; blocks.next(*splitter, block);) {
            file.reader->survey(block.text.view());
            if (spool) spool->write(block.text.view());
            pool_.give_back(std::move(block.text));
        }
    };
    SourceOptions options;
    options.encoding = settings_.encoding;
    if (file.blocks->source().total()) { // a regular file is read twice
        BlockReader again(open_source(settings_.path_of(file.number), options), pool_,
                          file.blocks->block_size(), file.blocks->most());
        show_all(again, nullptr);
    } else { // a pipe is kept
        Spool spool(settings_.tmpdir);
        show_all(*file.blocks, &spool);
        file.blocks = std::make_unique<BlockReader>(spool.read_back(), pool_, file.blocks->block_size(),
                                                    file.blocks->most());
    }
}

/// Adds the columns of the later files that the first one has not.
void Input::unite_headers() {
    auto total = total_; // opening a file adds to it
    auto count = [](const Header& header) {
        std::unordered_map<std::string, size_t> names;
        for (const Column& column : header.columns) ++names[column.name];
        return names;
    };
    auto have = count(header_);
    for (size_t number = next_number_; number < settings_.files.size(); ++number) {
        auto file = open(number);
        read_head(*file);
        std::unordered_map<std::string, size_t> seen;
        for (const Column& column : file->header.columns) {
            if (++seen[column.name] <= have[column.name]) continue;
            ++have[column.name];
            header_.columns.push_back({column.name});
            header_.line.clear();
        }
        for (const Column& place : file->header.sought)
            if (std::ranges::find(header_.sought, place.name, &Column::name) == header_.sought.end())
                header_.sought.push_back(place);
        if (!file->blocks->source().total()) opened_[number] = file; // a pipe can't be opened again
    }
    total_ = total;
    align(*file_);
}

} // namespace rowkit
