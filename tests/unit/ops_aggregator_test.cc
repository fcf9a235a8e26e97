// Parts of aggregates: states as text, sketches, fractions, lists of numbers.
#include "base/error.h"
#include "data/number_parse.h"
#include "ops/distinct_sketch.h"
#include "ops/exact_ratio.h"
#include "ops/number_list.h"
#include "ops/state_text.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

using namespace rowkit;
using namespace rowkit::ops;

namespace {

Number number(std::string_view text) { return *parse_number(text); }

std::string written(const NumberList& list) {
    Buffer out;
    StateWriter writer(out, StateForm::text);
    list.write(writer);
    return std::string(out.view());
}

} // namespace

TEST_CASE("states read back as they were written, whatever bytes their texts hold") {
    std::string all;
    for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
    NumberSum decimals, doubles, huge;
    decimals.add(number("-12.50"));
    doubles.add(Number(0.1));
    huge.add(number("170141183460469231731687303715884105727"));
    huge.add(number("170141183460469231731687303715884105727"));
    for (const StateForm form : {StateForm::text, StateForm::bytes}) {
        Buffer out;
        StateWriter writer(out, form);
        writer.integer(UINT64_MAX);
        writer.text(all);
        writer.text("");
        for (const char* text : {"-12.50", "99999999999999999999999999.5"}) writer.number(number(text));
        writer.number(Number(0.1));
        writer.number(Number(-INFINITY));
        for (const NumberSum* sum : {&decimals, &doubles, &huge}) writer.sum(*sum);
        writer.position(7);
        if (form == StateForm::text) {
            out.push_back(' ');
            out.append(end_of_states);
            for (char byte : out.view())
                CHECK(std::string_view(",;\"'\n\r\t\\|").find(byte) == std::string_view::npos);
        }
        StateBytes bytes(out.view());
        StateReader reader = form == StateForm::text ? StateReader(out.view(), 7) : StateReader(bytes);
        CHECK(reader.integer() == UINT64_MAX);
        CHECK(reader.text() == all);
        CHECK(reader.text().empty());
        CHECK(reader.number() == number("-12.5"));
        CHECK(reader.number() == number("99999999999999999999999999.5"));
        const Number tenth = reader.number();
        CHECK(tenth.is_real());
        CHECK(tenth.real() == 0.1);
        CHECK(std::isinf(reader.number().real()));
        CHECK(reader.sum().result() == number("-12.5"));
        CHECK(reader.sum().result().real() == 0.1);
        CHECK(reader.sum().result() == huge.result());
        CHECK(reader.position() == 7);
        CHECK_NOTHROW(reader.end());
        CHECK(bytes.at_end() == (form == StateForm::bytes));
    }
}

TEST_CASE("what is no state is an error of data") {
    for (const char* text : {"", "x", "-1", "99999999999999999999", "1x"}) {
        StateReader reader(text, 0);
        CHECK_THROWS_AS(reader.integer(), Error);
    }
    for (const char* text : {"", "a", "=%4", "=%zz"}) {
        StateReader reader(text, 0);
        CHECK_THROWS_AS(reader.text(), Error);
    }
    for (const char* text : {"1 2", "1", "1 . .", "1 2 ."}) { // more than was asked for, or cut short
        StateReader rest(text, 0);
        rest.integer();
        CHECK_THROWS_AS(rest.end(), Error);
    }
}

TEST_CASE("a list of numbers is the same in any order and however it was merged") {
    const char* texts[] = {"1.5",  "-2", "1e300", "0.000001", "123456789012345678", "99999999999999999999999",
                           "1.50", "7"};
    NumberList forwards, backwards, left, right;
    for (size_t i = 0; i < 8; ++i) {
        forwards.add(number(texts[i]));
        backwards.add(number(texts[7 - i]));
        (i % 2 ? left : right).add(number(texts[i]));
    }
    left.merge(std::move(right));
    CHECK(written(forwards) == written(backwards));
    CHECK(written(forwards) == written(left));
    forwards.add(Number(std::nan("")));
    CHECK(forwards.size() == 8);
    forwards.sort();
    CHECK(forwards.at(0) == number("-2"));
    CHECK(forwards.at(7) == number("1e300"));
}

