# Libraries that the project uses. Debian's packages come first, then what tools/setup made in build/deps from Debian's
# source packages, then a pinned download for systems that have neither.
include(FetchContent)
include(ExternalProject)

set(POCKETREC_DEPS "${PROJECT_SOURCE_DIR}/build/deps" CACHE PATH "Where tools/setup put what it made")

# pocketrec_headers(TARGET HEADER REPOSITORY TAG SUBDIRECTORY): an interface target with the folder that holds HEADER,
# which is SUBDIRECTORY of the repository where it has to be downloaded.
function(pocketrec_headers target header repository tag subdirectory)
  find_path(${target}_INCLUDE ${header} HINTS "${POCKETREC_DEPS}/include")
  if(NOT ${target}_INCLUDE)
    message(STATUS "${header} not found here: downloading ${repository} at ${tag}")
    FetchContent_Declare(${target}_download GIT_REPOSITORY ${repository} GIT_TAG ${tag} GIT_SHALLOW ON
                         SOURCE_SUBDIR headers-only-not-configured)
    FetchContent_MakeAvailable(${target}_download)
    set(${target}_INCLUDE "${${target}_download_SOURCE_DIR}/${subdirectory}" CACHE PATH "" FORCE)
  endif()
  add_library(${target} INTERFACE)
  target_include_directories(${target} SYSTEM INTERFACE "${${target}_INCLUDE}")
endfunction()

