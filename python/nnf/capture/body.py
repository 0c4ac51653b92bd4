# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The inside of a linalg.generic: scalars and what is computed with them.

A scalar knows its MLIR type and whether an integer has a sign. bool is i1. Methods make one op each; numbers of Python
become constants of the type that they meet.
"""

from ..optable import spell_float

WIDTH = {"f64": 64, "f32": 32, "f16": 16, "bf16": 16, "i64": 64, "i32": 32, "i16": 16, "i8": 8, "i1": 1}


class Scalar:
    __slots__ = ("name", "type", "unsigned")

    def __init__(self, name, type, unsigned=False):
        self.name, self.type, self.unsigned = name, type, unsigned

    @property
    def is_float(self):
        return "f" in self.type

    @property
    def is_bool(self):
        return self.type == "i1"


_COMPARE = {"eq": ("oeq", "eq", "eq"), "ne": ("une", "ne", "ne"), "lt": ("olt", "slt", "ult"), "le": ("ole", "sle", "ule"),
            "gt": ("ogt", "sgt", "ugt"), "ge": ("oge", "sge", "uge")}


class Body:
    """Makes ops into `builder`'s current lines."""

    def __init__(self, builder):
        self.builder = builder

    def op(self, text, type, unsigned=False):
        """A scalar from the text of an op without its result."""
        name = self.builder.fresh()
        self.builder.line("%s = %s" % (name, text))
        return Scalar(name, type, unsigned)

    def constant(self, value, type, unsigned=False):
        if type == "i1":
            return self.op("arith.constant %s" % ("true" if value else "false"), type)
        if "f" in type:
            width = WIDTH[type] if type != "bf16" else 16
            text = spell_float(value, 64 if type == "f64" else 32 if type == "f32" else 16)
            if type == "bf16" and text.startswith("0x"):
                text = {"0x7E00": "0x7FC0", "0x7C00": "0x7F80", "0xFC00": "0xFF80"}[text]
            assert width
            return self.op("arith.constant %s : %s" % (text, type), type)
        width = WIDTH.get(type, 64)
        value = int(value)
        if value >= 1 << (width - 1):  # literals of signless integers are read as signed
            value -= 1 << width
        return self.op("arith.constant %d : %s" % (value, type), type, unsigned)

    def index(self, dim):
        return self.op("linalg.index %d : index" % dim, "index")

    def to_index(self, x):
        if x.type == "index":
            return x
        return self.op("arith.index_cast%s %s : %s to index" % ("ui" if x.unsigned or x.is_bool else "", x.name, x.type), "index")

    def binary(self, name, x, y, flags=""):
        return self.op("%s %s, %s%s : %s" % (name, x.name, y.name, flags, x.type), x.type, x.unsigned)

    def unary(self, name, x):
        return self.op("%s %s : %s" % (name, x.name, x.type), x.type, x.unsigned)

    def select(self, c, x, y):
        return self.op("arith.select %s, %s, %s : %s" % (c.name, x.name, y.name, x.type), x.type, x.unsigned)

    def compare(self, how, x, y):
        ordered, signed, unsigned = _COMPARE[how]
        if x.is_float:
            return self.op("arith.cmpf %s, %s, %s : %s" % (ordered, x.name, y.name, x.type), "i1")
        kind = unsigned if x.unsigned or x.is_bool else signed
        return self.op("arith.cmpi %s, %s, %s : %s" % (kind, x.name, y.name, x.type), "i1")

    def is_nan(self, x):
        return self.op("arith.cmpf uno, %s, %s : %s" % (x.name, x.name, x.type), "i1")

    def add(self, x, y):
        return self.binary("arith.ori", x, y) if x.is_bool else self.binary("arith.addf" if x.is_float else "arith.addi", x, y)

    def sub(self, x, y):
        return self.binary("arith.subf" if x.is_float else "arith.subi", x, y)

    def mul(self, x, y):
        return self.binary("arith.andi", x, y) if x.is_bool else self.binary("arith.mulf" if x.is_float else "arith.muli", x, y)

    def not_(self, x):
        return self.binary("arith.xori", x, self.constant(-1 if not x.is_bool else True, x.type, x.unsigned))

    def convert(self, x, type, unsigned=False):
        """As torch's `to`: a number becomes a bool by comparing with 0, a float an integer by cutting its fraction off."""
        if x.type == type:
            return Scalar(x.name, type, unsigned)
        if x.type == "index" or type == "index":
            return self.op("arith.index_cast %s : %s to %s" % (x.name, x.type, type), type, unsigned)
        if type == "i1":
            return self.compare("ne", x, self.constant(0, x.type))
        if "f" in type:
            if x.is_float:
                if WIDTH[x.type] == WIDTH[type]:
                    x = self.convert(x, "f32")
                name = "arith.extf" if WIDTH[type] > WIDTH[x.type] else "arith.truncf"
            else:
                name = "arith.uitofp" if x.unsigned or x.is_bool else "arith.sitofp"
            return self.op("%s %s : %s to %s" % (name, x.name, x.type, type), type)
        if x.is_float:
            if WIDTH[x.type] == 16:
                x = self.convert(x, "f32")
            # Through i64, and so torch on x86: a small integer takes the low bits.
            wide = self.op("arith.fptosi %s : %s to i64" % (x.name, x.type), "i64")
            return wide if type == "i64" else self.op("arith.trunci %s : i64 to %s" % (wide.name, type), type, unsigned)
        if WIDTH[type] == WIDTH[x.type]:
            return Scalar(x.name, type, unsigned)
        name = "arith.trunci" if WIDTH[type] < WIDTH[x.type] else (
            "arith.extui" if x.unsigned or x.is_bool else "arith.extsi")
        return self.op("%s %s : %s to %s" % (name, x.name, x.type, type), type, unsigned)
