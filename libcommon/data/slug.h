// Names that need no quoting anywhere: lower-case ASCII words joined by underscores.
#pragma once

#include <string>
#include <string_view>

namespace rowkit {

/// "Beak Length (mm)" is "beak_length_mm", "Größe" is "grosse", "Café №1" is "cafe_no1": compatibility forms
/// are taken apart, marks dropped, case folded; what is then no ASCII letter or digit separates words. Empty
/// where nothing is left.
std::string slug(std::string_view text);

} // namespace rowkit
