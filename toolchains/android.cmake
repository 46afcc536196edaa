# Android, by the NDK's own toolchain file: r29 or newer, whose C++ library reads floating point numbers with from_chars.
# ANDROID_NDK_HOME is the NDK's folder; ANDROID_ABI and ANDROID_PLATFORM may be given. See docs/phones.md.
if(NOT EXISTS "$ENV{ANDROID_NDK_HOME}/build/cmake/android.toolchain.cmake")
  message(FATAL_ERROR "expected the folder of an Android NDK in ANDROID_NDK_HOME, found '$ENV{ANDROID_NDK_HOME}'")
endif()
if(NOT DEFINED ANDROID_ABI)
  set(ANDROID_ABI arm64-v8a)
endif()
if(NOT DEFINED ANDROID_PLATFORM)
  set(ANDROID_PLATFORM android-28)
endif()
# One shared library in an app, so the C++ library belongs inside it.
set(ANDROID_STL c++_static)
include("$ENV{ANDROID_NDK_HOME}/build/cmake/android.toolchain.cmake")
# Devices with pages of 16 KiB load nothing that is aligned to less.
string(APPEND CMAKE_SHARED_LINKER_FLAGS_INIT " -Wl,-z,max-page-size=16384")
