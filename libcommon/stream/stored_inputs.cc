// Inputs that can be read but once, put aside in temporary files.
#include "stream/stored_inputs.h"

#include "base/error.h"
#include "io/decompress.h"
#include "io/file_source.h"

#include <unistd.h>

namespace rowkit {
namespace {

constexpr size_t frame_bytes = 1 << 20;

/// Where a regular file can be opened again; else empty.
std::string path_again(const std::string& name, const FdSource& source) {
    if (!source.total()) return {};
    if (name != "-") return name;
    return lseek(STDIN_FILENO, 0, SEEK_CUR) == 0 ? "/proc/self/fd/0" : std::string();
}

} // namespace

StoredInputs::StoredInputs(Settings& settings) {
    settings.read_from.resize(settings.files.size());
    for (size_t i = 0; i < settings.files.size(); ++i) {
        std::unique_ptr<FdSource> source;
        try {
            source = FdSource::open(settings.files[i], settings.sink.path.empty() ? 1 : -1);
        } catch (const Error&) {
            continue;
        }
        if (std::string path = path_again(settings.files[i], *source); !path.empty()) {
            settings.read_from[i] = std::move(path);
            continue;
        }
        const bool packed = packing_of(source->peek(packing_undecided)) != Packing::none;
        auto file = std::make_unique<FrameFile>(settings.tmpdir);
        Buffer bytes(frame_bytes);
        for (size_t got = 1; got;) {
            bytes.clear();
            while (bytes.size() < frame_bytes &&
                   (got = source->read(bytes.data() + bytes.size(), frame_bytes - bytes.size())))
                bytes.advance(got);
            if (bytes.empty()) break;
            if (packed)
                file->add_as_is(bytes.view());
            else
                file->add(bytes.view());
        }
        settings.read_from[i] = file->path();
        files_.push_back(std::move(file));
    }
}

} // namespace rowkit
