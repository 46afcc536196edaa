#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "result/result.h"
#include "service/reply.h"

namespace pocketrec {

/// Longest line that is read, without its end.
inline constexpr std::size_t kMaxLineBytes = 256 * 1024;

/// Answers one line `{"operation":"GetRecommendations","input":{…}}` with one line, without its end:
/// `{"status":200,"output":{…}}`, where output is what `handle` gave to the letter, `{}` when it gave nothing.
std::string answer_line(std::string_view line,
                        const std::function<Reply(std::string_view operation, std::string_view input)>& handle);

/// Reads lines from a descriptor until its end and writes an answer for each, in order, to another. An empty line is
/// passed over; one that is too long is answered with an error and skipped.
/// Errors: io when a descriptor fails; a reader who went away (EPIPE) is no error.
Result<void> serve_lines(int input, int output,
                         const std::function<Reply(std::string_view operation, std::string_view input)>& handle);

}  // namespace pocketrec
