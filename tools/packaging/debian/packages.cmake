# Three Debian packages, a group of components each.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME pocketrec)
set(CPACK_PACKAGE_VENDOR "the pocketrec contributors")
set(CPACK_PACKAGE_CONTACT "the pocketrec contributors <maintainers@pocketrec.invalid>")
set(CPACK_PACKAGE_VERSION "${PROJECT_VERSION}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_PACKAGE_DIRECTORY "${PROJECT_BINARY_DIR}/packages")
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL program pages system workbench development)
set(CPACK_COMPONENTS_GROUPING ONE_PER_GROUP)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION misc)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

# CPack puts the summary in front of every package's description unless it is this default.
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${CMAKE_PROJECT_NAME} built using CMake")

# pocketrec_debian_package(GROUP NAME SECTION DESCRIPTION): the first line of DESCRIPTION is the summary.
macro(pocketrec_debian_package group name section description)
  set(CPACK_DEBIAN_${group}_PACKAGE_NAME ${name})
  set(CPACK_DEBIAN_${group}_PACKAGE_SECTION ${section})
  set(CPACK_DEBIAN_${group}_DESCRIPTION "${description}")
endmacro()
pocketrec_debian_package(DEVICE pocketrec misc
"personalized recommendations on the device
One static program maps a packed model, records events and answers
recommendation requests over local HTTP, a Unix socket or standard input,
without any network. The service answers with a sample model until another
is named in /etc/pocketrec/pocketrec.conf.")
pocketrec_debian_package(TOOLS pocketrec-model science
"workbench that trains models for pocketrec
Checks data sets, and trains, evaluates and packs the models that pocketrec
answers with.")
pocketrec_debian_package(LIBRARY libpocketrec-dev libdevel
"pocketrec as a C library
Header, shared and static library, CMake and pkg-config files for programs
that ask for recommendations without a server.")
set(CPACK_DEBIAN_DEVICE_PACKAGE_SHLIBDEPS OFF)
set(CPACK_DEBIAN_TOOLS_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS_POLICY ">=")
set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA "${debian}/triggers")
set(CPACK_DEBIAN_DEVICE_PACKAGE_CONTROL_EXTRA
    "${debian}/conffiles;${debian}/postinst;${debian}/prerm;${debian}/postrm")
include(CPack)
cpack_add_component(program GROUP device)
cpack_add_component(pages GROUP device)
cpack_add_component(system GROUP device)
cpack_add_component(workbench GROUP tools)
cpack_add_component(development GROUP library)
cpack_add_component_group(device)
cpack_add_component_group(tools)
cpack_add_component_group(library)