TEST_CASE("numbers that come again and again take little memory, and have the same ranks") {
    for (const int64_t different : {7, 5000, 100'000, 1'000'000}) {
        NumberList list, parts[3];
        std::vector<int64_t> all;
        uint64_t random = 1;
        for (int i = 0; i < 300'000; ++i) {
            random = random * 6364136223846793005 + 1442695040888963407;
            all.push_back(static_cast<int64_t>(random >> 33) % different);
            // One with more digits after the point comes late, one that is no decimal of 64 bits too.
            list.add(Number(all.back(), i % 2 + 1));
            parts[i % 3].add(Number(all.back(), i % 2 + 1));
            all.back() *= i % 2 ? 1 : 10;
        }
        list.add(Number(0.123));
        parts[0].add(Number(0.123));
        all.push_back(12); // it comes after 0.12
        Buffer out;
        StateWriter writer(out, StateForm::bytes);
        parts[1].write(writer);
        StateBytes bytes(out.view());
        StateReader reader(bytes);
        parts[0].merge(NumberList::read(reader));
        CHECK(bytes.at_end());
        parts[0].merge(std::move(parts[2]));
        if (different <= 5000) CHECK(list.heap() < 1'000'000);
        list.sort();
        parts[0].sort();
        std::ranges::sort(all);
        REQUIRE(list.size() == all.size());
        REQUIRE(parts[0].size() == all.size());
        for (size_t i = 0; i < all.size(); i += 29'989) {
            CHECK(floor(list.at(i) * Number(100)) == Number(all[i]));
            CHECK(list.at(i) == parts[0].at(i));
        }
        CHECK(written(list) == written(parts[0]));
    }
}

TEST_CASE("a sketch counts few values exactly and many about, in any order") {
    DistinctSketch few, all, odd, even;
    for (int i = 0; i < 200; ++i) few.add(std::to_string(i % 100));
    CHECK(few.estimate() == 100);
    for (int i = 0; i < 100000; ++i) {
        all.add(std::to_string(i));
        (i % 2 ? odd : even).add(std::to_string(i));
    }
    CHECK(std::abs(static_cast<double>(all.estimate()) - 100000) < 5000);
    odd.merge(even);
    CHECK(odd.estimate() == all.estimate());
    Buffer out;
    StateWriter writer(out, StateForm::text);
    odd.write(writer);
    StateReader reader(out.view(), 0);
    CHECK(DistinctSketch::read(reader).estimate() == all.estimate());
}

TEST_CASE("fractions are exact where doubles would cancel") {
    NumberSum a, b;
    a.add(number("10000000000000000.000000000001"));
    b.add(number("10000000000000000"));
    CHECK(*quotient(ExactRatio(a) * ExactRatio(a) - ExactRatio(b) * ExactRatio(b), ExactRatio(1)) ==
          doctest::Approx(20000));
    CHECK((ExactRatio(a) - ExactRatio(b)).is_negative() == false);
    CHECK((ExactRatio(b) - ExactRatio(a)).is_negative());
    CHECK((ExactRatio(b) - ExactRatio(b)).is_zero());
    CHECK(!quotient(ExactRatio(1), ExactRatio(0)));
    NumberSum huge;
    huge.add(Number(1e300));
    ExactRatio power = ExactRatio(huge) * ExactRatio(huge);
    CHECK(power.is_known());
    CHECK(*root_of_quotient(power, ExactRatio(1)) == 1e300);
    CHECK(*root_of_quotient(ExactRatio(9), ExactRatio(16)) == 0.75);
    CHECK(*root_of_quotient(ExactRatio(2), ExactRatio(1)) == std::sqrt(2.0));
    for (int i = 0; i < 4; ++i) power = power * power;
    CHECK(!power.is_known());
}

TEST_CASE("sums of fractions have one text, however they came about") {
    const auto text = [](const NumberSum& sum) {
        Buffer out;
        sum.append_to(out);
        return std::string(out.view());
    };
    std::vector<ExactFraction> terms;
    for (const Number& a :
         {number("0.00000000000000000000000000000000000005"),
          number("-99999999999999999999999999999999999999"), Number(1e300), Number(-5e-324), number("2.5")})
        for (const Number& b : {number("0.3"), Number(1e-300), number("-64")})
            terms.push_back(exact_fraction(a) * exact_fraction(a) * exact_fraction(b) * exact_fraction(b) *
                            exact_fraction(Number(-1)));
    NumberSum forwards, backwards;
    for (size_t i = 0; i < terms.size(); ++i) {
        forwards.add(terms[i]);
        NumberSum one;
        one.add(terms[terms.size() - 1 - i]);
        backwards.merge(one);
        CHECK(text(*NumberSum::from_text(text(one))) == text(one));
    }
    CHECK(text(forwards) == text(backwards));
    CHECK(text(*NumberSum::from_text(text(forwards))) == text(forwards));
    for (ExactFraction& term : terms) {
        term.negative = !term.negative;
        forwards.add(term);
    }
    CHECK(text(forwards) == "0e-0/0p0e-0");
    for (const char* bad : {"1e-0/", "1e-0/1p9999e-0", "1e-0/1p0e-153", "1e-0/1p0", "1e-0/1p0e-0x"})
        CHECK(!NumberSum::from_text(bad));
}
