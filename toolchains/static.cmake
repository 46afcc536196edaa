# Static programs for devices, with what compiler, linker and C library have against faults that somebody exploits.
# tests/device/check_static sees that it is in the program.
include(CheckLinkerFlag)

# Position independent where the C library has the start code for it: Debian's has none for 32-bit ARM and RISC-V.
if(NOT DEFINED POCKETREC_STATIC_LINK)
  check_linker_flag(CXX -static-pie POCKETREC_HAS_STATIC_PIE)
  if(POCKETREC_HAS_STATIC_PIE)
    set(POCKETREC_STATIC_LINK -static-pie -Wl,-z,text)
  else()
    set(POCKETREC_STATIC_LINK -static)
  endif()
endif()
add_link_options("$<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:${POCKETREC_STATIC_LINK}>"
                 -Wl,-z,relro,-z,now,-z,noexecstack)

add_compile_options(-fstack-protector-strong -U_FORTIFY_SOURCE)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 12)
  add_compile_definitions(_FORTIFY_SOURCE=2)
else()
  add_compile_definitions(_FORTIFY_SOURCE=3)
endif()
add_compile_definitions(_GLIBCXX_ASSERTIONS)

# Return addresses are signed where the processor can. Landing pads for indirect calls (-fcf-protection on x86-64, bti
# here) are not asked for: the linker turns them off in a program with one object that has none, as Debian's C library.
if(CMAKE_SYSTEM_PROCESSOR STREQUAL "aarch64")
  add_compile_options(-mbranch-protection=pac-ret)
endif()
