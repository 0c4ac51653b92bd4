# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A client of the Language Server Protocol, as an editor is one: frames, requests, versions of documents, edits."""

import itertools
import json
import subprocess


class Client:
    def __init__(self, *command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.ids = itertools.count(1)
        self.diagnostics = {}
        self.texts = {}
        self.capabilities = self.request("initialize", processId=None, rootUri=None, capabilities={})["capabilities"]
        self.notify("initialized")

    def _send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def _receive(self):
        length = 0
        while line := self.process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return json.loads(self.process.stdout.read(length))

    def notify(self, method, **params):
        self._send({"method": method, "params": params})

    def request(self, method, **params):
        number = next(self.ids)
        self._send({"id": number, "method": method, "params": params})
        while True:
            message = self._receive()
            if message.get("id") == number:
                if "error" in message:
                    raise RuntimeError(message["error"])
                return message["result"]
            self._note(message)

    def _note(self, message):
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]

    def await_diagnostics(self, uri, version):
        """Those of a version of the document; reads until they come."""
        while self.diagnostics.get(uri, {}).get("version") != version:
            self._note(self._receive())
        return self.diagnostics[uri]["diagnostics"]

    def open(self, uri, text):
        self.texts[uri] = text
        self.notify("textDocument/didOpen", textDocument={"uri": uri, "languageId": "mlir", "version": 1, "text": text})
        return self.await_diagnostics(uri, 1)

    def edit(self, uri, changes, version):
        """`changes`: what editors send, ranges of the old text and their replacements."""
        self.notify("textDocument/didChange", textDocument={"uri": uri, "version": version}, contentChanges=changes)
        self.texts[uri] = apply(self.texts[uri], changes)
        return self.await_diagnostics(uri, version)

    def at(self, uri, needle, method, offset=0, occurrence=0, **more):
        """A request at the place where the text has `needle`."""
        place = -1
        for _ in range(occurrence + 1):
            place = self.texts[uri].index(needle, place + 1)
        return self.request(method, textDocument={"uri": uri}, position=position(self.texts[uri], place + offset), **more)

    def actions(self, uri, diagnostic, **context):
        return self.request("textDocument/codeAction", textDocument={"uri": uri}, range=diagnostic["range"],
                            context={"diagnostics": [diagnostic], **context})

    def close(self):
        self.request("shutdown")
        self.notify("exit")
        return self.process.wait(timeout=20)


def position(text, offset):
    line = text.count("\n", 0, offset)
    return {"line": line, "character": offset - (text.rfind("\n", 0, offset) + 1)}


def offset(text, place):
    start = 0
    for _ in range(place["line"]):
        start = text.index("\n", start) + 1
    return min(start + place["character"], (text + "\n").index("\n", start))


def apply(text, changes):
    """Edits of one version, whose ranges are those of `text`."""
    for change in sorted(changes, key=lambda c: offset(text, c["range"]["start"]), reverse=True):
        start, end = (offset(text, change["range"][side]) for side in ("start", "end"))
        text = text[:start] + change.get("text", change.get("newText")) + text[end:]
    return text


def word(text, range_):
    return text[offset(text, range_["start"]):offset(text, range_["end"])]
