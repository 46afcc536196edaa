#include "model/model.h"

#include <cstdint>
#include <utility>

#include "model/model_reader.h"

namespace pocketrec {
namespace {

Result<std::shared_ptr<Model>> read_model(std::span<const std::byte> bytes) {
  const auto header = read_file_header(bytes);
  if (!header) return header.error();
  return ModelReader(bytes, *header).read();
}

}  // namespace

Result<std::shared_ptr<const Model>> Model::open(const std::filesystem::path& path) {
  auto file = MappedFile::open(path);
  if (!file) return file.error();
  auto model = read_model(file->bytes());
  if (!model) return Error{model.error().code, path.string() + ": " + model.error().message};
  ModelReader::own(**model, *std::move(file));
  return std::shared_ptr<const Model>(*std::move(model));
}

Result<std::shared_ptr<const Model>> Model::open_bytes(std::span<const std::byte> bytes) {
  if (reinterpret_cast<std::uintptr_t>(bytes.data()) % kSectionAlignment != 0) {
    return Error{ErrorCode::invalid_input, "model bytes: expected an address that is a multiple of 64"};
  }
  auto model = read_model(bytes);
  if (!model) return model.error();
  return std::shared_ptr<const Model>(*std::move(model));
}

const Recommender* Model::recommender(std::string_view name) const {
  for (const Recommender& recommender : recommenders_) {
    if (recommender.name == name) return &recommender;
  }
  return nullptr;
}

}  // namespace pocketrec
