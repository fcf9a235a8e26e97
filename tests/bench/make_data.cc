// Makes the benchmarks' files from a seed: the same bytes everywhere for the same seed and size.
//
//     make_data FOLDER [--size 1G] [--seed N] [FILE...]
//
//     trips.csv trips.tsv   14 columns of taxi trips; 2 % of the CSV's cells quoted, some of these with
//     commas,
//                           doubled quotes and newlines (the TSV has them as \n)
//     events.ndjson         nested events: user, geo, props
//     wide.csv              50 columns of numbers
//     access.log            a web server's log in the combined format
//     zones.csv             a small table to look trips' zones up in (265 records at any size)
//     checks.csv            100,000 records to look trips up in by their id
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

/// xoshiro256** (Blackman and Vigna), seeded by splitmix64.
class Random {
public:
    explicit Random(uint64_t seed) {
        for (uint64_t& word : state_) {
            seed += 0x9E3779B97F4A7C15u;
            uint64_t z = (seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9u;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
            word = z ^ (z >> 31);
        }
    }
    uint64_t next() {
        const auto rotate = [](uint64_t x, int n) { return x << n | x >> (64 - n); };
        const uint64_t result = rotate(state_[1] * 5, 7) * 9, shifted = state_[1] << 17;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= shifted;
        state_[3] = rotate(state_[3], 45);
        return result;
    }
    uint32_t below(uint32_t n) { return static_cast<uint32_t>((next() >> 32) * n >> 32); }
    /// Small numbers often, up to n - 1: what amounts and distances look like.
    uint32_t skewed(uint32_t n) { return below(1 + below(1 + below(n))); }

private:
    uint64_t state_[4];
};

/// A file written in large pieces.
class File {
public:
    explicit File(const std::string& path)
        : path_(path), fd_(open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644)) {
        if (fd_ < 0) fail();
        text_.reserve(room);
    }
    File(const File&) = delete;
    ~File() {
        flush();
        if (close(fd_) != 0) fail();
    }

    void text(std::string_view s) { text_.append(s); }
    void number(int64_t n) {
        char digits[24];
        text_.append(digits, std::to_chars(digits, digits + sizeof digits, n).ptr);
    }
    /// `hundredths` as 12.34.
    void money(int64_t hundredths) {
        if (hundredths < 0) text_ += '-';
        hundredths = hundredths < 0 ? -hundredths : hundredths;
        number(hundredths / 100);
        text_ += '.';
        two(static_cast<uint32_t>(hundredths % 100));
    }
    void two(uint32_t n) {
        text_ += static_cast<char>('0' + n / 10);
        text_ += static_cast<char>('0' + n % 10);
    }
    /// Seconds since 2024-01-01 as 2024-01-31 23:59:59, with `between` in place of the blank.
    void time(uint32_t seconds, char between) {
        const Date date = date_of(seconds);
        text("2024-");
        two(date.month + 1);
        text_ += '-';
        two(date.day + 1);
        text_ += between;
        clock(seconds);
    }
    /// The same as 31/Jan/2024:23:59:59 +0000.
    void log_time(uint32_t seconds) {
        const Date date = date_of(seconds);
        two(date.day + 1);
        text_ += '/';
        text_.append("JanFebMarAprMayJunJulAugSepOctNovDec", date.month * 3, 3);
        text("/2024:");
        clock(seconds);
        text(" +0000");
    }
    /// Between records: whether more of them fit into `size` bytes.
    bool wants_more(uint64_t size) {
        if (text_.size() > room - 65536) flush();
        return written_ + text_.size() < size;
    }

private:
    struct Date {
        uint32_t month, day; // from 0
    };
    static Date date_of(uint32_t seconds) {
        static constexpr uint32_t month_days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
        uint32_t day = seconds / 86400 % 366, month = 0;
        while (day >= month_days[month]) day -= month_days[month++];
        return {month, day};
    }
    void clock(uint32_t seconds) {
        two(seconds / 3600 % 24);
        text_ += ':';
        two(seconds / 60 % 60);
        text_ += ':';
        two(seconds % 60);
    }

    static constexpr size_t room = 1 << 20;

