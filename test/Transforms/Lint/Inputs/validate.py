# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Validates JSON files against a JSON schema: validate.py SCHEMA FILE... Knows the keywords that the schema uses and refuses others."""

import json
import re
import sys

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool}
KNOWN = {"$ref", "type", "enum", "required", "properties", "additionalProperties", "items", "minimum", "minLength", "pattern", "uniqueItems",
         "anyOf", "definitions", "description"}


def errors(value, schema, root, at="$"):
    unknown = set(schema) - KNOWN
    if unknown:
        raise SystemExit("the schema has keywords that are not known here: %s" % unknown)
    if "$ref" in schema:
        yield from errors(value, root["definitions"][schema["$ref"].rsplit("/", 1)[1]], root, at)
    kind = schema.get("type")
    if kind in TYPES and not isinstance(value, TYPES[kind]):
        yield "%s is no %s" % (at, kind)
        return
    if kind in ("integer", "number") and (isinstance(value, bool) or not isinstance(value, int if kind == "integer" else (int, float))):
        yield "%s is no %s" % (at, kind)
        return
    if "enum" in schema and value not in schema["enum"]:
        yield "%s is %r, expected one of %s" % (at, value, schema["enum"])
    if "minimum" in schema and value < schema["minimum"]:
        yield "%s is %s, expected at least %s" % (at, value, schema["minimum"])
    if "minLength" in schema and len(value) < schema["minLength"]:
        yield "%s is too short" % at
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield "%s is %r, which does not match" % (at, value)
    if "anyOf" in schema and all(list(errors(value, s, root, at)) for s in schema["anyOf"]):
        yield "%s is none of the forms that it may have" % at
    if isinstance(value, dict):
        for name in schema.get("required", ()):
            if name not in value:
                yield "%s has no %s" % (at, name)
        for name, member in value.items():
            if name in schema.get("properties", {}):
                yield from errors(member, schema["properties"][name], root, at + "." + name)
            elif schema.get("additionalProperties") is False:
                yield "%s has %s, which does not exist" % (at, name)
    if isinstance(value, list):
        if schema.get("uniqueItems") and len({json.dumps(v, sort_keys=True) for v in value}) != len(value):
            yield "%s holds something twice" % at
        for i, item in enumerate(value):
            yield from errors(item, schema.get("items", {}), root, "%s[%d]" % (at, i))


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        schema = json.load(f)
    bad = 0
    for name in sys.argv[2:]:
        with open(name, encoding="utf-8") as f:
            for error in errors(json.load(f), schema, schema):
                print("%s: %s" % (name, error))
                bad += 1
    sys.exit(bad != 0)


main()
