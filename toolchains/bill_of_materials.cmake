# What other people's work is inside the programs: pocketrec.spdx in the build folder says so in SPDX 2.3. Versions are read
# from what is compiled in. tests/device/check_bill compares the list with what was compiled and linked.
set(pocketrec_bill "")
set(pocketrec_bill_files "")

# pocketrec_version(OUT FILE REGEX): the numbers of FILE's lines that match REGEX, with a point between them.
function(pocketrec_version out file regex)
  set(version "")
  if(EXISTS "${file}")
    file(STRINGS "${file}" lines REGEX "#[ ]*define ${regex}")
    foreach(line IN LISTS lines)
      string(REGEX MATCH "define [A-Za-z0-9_]+[ \t]+\"?([0-9.]+)" match "${line}")
      list(APPEND version ${CMAKE_MATCH_1})
    endforeach()
  endif()
  list(JOIN version "." version)
  set(${out} "${version}" PARENT_SCOPE)
endfunction()

# pocketrec_component(NAME VERSION LICENCE LOCATION FILES): FILES matches the paths of its headers and libraries. VERSION
# replaces @ in LOCATION.
function(pocketrec_component name version licence location files)
  if(NOT version)
    message(FATAL_ERROR "bill of materials: the version of ${name} could not be read")
  endif()
  string(REPLACE "@" "${version}" location "${location}")
  string(APPEND pocketrec_bill "
PackageName: ${name}
SPDXID: SPDXRef-${name}
PackageVersion: ${version}
PackageDownloadLocation: ${location}
FilesAnalyzed: false
PackageLicenseConcluded: NOASSERTION
PackageLicenseDeclared: ${licence}
PackageCopyrightText: NOASSERTION
Relationship: SPDXRef-pocketrec CONTAINS SPDXRef-${name}
")
  set(pocketrec_bill "${pocketrec_bill}" PARENT_SCOPE)
  set(pocketrec_bill_files "${pocketrec_bill_files}${name}\t${files}\n" PARENT_SCOPE)
endfunction()

pocketrec_version(version "${sqlite_source}/sqlite3.h" "SQLITE_VERSION ")
pocketrec_component(sqlite "${version}" blessing
  "https://github.com/sqlite/sqlite/archive/refs/tags/version-@.tar.gz" "/(sqlite3\\.[ch]|libdep_sqlite\\.a)$")
pocketrec_version(version "${SODIUM_INCLUDE}/sodium/version.h" SODIUM_VERSION_STRING)
if(NOT SODIUM_LIBRARY)
  set(version 1.0.18)
endif()
pocketrec_component(libsodium "${version}" ISC
  "https://github.com/jedisct1/libsodium/archive/refs/tags/@.tar.gz" "/(sodium(/[^/]*)?\\.h|sodium/[^/]*\\.h|libsodium\\.a)$")
pocketrec_version(version "${dep_flatbuffers_INCLUDE}/flatbuffers/base.h" "FLATBUFFERS_VERSION_(MAJOR|MINOR|REVISION)")
pocketrec_component(flatbuffers "${version}" Apache-2.0
  "https://github.com/google/flatbuffers/archive/refs/tags/v@.tar.gz" "/include/flatbuffers/")
set(header "${dep_json_INCLUDE}/nlohmann/detail/abi_macros.hpp")
pocketrec_version(version "${header}" "NLOHMANN_JSON_VERSION_(MAJOR|MINOR|PATCH)")
pocketrec_component(nlohmann-json "${version}" MIT
  "https://github.com/nlohmann/json/archive/refs/tags/v@.tar.gz" "/include/nlohmann/")
pocketrec_version(version "${dep_httplib_INCLUDE}/httplib.h" CPPHTTPLIB_VERSION)
pocketrec_component(cpp-httplib "${version}" MIT
  "https://github.com/yhirose/cpp-httplib/archive/refs/tags/v@.tar.gz" "/httplib\\.h$")
pocketrec_version(version "${dep_cli11_INCLUDE}/CLI/Version.hpp" "CLI11_VERSION ")
pocketrec_component(CLI11 "${version}" BSD-3-Clause
  "https://github.com/CLIUtils/CLI11/archive/refs/tags/v@.tar.gz" "/include/CLI/")
pocketrec_version(version "${dep_eigen_INCLUDE}/Eigen/src/Core/util/Macros.h" "EIGEN_[A-Z]+_VERSION [0-9]")
pocketrec_component(eigen "${version}" MPL-2.0
  "https://gitlab.com/libeigen/eigen/-/archive/@/eigen-@.tar.gz" "/Eigen/")

# The compiler's libraries, the C library, and the kernel's headers, which glibc's include.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  set(versions "${PROJECT_BINARY_DIR}/runtime_versions")
  file(WRITE "${versions}.in" "#include <features.h>\n#include <linux/version.h>\n"
    "glibc=__GLIBC__.__GLIBC_MINOR__;kernel=LINUX_VERSION_MAJOR.LINUX_VERSION_PATCHLEVEL.LINUX_VERSION_SUBLEVEL;\n")
  execute_process(COMMAND ${CMAKE_C_COMPILER} -E -P -x c "${versions}.in" OUTPUT_VARIABLE versions
                  COMMAND_ERROR_IS_FATAL ANY)
  string(REPLACE " " "" versions "${versions}")
  string(REGEX MATCH "kernel=([0-9.]+)" version "${versions}")
  pocketrec_component(linux-headers "${CMAKE_MATCH_1}" "GPL-2.0-only WITH Linux-syscall-note"
    "https://cdn.kernel.org/pub/linux/kernel/" "/(linux|asm|asm-generic)/[^/]*\\.h$")
  pocketrec_component(gcc-runtime "${CMAKE_CXX_COMPILER_VERSION}" "GPL-3.0-or-later WITH GCC-exception-3.1"
    "https://ftp.gnu.org/gnu/gcc/gcc-@/gcc-@.tar.xz" "/lib/gcc(-cross)?/[^/]*/[0-9]+/|/c\\+\\+/[0-9]+/|/libstdc\\+\\+\\.a$")
  string(REGEX MATCH "glibc=([0-9.]+)" version "${versions}")
  # Its headers one by one: the folder that they are in may have those of anybody.
  string(CONCAT headers "alloca|assert|ctype|endian|errno|fcntl|features|features-time64|ifaddrs|libintl|limits|locale|math|"
    "netdb|pthread|resolv|sched|semaphore|signal|stdc-predef|stdint|stdio|stdlib|string|strings|syscall|time|unistd|wchar|"
    "wctype|(bits|sys|gnu|arpa|net|netinet|rpc)/.*")
  pocketrec_component(glibc "${CMAKE_MATCH_1}" LGPL-2.1-or-later "https://ftp.gnu.org/gnu/glibc/glibc-@.tar.xz"
    "/(rcrt1|crt1|crti|crtn)\\.o$|/lib(c|m|m-[0-9.]+|mvec)\\.a$|/include/([a-z0-9_]+-linux-[a-z]+/)?(${headers})\\.h$")
elseif(CMAKE_CXX_COMPILER MATCHES "/deps/zig/")
  file(STRINGS "${PROJECT_SOURCE_DIR}/toolchains/ziglang.txt" version REGEX "^ziglang==")
  string(REGEX REPLACE "^ziglang==([0-9.]+).*" "\\1" version "${version}")
  pocketrec_component(ziglang-musl-libcxx "${version}" "MIT AND Apache-2.0 WITH LLVM-exception"
    "https://pypi.org/project/ziglang/@/" "/ziglang/lib/")
else()
  message(STATUS "bill of materials: without the libraries of this compiler, which is not known here")
endif()

string(TIMESTAMP now "%Y-%m-%dT%H:%M:%SZ" UTC)  # SOURCE_DATE_EPOCH, where that is set
string(SHA256 bill_hash "${pocketrec_bill}")
set(document "pocketrec-${PROJECT_VERSION}-${CMAKE_SYSTEM_PROCESSOR}")
file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/pocketrec.spdx" @ONLY CONTENT "SPDXVersion: SPDX-2.3
DataLicense: CC0-1.0
SPDXID: SPDXRef-DOCUMENT
DocumentName: @document@
DocumentNamespace: https://spdx.org/spdxdocs/@document@-@bill_hash@
Creator: Tool: pocketrec-@PROJECT_VERSION@
Created: @now@

PackageName: pocketrec
SPDXID: SPDXRef-pocketrec
PackageVersion: @PROJECT_VERSION@
PackageDownloadLocation: NOASSERTION
FilesAnalyzed: false
PackageLicenseConcluded: NOASSERTION
PackageLicenseDeclared: Apache-2.0
PackageCopyrightText: NOASSERTION
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-pocketrec
@pocketrec_bill@")
file(WRITE "${PROJECT_BINARY_DIR}/pocketrec.spdx.files" "${pocketrec_bill_files}")