    void flush() {
        for (size_t at = 0; at < text_.size();) {
            const ssize_t n = write(fd_, text_.data() + at, text_.size() - at);
            if (n < 0) fail();
            at += static_cast<size_t>(n);
        }
        written_ += text_.size();
        text_.clear();
    }
    [[noreturn]] void fail() const {
        std::perror(path_.c_str());
        std::exit(4);
    }

    std::string path_;
    int fd_;
    std::string text_;
    uint64_t written_ = 0;
};

template <size_t N>
std::string_view pick(const std::string_view (&choices)[N], Random& random) {
    return choices[random.below(N)];
}

constexpr std::string_view words[] = {"airport", "late",    "cash",    "toll",  "bridge", "tunnel",
                                      "rain",    "shared",  "luggage", "child", "seat",   "waited",
                                      "route",   "detour",  "ok",      "café",  "refund", "split",
                                      "corner",  "address", "second",  "stop",  "snow",   "Zürich"};

struct Note {
    std::string csv, tsv;
};

/// A remark of a few words; about half of those that are not empty need quotes.
void make_note(Random& random, Note& note) {
    note.csv.clear();
    note.tsv.clear();
    const uint32_t kind = random.below(100);
    if (kind >= 40) return;
    std::string& plain = note.tsv;
    const uint32_t count = 1 + random.below(6);
    for (uint32_t i = 0; i < count; ++i) {
        if (i > 0) plain += ' ';
        plain += pick(words, random);
    }
    if (kind >= 20) {
        note.csv = plain;
        return;
    }
    std::string end = ", ";
    end += pick(words, random);
    std::string end_tsv = end;
    if (kind < 2) {
        end += " \"\"sic\"\"";
        end_tsv += " \"sic\"";
    } else if (kind < 3) {
        end += "\nsee above";
        end_tsv += "\\nsee above";
    }
    note.csv = '"' + plain + end + '"';
    plain += end_tsv;
}

void make_trips(File& file, uint64_t size, uint64_t seed, bool tsv) {
    static constexpr std::string_view vendors[] = {"Creative Mobile", "VeriFone", "Curb", "Helix", "Myle"};
    static constexpr std::string_view payments[] = {"card", "card",      "card",   "cash",
                                                    "cash", "no charge", "dispute"};
    const char gap = tsv ? '\t' : ',';
    std::string header =
        "trip_id,vendor,pickup,dropoff,passengers,distance,rate,pu_zone,do_zone,payment,fare,tip,"
        "total,note\n";
    if (tsv) {
        for (char& c : header) c = c == ',' ? '\t' : c;
    }
    file.text(header);
    const std::string_view delimiter(&gap, 1);
    Random random(seed);
    Note note;
    for (int64_t id = 10000000; file.wants_more(size); ++id) {
        file.number(id);
        file.text(delimiter);
        if (random.below(100) < 8) {
            file.text(tsv ? "VeriFone, Inc." : "\"VeriFone, Inc.\"");
        } else {
            file.text(pick(vendors, random));
        }
        file.text(delimiter);
        const uint32_t pickup = random.below(365 * 86400), seconds = 60 + random.skewed(7200);
        file.time(pickup, ' ');
        file.text(delimiter);
        file.time(pickup + seconds, ' ');
        file.text(delimiter);
        if (random.below(50) != 0) file.number(1 + random.skewed(6)); // now and then unknown
        file.text(delimiter);
        const int64_t distance = static_cast<int64_t>(seconds) * (20 + random.below(60)) / 100;
        file.money(distance);
        file.text(delimiter);
        file.number(random.below(20) == 0 ? 2 + random.below(4) : 1);
        file.text(delimiter);
        file.number(1 + random.below(265));
        file.text(delimiter);
        file.number(1 + random.below(265));
        file.text(delimiter);
        file.text(pick(payments, random));
        file.text(delimiter);
        const int64_t fare = (300 + distance * 2 + seconds / 2) * (random.below(500) == 0 ? -1 : 1);
        const int64_t tip = random.below(3) == 0 ? 0 : random.skewed(2000);
        file.money(fare);
        file.text(delimiter);
        file.money(tip);
        file.text(delimiter);
        file.money(fare + tip + 250);
        file.text(delimiter);
        make_note(random, note);
        file.text(tsv ? note.tsv : note.csv);
        file.text("\n");
    }
}

