#include "convert/movielens.h"

#include <array>

#include "convert/movielens_layouts.h"

namespace pocketrec {

Result<ConversionSummary> convert_movielens(const std::filesystem::path& source, const std::filesystem::path& target) {
  // Where a folder is several at once, the richer layout comes first.
  const std::array layouts = {&kMovielens100k, &kMovielens1m, &kMovielensCsv, &kMovielensSequences};
  for (const MovielensLayout* layout : layouts) {
    if (!layout->recognises(source)) continue;
    auto folder = NewDatasetFolder::begin(target);
    if (!folder) return folder.error();
    ConversionSummary summary;
    summary.layout = layout->name;
    if (auto ok = layout->write(source, *folder, summary); !ok) return ok.error();
    if (auto ok = folder->publish(); !ok) return ok.error();
    return summary;
  }
  return Error{ErrorCode::resource_not_found,
               source.string() +
                   ": expected a MovieLens folder, got one without any of: u.data, u.item and u.genre; ratings.dat and "
                   "movies.dat; ratings.csv and movies.csv; ml-1m.txt, sas_to_original_items.txt and "
                   "sas_to_original_users.txt"};
}

}  // namespace pocketrec
