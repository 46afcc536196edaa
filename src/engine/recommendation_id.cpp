#include "engine/recommendation_id.h"

#include <sodium.h>

#include <array>
#include <span>

namespace pocketrec {
namespace {

class TextHash {
 public:
  TextHash() { crypto_generichash_init(&state_, nullptr, 0, 16); }

  /// The length goes in first, so that no two lists of texts hash alike.
  void add(std::string_view text) {
    const std::uint64_t length = text.size();
    crypto_generichash_update(&state_, reinterpret_cast<const unsigned char*>(&length), sizeof length);
    crypto_generichash_update(&state_, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  }

  std::array<std::byte, 16> finish() {
    std::array<std::byte, 16> hash;
    crypto_generichash_final(&state_, reinterpret_cast<unsigned char*>(hash.data()), hash.size());
    return hash;
  }

 private:
  crypto_generichash_state state_;
};

}  // namespace

std::string recommendation_id(const Model& model, std::string_view recommender, std::string_view user_id,
                              const std::vector<PredictedItem>& items) {
  TextHash hash;
  const ModelHash& name = model.header().hash;
  hash.add({reinterpret_cast<const char*>(name.data()), name.size()});
  hash.add(recommender);
  hash.add(user_id);
  for (const PredictedItem& item : items) {
    hash.add(item.item_id);
    hash.add(item.promotion_name);
  }
  const std::string hex = to_hex(hash.finish());
  return "RID-" + hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" + hex.substr(16, 4) + "-" +
         hex.substr(20);
}

std::string short_model_name(const Model& model) {
  return to_hex(std::span(model.header().hash).first(8));
}

}  // namespace pocketrec
