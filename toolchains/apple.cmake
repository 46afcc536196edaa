# iOS devices, with Xcode's compiler on a Mac. See docs/phones.md. from_chars of floating point numbers is part of the
# system's C++ library, which has it since iOS 26.
set(CMAKE_SYSTEM_NAME iOS)
set(CMAKE_OSX_ARCHITECTURES arm64)
if(NOT DEFINED CMAKE_OSX_DEPLOYMENT_TARGET)
  set(CMAKE_OSX_DEPLOYMENT_TARGET 26.0)
endif()
set(BUILD_SHARED_LIBS OFF)
# A test program of CMake's would have to be signed to be linked.
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
