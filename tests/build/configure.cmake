# Configures the project in SOURCE into BINARY and compares the outcome with MESSAGE (CMakeLists.txt).
file(REMOVE_RECURSE "${BINARY}")
execute_process(
  COMMAND "${CMAKE_COMMAND}" -S "${SOURCE}" -B "${BINARY}" -G "${GENERATOR}" "-DCMAKE_MODULE_PATH=${MODULES}"
  RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
string(REGEX REPLACE "[ \n]+" " " said "${output}")  # messages come wrapped
if(MESSAGE STREQUAL "")
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "expected it to configure, got:\n${output}")
  endif()
  return()
endif()
if(status EQUAL 0)
  message(FATAL_ERROR "expected it to fail with '${MESSAGE}', but it configured")
endif()
string(FIND "${said}" "${MESSAGE}" place)
if(place EQUAL -1)
  message(FATAL_ERROR "expected it to fail with '${MESSAGE}', got:\n${output}")
endif()
