# The project's build rules. A folder under lib/ is one static library made of the .cpp files in it
# (and in its subfolders, unless they have a CMakeLists.txt of their own); executables link the shared MLIR and LLVM.

option(NNF_PCH "Precompile the MLIR headers" ON)
option(NNF_CCACHE "Use ccache when it is installed" ON)
option(NNF_SANITIZE "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)

option(NNF_FUZZ "Instrument for libFuzzer and build the fuzzers (test/Fuzz) with it" OFF)

if(NNF_CCACHE)
  find_program(NNF_CCACHE_PROGRAM ccache)
  if(NNF_CCACHE_PROGRAM)
    # A precompiled header carries times and macros that ccache would otherwise refuse to trust.
    set(launcher ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
        CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} ${NNF_CCACHE_PROGRAM})
    set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
    set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  endif()
endif()

add_compile_options(-Wall -Wextra -Wno-unused-parameter -fvisibility-inlines-hidden -ffp-contract=off)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:SHELL:-Xclang -fno-pch-timestamp>")
  find_program(NNF_LLD NAMES ld.lld-22 ld.lld)
  if(NNF_LLD)
    add_link_options(--ld-path=${NNF_LLD})
  endif()
endif()
if(NNF_SANITIZE)
  # Debian's libMLIR is not instrumented: container-overflow and vptr checks across the border are false alarms.
  add_compile_options(-fsanitize=address,undefined -fno-sanitize=vptr,function -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  add_link_options(-fsanitize=address,undefined -fno-sanitize=vptr,function)
endif()

if(NNF_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# The precompiled header is built once, in this library, and reused by all others.
function(nnf_make_pch)
  file(WRITE ${CMAKE_BINARY_DIR}/pch.cpp "")
  add_library(nnf-pch OBJECT ${CMAKE_BINARY_DIR}/pch.cpp)
  target_precompile_headers(nnf-pch PRIVATE ${CMAKE_SOURCE_DIR}/lib/Pch.h)
endfunction()

function(_nnf_use_pch target)
  if(NNF_PCH)
    target_precompile_headers(${target} REUSE_FROM nnf-pch)
  endif()
endfunction()

# nnf_add_library(NnfFoo [NO_PCH] [DEPENDS lib...]): a static library of the .cpp files below this folder.
function(nnf_add_library name)
  cmake_parse_arguments(ARG "NO_PCH" "" "DEPENDS;SOURCES" ${ARGN})
  if(ARG_SOURCES)
    set(sources ${ARG_SOURCES})
  else()
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.cpp)
    file(GLOB_RECURSE nested CONFIGURE_DEPENDS */CMakeLists.txt)
    foreach(list ${nested})
      get_filename_component(dir ${list} DIRECTORY)
      list(FILTER sources EXCLUDE REGEX "^${dir}/")
    endforeach()
  endif()
  add_library(${name} STATIC ${sources})
  if(NOT ARG_NO_PCH)
    add_dependencies(${name} nnf-tablegen)
    _nnf_use_pch(${name})
  endif()
  target_link_libraries(${name} PUBLIC ${ARG_DEPENDS})
  set_property(GLOBAL APPEND PROPERTY NNF_LIBRARIES ${name})
endfunction()

# nnf_add_tool(nnf-foo [DEPENDS lib...]): an executable of the .cpp files in this folder on the shared MLIR and LLVM.
function(nnf_add_tool name)
  cmake_parse_arguments(ARG "" "" "DEPENDS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  add_executable(${name} ${sources})
  add_dependencies(${name} nnf-tablegen)
  _nnf_use_pch(${name})
  target_link_libraries(${name} PRIVATE ${ARG_DEPENDS} MLIR LLVM)
  set_property(GLOBAL APPEND PROPERTY NNF_TOOLS ${name})
endfunction()

# nnf_add_plugin(NnfFoo [DEPENDS lib...]): a library of the .cpp files in this folder that a tool on the shared MLIR loads. It
# brings no MLIR of its own, and shows nothing but its entry points.
function(nnf_add_plugin name)
  cmake_parse_arguments(ARG "" "" "DEPENDS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  add_library(${name} MODULE ${sources})
  add_dependencies(${name} nnf-tablegen)
  _nnf_use_pch(${name})
  set_target_properties(${name} PROPERTIES PREFIX "")
  target_link_libraries(${name} PRIVATE ${ARG_DEPENDS} MLIR LLVM)
  target_link_options(${name} PRIVATE -Wl,--exclude-libs,ALL)
  set_property(GLOBAL APPEND PROPERTY NNF_TOOLS ${name})
endfunction()

# nnf_add_unittest(NnfFooTests [NO_PCH] [DEPENDS lib...]): a GoogleTest executable of the .cpp files in this folder, known to
# ctest. With NO_PCH it is a test of code that does not use MLIR, and does not link it.
function(nnf_add_unittest name)
  cmake_parse_arguments(ARG "NO_PCH" "" "DEPENDS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  add_executable(${name} ${sources})
  # Helpers that several tests share are headers in test/Unit/Support.
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR}/test/Unit)
  target_link_libraries(${name} PRIVATE ${ARG_DEPENDS} GTest::gtest GTest::gtest_main)
  if(NOT ARG_NO_PCH)
    add_dependencies(${name} nnf-tablegen)
    _nnf_use_pch(${name})
    target_link_libraries(${name} PRIVATE MLIR LLVM)
  endif()
  add_test(NAME ${name} COMMAND ${name})
  # Where lit looks for it (test/Unit/lit.cfg.py): in the build folder that mirrors the source's.
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR})
  set_property(GLOBAL APPEND PROPERTY NNF_UNITTESTS ${name})
