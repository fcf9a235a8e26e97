// Digests of bytes: cryptographic ones by nettle, checksums by ISA-L, fast hashes by xxHash.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace rowkit {

enum class DigestKind : uint8_t { md5, sha1, sha256, sha384, sha512 };

/// The bytes of a digest.
struct Digest {
    std::array<unsigned char, 64> bytes;
    size_t size = 0;

    std::string_view view() const { return {reinterpret_cast<const char*>(bytes.data()), size}; }
};

Digest digest(DigestKind kind, std::string_view text);

/// HMAC of RFC 2104. The key may have any size.
Digest hmac(DigestKind kind, std::string_view text, std::string_view key);

/// The CRC-32 of gzip and zip.
uint32_t crc32(std::string_view text);

/// XXH64 and XXH3 with seed 0: the same on every machine.
uint64_t xxh64(std::string_view text);
uint64_t xxh3(std::string_view text);

/// XXH3 of 128 bits, in the order in which it is written (canonical form).
Digest xxh128(std::string_view text);

} // namespace rowkit
