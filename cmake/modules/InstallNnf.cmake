# cmake --install: the tools, the libraries with their headers and .td files, and a package that find_package(nnf) finds.
#
#   find_package(nnf 0.1 CONFIG REQUIRED)          # finds the MLIR that nnf was built with
#   target_link_libraries(my-opt PRIVATE nnf::NnfInitAll MLIR LLVM)
#
# examples/standalone-consumer uses it; a test builds that on an installed tree.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

get_property(tools GLOBAL PROPERTY NNF_TOOLS)
# A program of the tests.
list(REMOVE_ITEM tools nnf-goldens)
list(APPEND tools nnf-ulp)
get_property(libraries GLOBAL PROPERTY NNF_LIBRARIES)
install(TARGETS ${tools} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
foreach(library ${libraries})
  target_include_directories(${library} INTERFACE $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
endforeach()
install(TARGETS ${libraries} EXPORT nnfTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})

# dialect/ is the include root: dialect/nnf becomes include/nnf, with what TableGen made of it.
install(DIRECTORY ${CMAKE_SOURCE_DIR}/dialect/nnf DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        FILES_MATCHING PATTERN "*.h" PATTERN "*.td")
install(DIRECTORY ${CMAKE_BINARY_DIR}/dialect/nnf DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        FILES_MATCHING PATTERN "*.inc" PATTERN "CMakeFiles" EXCLUDE)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/nnf)
install(EXPORT nnfTargets NAMESPACE nnf:: DESTINATION ${package_dir})
configure_package_config_file(${CMAKE_SOURCE_DIR}/cmake/nnfConfig.cmake.in ${CMAKE_BINARY_DIR}/nnfConfig.cmake
                              INSTALL_DESTINATION ${package_dir} PATH_VARS CMAKE_INSTALL_INCLUDEDIR)
# C++ headers promise source compatibility within a patch version.
write_basic_package_version_file(${CMAKE_BINARY_DIR}/nnfConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/nnfConfig.cmake ${CMAKE_BINARY_DIR}/nnfConfigVersion.cmake DESTINATION ${package_dir})
install(FILES ${CMAKE_SOURCE_DIR}/LICENSE ${CMAKE_SOURCE_DIR}/THIRD-PARTY-NOTICES ${CMAKE_SOURCE_DIR}/README.md
        DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES ${CMAKE_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/editors/vim ${CMAKE_SOURCE_DIR}/editors/nvim DESTINATION ${CMAKE_INSTALL_DATADIR}/nnf)
# What the Python package reads beside the library.
install(FILES ${CMAKE_LIBRARY_OUTPUT_DIRECTORY}/nnf-ops.json DESTINATION ${CMAKE_INSTALL_LIBDIR} OPTIONAL)
