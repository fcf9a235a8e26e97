// Functions of hashes and checksums.
#include "data/base_text.h"
#include "data/digest.h"
#include "expr/body.h"

namespace rowkit::expr {
namespace {

Value hexadecimal(const Call& call, std::string_view bytes) {
    call.scratch.clear();
    append_base_text(BaseText::hex, bytes, call.scratch);
    return call.made();
}

Value hexadecimal(const Call& call, uint64_t number) {
    char bytes[8];
    for (size_t i = 0; i < 8; ++i) bytes[i] = static_cast<char>(number >> (56 - 8 * i) & 0xFF);
    return hexadecimal(call, {bytes, 8});
}

template <DigestKind kind>
Value digest_of(const Call& call) {
    return hexadecimal(call, digest(kind, call.text(0)).view());
}

template <DigestKind kind>
Value hmac_of(const Call& call) {
    return hexadecimal(call, hmac(kind, call.text(0), call.text(1)).view());
}

Value crc32_of(const Call& call) { return Value::of(Number(int64_t{crc32(call.text(0))})); }
Value xxh64_of(const Call& call) { return hexadecimal(call, xxh64(call.text(0))); }
Value xxh3_of(const Call& call) { return hexadecimal(call, xxh3(call.text(0))); }
Value xxh128_of(const Call& call) { return hexadecimal(call, xxh128(call.text(0)).view()); }

Value hash_bucket(const Call& call) {
    const int64_t count = whole_number(call.number(1));
    if (count < 1) return {};
    return Value::of(Number(static_cast<int64_t>(xxh3(call.text(0)) % static_cast<uint64_t>(count))));
}

constexpr Function functions[] = {
    {"md5", "md5(text)", "the MD5 digest in hexadecimal", R"(md5("abc"))", "900150983cd24fb0d6963f7d28e17f72",
     "t", 1, 1, Type::text, digest_of<DigestKind::md5>},
    {"sha1 sha", "sha1(text)", "the SHA-1 digest in hexadecimal", R"(sha1("abc"))",
     "a9993e364706816aba3e25717850c26c9cd0d89d", "t", 1, 1, Type::text, digest_of<DigestKind::sha1>},
    {"sha256", "sha256(text)", "the SHA-256 digest in hexadecimal", R"(sha256("abc"))",
     "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "t", 1, 1, Type::text,
     digest_of<DigestKind::sha256>},
    {"sha384", "sha384(text)", "the SHA-384 digest in hexadecimal", R"(left(sha384("abc"), 16))",
     "cb00753f45a35e8b", "t", 1, 1, Type::text, digest_of<DigestKind::sha384>},
    {"sha512", "sha512(text)", "the SHA-512 digest in hexadecimal", R"(left(sha512("abc"), 16))",
     "ddaf35a193617aba", "t", 1, 1, Type::text, digest_of<DigestKind::sha512>},
    {"hmac_sha256 hmac", "hmac_sha256(text, key)", "a text's SHA-256 with a key (HMAC), in hexadecimal",
     R"(left(hmac_sha256("what do ya want for nothing?", "Jefe"), 16))", "5bdcc146bf60754e", "t", 2, 2,
     Type::text, hmac_of<DigestKind::sha256>},
    {"hmac_sha1", "hmac_sha1(text, key)", "the same with SHA-1",
     R"(left(hmac_sha1("what do ya want for nothing?", "Jefe"), 16))", "effcdf6ae5eb2fa2", "t", 2, 2,
     Type::text, hmac_of<DigestKind::sha1>},
    {"hmac_sha512", "hmac_sha512(text, key)", "the same with SHA-512",
     R"(left(hmac_sha512("what do ya want for nothing?", "Jefe"), 16))", "164b7a7bfcf819e2", "t", 2, 2,
     Type::text, hmac_of<DigestKind::sha512>},
    {"crc32", "crc32(text)", "the CRC-32 of zip and gzip, as a number", R"(crc32("123456789"))", "3421780262",
     "t", 1, 1, Type::number, crc32_of},
    {"xxh3 hash", "xxh3(text)", "the fast hash XXH3 of 64 bits in hexadecimal", R"(xxh3("abc"))",
     "78af5f94892f3950", "t", 1, 1, Type::text, xxh3_of},
    {"xxh64", "xxh64(text)", "the fast hash XXH64 in hexadecimal", R"(xxh64("abc"))", "44bc2cf5ad770999", "t",
     1, 1, Type::text, xxh64_of},
    {"xxh128", "xxh128(text)", "the fast hash XXH3 of 128 bits in hexadecimal", R"(xxh128("abc"))",
     "06b05ab6733a618578af5f94892f3950", "t", 1, 1, Type::text, xxh128_of},
    {"hash_bucket", "hash_bucket(text, count)",
     "one of so many buckets, from 0, always the same for the same text", R"(hash_bucket("ann", 1))", "0",
     "tn", 2, 2, Type::number, hash_bucket},
};

} // namespace

FunctionFamily hash_functions() { return {"Hashes", functions}; }

} // namespace rowkit::expr
