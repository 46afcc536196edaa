#include "convert/frappe.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

using namespace pocketrec;
namespace fs = std::filesystem;

namespace {

struct Source {
  Source(const std::string& train, const std::string& test)
      : root(fs::temp_directory_path() / "pocketrec-frappe-test") {
    fs::remove_all(root);
    fs::create_directories(root / "source");
    std::ofstream(root / "source/train.csv") << train;
    std::ofstream(root / "source/test.csv") << test;
  }
  ~Source() { fs::remove_all(root); }

  Result<ConversionSummary> convert() const { return convert_frappe(root / "source", root / "data"); }
  std::string text(const char* name) const {
    std::ostringstream all;
    all << std::ifstream(root / "data" / name).rdbuf();
    return all.str();
  }

  fs::path root;
};

}  // namespace

TEST_SUITE("frappe") {
  TEST_CASE("becomes interactions with context, the test rows last, and where users were most often") {
    const Source source("7-957-964-971-973-976-990-1100,5-4082\n7-958-965-972-974-977-985-1065,6-4083\n",
                        "7-957-964-971-973-976-985-1065,5-4082\n3-959-966-971-973-980-986-1066,6-4083\n");
    const auto summary = source.convert();
    REQUIRE_MESSAGE(summary, summary.error().message);
    CHECK(summary->interactions == 4);
    CHECK(summary->users == 2);
    CHECK(source.text("interactions.csv") ==
          "USER_ID,ITEM_ID,EVENT_TYPE,DAYTIME,WEEKDAY,ISWEEKEND,HOMEWORK,WEATHER,TIMESTAMP\n"
          "7,5,use,957,964,971,973,976,946684860\n7,6,use,958,965,972,974,977,946684920\n"
          "7,5,use,957,964,971,973,976,946684980\n3,6,use,959,966,971,973,980,946684860\n");
    CHECK(source.text("users.csv") == "USER_ID,COUNTRY,CITY\n3,986,1066\n7,985,1065\n");
  }

  TEST_CASE("with a line of another form is refused with file and line") {
    const Source source("7-957-964-971-973-976-990-1100,5-4082\n", "7-957-964-971-973-976-990,5-4082\n");
    const auto summary = source.convert();
    REQUIRE_FALSE(summary);
    CHECK(summary.error().code == ErrorCode::invalid_input);
    CHECK(summary.error().message.find("test.csv:1: expected 8 numbers, a comma and 2 numbers") != std::string::npos);
    CHECK_FALSE(fs::exists(source.root / "data"));
  }
}
