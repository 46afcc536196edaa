#include "base/base.h"

int base() {
  return 0;
}
