// Fuzz: any bytes are plain text that comes through unchanged, or a stream that unpacks, or bad data.
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/error.h"
#include "io/source.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const int fd = memfd_create("fuzz", MFD_CLOEXEC);
    if (fd < 0 || write(fd, data, size) != static_cast<ssize_t>(size)) std::abort();
    const std::string path = "/proc/self/fd/" + std::to_string(fd);
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const bool packed = input.starts_with("\x1f\x8b") || input.find("\xb5\x2f\xfd") == 1 ||
                        (input.size() > 3 && input.substr(1, 3) == "\x2a\x4d\x18");
    const bool encoded = input.starts_with("\xff\xfe") || input.starts_with("\xfe\xff");
    for (unsigned threads : {1u, 3u}) {
        std::string output;
        try {
            const auto source = rowkit::open_source(path, {.encoding = {}, .threads = threads});
            char room[5000];
            while (output.size() < 8 << 20) { // a bomb is stopped by its reader
                const size_t got = source->read(room, 1 + size % sizeof room);
                if (got == 0) break;
                output.append(room, got);
            }
            if (!packed && !encoded && output != input.substr(0, output.size())) std::abort();
            if (!packed && !encoded && output.size() < std::min<size_t>(size, 8 << 20)) std::abort();
        } catch (const rowkit::Error& e) {
            if (e.code() != rowkit::Exit::bad_data || (!packed && !encoded)) std::abort();
        }
    }
    close(fd);
    return 0;
}
