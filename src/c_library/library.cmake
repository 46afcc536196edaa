# The C library for programs of others: libpocketrec.so and libpocketrec.a. Both show the functions of pocketrec.h and
# nothing else, so that they go together with whatever SQLite, libsodium or C++ code such a program has of its own.
# CONTRIBUTING.md says how a function is added.
include(CMakeDependentOption)
cmake_dependent_option(POCKETREC_LIBRARY "Build the C library, libpocketrec" ${PROJECT_IS_TOP_LEVEL}
                       "NOT POCKETREC_STATIC" OFF)
if(NOT POCKETREC_LIBRARY)
  return()
endif()

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(header "${CMAKE_CURRENT_SOURCE_DIR}/c_library/pocketrec.h")
file(STRINGS "${header}" POCKETREC_ABI REGEX "^#define POCKETREC_ABI ")
string(REGEX MATCH "[0-9]+" POCKETREC_ABI "${POCKETREC_ABI}")

set(symbols "${CMAKE_CURRENT_BINARY_DIR}/c_library")
if(APPLE)
  file(WRITE "${symbols}/exported.txt" "_pocketrec_*\n")
  set(export_only "-Wl,-exported_symbols_list,${symbols}/exported.txt")
else()
  file(WRITE "${symbols}/exported.map" "{ global: pocketrec_*; local: *; };\n")
  set(export_only "-Wl,--version-script=${symbols}/exported.map")
endif()

file(WRITE "${symbols}/empty.cpp" "")  # everything comes from the module
add_library(pocketrec_library SHARED "${symbols}/empty.cpp")
add_library(pocketrec::pocketrec ALIAS pocketrec_library)
set_target_properties(pocketrec_library PROPERTIES
  OUTPUT_NAME pocketrec EXPORT_NAME pocketrec VERSION ${PROJECT_VERSION} SOVERSION ${POCKETREC_ABI}
  LIBRARY_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/lib" UNITY_BUILD OFF)
target_link_libraries(pocketrec_library PRIVATE "$<LINK_LIBRARY:WHOLE_ARCHIVE,pocketrec_c_library>")
target_link_options(pocketrec_library PRIVATE ${export_only})
target_include_directories(pocketrec_library INTERFACE
  "$<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}/c_library>" "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>")
pocketrec_forbid_link(pocketrec_library "^pocketrec_(tools_|cli|http|access|command_line|jsonl)")

# What `cmake --install BUILD --component development` installs: find_package(pocketrec) and pkg-config find it.
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  set(POCKETREC_CXX_RUNTIME stdc++)
else()
  set(POCKETREC_CXX_RUNTIME c++)
endif()
set(package "${CMAKE_INSTALL_LIBDIR}/cmake/pocketrec")
file(RELATIVE_PATH POCKETREC_PREFIX_FROM_PC "/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/")
configure_package_config_file("${CMAKE_CURRENT_SOURCE_DIR}/c_library/pocketrec-config.cmake.in"
  "${symbols}/pocketrec-config.cmake" INSTALL_DESTINATION "${package}"
  PATH_VARS CMAKE_INSTALL_LIBDIR CMAKE_INSTALL_INCLUDEDIR)
write_basic_package_version_file("${symbols}/pocketrec-config-version.cmake" COMPATIBILITY SameMajorVersion)
configure_file("${CMAKE_CURRENT_SOURCE_DIR}/c_library/pocketrec.pc.in" "${symbols}/pocketrec.pc" @ONLY)
install(TARGETS pocketrec_library EXPORT pocketrec_targets
  LIBRARY COMPONENT development NAMELINK_COMPONENT development)
install(EXPORT pocketrec_targets FILE pocketrec-targets.cmake NAMESPACE pocketrec:: DESTINATION "${package}"
  COMPONENT development)
install(FILES "${symbols}/pocketrec-config.cmake" "${symbols}/pocketrec-config-version.cmake"
  DESTINATION "${package}" COMPONENT development)
install(FILES "${symbols}/pocketrec.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig" COMPONENT development)
install(FILES "${header}" TYPE INCLUDE COMPONENT development)

# The static library is one object in which everything else was made local: first a link that leaves the C and C++
# libraries open, then the names. Groups of sections are dissolved, since a linker would take local members for copies of
# a group with the same name elsewhere.
if(APPLE OR CMAKE_INTERPROCEDURAL_OPTIMIZATION OR POCKETREC_SANITIZE)
  return()
endif()
file(STRINGS "${header}" functions REGEX "^POCKETREC_API ")
list(TRANSFORM functions REPLACE ".*(pocketrec_[a-z_]+)\\(.*" "-Wl,-u,\\1")
add_executable(pocketrec_object "${symbols}/empty.cpp")
set_target_properties(pocketrec_object PROPERTIES
  OUTPUT_NAME pocketrec SUFFIX ".o" UNITY_BUILD OFF RUNTIME_OUTPUT_DIRECTORY "${symbols}")
target_link_libraries(pocketrec_object PRIVATE "$<LINK_LIBRARY:WHOLE_ARCHIVE,pocketrec_c_library>")
target_link_options(pocketrec_object PRIVATE -r -nostdlib -Wl,--force-group-allocation ${functions})
set(static_library "${PROJECT_BINARY_DIR}/lib/libpocketrec.a")
add_custom_command(OUTPUT "${static_library}"
  COMMAND ${CMAKE_OBJCOPY} --wildcard --keep-global-symbol=pocketrec_* "${symbols}/pocketrec.o" "${symbols}/local.o"
  COMMAND ${CMAKE_COMMAND} -E rm -f "${static_library}"
  COMMAND ${CMAKE_AR} rcsD "${static_library}" "${symbols}/local.o"
  DEPENDS pocketrec_object VERBATIM)
add_custom_target(pocketrec_static_library ALL DEPENDS "${static_library}")
install(FILES "${static_library}" TYPE LIB COMPONENT development)
