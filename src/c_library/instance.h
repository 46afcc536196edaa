#pragma once

#include <memory>

#include "c_library/pocketrec.h"
#include "device/device.h"

/// What pocketrec_open() hands out.
struct pocketrec_instance {
  std::unique_ptr<pocketrec::Device> device;
};
