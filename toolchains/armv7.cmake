# 32-bit ARM with hardware floating point (VFPv3 with 16 registers) and without NEON.
set(CMAKE_SYSTEM_PROCESSOR armv7)
set(triple arm-linux-gnueabihf)
set(libraries armhf)
# GCC 7 passes some arguments otherwise than GCC 6 did, which it says wherever that matters.
set(CMAKE_CXX_FLAGS_INIT -Wno-psabi)
include("${CMAKE_CURRENT_LIST_DIR}/debian_cross.cmake")
