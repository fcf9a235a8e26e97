// Runs a fuzz target under any compiler: all files of its corpus, then mutants of them made from a seed.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

using Random = std::mt19937_64;

void run(const std::string& input) {
    // A copy of just that size on the heap, so that a sanitizer sees each byte read past its end.
    const std::vector<uint8_t> bytes(input.begin(), input.end());
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

/// Some bytes changed, left out, doubled, cut off, or taken from another file of the corpus.
std::string mutant(const std::vector<std::string>& corpus, Random& random) {
    const auto below = [&](size_t n) { return n == 0 ? 0 : static_cast<size_t>(random() % n); };
    std::string text = corpus[below(corpus.size())];
    for (size_t n = 1 + below(4); n > 0; --n) {
        const size_t at = below(text.size() + 1), length = below(std::min<size_t>(text.size() - at, 16) + 1);
        const std::string& other = corpus[below(corpus.size())];
        switch (below(6)) {
        case 0: text.insert(at, 1, static_cast<char>(below(256))); break;
        case 1: text.erase(at, length); break;
        case 2: text.insert(at, text.substr(at, length)); break;
        case 3: text.resize(at); break;
        case 4: text.insert(at, other, below(other.size() + 1), 1 + below(64)); break;
        default:
            if (at < text.size()) text[at] = "\"',;\n\r\t\\{}[]`!0-"[below(16)];
        }
    }
    return text;
}

} // namespace

/// usage: NAME CORPUS_FOLDER [MUTANTS [SEED]]
int main(int argc, char** argv) {
    if (argc < 2) return 2;
    std::vector<std::string> corpus;
    for (const auto& entry : std::filesystem::directory_iterator(argv[1])) {
        std::ifstream file(entry.path(), std::ios::binary);
        corpus.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
        run(corpus.back());
    }
    if (corpus.empty()) {
        std::fprintf(stderr, "%s: no corpus\n", argv[1]);
        return 1;
    }
    std::sort(corpus.begin(), corpus.end()); // a folder's order is not the same everywhere
    const uint64_t mutants = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 0;
    const uint64_t seed = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 1;
    const std::string last = std::string(argv[0]) + ".last"; // what to look at after a crash
    for (uint64_t i = 0; i < mutants; ++i) {
        Random random(seed * 1000003 + i);
        const std::string input = mutant(corpus, random);
        if (std::getenv("FUZZ_KEEP_LAST")) std::ofstream(last, std::ios::binary) << input;
        run(input);
    }
    std::printf("%zu files, %llu mutants (seed %llu)\n", corpus.size(),
                static_cast<unsigned long long>(mutants), static_cast<unsigned long long>(seed));
    return 0;
}
