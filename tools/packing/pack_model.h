#pragma once

#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <span>

#include "packing/model_contents.h"
#include "result/result.h"

namespace pocketrec {

/// Bytes of a model file in memory, aligned so that Model::open_bytes takes them.
class PackedModel {
 public:
  /// Zero bytes. size: any.
  explicit PackedModel(std::size_t size);

  std::span<std::byte> bytes() { return {data_.get(), size_}; }
  std::span<const std::byte> bytes() const { return {data_.get(), size_}; }

 private:
  struct Free {
    void operator()(std::byte* data) const { std::free(data); }
  };
  std::unique_ptr<std::byte, Free> data_;
  std::size_t size_;
};

/// Writes the file image of schemas/README.md. The result was opened once by the device's own reader, so every
/// invariant holds. Same contents, same bytes.
/// Errors: invalid_input when the contents break an invariant or are too large.
Result<PackedModel> pack_model(const ModelContents& contents);

}  // namespace pocketrec
