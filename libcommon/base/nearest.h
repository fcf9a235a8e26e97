// The known names that a mistyped one may have meant.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rowkit {

/// At most `most` of `known`, the likeliest first and those as likely in their order; empty where nothing is
/// near. Case counts for nothing. Near is: the same but for case, a few typing slips away (a letter wrong,
/// left out, added, or two swapped; about one slip in three letters), or `wanted` being the beginning of the
/// name.
std::vector<std::string> nearest(std::string_view wanted, std::span<const std::string> known,
                                 size_t most = 3);

/// `did you mean "a" or "b"?`, or "" where nothing is near: a hint as Error takes it.
std::string did_you_mean(std::string_view wanted, std::span<const std::string> known, size_t most = 3);

} // namespace rowkit
