#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace pocketrec {

/// The distinct words of a text as ascending hashes (Weinberger et al., "Feature Hashing for Large Scale Multitask
/// Learning", ICML 2009), so that no vocabulary has to be kept. Words are runs of at least two letters and digits,
/// capitals of ASCII and Latin-1 read as small letters; Chinese and Japanese, which have no spaces, are read as pairs
/// of neighbouring characters. Bytes that are no UTF-8 separate words. The same on every target.
std::vector<std::uint32_t> word_hashes(std::string_view text);

}  // namespace pocketrec
