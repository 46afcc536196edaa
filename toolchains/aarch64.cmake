# 64-bit ARM, ARMv8.0.
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(triple aarch64-linux-gnu)
set(libraries arm64)
include("${CMAKE_CURRENT_LIST_DIR}/debian_cross.cmake")
