#!/usr/bin/env python3
# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Makes the man page of a tool, and its completion for bash and zsh, of what the tool prints for --help.

    help_pages.py TOOL --version=0.1.0 --man=nnf-opt.1.gz --bash=nnf-opt --zsh=_nnf-opt
"""
import argparse
import gzip
import pathlib
import re
import subprocess

SUMMARY = {
    "nnf-opt": "checks, rewrites and lowers nnf programs",
    "nnf-runner": "compiles a function of an nnf program and runs it",
    "nnf-reduce": "shrinks an nnf program while it fails in the same way",
    "nnf-generate": "random valid nnf programs, printed or run against the reference",
    "nnf-lsp-server": "language server for nnf programs",
    "nnf-ulp": "errors of the vector math library in units in the last place",
}
LICENSE = ("Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.",
           "SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception")


class Option:
    def __init__(self, flag, value, text):
        # The values stand in lines of their own, or in the flag's: --emit=<llvm|asm>.
        listed = re.fullmatch(r"\[?=<([\w-]+(?:\|[\w-]+)+)>\]?", value)
        self.flag, self.value, self.text = flag, value, [text]
        self.choices = [(name, "") for name in listed[1].split("|")] if listed else []

    def description(self):
        return " ".join(" ".join(self.text).split())


class Help:
    """overview, usage, and sections: (title, options) in the order of the output."""

    def __init__(self, text):
        self.overview, self.usage, self.sections = "", "", []
        if "OPTIONS:" not in text:
            self.parse_plain(text)
            return
        head, body = text.split("OPTIONS:", 1)
        self.overview = head.split("USAGE:")[0].replace("OVERVIEW:", "").strip()
        self.usage = head.split("USAGE:")[1].strip()
        for line in body.splitlines():
            self.parse_line(line)

    def parse_plain(self, text):
        """Tools without LLVM's command line: a line for each flag."""
        lines = text.strip().splitlines()
        self.usage = lines[0].replace("usage:", "").strip()
        options = []
        for line in lines[1:]:
            match = re.match(r"  (--?[\w-]+)(=\w+)?\s{2,}(.*)", line)
            if match:
                options.append(Option(match[1], match[2] or "", match[3]))
            elif not options and line.strip():
                self.overview += line.strip() + " "
        self.sections = [("Options", options)]

    def parse_line(self, line):
        title = re.fullmatch(r"(\S.*):", line)
        if title:
            self.sections.append((title[1], []))
            return
        if not self.sections:
            return
        options = self.sections[-1][1]
        flag = re.match(r"  {1,6}(--?[\w.+-]+)((?:=| )<[^>]*>|\[=<[^>]*>\])?\s+- (.*)", line)
        choice = re.match(r"\s+=(\S+)\s+- ?(.*)", line)
        if flag:
            options.append(Option(flag[1], (flag[2] or "").strip(), flag[3]))
        elif choice and options:
            options[-1].choices.append((choice[1], choice[2].strip()))
        elif options and line.strip() and not any(text for _, text in options[-1].choices):
            options[-1].text.append(line.strip())


