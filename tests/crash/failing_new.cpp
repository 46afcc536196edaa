#include "failing_new.h"

#include <cstdlib>
#include <new>

namespace {

pocketrec::NthFault* allocations = nullptr;

void* allocate_or_null(std::size_t size) {
  if (allocations != nullptr && allocations->strikes()) return nullptr;
  return std::malloc(size == 0 ? 1 : size);
}

void* allocate(std::size_t size) {
  if (void* memory = allocate_or_null(size)) return memory;
  throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) {
  return allocate(size);
}
void* operator new[](std::size_t size) {
  return allocate(size);
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return allocate_or_null(size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return allocate_or_null(size);
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete[](void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace pocketrec {

FailingNew::FailingNew(NthFault& fault) {
  allocations = &fault;
}

FailingNew::~FailingNew() {
  allocations = nullptr;
}

}  // namespace pocketrec
