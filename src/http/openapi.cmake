# Embeds docs/openapi.json: sets http_openapi to the path of the .cpp made from it. A change of the file configures again.
set(file "${PROJECT_SOURCE_DIR}/docs/openapi.json")
file(READ "${file}" description)
# Texts in it have no line ends, so these are the white space of its layout.
string(REGEX REPLACE "\n *" "" description "${description}")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
set(http_openapi "${CMAKE_CURRENT_BINARY_DIR}/http_openapi.cpp")
configure_file("${CMAKE_CURRENT_LIST_DIR}/openapi.cpp.in" "${http_openapi}" @ONLY)
