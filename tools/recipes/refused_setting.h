#pragma once

#include <string>
#include <string_view>

#include "result/error.h"

namespace pocketrec {

/// invalid_input: "<setting>: expected <expected>, got '<text>'". setting: its name for people.
inline Error refused_setting(std::string_view setting, const std::string& expected, std::string_view text) {
  return {ErrorCode::invalid_input,
          std::string(setting) + ": expected " + expected + ", got '" + std::string(text) + "'"};
}

}  // namespace pocketrec