endfunction()

# nnf_find_archives(found): whether the archives of MLIR, LLVM, zstd and zlib are installed (packages libmlir-22-dev,
# llvm-22-dev, libzstd-dev, zlib1g-dev). nnf_link_static(target lib...): links them into a target instead of the shared
# libraries, without the sections that nothing uses, and strips it.
function(nnf_find_archives found)
  file(GLOB archives ${LLVM_LIBRARY_DIR}/libMLIR*.a)
  list(FILTER archives EXCLUDE REGEX "libMLIR(CAPI|.*Test|.*Lsp)")
  file(GLOB llvm_archives ${LLVM_LIBRARY_DIR}/libLLVM*.a)
  find_library(NNF_ZSTD_ARCHIVE libzstd.a)
  find_library(NNF_Z_ARCHIVE libz.a)
  set(${found} FALSE PARENT_SCOPE)
  if(archives AND llvm_archives AND NNF_ZSTD_ARCHIVE AND NNF_Z_ARCHIVE)
    set(${found} TRUE PARENT_SCOPE)
  endif()
  set(NNF_ARCHIVES ${archives} ${llvm_archives} PARENT_SCOPE)
endfunction()

function(nnf_link_static target)
  find_package(Threads REQUIRED)
  # The archives depend on each other in circles. They are searched after ours, which depend on them alone.
  target_link_libraries(${target} PRIVATE ${ARGN} -Wl,--start-group ${NNF_ARCHIVES} -Wl,--end-group
                                          ${NNF_ZSTD_ARCHIVE} ${NNF_Z_ARCHIVE} Threads::Threads ${CMAKE_DL_LIBS} m)
  target_link_options(${target} PRIVATE -static-libstdc++ -static-libgcc -Wl,--gc-sections -Wl,-s)
endfunction()

# nnf_add_static_tool(nnf-foo-static [SOURCES file...] [DEPENDS lib...]): the same program without shared MLIR and LLVM,
# which starts in a tenth of the time: the dynamic linker takes 30 ms and more for the two. Not part of `all`, because
# linking takes its time; where the static archives are not installed there is no such target.
function(nnf_add_static_tool name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;SOURCES" ${ARGN})
  if(NOT ARG_SOURCES)
    file(GLOB ARG_SOURCES CONFIGURE_DEPENDS *.cpp)
  endif()
  nnf_find_archives(found)
  if(NOT found)
    message(STATUS "nnf: no static archives of MLIR, LLVM, zstd and zlib: ${name} is left out")
    return()
  endif()
  add_executable(${name} EXCLUDE_FROM_ALL ${ARG_SOURCES})
  add_dependencies(${name} nnf-tablegen)
  _nnf_use_pch(${name})
  nnf_link_static(${name} ${ARG_DEPENDS})
  target_link_options(${name} PRIVATE -no-pie)
endfunction()
