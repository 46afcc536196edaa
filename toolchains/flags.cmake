# Flags that every target of the project gets. Nothing here depends on the machine that builds: no -march=native, no
# -ffast-math, and no contraction to fused multiply-add, so that scores have the same bits on every target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 11)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

add_compile_options(-ffp-contract=off -ffunction-sections -fdata-sections "-ffile-prefix-map=${PROJECT_SOURCE_DIR}=.")
# Symbols that the loader keeps unique could not be hidden in the C library, nor could that be unloaded.
add_compile_options($<$<COMPILE_LANG_AND_ID:CXX,GNU>:-fno-gnu-unique>)
add_compile_definitions(POCKETREC_VERSION="${PROJECT_VERSION}")
add_link_options(-Wl,--gc-sections)

add_library(pocketrec_warnings INTERFACE)
target_compile_options(pocketrec_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor -Woverloaded-virtual
  -Wold-style-cast -Wcast-align -Wimplicit-fallthrough
  $<$<BOOL:${POCKETREC_STRICT}>:-Werror>)

if(POCKETREC_SANITIZE)
  add_compile_options(-fsanitize=${POCKETREC_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${POCKETREC_SANITIZE})
endif()

if(POCKETREC_LIBFUZZER)
  # Coverage in everything that a fuzz target links; the targets alone get libFuzzer's main.
  add_compile_options(-fsanitize=fuzzer-no-link)
  add_link_options(-fsanitize=fuzzer-no-link)
endif()

if(POCKETREC_STATIC)
  include(static)
endif()

find_program(POCKETREC_CCACHE ccache)
if(POCKETREC_CCACHE)
  set(CMAKE_C_COMPILER_LAUNCHER ${POCKETREC_CCACHE})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${POCKETREC_CCACHE})
endif()
