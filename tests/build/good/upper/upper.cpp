#include "upper/upper.h"

#include "base/base.h"

int upper() {
  return base();
}
