# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Installs a Debian package into an empty root and uses what is there.

    check_package.py PACKAGE ROOT SOURCE
"""
import gzip
import os
import pathlib
import shutil
import subprocess
import sys


def run(*command, **options):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, **options)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: exit status {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def install(package, root):
    """By dpkg where we may; its dependencies are those of the system that runs this."""
    if os.getuid() != 0:
        root.mkdir()
        run("dpkg-deb", "-x", package, root)
        return
    (root / "var/lib/dpkg/updates").mkdir(parents=True)
    (root / "var/lib/dpkg/info").mkdir()
    (root / "var/lib/dpkg/status").touch()
    run("dpkg", f"--root={root}", "--force-depends", "--install", package)
    if "Status: install ok installed" not in run("dpkg", f"--root={root}", "--status", "nnf"):
        sys.exit("dpkg does not count the package as installed")


def use_tools(usr, scratch):
    program = scratch / "relu.mlir"
    program.write_text("func.func @relu(%x: tensor<?xf32>) -> tensor<?xf32> {\n  %0 = nnf.relu %x : tensor<?xf32>\n"
                       "  return %0 : tensor<?xf32>\n}\n")
    if "linalg.generic" not in run(usr / "bin/nnf-opt", program, "--convert-nnf-to-linalg"):
        sys.exit("nnf-opt does not lower")
    print("nnf-opt: ok")
    if "3xf32=[0, 0, 2]" not in run(usr / "bin/nnf-runner", program, "--input=3xf32=-1,0,2", "--no-cache"):
        sys.exit("nnf-runner does not compute")
    print("nnf-runner: ok")
    for tool in ("nnf-reduce", "nnf-ulp", "nnf-generate", "nnf-lsp-server"):
        if "--help" not in (text := run(usr / "bin" / tool, "--help")) and "usage" not in text:
            sys.exit(f"{tool} --help says nothing")
        print(f"{tool}: ok")
    return program


def use_libraries(usr, scratch, program):
    run(usr / "bin/nnf-runner", program, "--emit=obj", "-o", scratch / "relu.o")
    run(usr / "bin/nnf-runner", program, "--emit=header", "-o", scratch / "relu.h")
    (scratch / "main.c").write_text('#include "relu.h"\nint main(void) { return nnf_kernel_count(&relu_kernel, NNF_INPUT) != 1; }\n')
    run("clang-22", f"-I{scratch}", scratch / "main.c", scratch / "relu.o", usr / "lib/libNnfRuntime.a", "-lstdc++", "-lm", "-o", scratch / "main")
    run(scratch / "main")
    print("an object linked with the installed runtime: ok")
    plugin = usr / "lib/NnfPlugin.so"
    run("mlir-opt", f"--load-dialect-plugin={plugin}", f"--load-pass-plugin={plugin}", "--pass-pipeline=builtin.module(convert-nnf-to-linalg)", program)
    print("NnfPlugin.so: ok")
    (scratch / "CMakeLists.txt").write_text("cmake_minimum_required(VERSION 3.25)\nproject(uses LANGUAGES C CXX)\n"
                                            "find_package(nnf CONFIG REQUIRED)\nif(NOT TARGET nnf::NnfInitAll)\n"
                                            "  message(FATAL_ERROR none)\nendif()\n")
    run("cmake", "-G", "Ninja", "-S", scratch, "-B", scratch / "uses", f"-Dnnf_DIR={usr}/lib/cmake/nnf",
        "-DCMAKE_CXX_COMPILER=clang++-22", "-DCMAKE_C_COMPILER=clang-22")
    print("find_package(nnf): ok")


def read_pages(usr):
    tools = sorted(path.name for path in (usr / "bin").iterdir())
    pages = sorted((usr / "share/man/man1").iterdir())
    if [page.name for page in pages] != [f"{tool}.1.gz" for tool in tools]:
        sys.exit(f"the man pages are {pages}, the tools {tools}")
    for page in pages:
        text = gzip.decompress(page.read_bytes()).decode()
        for section in ("NAME", "SYNOPSIS", "OPTIONS", "SEE ALSO"):
            if f".SH {section}\n" not in text:
                sys.exit(f"{page.name} has no {section}")
        if shutil.which("groff") and (said := subprocess.run(["groff", "-man", "-Tutf8", "-ww", "-Wbreak", "-z"], input=text, capture_output=True,
                                                              text=True, check=False).stderr):
            sys.exit(f"{page.name}: {said}")
    print("man pages:", len(pages))
    typed = {"nnf-runner": [("--exp", "--expected-output="), ("--emit=sh", "shared"), ("--stop-after=b", "bufferized")],
             "nnf-opt": [("--nnf-li", "--nnf-lint")], "nnf-ulp": [("--al", "--all")]}
    for tool in tools:
        completion = usr / "share/bash-completion/completions" / tool
        for flag, wanted in typed.get(tool, [("--hel", "--help")]):
            said = run("bash", "-c", f"source {completion}; COMP_LINE='{tool} {flag}' COMP_POINT=99; "
                                     f"$(complete -p {tool} | sed 's/.*-F \\([^ ]*\\).*/\\1/'); echo \"${{COMPREPLY[*]}}\"").strip()
            if wanted not in said.split():
                sys.exit(f"{tool} {flag} completes to '{said}', expected '{wanted}' among it")
        if shutil.which("zsh"):
            run("zsh", "-n", usr / f"share/zsh/vendor-completions/_{tool}")
    print("completion for bash:", len(tools))


def main():
    package, root, scratch = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[2] + ".scratch")
    scratch.mkdir(parents=True)
    install(package, root)
    print("installed")
    print(run("dpkg-deb", "-f", package))
    usr = root / "usr"
    program = use_tools(usr, scratch)
    use_libraries(usr, scratch, program)
    read_pages(usr)
    public = [path for path in (pathlib.Path(sys.argv[3]) / "dialect/nnf").rglob("*.h")]
    missing = [path for path in public if not (usr / "include/nnf" / path.relative_to(pathlib.Path(sys.argv[3]) / "dialect/nnf")).exists()]
    if missing:
        sys.exit(f"headers that are not installed: {missing}")
    print("headers:", len(public))


main()
