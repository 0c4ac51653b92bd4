# What a package has beside the tools and libraries: man pages and shell completion, made of each tool's --help, and the Debian
# package itself:
#
#   cpack --config build/CPackConfig.cmake        # build/nnf_0.1.0_amd64.deb
find_package(Python3 REQUIRED COMPONENTS Interpreter)
set(pages)
foreach(tool nnf-opt nnf-runner nnf-reduce nnf-generate nnf-lsp-server nnf-ulp)
  if(NOT TARGET ${tool})
    continue()
  endif()
  set(share ${CMAKE_BINARY_DIR}/share)
  set(outputs ${share}/man/man1/${tool}.1.gz ${share}/bash-completion/completions/${tool} ${share}/zsh/vendor-completions/_${tool})
  list(GET outputs 0 man)
  list(GET outputs 1 bash)
  list(GET outputs 2 zsh)
  add_custom_command(OUTPUT ${outputs}
    COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/scripts/help_pages.py $<TARGET_FILE:${tool}> --version=${PROJECT_VERSION}
            --man=${man} --bash=${bash} --zsh=${zsh}
    DEPENDS ${tool} ${CMAKE_SOURCE_DIR}/scripts/help_pages.py COMMENT "Man page and completion of ${tool}" VERBATIM)
  list(APPEND pages ${outputs})
  # Optional: a partial build can be installed as well.
  install(FILES ${man} DESTINATION ${CMAKE_INSTALL_DATADIR}/man/man1 OPTIONAL)
  install(FILES ${bash} DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions OPTIONAL)
  install(FILES ${zsh} DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions OPTIONAL)
endforeach()
add_custom_target(nnf-pages ALL DEPENDS ${pages})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME nnf)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "The nnf developers <nnf@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "torch.nn.functional as an MLIR dialect")
set(CPACK_PACKAGE_DESCRIPTION "Tools that check, lower, compile and run programs of the nnf dialect, a plugin for mlir-opt,
the compiler as a C library, and the libraries and headers to build on it.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
# Of the runtime and of the tools; who builds on the libraries needs MLIR's headers, who links --emit=shared a C compiler.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libc6 (>= 2.36), libstdc++6 (>= 12), libmlir-22 (>= 1:22.1), libllvm22 (>= 1:22.1)")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "gcc | clang-22 | c-compiler")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "libmlir-22-dev, llvm-22-dev, mlir-22-tools, python3")
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_THREADS 0)
include(CPack)
