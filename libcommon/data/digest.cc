// Digests of bytes: cryptographic ones by nettle, checksums by ISA-L, fast hashes by xxHash.
#include "data/digest.h"

#define XXH_INLINE_ALL
#include <isa-l/crc.h>
#include <nettle/hmac.h>
#include <nettle/md5.h>
#include <nettle/nettle-meta.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>
#include <xxhash.h>

namespace rowkit {
namespace {

const uint8_t* bytes_of(std::string_view text) { return reinterpret_cast<const uint8_t*>(text.data()); }

const nettle_hash& hash_of(DigestKind kind) {
    switch (kind) {
    case DigestKind::md5:
        return nettle_md5;
    case DigestKind::sha1:
        return nettle_sha1;
    case DigestKind::sha256:
        return nettle_sha256;
    case DigestKind::sha384:
        return nettle_sha384;
    case DigestKind::sha512:
        break;
    }
    return nettle_sha512;
}

/// Any of the contexts.
union Context {
    md5_ctx md5;
    sha1_ctx sha1;
    sha256_ctx sha256;
    sha512_ctx sha512;
};

} // namespace

Digest digest(DigestKind kind, std::string_view text) {
    const nettle_hash& hash = hash_of(kind);
    Context context;
    Digest result;
    result.size = hash.digest_size;
    hash.init(&context);
    hash.update(&context, text.size(), bytes_of(text));
    hash.digest(&context, result.size, result.bytes.data());
    return result;
}

Digest hmac(DigestKind kind, std::string_view text, std::string_view key) {
    const nettle_hash& hash = hash_of(kind);
    Context outer, inner, state;
    Digest result;
    result.size = hash.digest_size;
    hmac_set_key(&outer, &inner, &state, &hash, key.size(), bytes_of(key));
    hmac_update(&state, &hash, text.size(), bytes_of(text));
    hmac_digest(&outer, &inner, &state, &hash, result.size, result.bytes.data());
    return result;
}

uint32_t crc32(std::string_view text) { return crc32_gzip_refl(0, bytes_of(text), text.size()); }

uint64_t xxh64(std::string_view text) { return XXH64(text.data(), text.size(), 0); }
uint64_t xxh3(std::string_view text) { return XXH3_64bits(text.data(), text.size()); }

Digest xxh128(std::string_view text) {
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits(text.data(), text.size()));
    Digest result;
    result.size = sizeof canonical.digest;
    for (size_t i = 0; i < result.size; ++i) result.bytes[i] = canonical.digest[i];
    return result;
}

} // namespace rowkit
