# 64-bit RISC-V, RV64GC.
set(CMAKE_SYSTEM_PROCESSOR riscv64)
set(triple riscv64-linux-gnu)
set(libraries riscv64)
include("${CMAKE_CURRENT_LIST_DIR}/debian_cross.cmake")
