# Modules: a library target each, declared bottom-up with a sentence of purpose and its dependencies.
#
# Three guards, each with a test in tests/build that sees it fail:
# - a module may only depend on modules declared before it, so a cycle cannot be written;
# - a file may only include headers of its own module and of those in DEPENDS;
# - a program may be forbidden to link what matches a pattern, through any number of steps.

# pocketrec_module(NAME "purpose" [SOURCES …] [DEPENDS module …] [EXTERNAL target …])
# Makes the target pocketrec_<NAME> from files relative to the current folder. EXTERNAL targets are private: their
# headers do not show in the module's own.
function(pocketrec_module name purpose)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPENDS;EXTERNAL" ${ARGN})
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "module ${name}: expected SOURCES, DEPENDS or EXTERNAL, got ${arg_UNPARSED_ARGUMENTS}")
  endif()
  foreach(dependency IN LISTS arg_DEPENDS)
    if(NOT TARGET pocketrec_${dependency})
      message(FATAL_ERROR "module ${name}: depends on ${dependency}, which is not declared before it")
    endif()
  endforeach()
  pocketrec_check_includes(${name} "${CMAKE_CURRENT_SOURCE_DIR}" "${arg_DEPENDS}")

  if(arg_SOURCES)
    add_library(pocketrec_${name} STATIC ${arg_SOURCES})
    set(scope PUBLIC)
    target_link_libraries(pocketrec_${name} PRIVATE pocketrec_warnings ${arg_EXTERNAL})
  else()
    add_library(pocketrec_${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(pocketrec_${name} ${scope} "${CMAKE_CURRENT_SOURCE_DIR}")
  list(TRANSFORM arg_DEPENDS PREPEND pocketrec_)
  target_link_libraries(pocketrec_${name} ${scope} ${arg_DEPENDS})
endfunction()

# Fails when a file of the module's folder in ROOT includes "other/header.h" and `other` is not in DEPENDS. The folder of
# the module tools_NAME is NAME.
function(pocketrec_check_includes name root depends)
  set(allowed ${name} ${depends})
  list(TRANSFORM allowed REPLACE "^tools_" "")
  list(GET allowed 0 folder)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS "${root}/${folder}/*.h" "${root}/${folder}/*.cpp"
       "${root}/${folder}/*.inc")
  foreach(file IN LISTS files)
    file(STRINGS "${file}" includes REGEX "^[ \t]*#[ \t]*include[ \t]*\"[a-z0-9_]+/")
    foreach(include IN LISTS includes)
      string(REGEX REPLACE "^[^\"]*\"([a-z0-9_]+)/.*" "\\1" module "${include}")
      if(NOT module IN_LIST allowed)
        message(FATAL_ERROR "${file}: includes a header of ${module}, which module ${name} does not declare in DEPENDS")
      endif()
    endforeach()
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
  endforeach()
endfunction()

# pocketrec_forbid_link(TARGET REGEX): fails when TARGET links, directly or through others, a target that matches REGEX.
function(pocketrec_forbid_link target regex)
  set(open ${target})
  set(seen "")
  while(open)
    list(POP_FRONT open current)
    if(current IN_LIST seen OR NOT TARGET ${current})
      continue()
    endif()
    list(APPEND seen ${current})
    if(current MATCHES "${regex}")
      message(FATAL_ERROR "${target} links ${current}, which it must not (${regex})")
    endif()
    foreach(property LINK_LIBRARIES INTERFACE_LINK_LIBRARIES)
      get_target_property(libraries ${current} ${property})
      if(libraries)
        list(APPEND open ${libraries})
      endif()
    endforeach()
  endwhile()
endfunction()
