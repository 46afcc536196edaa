# What the toolchain files for musl have in common: clang, musl and libc++ as the Python package ziglang carries them, for
# Debian has no C++ library for musl. They set CMAKE_SYSTEM_PROCESSOR and before they include this `triple`.
set(CMAKE_SYSTEM_NAME Linux)
get_filename_component(deps "${CMAKE_CURRENT_LIST_DIR}/../build/deps" ABSOLUTE)
set(CMAKE_C_COMPILER "${deps}/zig/bin/${triple}-cc")
set(CMAKE_CXX_COMPILER "${deps}/zig/bin/${triple}-c++")
foreach(language IN ITEMS C CXX)
  set(CMAKE_${language}_COMPILER_AR "${deps}/zig/bin/ar")
  set(CMAKE_${language}_COMPILER_RANLIB "${deps}/zig/bin/ranlib")
endforeach()
set(CMAKE_AR "${deps}/zig/bin/ar")
set(CMAKE_RANLIB "${deps}/zig/bin/ranlib")
# Its compiler is told some things that only the linker needs.
set(CMAKE_C_FLAGS_INIT -Wno-unused-command-line-argument)
# libc++'s name for what _GLIBCXX_ASSERTIONS is in libstdc++, which ziglang sets to NONE.
set(CMAKE_CXX_FLAGS_INIT "-Wno-unused-command-line-argument -U_LIBCPP_HARDENING_MODE \
-D_LIBCPP_HARDENING_MODE=_LIBCPP_HARDENING_MODE_FAST")
# musl is linked statically unless something else is asked for.
set(POCKETREC_STATIC_LINK -pie)
# The machine's own folder of headers has those of another C library: tools/setup put links to what is needed of it here.
set(CMAKE_FIND_ROOT_PATH "${deps}/${triple}" "${deps}")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
