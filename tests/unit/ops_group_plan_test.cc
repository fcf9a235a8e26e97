// What a grouping does, from its text.
#include "ops/group_plan.h"

#include "base/error.h"

#include <doctest/doctest.h>

using namespace rowkit;
using namespace rowkit::ops;

namespace {

std::vector<std::string> columns(const std::string& text) { return GroupPlan::parse(text).header().names(); }

} // namespace

TEST_CASE("columns are named as given, else as written") {
    CHECK(columns("n = count(), sum( fare ) , mean(x) as `the mean` by vendor, date(t) as day, a.b") ==
          std::vector<std::string>{"vendor", "day", "a.b", "n", "sum( fare )", "the mean"});
    CHECK(columns("by k") == std::vector<std::string>{"k"});
    CHECK(columns("count()") == std::vector<std::string>{"count()"});
}

TEST_CASE("aggregates of the same states share them") {
    const GroupPlan plan = GroupPlan::parse(
        "sum(x), mean(x), sum(x) / mean(x), p50(y), median(y), sum(x, y > 0), count_if(y > 0)");
    CHECK(plan.states.size() == 4);
    CHECK(plan.calls.size() == 8);
    CHECK(plan.arguments.size() == 3);
    CHECK(GroupPlan::parse("sum(x, y > 0), sum(x)").arguments.size() == 3); // x twice
    CHECK(GroupPlan::parse("histogram(x, 1), histogram(x, 2)").states.size() == 2);
}

TEST_CASE("only columns that are used are asked for, each once") {
    CHECK(GroupPlan::parse("sum(a, b > 0), max(a) by c, d.e").names() ==
          std::vector<std::string>{"c", "d.e", "b", "a"});
}

TEST_CASE("a name of both kinds is the function where it is given aggregates") {
    CHECK(GroupPlan::parse("max(sum(a), sum(b))").calls.size() == 2);
    CHECK(GroupPlan::parse("max(a)").calls.size() == 1);
    CHECK(GroupPlan::parse("sum(max(a, b))").calls.size() == 1);
    CHECK(GroupPlan::parse("max(max(a, b))").calls.size() == 1);
    CHECK(GroupPlan::parse("max(min(a), max(a))").calls.size() == 2);
    CHECK(GroupPlan::parse("max(a, b > 0) by min(c, d) as k").calls.size() == 1);
}

TEST_CASE("what can't be computed is an error of usage") {
    for (const char* text :
         {"", "sum()", "sum(a, b, c)", "a", "count() by", "count() by count()", "sum(sum(a))",
          "quantile(a, 1.5)", "quantile(a, b)", "top_k(a, 0)", "top_k(a, 1.5)", "histogram(a, -1)",
          "join_text(a, 1, b > 0)", "p00(a)", "count(), count()", "count() by a, a", "n = count() by n",
          "count() b", "p101(a)"}) {
        INFO(text);
        try {
            GroupPlan::parse(text);
            FAIL("no error");
        } catch (const Error& error) {
            CHECK(error.code() == Exit::usage);
        }
    }
}

TEST_CASE("every aggregate in the table is found by each of its names") {
    for (const AggregateFamily& family : aggregate_families())
        for (const Aggregate& aggregate : family.aggregates) {
            INFO(aggregate.signature);
            const std::string signature(aggregate.signature);
            const std::string name = signature.substr(0, signature.find('('));
            CHECK(aggregate.names.starts_with(name));
            CHECK(find_aggregate(name) != nullptr);
            // What the manual shows can be written as it stands.
            CHECK(GroupPlan::parse(signature == "bool_and(condition)" ? "bool_and(x > 0)" : signature)
                      .calls.size() == 1);
        }
}
