//===- StagesPage.cpp - the stages of a module as a page ----------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Pictures/Stages.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mlir::nnf;

std::string nnf::escapeHtml(StringRef text) {
  std::string escaped;
  for (char c : text) {
    switch (c) {
    case '&':
      escaped += "&amp;";
      break;
    case '<':
      escaped += "&lt;";
      break;
    case '>':
      escaped += "&gt;";
      break;
    case '"':
      escaped += "&quot;";
      break;
    default:
      escaped += c;
    }
  }
  return escaped;
}

static constexpr StringLiteral head = R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>nnf: a module at every stage</title>
<style>
body { margin: 0; font-family: Helvetica, Arial, sans-serif; color: #222; background: #fff }
header { padding: .6em 1em; border-bottom: 1px solid #ccc }
main { display: flex; gap: 0; overflow-x: auto; height: calc(100vh - 3.2em) }
section { flex: 0 0 34em; min-width: 12em; border-right: 1px solid #ccc; display: flex; flex-direction: column; resize: horizontal; overflow: hidden }
h2 { font-size: 1em; margin: 0; padding: .4em .8em; background: #f4f4f4; border-bottom: 1px solid #ddd }
h2 small { font-weight: normal; color: #666 }
pre { margin: 0; overflow: auto; flex: 1; font: 11px/1.45 "DejaVu Sans Mono", Menlo, Consolas, monospace; counter-reset: line }
pre span { display: block; padding: 0 .8em; white-space: pre; border-left: 4px solid transparent }
pre span.on { outline: 1px solid #333; filter: saturate(1.6) brightness(.94) }
</style></head><body>
<header><b>A module at every stage.</b> Lines of one colour come from one line of the first column. Point at a line to mark
what belongs together; click to bring it into view everywhere.</header>
<main>
)";

static constexpr StringLiteral tail = R"(</main>
<script>
const lines = {};
for (const line of document.querySelectorAll("pre span[data-o]"))
  (lines[line.dataset.o] ||= []).push(line);
let marked = [];
function mark(origin) {
  for (const line of marked) line.classList.remove("on");
  marked = lines[origin] || [];
  for (const line of marked) line.classList.add("on");
}
document.querySelector("main").addEventListener("mouseover", event => {
  const line = event.target.closest("span[data-o]");
  if (line) mark(line.dataset.o);
});
document.querySelector("main").addEventListener("click", event => {
  const line = event.target.closest("span[data-o]");
  if (!line) return;
  const here = line.closest("pre");
  for (const other of document.querySelectorAll("pre"))
    if (other !== here) {
      const first = other.querySelector(`span[data-o="${line.dataset.o}"]`);
      if (first) other.scrollTop = first.offsetTop - other.offsetTop - other.clientHeight / 3;
    }
});
</script></body></html>
)";

llvm::Error nnf::printStagesPage(ModuleOp module, raw_ostream &os) {
  llvm::Expected<std::vector<StageText>> stages = compileInStages(module);
  if (!stages)
    return stages.takeError();
  os << head;
  for (const StageText &stage : *stages) {
    size_t count = StringRef(stage.text).rtrim('\n').count('\n') + 1;
    os << "<section id=\"" << stage.name << "\"><h2>" << stage.name << " <small>" << stage.what << ", " << count
       << " lines</small></h2><pre>";
    StringRef rest = StringRef(stage.text).rtrim('\n'), line;
    // One line of the page each; a line break between them would be shown.
    for (unsigned origin : ArrayRef(stage.origins).take_front(count)) {
      std::tie(line, rest) = rest.split('\n');
      os << "<span";
      if (origin) {
        // Neighbouring lines of the program get colours far apart.
        unsigned hue = origin * 137 % 360;
        os << " data-o=\"" << origin << "\" style=\"background: hsl(" << hue << ",60%,94%); border-color: hsl(" << hue
           << ",55%,60%)\"";
      }
      os << ">" << (line.empty() ? " " : escapeHtml(line)) << "</span\n>";
    }
    os << "</pre></section>\n";
  }
  os << tail;
  return llvm::Error::success();
}
