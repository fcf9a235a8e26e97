// Opens an output: where it goes and how it is packed.
#include "base/resources.h"
#include "io/atomic_file.h"
#include "io/compress.h"
#include "io/file_sink.h"

#include <sys/stat.h>

namespace rowkit {
namespace {

using Delay = std::optional<std::chrono::milliseconds>;

Compression by_suffix(std::string_view path) {
    if (path.ends_with(".zst") || path.ends_with(".zstd")) return Compression::zstd;
    if (path.ends_with(".gz")) return Compression::gzip;
    return Compression::none;
}

// Opens the place itself, and tells how soon a flush matters there.
std::unique_ptr<Sink> open_plain(const std::string& path, Delay& flush_delay) {
    std::unique_ptr<FdSink> sink;
    struct stat status;
    if (path.empty() || path == "-") {
        sink = FdSink::standard_output();
    } else if (::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode)) {
        sink = FdSink::open_special(path);
    } else {
        return std::make_unique<AtomicFile>(path); // nobody sees it before it is whole
    }
    flush_delay = std::chrono::milliseconds(sink->regular() ? 1000 : 50);
    return sink;
}

} // namespace

std::unique_ptr<Sink> open_sink(const SinkOptions& options) {
    Compression compression = options.compression;
    if (compression == Compression::by_suffix) compression = by_suffix(options.path);
    std::unique_ptr<Packer> packer;
    if (compression == Compression::zstd) packer = make_zstd_packer(options.level);
    if (compression == Compression::gzip) packer = make_gzip_packer(options.level);

    Delay flush_delay;
    std::unique_ptr<Sink> sink = open_plain(options.path, flush_delay);
    if (!packer) return sink;
    return std::make_unique<CompressedSink>(std::move(sink), std::move(packer),
                                            threads_to_use(options.threads), flush_delay);
}

} // namespace rowkit
