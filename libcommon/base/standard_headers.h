// The standard headers that most files include: compiled once for all of them where a build has -Db_pch=true, as those
// of the sanitizers have. No file includes this one, nor may any depend on it.
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
