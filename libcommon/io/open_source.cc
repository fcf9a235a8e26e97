// Opens an input: what its first bytes tell decides what is undone.
#include "io/decompress.h"
#include "io/file_source.h"
#include "io/transcode.h"

namespace rowkit {

std::unique_ptr<Source> open_source(const std::string& path, const SourceOptions& options) {
    std::unique_ptr<FdSource> file = FdSource::open(path, options.watch_output, options.name);
    std::unique_ptr<PeekingSource> source;
    Packing packing = packing_of(file->peek(packing_undecided));
    if (packing == Packing::none)
        source = std::move(file);
    else
        source = std::make_unique<Decompressor>(std::move(file), packing, options.threads);

    std::string encoding = options.encoding;
    if (encoding.empty()) encoding = encoding_by_bom(source->peek(bom_undecided));
    if (encoding.empty() || is_utf8(encoding)) return source;
    return std::make_unique<Transcoder>(std::move(source), encoding);
}

} // namespace rowkit
