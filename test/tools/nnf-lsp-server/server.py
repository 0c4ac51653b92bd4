# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What an editor asks of nnf-lsp-server, and what it must get. server.test runs it."""

import os
import signal
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "Inputs"))
from client import Client, apply, word  # noqa: E402

URI = "file:///loss.mlir"
TEXT = """\
// A comment that stays where it is.
func.func @loss(%x: tensor<?x10xf32>, %t: tensor<?xi64>) -> tensor<f32> {
  %p   =  nnf.softmax %x dim = 1 : tensor<?x10xf32>   // and this layout
  %keep = nnf.relu %x : tensor<?x10xf32>
  %loss = nnf.cross_entropy %p, %t : (tensor<?x10xf32>, tensor<?xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}
// -----
func.func @second(%x: tensor<4xf32>) -> tensor<4xf32> {
  %y = func.call @helper(%x) : (tensor<4xf32>) -> tensor<4xf32>
  return %y : tensor<4xf32>
}
func.func private @helper(%a: tensor<4xf32>) -> tensor<4xf32>
"""


def check(condition, what):
    if not condition:
        raise SystemExit(f"FAILED: {what}")
    print("ok:", what)


def diagnostics(client):
    found = client.open(URI, TEXT)
    check(len(found) == 1 and found[0]["source"] == "nnf-lint", "one finding of nnf-lint")
    check("[NNF101]" in found[0]["message"] and found[0]["severity"] == 2, "it is the warning NNF101")
    check(word(TEXT, found[0]["range"]).startswith("nnf.cross_entropy"), "at the loss")
    note = found[0]["relatedInformation"][0]
    check(word(TEXT, note["location"]["range"]).startswith("nnf.softmax"), "with a note at the softmax")
    return found[0]


def fix(client, finding):
    actions = client.actions(URI, finding)
    check(len(actions) == 1 and actions[0]["kind"] == "quickfix", "one fix")
    check(actions[0]["title"].startswith("NNF101: "), f"it is called {actions[0]['title']!r}")
    fixed = apply(TEXT, actions[0]["edit"]["changes"][URI])
    check("%loss = nnf.cross_entropy %x, %t" in fixed, "the loss reads the logits")
    check("nnf.softmax" not in fixed, "the softmax that no one reads is gone")
    check("// A comment that stays where it is." in fixed and "  %keep = nnf.relu %x : tensor<?x10xf32>\n" in fixed,
          "other lines are as they were")
    check(client.actions(URI, finding, only=["refactor"]) == [], "no fix where only refactorings are asked for")


def hover(client):
    contents = client.at(URI, "nnf.softmax", "textDocument/hover", offset=6)["contents"]
    check(contents["kind"] == "markdown" and "tensor<?x10xf32>" in contents["value"], "hover over an op shows its types")
    check("Formula:" in contents["value"] and "empty_row" in contents["value"], "and its documentation")
    contents = client.at(URI, "%p,", "textDocument/hover", offset=1)["contents"]["value"]
    check("probabilities along dimension 1" in contents and "[0, 1]" in contents, "hover over a value shows what is known of it")
    contents = client.at(URI, "%x dim", "textDocument/hover", offset=1)["contents"]["value"]
    check("tensor<?x10xf32>" in contents, "hover over an argument")
    check(client.at(URI, "// A comment", "textDocument/hover", offset=4) is None, "nothing over a comment")


def navigation(client):
    found = client.at(URI, "%p,", "textDocument/definition", offset=1)
    check(len(found) == 1 and word(TEXT, found[0]["range"]) == "%p" and found[0]["range"]["start"]["line"] == 2, "definition of a value")
    found = client.at(URI, "%x dim", "textDocument/definition", offset=1)
    check(found[0]["range"]["start"]["line"] == 1, "definition of an argument")
    found = client.at(URI, "@helper(%x)", "textDocument/definition", offset=2)
    check(found[0]["range"]["start"]["line"] == 12, "definition of a function, behind a separator")
    found = client.at(URI, "%x: tensor<?x10", "textDocument/references", offset=1, context={"includeDeclaration": True})
    check(len(found) == 3, "references")


