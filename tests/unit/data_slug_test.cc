#include "data/slug.h"

#include <doctest/doctest.h>

using namespace rowkit;

TEST_CASE("a slug is lower-case ASCII words joined by underscores") {
    CHECK(slug("Beak Length (mm)") == "beak_length_mm");
    CHECK(slug("  a--b__c  ") == "a_b_c");
    CHECK(slug("ID") == "id");
    CHECK(slug("2020 Sales") == "2020_sales");
    CHECK(slug("Driver's name") == "drivers_name");
    CHECK(slug("50%") == "50");
}

TEST_CASE("a slug keeps the letters under accents and other forms") {
    CHECK(slug("Größe") == "grosse");
    CHECK(slug("Prénom d’élève") == "prenom_d_eleve");
    CHECK(slug("ﬁle") == "file");
    CHECK(slug("m²") == "m2");
}

TEST_CASE("a slug of what has no ASCII form is empty, of what is not UTF-8 what there is") {
    CHECK(slug("").empty());
    CHECK(slug("東京").empty());
    CHECK(slug("A\xFF"
               "B") == "a_b");
}
