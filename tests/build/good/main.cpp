#include "upper/upper.h"

int main() {
  return upper();
}