def completion(client):
    def labels(needle, offset):
        return {item["label"]: item for item in client.at(URI, needle, "textDocument/completion", offset=offset)["items"]}

    ops = labels("nnf.relu %x", 4)
    check("gelu" in ops and "cross_entropy" in ops, "names of ops")
    check("max(x, 0)" in ops["relu"]["detail"].lower(), "with their summaries")
    check("dim" in labels("dim = 1 : tensor<?x10xf32>", 0), "required clauses")
    clauses = labels("ignore_here", 0) if "ignore_here" in TEXT else labels(": (tensor<?x10xf32>, tensor<?xi64>)", 0)
    check({"weight", "ignore_index", "label_smoothing"} <= set(clauses), "optional clauses")
    check("keep" in labels("%loss : tensor<f32>", 1), "names of values")


def edits(client):
    def place(line, start, end):
        return {"start": {"line": line, "character": start}, "end": {"line": line, "character": end}}

    found = client.edit(URI, [{"range": place(3, 14, 18), "text": "rleu"}], 2)
    check(any("rleu" in d["message"] and d["severity"] == 1 for d in found), "a misspelt op is an error")
    line = "nnf.layer_norm %x normalized_shape = [7] : (tensor<?x10xf32>) -> tensor<?x10xf32>"
    found = client.edit(URI, [{"range": place(3, 10, 40), "text": line}], 3)
    check("normalized_shape" in found[0]["message"] and all(d["range"]["start"]["line"] == 3 for d in found),
          "so is what does not verify")
    contents = client.at(URI, "nnf.layer_norm", "textDocument/hover", offset=6)["contents"]["value"]
    check("Formula:" in contents, "what does not verify can still be looked at")
    found = client.edit(URI, [{"range": place(4, 0, 200), "text": "  %loss = nnf.cross_entropy %p, \N{GREEK SMALL LETTER ALPHA}"}], 4)
    check(found and found[0]["severity"] == 1, "a letter that is not MLIR's is an error")


def speed(client):
    """A file of 1,000 ops is checked anew after each key: within 200 ms."""
    kinds = ("nnf.gelu %v{0} : tensor<?x64xf32>", "nnf.softmax %v{0} dim = 1 : tensor<?x64xf32>",
             "arith.addf %v{0}, %v{0} : tensor<?x64xf32>",
             "nnf.layer_norm %v{0} normalized_shape = [64] : (tensor<?x64xf32>) -> tensor<?x64xf32>")
    body = "".join(f"  %v{i + 1} = {kinds[i % 4].format(i)}\n" for i in range(1000))
    uri = "file:///large.mlir"
    client.open(uri, f"func.func @f(%v0: tensor<?x64xf32>) -> tensor<?x64xf32> {{\n{body}  return %v1000 : tensor<?x64xf32>\n}}\n")
    times = []
    # A misspelt size in the middle, and back.
    line, column = 500, f"  %v500 = {kinds[3].format(499)}".index("[64]") + 1
    for version in range(2, 10):
        before, after = ("64", "65") if version % 2 == 0 else ("65", "64")
        place = {"start": {"line": line, "character": column}, "end": {"line": line, "character": column + len(before)}}
        begin = time.monotonic()
        found = client.edit(uri, [{"range": place, "text": after}], version)
        times.append(time.monotonic() - begin)
        check(bool(found) == (after == "65"), f"version {version} has {'an error' if after == '65' else 'none'}")
    check(sorted(times)[len(times) // 2] < 0.2, f"1,000 ops are checked in 200 ms: in {1000 * sorted(times)[len(times) // 2]:.0f} ms")


def main():
    signal.alarm(120)  # an answer that does not come
    client = Client(sys.argv[1])
    for capability in ("hoverProvider", "definitionProvider", "completionProvider", "codeActionProvider"):
        check(client.capabilities[capability], capability)
    fix(client, diagnostics(client))
    hover(client)
    navigation(client)
    completion(client)
    edits(client)
    speed(client)
    empty = "file:///empty.mlir"
    check(client.open(empty, "") == [], "an empty document")
    check(client.request("textDocument/hover", textDocument={"uri": "file:///unknown"}, position={"line": 9, "character": 9}) is None,
          "a document that is not open")
    check(client.at(empty, "", "textDocument/completion") is not None, "completion in an empty document")
    check(client.close() == 0, "exit")


main()
