// The standard headers that most files include: compiled once for all of them. No file includes this one, nor
// may any depend on it: builds with -Db_pch=false, as that of the address sanitizer, notice a file that lacks
// an include.
#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>
