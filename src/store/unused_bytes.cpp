#include "store/unused_bytes.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace pocketrec {
namespace {

constexpr std::size_t kFileHeader = 100;

Error file_error(const std::filesystem::path& file, const std::string& got) {
  return {ErrorCode::storage, file.string() + ": erasing what deleted rows left: " + got};
}

/// The file as SQLite's own layer for the system has it, so that whatever stands in for that sees these writes too.
class File {
 public:
  explicit File(const std::filesystem::path& path) : name_(std::filesystem::absolute(path).string()) {
    sqlite3_vfs* const vfs = sqlite3_vfs_find(nullptr);
    name_.append(2, '\0');  // where SQLite would look for parameters
    storage_.resize((static_cast<std::size_t>(vfs->szOsFile) + sizeof(Unit) - 1) / sizeof(Unit));
    code_ = vfs->xOpen(vfs, name_.c_str(), file(), SQLITE_OPEN_READWRITE | SQLITE_OPEN_MAIN_DB, nullptr);
  }
  ~File() {
    if (file()->pMethods != nullptr) file()->pMethods->xClose(file());
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  /// False after a failure, also of opening; error() says which.
  bool size(sqlite3_int64& bytes) { return code_ == SQLITE_OK && note(file()->pMethods->xFileSize(file(), &bytes)); }
  bool read(std::span<std::uint8_t> bytes, std::int64_t at) {
    return note(file()->pMethods->xRead(file(), bytes.data(), static_cast<int>(bytes.size()), at));
  }
  bool write(std::span<const std::uint8_t> bytes, std::int64_t at) {
    return note(file()->pMethods->xWrite(file(), bytes.data(), static_cast<int>(bytes.size()), at));
  }
  bool sync() { return note(file()->pMethods->xSync(file(), SQLITE_SYNC_NORMAL)); }
  std::string error() const { return sqlite3_errstr(code_); }

 private:
  using Unit = std::max_align_t;

  sqlite3_file* file() { return reinterpret_cast<sqlite3_file*>(storage_.data()); }
  bool note(int code) {
    code_ = code;
    return code == SQLITE_OK;
  }

  std::string name_;
  std::vector<Unit> storage_;
  int code_ = SQLITE_OK;
};

/// Numbers of SQLite's files have their high bytes first.
std::size_t number(std::span<const std::uint8_t> bytes, std::size_t at, std::size_t size) {
  std::size_t value = 0;
  for (std::size_t i = 0; i < size; ++i) value = value << 8 | bytes[at + i];
  return value;
}

/// A b-tree page, as its header describes it.
struct Page {
  std::vector<std::size_t> children;                        // page numbers
  std::vector<std::pair<std::size_t, std::size_t>> unused;  // begin and end of bytes
};

/// False when the page has not the form.
bool parse(std::span<const std::uint8_t> bytes, std::size_t header, std::size_t usable, Page& page) {
  const std::uint8_t type = bytes[header];
  if (type != 2 && type != 5 && type != 10 && type != 13) return false;
  const bool interior = type == 2 || type == 5;
  const std::size_t pointers = header + (interior ? 12 : 8);
  const std::size_t cells = number(bytes, header + 3, 2);
  const std::size_t content_field = number(bytes, header + 5, 2);
  const std::size_t content = content_field == 0 ? 65'536 : content_field;
  const std::size_t pointers_end = pointers + 2 * cells;
  if (content > usable || pointers_end > content) return false;
  page.unused.emplace_back(pointers_end, content);
  if (interior) {
    page.children.push_back(number(bytes, header + 8, 4));
    for (std::size_t cell = 0; cell < cells; ++cell) {
      const std::size_t at = number(bytes, pointers + 2 * cell, 2);
      if (at < content || at + 4 > usable) return false;
      page.children.push_back(number(bytes, at, 4));
    }
  }
  // Free blocks stand in ascending order: the place of the next one, their size, and what may be left of a cell.
  for (std::size_t block = number(bytes, header + 1, 2); block != 0;) {
    if (block < content || block + 4 > usable) return false;
    const std::size_t next = number(bytes, block, 2);
    const std::size_t end = block + number(bytes, block + 2, 2);
    if (end < block + 4 || end > usable || (next != 0 && next < end)) return false;
    page.unused.emplace_back(block + 4, end);
    block = next;
  }
  return true;
}

}  // namespace

Result<void> zero_unused_bytes(const std::filesystem::path& path, std::span<const std::int64_t> roots) {
  File file(path);
  sqlite3_int64 file_size = 0;
  std::vector<std::uint8_t> bytes(kFileHeader);
  if (!file.size(file_size) || !file.read(bytes, 0)) return file_error(path, file.error());
  const std::size_t size_field = number(bytes, 16, 2);
  const std::size_t size = size_field == 1 ? 65'536 : size_field;
  const std::size_t usable = size - bytes[20];
  if (size < 512) return file_error(path, "expected pages of at least 512 bytes, got " + std::to_string(size));
  const std::size_t pages = static_cast<std::size_t>(file_size) / size;

  bytes.resize(size);
  std::vector<bool> seen(pages + 1);
  std::vector<std::size_t> waiting = {1};
  for (const std::int64_t root : roots) waiting.push_back(static_cast<std::size_t>(root));
  while (!waiting.empty()) {
    const std::size_t number_of_page = waiting.back();
    waiting.pop_back();
    if (number_of_page < 1 || number_of_page > pages || seen[number_of_page]) {
      return file_error(path, "expected a page that nothing else names, got " + std::to_string(number_of_page));
    }
    seen[number_of_page] = true;
    const auto place = static_cast<std::int64_t>((number_of_page - 1) * size);
    if (!file.read(bytes, place)) return file_error(path, file.error());
    Page page;
    if (!parse(bytes, number_of_page == 1 ? kFileHeader : 0, usable, page)) {
      return file_error(path,
                        "expected a page of a b-tree, got another form in page " + std::to_string(number_of_page));
    }
    for (const auto& [begin, end] : page.unused) {
      const auto unused = std::span(bytes).subspan(begin, end - begin);
      if (std::ranges::all_of(unused, [](std::uint8_t byte) { return byte == 0; })) continue;
      std::ranges::fill(unused, std::uint8_t{0});
      if (!file.write(unused, place + static_cast<std::int64_t>(begin))) return file_error(path, file.error());
    }
    waiting.insert(waiting.end(), page.children.begin(), page.children.end());
  }
  if (!file.sync()) return file_error(path, file.error());
  return {};
}

}  // namespace pocketrec
