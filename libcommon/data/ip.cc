// Internet addresses and networks.
#include "data/ip.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstring>

namespace rowkit {
namespace {

std::optional<IpAddress> parse_v4(std::string_view text) {
    uint32_t bits = 0;
    for (int part = 0; part < 4; ++part) {
        if (part > 0) {
            if (!text.starts_with('.')) return std::nullopt;
            text.remove_prefix(1);
        }
        uint32_t number = 0;
        size_t digits = 0;
        for (; digits < text.size() && digits < 4 && text[digits] >= '0' && text[digits] <= '9'; ++digits)
            number = number * 10 + static_cast<uint32_t>(text[digits] - '0');
        if (digits == 0 || number > 255 || (digits > 1 && text[0] == '0')) return std::nullopt;
        text.remove_prefix(digits);
        bits = bits << 8 | number;
    }
    return text.empty() ? std::optional(IpAddress{bits, false}) : std::nullopt;
}

/// The mask of the bits that are not shared.
uint128 rest_mask(int width, int shared) {
    const int rest = width - shared;
    return rest >= 128 ? ~uint128{0} : (uint128{1} << rest) - 1;
}

/// IPv4 within IPv6.
IpAddress without_mapping(const IpAddress& address) {
    const bool mapped = address.is_v6 && address.bits >> 32 == 0xFFFF;
    return mapped ? IpAddress{address.bits & 0xFFFFFFFF, false} : address;
}

} // namespace

std::optional<IpAddress> parse_ip(std::string_view text) {
    if (text.find(':') == std::string_view::npos) return parse_v4(text);
    std::array<char, INET6_ADDRSTRLEN + 1> copy{};
    in6_addr read;
    if (text.size() >= copy.size() || text.find('\0') != std::string_view::npos) return std::nullopt;
    std::copy(text.begin(), text.end(), copy.begin());
    if (inet_pton(AF_INET6, copy.data(), &read) != 1) return std::nullopt;
    IpAddress address{0, true};
    for (unsigned char byte : read.s6_addr) address.bits = address.bits << 8 | byte;
    return address;
}

void append_ip(const IpAddress& address, Buffer& out) {
    std::array<unsigned char, 16> bytes;
    for (size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<unsigned char>(address.bits >> (120 - 8 * i));
    char* const to = out.room(INET6_ADDRSTRLEN);
    inet_ntop(address.is_v6 ? AF_INET6 : AF_INET, bytes.data() + (address.is_v6 ? 0 : 12), to,
              INET6_ADDRSTRLEN);
    out.advance(std::strlen(to));
}

IpAddress IpNetwork::last() const { return {first.bits | rest_mask(first.width(), shared), first.is_v6}; }

bool IpNetwork::contains(const IpAddress& address) const {
    const IpAddress& seen = first.is_v6 ? address : without_mapping(address);
    return seen.is_v6 == first.is_v6 && (seen.bits & ~rest_mask(first.width(), shared)) == first.bits;
}

IpNetwork network_of(const IpAddress& address, int shared) {
    return {{address.bits & ~rest_mask(address.width(), shared), address.is_v6}, shared};
}

std::optional<IpNetwork> parse_network(std::string_view text) {
    const size_t slash = std::min(text.find('/'), text.size());
    const auto address = parse_ip(text.substr(0, slash));
    if (!address) return std::nullopt;
    if (slash == text.size()) return network_of(*address, address->width());
    int shared = 0;
    const std::string_view digits = text.substr(slash + 1);
    if (digits.empty() || digits.size() > 3) return std::nullopt;
    for (char digit : digits) {
        if (digit < '0' || digit > '9') return std::nullopt;
        shared = shared * 10 + (digit - '0');
    }
    if (shared > address->width()) return std::nullopt;
    return network_of(*address, shared);
}

bool is_private(const IpAddress& address) {
    const auto v4 = [](uint32_t bits, int shared) { return IpNetwork{{bits, false}, shared}; };
    const auto v6 = [](uint32_t bits, int shared) { return IpNetwork{{uint128{bits} << 96, true}, shared}; };
    const std::array networks = {v4(0x00000000, 8),  v4(0x0A000000, 8),  v4(0x64400000, 10),
                                 v4(0x7F000000, 8),  v4(0xA9FE0000, 16), v4(0xAC100000, 12),
                                 v4(0xC0A80000, 16), v6(0xFC000000, 7),  v6(0xFE800000, 10)};
    if (address.is_v6 && address.bits <= 1) return true; // :: and ::1
    return std::ranges::any_of(networks, [&](const IpNetwork& network) { return network.contains(address); });
}

} // namespace rowkit