void make_events(File& file, uint64_t size, uint64_t seed) {
    static constexpr std::string_view types[] = {"view",  "view",   "view",     "click",
                                                 "click", "search", "purchase", "error"};
    static constexpr std::string_view first[] = {"Ann", "Bob",   "Chloé", "Dmitri",
                                                 "Eve", "Farid", "Gül",   "Hana"};
    static constexpr std::string_view last[] = {"Adams",           "O'Neil", "Müller",
                                                "\\\"Ace\\\" Lee", "Sato",   "Diaz"};
    static constexpr std::string_view tags[] = {"new", "beta", "mobile", "eu", "vip", "trial"};
    static constexpr std::string_view countries[] = {"DE", "FR", "US", "JP", "BR", "IN"};
    static constexpr std::string_view pages[] = {"/", "/shop", "/shop/cart", "/help",
                                                 "/blog/2024/a-long-title-here"};
    Random random(seed);
    for (uint32_t at = 0; file.wants_more(size); at += random.below(3)) {
        file.text("{\"ts\":\"");
        file.time(at, 'T');
        file.text(".");
        file.number(100 + random.below(900));
        file.text("Z\",\"type\":\"");
        file.text(pick(types, random));
        file.text("\",\"user\":{\"id\":");
        file.number(1 + random.skewed(2000000));
        file.text(",\"age\":");
        if (random.below(20) == 0) {
            file.text("null");
        } else {
            file.number(16 + random.below(70));
        }
        file.text(",\"name\":\"");
        file.text(pick(first, random));
        file.text(" ");
        file.text(pick(last, random));
        file.text("\",\"tags\":[");
        for (uint32_t i = 0, count = random.below(4); i < count; ++i) {
            file.text(i == 0 ? "\"" : ",\"");
            file.text(pick(tags, random));
            file.text("\"");
        }
        file.text("]},\"geo\":{\"country\":\"");
        file.text(pick(countries, random));
        file.text("\",\"lat\":");
        file.money(static_cast<int64_t>(random.below(18000)) - 9000);
        file.text(",\"lon\":");
        file.money(static_cast<int64_t>(random.below(36000)) - 18000);
        file.text("},\"props\":{\"page\":\"");
        file.text(pick(pages, random));
        file.text("\",\"ms\":");
        file.number(random.skewed(5000));
        file.text(",\"ok\":");
        file.text(random.below(30) == 0 ? "false" : "true");
        file.text(",\"note\":");
        if (random.below(4) == 0) {
            file.text("\"");
            file.text(pick(words, random));
            file.text(", ");
            file.text(pick(words, random));
            file.text("\"");
        } else {
            file.text("null");
        }
        file.text("}}\n");
    }
}

void make_wide(File& file, uint64_t size, uint64_t seed) {
    for (int column = 1; column <= 50; ++column) {
        file.text(column == 1 ? "c" : ",c");
        file.number(column);
    }
    file.text("\n");
    Random random(seed);
    while (file.wants_more(size)) {
        for (int column = 1; column <= 50; ++column) {
            if (column > 1) file.text(",");
            const int64_t value = random.skewed(1000000000);
            if (column % 3 == 0) {
                file.number(value);
            } else {
                file.money(random.below(4) == 0 ? -value : value);
            }
        }
        file.text("\n");
    }
}

void make_zones(File& file, uint64_t seed) {
    static constexpr std::string_view boroughs[] = {"Bronx", "Brooklyn", "Manhattan", "Queens",
                                                    "Staten Island"};
    Random random(seed);
    file.text("zone_id,borough,zone,service,area\n");
    for (int zone = 1; zone <= 265; ++zone) {
        file.number(zone);
        file.text(",");
        file.text(pick(boroughs, random));
        file.text(zone % 10 == 0 ? ",\"Zone " : ",Zone ");
        file.number(zone);
        file.text(zone % 10 == 0 ? ", north\"," : ",");
        file.text(random.below(4) == 0 ? "Yellow" : "Boro");
        file.text(",");
        file.money(100 + random.skewed(90000));
        file.text("\n");
    }
}

