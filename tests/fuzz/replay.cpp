// What runs a fuzz target without libFuzzer: every file of a corpus folder as it is, then seeded mutations of them. The
// same numbers on every machine, so what fails here fails again.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::uint32_t kMutations = 20'000;

void run(const Bytes& bytes) {
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

std::vector<Bytes> read_corpus(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  std::vector<Bytes> corpus;
  for (const auto& path : paths) {
    std::ifstream file(path, std::ios::binary);
    corpus.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return corpus;
}

/// Changes one place of the bytes. `random` alone decides where and how; modulo, since the distributions of the
/// standard library differ between implementations.
void mutate(Bytes& bytes, std::mt19937& random) {
  const auto below = [&random](std::size_t bound) { return random() % bound; };
  if (bytes.empty()) {
    bytes.push_back(static_cast<std::uint8_t>(random()));
    return;
  }
  // Half of the changes near the beginning: formats keep there what decides about the rest.
  const std::size_t reach = below(2) == 0 ? std::min<std::size_t>(bytes.size(), 4096) : bytes.size();
  const std::size_t place = below(reach);
  switch (below(6)) {
    case 0:
      bytes[place] ^= static_cast<std::uint8_t>(1U << below(8));
      break;
    case 1:
      bytes[place] = static_cast<std::uint8_t>(random());
      break;
    case 2: {
      constexpr std::uint8_t kBorders[] = {0, 1, 0x7F, 0x80, 0xFF};
      const std::uint8_t value = kBorders[below(5)];
      const std::size_t end = std::min(bytes.size(), place + (std::size_t{1} << below(4)));
      std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(place), bytes.begin() + static_cast<std::ptrdiff_t>(end),
                value);
      break;
    }
    case 3: {
      const std::size_t source = below(bytes.size());
      const std::size_t length = std::min({1 + below(16), bytes.size() - place, bytes.size() - source});
      const Bytes copy(bytes.begin() + static_cast<std::ptrdiff_t>(source),
                       bytes.begin() + static_cast<std::ptrdiff_t>(source + length));
      std::copy(copy.begin(), copy.end(), bytes.begin() + static_cast<std::ptrdiff_t>(place));
      break;
    }
    case 4:
      bytes[place] = static_cast<std::uint8_t>(bytes[place] + below(9) - 4);
      break;
    default:
      if (below(8) == 0) {
        bytes.resize(place);
      } else {
        bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(place), static_cast<std::uint8_t>(random()));
        bytes.erase(bytes.begin() + static_cast<std::ptrdiff_t>(below(bytes.size())));
      }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2 && argc != 3) {
    std::cerr << "usage: " << argv[0] << " CORPUS-FOLDER [NUMBER-OF-MUTATIONS]\n";
    return 2;
  }
  const std::vector<Bytes> corpus = read_corpus(argv[1]);
  if (corpus.empty()) {
    std::cerr << argv[1] << ": expected at least one file\n";
    return 1;
  }
  run({});
  for (const Bytes& bytes : corpus) run(bytes);
  const auto mutations = argc == 3 ? static_cast<std::uint32_t>(std::strtoul(argv[2], nullptr, 10)) : kMutations;
  for (std::uint32_t seed = 0; seed < mutations; ++seed) {
    std::mt19937 random(seed);
    Bytes bytes = corpus[seed % corpus.size()];
    const std::size_t changes = 1 + random() % 3;
    for (std::size_t i = 0; i < changes; ++i) mutate(bytes, random);
    run(bytes);
  }
  std::cout << corpus.size() << " files and " << mutations << " mutations\n";
}
