// From the text of an option to its value.
#pragma once

#include "cli/spec.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace rowkit::cli {

/// A whole decimal number, signed or not: "010" is ten. `name` is what the error (exit 2) calls its place.
int64_t parse_whole(std::string_view name, std::string_view text);

/// Bytes: a number, its unit k, M, G or T in powers of 1024 (also KiB, MiB ...), or kB, MB ... in powers of
/// 1000.
uint64_t parse_size(std::string_view name, std::string_view text);

/// One byte: itself, `tab`, `space`, `\t`, `\\`, or `0x1f`.
char parse_byte(std::string_view name, std::string_view text);

/// Sets the option's target from `text` and checks its choices; messages call it `name`: "--threads", or the
/// variable of the environment that it came from. Throws Error (exit 2).
void assign(const Option& option, std::string_view name, std::string_view text);

/// The same for an option that was given without its optional value: its first choice, or "" or 0.
void assign_without_value(const Option& option);

} // namespace rowkit::cli