void make_log(File& file, uint64_t size, uint64_t seed) {
    static constexpr std::string_view methods[] = {"GET", "GET", "GET", "GET", "POST", "HEAD", "PUT"};
    static constexpr std::string_view paths[] = {"/", "/index.html", "/api/v1/items/", "/static/app.js",
                                                 "/blog/a-long-title?page="};
    static constexpr std::string_view statuses[] = {"200", "200", "200", "200", "304", "404", "500", "301"};
    static constexpr std::string_view agents[] = {
        "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "curl/8.5.0",
        "Mozilla/5.0 (compatible; Bot/2.1; +http://bot.example/about)"};
    Random random(seed);
    for (uint32_t at = 0; file.wants_more(size); at += random.below(3)) {
        for (int part = 0; part < 4; ++part) {
            if (part) file.text(".");
            file.number(1 + random.below(254));
        }
        file.text(random.below(10) == 0 ? " - ann [" : " - - [");
        file.log_time(at);
        file.text("] \"");
        file.text(pick(methods, random));
        file.text(" ");
        file.text(pick(paths, random));
        file.number(random.below(1000));
        file.text(" HTTP/1.1\" ");
        file.text(pick(statuses, random));
        file.text(" ");
        file.number(random.skewed(1000000));
        file.text(random.below(2) == 0 ? " \"-\" \"" : " \"https://example.com/\" \"");
        file.text(pick(agents, random));
        file.text("\"\n");
    }
}

/// Of every so many trips one, so that there are 100,000 over a file of trips of that size.
void make_checks(File& file, uint64_t size, uint64_t seed) {
    const uint64_t step = std::max<uint64_t>(1, size / 110 / 100000);
    Random random(seed);
    file.text("trip_id,checker,grade\n");
    for (uint64_t i = 0; i < 100000; ++i) {
        file.number(static_cast<int64_t>(10000000 + i * step + random.below(static_cast<uint32_t>(step))));
        file.text(",");
        file.text(pick(words, random));
        file.text(",");
        file.number(random.below(6));
        file.text("\n");
    }
}

uint64_t parse_size(const char* text) {
    char* end = nullptr;
    uint64_t size = std::strtoull(text, &end, 10);
    for (const char* unit = "KMG"; *unit != '\0' && *end != '\0'; ++unit) {
        size *= 1000;
        if (*end == *unit) return size;
    }
    return *end == '\0' ? std::strtoull(text, nullptr, 10) : 0;
}

void make(const std::string& folder, const std::string& name, uint64_t size, uint64_t seed) {
    File file(folder + '/' + name);
    if (name == "trips.csv") make_trips(file, size, seed, false);
    if (name == "trips.tsv") make_trips(file, size, seed, true);
    if (name == "events.ndjson") make_events(file, size, seed + 1);
    if (name == "wide.csv") make_wide(file, size, seed + 2);
    if (name == "zones.csv") make_zones(file, seed + 3);
    if (name == "access.log") make_log(file, size, seed + 4);
    if (name == "checks.csv") make_checks(file, size, seed + 5);
}

} // namespace

int main(int argc, char** argv) {
    std::vector<std::string> words_given, names = {"trips.csv", "trips.tsv", "events.ndjson", "wide.csv",
                                                "access.log", "zones.csv", "checks.csv"};
    uint64_t size = 1000000000, seed = 1;
    for (int i = 1; i < argc; ++i) {
        if (std::strcmp(argv[i], "--size") == 0 && i + 1 < argc) {
            size = parse_size(argv[++i]);
        } else if (std::strcmp(argv[i], "--seed") == 0 && i + 1 < argc) {
            seed = std::strtoull(argv[++i], nullptr, 10);
        } else if (argv[i][0] != '-') {
            words_given.emplace_back(argv[i]);
        } else {
            size = 0;
        }
    }
    if (words_given.empty() || size == 0) {
        std::fputs("usage: make_data FOLDER [--size 1G] [--seed N] [FILE...]\n", stderr);
        return 2;
    }
    if (words_given.size() > 1) names.assign(words_given.begin() + 1, words_given.end());
    mkdir(words_given[0].c_str(), 0755);
    std::vector<std::thread> makers;
    for (const std::string& name : names) makers.emplace_back(make, words_given[0], name, size, seed);
    for (std::thread& maker : makers) maker.join();
    return 0;
}
