// Any bytes as the standard input of `pocketrec lines`: one answer a line, each a line of JSON.
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "fuzz_service.h"
#include "jsonl/serve_lines.h"
#include "require.h"

namespace pocketrec {
namespace {

/// A file in memory.
class MemoryFile {
 public:
  MemoryFile() : descriptor_(::memfd_create("lines", MFD_CLOEXEC)) { require(descriptor_ >= 0); }
  ~MemoryFile() { ::close(descriptor_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  void write(std::string_view text) const {
    require(::pwrite(descriptor_, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()));
  }
  [[nodiscard]] std::string content() const {
    std::string text(static_cast<std::size_t>(::lseek(descriptor_, 0, SEEK_END)), '\0');
    require(::pread(descriptor_, text.data(), text.size(), 0) == static_cast<ssize_t>(text.size()));
    return text;
  }
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

std::size_t count_lines(std::string_view text) {
  std::size_t count = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.empty() && line != "\r") ++count;
  }
  return count;
}

}  // namespace
}  // namespace pocketrec

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace pocketrec;
  const MemoryFile input;
  const MemoryFile output;
  input.write(text_of(data, size));
  require(static_cast<bool>(serve_lines(input.descriptor(), output.descriptor(), checked_answer)));
  const std::string answers = output.content();
  require(count_lines(answers) == count_lines(text_of(data, size)));
  for (std::string_view rest = answers; !rest.empty();) {
    const std::size_t end = rest.find('\n');
    require(end != std::string_view::npos);
    const auto answer = nlohmann::json::parse(rest.substr(0, end), nullptr, false);
    require(answer.is_object() && answer.at("status").is_number_integer() && answer.contains("output"));
    rest.remove_prefix(end + 1);
  }
  return 0;
}
