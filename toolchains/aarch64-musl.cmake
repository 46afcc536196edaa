# 64-bit ARM, ARMv8.0, with musl.
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(triple aarch64-linux-musl)
include("${CMAKE_CURRENT_LIST_DIR}/musl.cmake")
