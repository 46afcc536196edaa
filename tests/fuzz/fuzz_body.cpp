// Any bytes as the body of a request; the first byte chooses the operation. Nothing is stored.
#include <array>
#include <cstdint>
#include <string_view>

#include "fuzz_service.h"
#include "require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pocketrec;
  constexpr std::array<std::string_view, 8> kOperations = {
      "GetRecommendations", "GetPersonalizedRanking",   "PutEvents",  "PutItems",
      "PutUsers",           "GetActionRecommendations", "PutActions", "PutActionInteractions"};
  if (size == 0) return 0;
  const std::string_view operation = kOperations[data[0] % kOperations.size()];
  const std::string_view input = text_of(data + 1, size - 1);
  const Reply reply = checked_answer(operation, input);
  require(checked_answer(operation, input).body == reply.body);  // same input, same output
  return 0;
}
