#include "jsonl/serve_lines.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include "service/service.h"
#include "wire/json_fields.h"

namespace pocketrec {
namespace {

std::string answer(const Reply& reply) {
  // The output is spliced in as it is, so that its bytes are those of the other ways in.
  return "{\"status\":" + std::to_string(reply.status) + ",\"output\":" + (reply.body.empty() ? "{}" : reply.body) +
         "}";
}

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

std::string answer_line(std::string_view line,
                        const std::function<Reply(std::string_view operation, std::string_view input)>& handle) {
  const auto parsed = parse_json(line);
  if (!parsed) return answer(error_reply(parsed.error()));
  JsonFields fields(*parsed, "line");
  const std::string operation = fields.required_text("operation", 100);
  const nlohmann::json* input = fields.object("input");
  if (fields.error()) return answer(error_reply(*fields.error()));
  return answer(handle(operation, input == nullptr ? "{}" : input->dump()));
}

Result<void> serve_lines(int input, int output,
                         const std::function<Reply(std::string_view operation, std::string_view input)>& handle) {
  std::string pending;
  std::vector<char> block(64 * 1024);
  bool too_long = false;
  const auto refuse_long = [&] {
    return answer(error_reply({ErrorCode::request_too_large,
                               "line: expected at most " + std::to_string(kMaxLineBytes) + " bytes, got more"})) +
           "\n";
  };
  for (;;) {
    const ssize_t got = ::read(input, block.data(), block.size());
    if (got < 0 && errno == EINTR) return {};  // a signal asks for the end
    if (got < 0) return Error{ErrorCode::io, std::string("standard input: ") + std::strerror(errno)};
    pending.append(block.data(), static_cast<std::size_t>(got));
    if (got == 0 && !pending.empty()) pending += '\n';

    std::string answers;
    std::size_t begin = 0;
    for (std::size_t end = pending.find('\n'); end != std::string::npos; end = pending.find('\n', begin)) {
      std::string_view line = std::string_view(pending).substr(begin, end - begin);
      begin = end + 1;
      if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
      if (std::exchange(too_long, false)) continue;  // the tail of a line that was answered
      if (line.size() > kMaxLineBytes) {
        answers += refuse_long();
      } else if (!line.empty()) {
        answers += answer_line(line, handle) + "\n";
      }
    }
    pending.erase(0, begin);
    // One byte more may wait: the '\r' of a line whose '\n' is still to come.
    if (pending.size() > kMaxLineBytes + 1) {
      if (!too_long) answers += refuse_long();
      too_long = true;
      pending.clear();
    }
    if (!write_all(output, answers)) {
      if (errno == EPIPE) return {};
      return Error{ErrorCode::io, std::string("standard output: ") + std::strerror(errno)};
    }
    if (got == 0) return {};
  }
}

}  // namespace pocketrec
