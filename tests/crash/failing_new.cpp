#include "failing_new.h"

#include <cstdlib>
#include <new>

namespace {

pocketrec::NthFault* allocations = nullptr;

void* allocate(std::size_t size) {
  if (allocations != nullptr && allocations->strikes()) throw std::bad_alloc();
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) {
  return allocate(size);
}
void* operator new[](std::size_t size) {
  return allocate(size);
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
