# 64-bit x86, the first generation (SSE2), with musl.
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(triple x86_64-linux-musl)
include("${CMAKE_CURRENT_LIST_DIR}/musl.cmake")
