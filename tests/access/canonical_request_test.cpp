#include "access/canonical_request.h"

#include <doctest/doctest.h>

#include "test_signer.h"

namespace pocketrec {

TEST_SUITE("canonical request") {
  TEST_CASE("has the path with its segments resolved and encoded once more") {
    CHECK(canonical_path("/") == "/");
    CHECK(canonical_path("/recommendations") == "/recommendations");
    CHECK(canonical_path("//a//b/") == "/a/b/");
    CHECK(canonical_path("/./a/./b/../c") == "/a/c");
    CHECK(canonical_path("/../..") == "/");
    CHECK(canonical_path("/a/..") == "/");
    CHECK(canonical_path("/a%20b~_-.") == "/a%2520b~_-.");
    CHECK(canonical_path("/a=b+c") == "/a%3Db%2Bc");
  }

  TEST_CASE("has the query sorted and in one encoding") {
    CHECK(canonical_query("").empty());
    CHECK(canonical_query("b=2&a=1") == "a=1&b=2");
    CHECK(canonical_query("a=2&a=1") == "a=1&a=2");
    CHECK(canonical_query("a&b=") == "a=&b=");
    CHECK(canonical_query("a=x%2fy&%41=%7e") == "A=~&a=x%2Fy");
    CHECK(canonical_query("a=b=c&&") == "a=b%3Dc");
    CHECK(canonical_query("a=%") == "a=%25");
    CHECK(canonical_query("a=%zz%4") == "a=%25zz%254");
  }

  TEST_CASE("has signed fields only, their white space folded and repeated ones joined in their order") {
    TestRequest request;
    request.target = "/events?x=1";
    request.fields = {{"host", "h"}, {"my-header1", "  b \t  c  "}, {"other", "o"}, {"my-header1", "a"}, {"z", ""}};
    request.body = "{}";
    SignatureField field;
    field.signed_headers = "host;my-header1;z";
    field.signed_header_names = {"host", "my-header1", "z"};
    CHECK(canonical_request(request.view(), field, sha256(request.body)) ==
          "POST\n/events\nx=1\nhost:h\nmy-header1:b c,a\nz:\n\nhost;my-header1;z\n" +
              TestSigner::hex(TestSigner::hash("{}")));
  }
}

}  // namespace pocketrec
