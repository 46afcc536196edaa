#include "datasets/text_words.h"

#include <algorithm>

#include "domain/utf8.h"

namespace pocketrec {
namespace {

enum class Kind { separator, letter, ideograph };

Kind kind_of(char32_t c) {
  if (c < 0x80) {
    const bool is_word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return is_word ? Kind::letter : Kind::separator;
  }
  // Signs of Latin-1, general and CJK punctuation, wide forms of ASCII signs.
  if (c < 0xC0 || c == 0xD7 || c == 0xF7 || (c >= 0x2000 && c < 0x2070) || (c >= 0x3000 && c < 0x3040) ||
      (c >= 0xFF00 && c < 0xFF10) || c == kReplacementCharacter) {
    return Kind::separator;
  }
  if ((c >= 0x3040 && c < 0xA000) || (c >= 0xF900 && c < 0xFB00) || (c >= 0x20000 && c < 0x40000)) {
    return Kind::ideograph;
  }
  return Kind::letter;
}

char32_t small_letter(char32_t c) {
  const bool is_capital = (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7);
  return is_capital ? c + 0x20 : c;
}

/// FNV-1a over code points (Fowler, Noll, Vo).
struct WordHash {
  std::uint32_t value = 2166136261U;
  unsigned characters = 0;

  void add(char32_t c) {
    for (unsigned shift = 0; shift < 32; shift += 8) {
      value = (value ^ ((static_cast<std::uint32_t>(c) >> shift) & 0xFF)) * 16777619U;
    }
    ++characters;
  }
};

}  // namespace

std::vector<std::uint32_t> word_hashes(std::string_view text) {
  std::vector<std::uint32_t> hashes;
  WordHash word;
  char32_t previous_ideograph = 0;
  const auto end_word = [&] {
    if (word.characters >= 2) hashes.push_back(word.value);
    word = WordHash();
  };
  while (!text.empty()) {
    const char32_t c = take_character(text);
    const Kind kind = kind_of(c);
    if (kind == Kind::letter) {
      word.add(small_letter(c));
    } else {
      end_word();
    }
    if (kind == Kind::ideograph) {
      if (previous_ideograph != 0) {
        WordHash pair;
        pair.add(previous_ideograph);
        pair.add(c);
        hashes.push_back(pair.value);
      }
      previous_ideograph = c;
    } else {
      previous_ideograph = 0;
    }
  }
  end_word();
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  return hashes;
}

}  // namespace pocketrec