def roff(text):
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^([.'])", r"\\&\1", text, flags=re.M)


def man_page(tool, version, help_):
    out = [f'.\\" {line}' for line in LICENSE]
    out += [f'.TH {tool.upper()} 1 "" "nnf {version}" "nnf"', ".ad l", ".nh", ".SH NAME", f"{roff(tool)} \\- {roff(SUMMARY[tool])}"]
    out += [".SH SYNOPSIS", f".B {roff(tool)}", roff(help_.usage.split(" ", 1)[1] if " " in help_.usage else "")]
    out.append(".SH DESCRIPTION")
    for paragraph in help_.overview.split("\n\n"):
        indented = paragraph.startswith("  ")
        out += [".PP"] + ([".nf"] if indented else []) + [roff(paragraph)] + ([".fi"] if indented else [])
    out.append(".SH OPTIONS")
    for title, options in help_.sections:
        if not options:
            continue
        out.append(f".SS {roff(title)}")
        for option in options:
            out += [".TP", f".B {roff(option.flag)}{roff(option.value)}", roff(option.description())]
            for name, text in filter(lambda choice: choice[1], option.choices):
                out.append(f".br\n.B {roff(name)}\n{roff(text)}")
    if tool == "nnf-runner":
        out += [".SH EXIT STATUS", "0 where all went well, 1 where a result differs from what was expected or a check inside",
                "the function failed, 2 where the program does not compile or a flag is wrong."]
        out += [".SH ENVIRONMENT", ".TP\n.B NNF_CACHE_DIR\nWhere compiled code is kept."]
    out += [".SH SEE ALSO", ", ".join(f".BR {roff(name)} (1)".replace(".BR ", "\\fB").replace(" (1)", "\\fR(1)")
                                         for name in sorted(SUMMARY) if name != tool)]
    return "\n".join(out) + "\n"


def flags(help_):
    seen = {}
    for _, options in help_.sections:
        for option in options:
            seen.setdefault(option.flag, option)
    return [seen[flag] for flag in sorted(seen)]


def bash(tool, help_):
    function = "_" + tool.replace("-", "_")
    words, cases = [], []
    for option in flags(help_):
        words.append(option.flag + ("=" if option.value.startswith("=") else ""))
        if option.value.startswith("["):
            words.append(option.flag + "=")
        if option.choices:
            values = " ".join(name for name, _ in option.choices if re.fullmatch(r"[\w.+-]+", name))
            cases.append(f"    {option.flag}) COMPREPLY=($(compgen -W '{values}' -- \"$value\")); return ;;")
    lines = [f"# {line}" for line in LICENSE]
    lines += [f"{function}() {{", "  local word flag value", '  word=${COMP_LINE:0:COMP_POINT}; word=${word##* }', "  COMPREPLY=()",
              "  case $word in", "  -*=*)", "    flag=${word%%=*} value=${word#*=}", "    case $flag in"]
    lines += cases
    lines += ["    esac", '    COMPREPLY=($(compgen -f -- "${value#[@+*]}")) ;;', "  -*)",
              '    COMPREPLY=($(compgen -W "$' + function + '_flags" -- "$word"))',
              '    [[ ${COMPREPLY[0]:-} == *= && ${#COMPREPLY[@]} -eq 1 ]] && compopt -o nospace ;;',
              '  *) COMPREPLY=($(compgen -f -- "$word")) ;;', "  esac", "}", f"{function}_flags='" + " ".join(words) + "'",
              f"complete -o filenames -F {function} {tool}"]
    return "\n".join(lines) + "\n"


def zsh(tool, help_):
    def quote(text):
        return text.replace("'", "'\\''").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:")

    specs = []
    for option in flags(help_):
        text = quote(option.description())[:100].rstrip("\\'")
        value = ""
        if option.choices:
            value = ":value:(" + " ".join(name for name, _ in option.choices if re.fullmatch(r"[\w.+-]+", name)) + ")"
        elif option.value:
            value = ":value:_files"
        sign = {"=": "=", "[": "=-"}.get(option.value[:1], "")
        if sign == "=-":
            value = ":" + value
        specs.append(f"  '*{option.flag}{sign}[{text}]{value}'")
    lines = [f"#compdef {tool}"] + [f"# {line}" for line in LICENSE]
    lines += ["_arguments -S \\", " \\\n".join(specs) + " \\", "  '*:file:_files'"]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description="Man page and shell completion of a tool, from its --help.")
    parser.add_argument("tool")
    parser.add_argument("--version", required=True)
    for kind in ("man", "bash", "zsh"):
        parser.add_argument("--" + kind, required=True)
    args = parser.parse_args()
    tool = pathlib.Path(args.tool).name
    text = subprocess.run([args.tool, "--help"], check=True, capture_output=True, text=True).stdout
    help_ = Help(text)
    if not flags(help_):
        raise SystemExit(f"{tool} --help: no flag was recognised")
    for path, content in ((args.man, man_page(tool, args.version, help_)), (args.bash, bash(tool, help_)), (args.zsh, zsh(tool, help_))):
        path = pathlib.Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content.encode()
        # Debian wants pages compressed; without a date in it, so that the same build gives the same bytes.
        path.write_bytes(gzip.compress(data, 9, mtime=0) if path.suffix == ".gz" else data)


main()
