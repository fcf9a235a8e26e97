// Internet addresses and networks.
#pragma once

#include "base/buffer.h"
#include "data/natural.h"

#include <optional>
#include <string_view>

namespace rowkit {

/// An address: 32 bits of IPv4 or 128 of IPv6.
struct IpAddress {
    uint128 bits = 0;
    bool is_v6 = false;

    int width() const { return is_v6 ? 128 : 32; }
    friend bool operator==(const IpAddress&, const IpAddress&) = default;
};

/// Four decimal numbers without leading zeros, or IPv6 in any of its forms, without zone or brackets.
std::optional<IpAddress> parse_ip(std::string_view text);

/// The usual form; of IPv6, that of RFC 5952.
void append_ip(const IpAddress& address, Buffer& out);

/// Addresses that share their first bits.
struct IpNetwork {
    IpAddress first; // the bits behind the shared ones are zero
    int shared = 0;

    IpAddress last() const;
    /// An IPv4 address that is written as IPv6 (::ffff:10.0.0.1) is in IPv4's networks too.
    bool contains(const IpAddress& address) const;
};

/// The network of `shared` bits that an address is in; `shared` is from 0 to its width().
IpNetwork network_of(const IpAddress& address, int shared);

/// `10.0.0.0/8`; bits behind the shared ones may be set; an address alone is a network of one.
std::optional<IpNetwork> parse_network(std::string_view text);

/// Not of the public internet: private, loopback, link-local, shared (100.64/10), unspecified, unique local.
bool is_private(const IpAddress& address);

} // namespace rowkit
