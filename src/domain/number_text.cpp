#include "domain/number_text.h"

namespace pocketrec {

std::string number_text(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

}  // namespace pocketrec
