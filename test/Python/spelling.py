# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Prints a module of every op that takes one tensor and nothing else, as captures spell it; refuses a spelling of any op
that holds words of its assembly format."""

from nnf import optable

functions = []
for name, op in sorted(optable.ops().items()):
    texts = {a: "{%s}" % a for a in op.operands + op.attributes}
    spelled = op.spell(texts, {}, ["{type}"] * len(op.operands), ["{type}"] * len(op.results))
    assert not any(word in spelled for word in ("`", "custom<", "$", "oilist")), spelled
    needed = [a for a in op.operands if a not in op.optional_operands]
    if "UnaryTypes" in op._types and needed == ["input"] and op._required.split() == ["$input"]:
        t = "tensor<2x3xf32>"
        functions.append("func.func @%s(%%x: %s) -> %s {\n  %%y = %s\n  return %%y : %s\n}" % (
            name, t, t, op.spell({"input": "%x"}, {}, [t], [t]), t))
print("\n".join(functions))
