# 64-bit x86, the first generation (SSE2): Debian's compiler for it, on whatever machine.
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(triple x86_64-linux-gnu)
set(libraries amd64)
include("${CMAKE_CURRENT_LIST_DIR}/debian_cross.cmake")