pocketrec_headers(dep_json nlohmann/json.hpp https://github.com/nlohmann/json.git v3.11.2 include)
pocketrec_headers(dep_cli11 CLI/CLI.hpp https://github.com/CLIUtils/CLI11.git v2.1.2 include)
pocketrec_headers(dep_flatbuffers flatbuffers/flatbuffers.h https://github.com/google/flatbuffers.git v2.0.8 include)
pocketrec_headers(dep_httplib httplib.h https://github.com/yhirose/cpp-httplib.git v0.18.7 .)
find_path(dep_eigen_INCLUDE Eigen/Core PATH_SUFFIXES eigen3)
pocketrec_headers(dep_eigen Eigen/Core https://gitlab.com/libeigen/eigen.git 3.4.0 .)

# Eigen cuts its work into blocks by the sizes of caches. Fixed ones, instead of those of the processor at hand, keep the
# order of sums and with it every bit; threads are the project's own; EIGEN_MPL2_ONLY leaves out what is not MPL 2.
target_compile_definitions(dep_eigen INTERFACE
  EIGEN_NO_CPUID EIGEN_DEFAULT_L1_CACHE_SIZE=32768 EIGEN_DEFAULT_L2_CACHE_SIZE=262144
  EIGEN_DEFAULT_L3_CACHE_SIZE=2097152 EIGEN_DONT_PARALLELIZE EIGEN_MPL2_ONLY EIGEN_NO_IO)

# Debian's own httplib.h (0.11) is only the declarations of a shared library, and too old to face a socket.
file(STRINGS "${dep_httplib_INCLUDE}/httplib.h" httplib_version REGEX "define CPPHTTPLIB_VERSION \"" LIMIT_COUNT 1)
if(httplib_version MATCHES "\"0\\.([0-9]+)\\." AND CMAKE_MATCH_1 LESS 18)
  message(FATAL_ERROR "expected cpp-httplib 0.18 or newer, found ${httplib_version} in ${dep_httplib_INCLUDE}: "
                      "run tools/setup, or set dep_httplib_INCLUDE")
endif()

# The compiler of the model file's schema runs on the machine that builds.
find_program(FLATC flatc)
if(NOT FLATC)
  message(STATUS "flatc not found here: building it")
  FetchContent_Declare(flatc_download GIT_REPOSITORY https://github.com/google/flatbuffers.git GIT_TAG v2.0.8
                       GIT_SHALLOW ON)
  set(FLATBUFFERS_BUILD_TESTS OFF)
  FetchContent_MakeAvailable(flatc_download)
  set(FLATC $<TARGET_FILE:flatc>)
endif()

# libsodium: always the static library, so that the device program stays one file.
add_library(dep_sodium INTERFACE)
find_path(SODIUM_INCLUDE sodium.h)
find_library(SODIUM_LIBRARY NAMES libsodium.a)
if(SODIUM_INCLUDE AND SODIUM_LIBRARY)
  target_include_directories(dep_sodium SYSTEM INTERFACE "${SODIUM_INCLUDE}")
  target_link_libraries(dep_sodium INTERFACE "${SODIUM_LIBRARY}")
else()
  message(STATUS "libsodium.a not found here: building it")
  set(sodium_prefix "${PROJECT_BINARY_DIR}/libsodium")
  file(MAKE_DIRECTORY "${sodium_prefix}/include")
  set(sodium_for "")
  if(CMAKE_CROSSCOMPILING)
    set(triple "${CMAKE_C_COMPILER_TARGET}")
    if(NOT triple)
      set(triple "${CMAKE_LIBRARY_ARCHITECTURE}")
    endif()
    set(compile "${CMAKE_C_COMPILER}")
    if(CMAKE_C_COMPILER_TARGET)
      string(APPEND compile " --target=${triple}")
    endif()
    if(CMAKE_OSX_SYSROOT)
      set(triple aarch64-apple-darwin)
      string(APPEND compile " -arch arm64 -isysroot ${CMAKE_OSX_SYSROOT} -miphoneos-version-min=${CMAKE_OSX_DEPLOYMENT_TARGET}")
    endif()
    set(sodium_for --host=${triple} "CC=${compile}" "AR=${CMAKE_AR}" "RANLIB=${CMAKE_RANLIB}")
  endif()
  ExternalProject_Add(libsodium_build GIT_REPOSITORY https://github.com/jedisct1/libsodium.git GIT_TAG 1.0.18-RELEASE
    GIT_SHALLOW ON PREFIX "${sodium_prefix}" BUILD_IN_SOURCE ON
    CONFIGURE_COMMAND ./configure --prefix=${sodium_prefix} --disable-shared --with-pic ${sodium_for}
    BUILD_BYPRODUCTS "${sodium_prefix}/lib/libsodium.a")
  target_include_directories(dep_sodium SYSTEM INTERFACE "${sodium_prefix}/include")
  target_link_libraries(dep_sodium INTERFACE "${sodium_prefix}/lib/libsodium.a")
  add_dependencies(dep_sodium libsodium_build)
endif()

# SQLite: the amalgamation with the options that this project needs and no others (sqlite.org/compile.html).
set(sqlite_source "${POCKETREC_DEPS}/sqlite")
if(NOT EXISTS "${sqlite_source}/sqlite3.c")
  message(STATUS "${sqlite_source}/sqlite3.c not found: downloading SQLite 3.46.1")
  FetchContent_Declare(sqlite_download URL https://www.sqlite.org/2024/sqlite-amalgamation-3460100.zip
                       DOWNLOAD_EXTRACT_TIMESTAMP ON)
  FetchContent_MakeAvailable(sqlite_download)
  set(sqlite_source "${sqlite_download_SOURCE_DIR}")
endif()
add_library(dep_sqlite STATIC "${sqlite_source}/sqlite3.c")
set_target_properties(dep_sqlite PROPERTIES UNITY_BUILD OFF)
target_include_directories(dep_sqlite SYSTEM PUBLIC "${sqlite_source}")
# fdatasync: a write-ahead log that is overwritten has no new metadata to wait for.
target_compile_definitions(dep_sqlite PRIVATE
  SQLITE_THREADSAFE=2 SQLITE_DQS=0 SQLITE_TRUSTED_SCHEMA=0 SQLITE_DEFAULT_MEMSTATUS=0 SQLITE_MAX_ATTACHED=0
  SQLITE_DEFAULT_WAL_SYNCHRONOUS=2 SQLITE_LIKE_DOESNT_MATCH_BLOBS SQLITE_USE_ALLOCA
  SQLITE_OMIT_LOAD_EXTENSION SQLITE_OMIT_DEPRECATED SQLITE_OMIT_SHARED_CACHE SQLITE_OMIT_PROGRESS_CALLBACK
  SQLITE_OMIT_DECLTYPE SQLITE_OMIT_AUTOINIT SQLITE_OMIT_JSON SQLITE_OMIT_UTF16 SQLITE_OMIT_COMPLETE
  SQLITE_OMIT_GET_TABLE SQLITE_OMIT_TCL_VARIABLE SQLITE_OMIT_TRACE SQLITE_OMIT_AUTHORIZATION
  SQLITE_OMIT_DESERIALIZE HAVE_FDATASYNC=1)
target_compile_options(dep_sqlite PRIVATE -w $<$<CONFIG:Release,MinSizeRel>:-Os>)

find_package(Threads REQUIRED)

if(POCKETREC_TESTS)
  pocketrec_headers(dep_doctest doctest/doctest.h https://github.com/doctest/doctest.git v2.4.9 .)
endif()
if(POCKETREC_BENCHMARKS)
  find_package(benchmark QUIET)
  if(NOT benchmark_FOUND)
    set(BENCHMARK_ENABLE_TESTING OFF)
    FetchContent_Declare(benchmark GIT_REPOSITORY https://github.com/google/benchmark.git GIT_TAG v1.7.1 GIT_SHALLOW ON)
    FetchContent_MakeAvailable(benchmark)
  endif()
endif()
