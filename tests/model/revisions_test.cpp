#include <doctest/doctest.h>

#include <cstdlib>
#include <string>

#include "model/model.h"
#include "packing/check_contents.h"
#include "packing/pack_model.h"
#include "packing/sample_contents.h"
#include "packing/write_file.h"

namespace pocketrec {
namespace {

std::string revision_path(int revision) {
  return std::string(POCKETREC_TEST_DATA) + "/model/revisions/" + std::to_string(revision) + ".pocketrec";
}

}  // namespace

TEST_SUITE("model revisions") {
  // The committed files stay as they are for good. With POCKETREC_WRITE_REVISION set, the current revision's file is
  // made anew: only before that revision is released.
  TEST_CASE("a file of revision 1 opens and has its contents") {
    const auto model = Model::open(revision_path(1));
    REQUIRE_MESSAGE(model, model.error().message);
    CHECK((*model)->header().revision == 1);
    check_contents(**model, sample_contents());
  }

  TEST_CASE("a file of revision 2 opens and has its contents, rules besides") {
    if (std::getenv("POCKETREC_WRITE_REVISION") != nullptr && kFormatRevision == 2) {
      const auto packed = pack_model(sample_contents_with_rules());
      REQUIRE(packed);
      REQUIRE(write_file_atomically(revision_path(2), packed->bytes()));
    }
    const auto model = Model::open(revision_path(2));
    REQUIRE_MESSAGE(model, model.error().message);
    CHECK((*model)->header().revision == 2);
    check_contents(**model, sample_contents_with_rules());
  }
}

}  // namespace pocketrec
