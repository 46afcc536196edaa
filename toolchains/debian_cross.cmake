# What the toolchain files of Debian's compilers have in common. They set CMAKE_SYSTEM_PROCESSOR and before they include
# this `triple`, and `libraries`: the folder in build/deps where tools/setup put libsodium for that processor.
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_C_COMPILER ${triple}-gcc)
set(CMAKE_CXX_COMPILER ${triple}-g++)
set(CMAKE_LIBRARY_ARCHITECTURE ${triple})
set(CMAKE_FIND_ROOT_PATH "${CMAKE_CURRENT_LIST_DIR}/../build/deps/${libraries}")
# Headers without a library are the machine's own: the compiler finds them after those of its C library.
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
