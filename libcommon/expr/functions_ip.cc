// Functions of internet addresses and networks.
#include "data/ip.h"
#include "expr/body.h"

#include <algorithm>
#include <vector>

namespace rowkit::expr {
namespace {

Value value_of_ip(const Call& call, const IpAddress& address) {
    call.scratch.clear();
    append_ip(address, call.scratch);
    return call.made();
}

Value is_ip(const Call& call) { return Value::of(parse_ip(call.text(0)).has_value()); }

Value ip_version(const Call& call) {
    const auto address = parse_ip(call.text(0));
    return address ? Value::of(Number(address->is_v6 ? 6 : 4)) : Value();
}

Value is_ipv4(const Call& call) {
    const auto address = parse_ip(call.text(0));
    return Value::of(address && !address->is_v6);
}

Value is_ipv6(const Call& call) {
    const auto address = parse_ip(call.text(0));
    return Value::of(address && address->is_v6);
}

Value is_private_ip(const Call& call) {
    const auto address = parse_ip(call.text(0));
    return address ? Value::of(is_private(*address)) : Value();
}

Value ip_to_int(const Call& call) {
    const auto address = parse_ip(call.text(0));
    if (!address || address->bits >> 127) return {}; // more than an exact number holds
    return Value::of(Number(static_cast<int128>(address->bits), 0));
}

Value int_to_ip(const Call& call) {
    const Number& number = call.number(0);
    if (number.is_real() || !number.is_integer() || number.sign() < 0) return {};
    const Number whole = without_trailing_zeros(number);
    const auto bits = static_cast<uint128>(whole.mantissa());
    return value_of_ip(call, {bits, bits >> 32 != 0});
}

Value ip_normal(const Call& call) {
    const auto address = parse_ip(call.text(0));
    return address ? value_of_ip(call, *address) : Value();
}

/// The networks of a call, where all are constant.
struct Networks : Prepared {
    std::vector<IpNetwork> networks;
};

std::unique_ptr<Prepared> prepare_networks(std::span<const Value* const> constants) {
    auto made = std::make_unique<Networks>();
    for (size_t i = 1; i < constants.size(); ++i) {
        const auto text = constant_text(constants, i);
        if (!text) return nullptr;
        const auto network = parse_network(*text);
        if (!network) throw "\"" + std::string(*text) + "\" is no network, as 10.0.0.0/8 or fd00::/8";
        made->networks.push_back(*network);
    }
    return made;
}

Value in_cidr(const Call& call) {
    const auto address = parse_ip(call.text(0));
    if (!address) return {};
    if (call.prepared) {
        const auto& networks = static_cast<const Networks*>(call.prepared)->networks;
        return Value::of(
            std::ranges::any_of(networks, [&](const IpNetwork& each) { return each.contains(*address); }));
    }
    bool some = false;
    for (size_t i = 1; i < call.count() && !some; ++i) {
        const auto network = parse_network(call.text(i));
        if (!network) return {};
        some = network->contains(*address);
    }
    return Value::of(some);
}

Value cidr_first(const Call& call) {
    const auto network = parse_network(call.text(0));
    return network ? value_of_ip(call, network->first) : Value();
}

Value cidr_last(const Call& call) {
    const auto network = parse_network(call.text(0));
    return network ? value_of_ip(call, network->last()) : Value();
}

Value ip_network(const Call& call) {
    const auto address = parse_ip(call.text(0));
    const int64_t shared = whole_number(call.number(1));
    if (!address || shared < 0 || shared > address->width()) return {};
    call.scratch.clear();
    append_ip(network_of(*address, static_cast<int>(shared)).first, call.scratch);
    call.scratch.push_back('/');
    append_number(Number(shared), call.scratch);
    return call.made();
}

constexpr Function functions[] = {
    {"is_ip", "is_ip(text)", "whether it is an IPv4 or IPv6 address", R"(is_ip("2001:db8::1"))", "true", "t",
     1, 1, Type::boolean, is_ip},
    {"is_ipv4", "is_ipv4(text)", "whether it is an IPv4 address", R"(is_ipv4("192.168.0.256"))", "false", "t",
     1, 1, Type::boolean, is_ipv4},
    {"is_ipv6", "is_ipv6(text)", "whether it is an IPv6 address", R"(is_ipv6("::1"))", "true", "t", 1, 1,
     Type::boolean, is_ipv6},
    {"ip_version", "ip_version(text)", "4 or 6; null where it is no address", R"(ip_version("::1"))", "6",
     "t", 1, 1, Type::number, ip_version},
    {"is_private_ip", "is_private_ip(ip)",
     "whether it is private, local or otherwise not of the public internet", R"(is_private_ip("172.20.1.1"))",
     "true", "t", 1, 1, Type::boolean, is_private_ip},
    {"in_cidr ip_in_cidr", "in_cidr(ip, network, ...)", "whether the address is in one of the networks",
     R"(in_cidr("10.1.2.3", "192.168.0.0/16", "10.0.0.0/8"))", "true", "t", 2, 255, Type::boolean, in_cidr,
     prepare_networks},
    {"ip_to_int inet_aton", "ip_to_int(ip)",
     "the address as a number; null from 8000:: on, which is more than numbers hold",
     R"(ip_to_int("10.0.0.1"))", "167772161", "t", 1, 1, Type::number, ip_to_int},
    {"int_to_ip inet_ntoa", "int_to_ip(number)", "the IPv4 address that is that number, IPv6 from 2**32 on",
     R"(int_to_ip(167772161))", "10.0.0.1", "n", 1, 1, Type::text, int_to_ip},
    {"ip_normal", "ip_normal(ip)", "the address in its usual form", R"(ip_normal("2001:DB8:0:0::1"))",
     "2001:db8::1", "t", 1, 1, Type::text, ip_normal},
    {"ip_network", "ip_network(ip, bits)", "the network of so many bits that the address is in",
     R"(ip_network("192.168.7.42", 24))", "192.168.7.0/24", "tn", 2, 2, Type::text, ip_network},
    {"cidr_first", "cidr_first(network)", "the first address of a network", R"(cidr_first("10.1.2.3/8"))",
     "10.0.0.0", "t", 1, 1, Type::text, cidr_first},
    {"cidr_last", "cidr_last(network)", "the last address of a network", R"(cidr_last("10.1.2.3/8"))",
     "10.255.255.255", "t", 1, 1, Type::text, cidr_last},
};

} // namespace

FunctionFamily ip_functions() { return {"Internet addresses", functions}; }

} // namespace rowkit::expr
