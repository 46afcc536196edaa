#pragma once

#include <string>
#include <string_view>

namespace pocketrec {

/// The text with control characters (C0, DEL and C1) as "\u001b", so that no title can steer a terminal or forge a
/// line. kept: control characters that stay, such as "\n". Precondition: UTF-8.
std::string terminal_text(std::string_view text, std::string_view kept = "");

}  // namespace pocketrec
