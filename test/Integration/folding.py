# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Constants fold to the bits that compiled code gives: every activation, as documented and with its defaults, in every type.

    folding.py FOLDER [COUNT]     COUNT elements for each op and type, 64 to a constant (1,024)
"""
import pathlib
import random
import re
import struct
import subprocess
import sys

OPS = pathlib.Path(__file__).resolve().parents[2] / "dialect/nnf/IR/ops"
# Element type, the integer of its width, bits of mantissa and exponent, struct's letter of the integer.
FLOATS = [("f32", "i32", 23, 8, "i"), ("f64", "i64", 52, 11, "q"), ("f16", "i16", 10, 5, "h"), ("bf16", "i16", 7, 8, "h")]
SIZE = 64


def activations():
    """(name, attributes as text, what it does to integers): one for each op's example and, where all have defaults, one without."""
    found = []
    for family, of_class in (("ActivationPiecewise", "native"), ("ActivationSmooth", "")):
        text = (OPS / f"{family}.td").read_text()
        for record in re.split(r"\ndef ", text)[1:]:
            head = re.match(r'\w+ : Nnf_(?:Piecewise|Smooth)<"(\w+)"(.*?)> \{', record, re.S)
            if not head:
                continue
            example = re.search(r"nnf\.\w+ %x(.*?) : ", record).group(1)
            strings = re.findall(r'"([^"]*)"', head.group(2))
            integers = strings[-1] if strings[-1] in ("native", "promote", "") else of_class
            for attributes in dict.fromkeys([example] + ([] if "Nnf_F64Base" in head.group(2) else [""])):
                found.append((head.group(1), attributes, integers))
    return found


def patterns(rng, count, mantissa, exponent):
    """Bits of floats: zeros, infinities, NaN, the smallest and the largest numbers, then usual ones of all sizes."""
    width, bias = 1 + mantissa + exponent, (1 << exponent - 1) - 1
    inf = ((1 << exponent) - 1) << mantissa
    bits = [0, inf, inf | 1 << mantissa - 1, 1, (1 << mantissa) - 1, 1 << mantissa, inf - 1, bias << mantissa]
    bits += [b | 1 << width - 1 for b in bits]
    while len(bits) < count:
        size = rng.choice([bias - 12, bias - 4, bias - 1, bias, bias + 1, bias + 2, bias + 3, bias + 4, bias + 6, rng.randrange(1 << exponent)])
        bits.append(rng.getrandbits(1) << width - 1 | max(0, min(size, (1 << exponent) - 2)) << mantissa | rng.getrandbits(mantissa))
    return bits[:count]


def is_nan(bits, mantissa, exponent):
    magnitude = bits & (1 << mantissa + exponent) - 1
    return magnitude > ((1 << exponent) - 1) << mantissa


def signed(bits, width):
    return bits - (1 << width) if bits >> width - 1 else bits


def write_npy(path, letter, values):
    code = {"b": "<i1", "h": "<i2", "i": "<i4", "q": "<i8"}[letter].replace("<i1", "|i1")
    header = f"{{'descr': '{code}', 'fortran_order': False, 'shape': ({len(values)},), }}"
    header += " " * (63 - (10 + len(header)) % 64) + "\n"
    path.write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + struct.pack(f"<{len(values)}{letter}", *values))


def read_npy(path, letter):
    data = path.read_bytes()
    body = data[10 + struct.unpack("<H", data[8:10])[0]:]
    return struct.unpack(f"<{len(body) // struct.calcsize(letter)}{letter}", body)


def check(folder, name, inputs, ops, of_result, letter, result_letter, differ):
    """Compiles and folds `ops` of the constants; `inputs` are (type of the bits, type of the element, lists of bits)."""
    bits, element, chunks = inputs
    wrong = compared = 0
    for number, values in enumerate(chunks):
        given, asked = f"tensor<{SIZE}x{bits}>", f"tensor<{SIZE}x{element}>"
        lines, results = [], []
        data = struct.pack(f"<{SIZE}{letter}", *values).hex().upper()
        lines.append(f'  %c = arith.constant dense<"0x{data}"> : {asked}')
        lines.append(f"  %x = arith.bitcast %b : {given} to {asked}" if bits != element else "")
        x = "%x" if bits != element else "%b"
        for i, (op, attributes, _) in enumerate(ops):
            out, out_bits = of_result
            for kind, operand in (("c", x), ("f", "%c")):
                same = out == element
                types = asked if same else f"{asked} -> tensor<{SIZE}x{out}>"
                lines.append(f"  %{kind}{i} = nnf.{op} {operand}{attributes} : {types}")
                if out_bits != out:
                    lines.append(f"  %{kind}b{i} = arith.bitcast %{kind}{i} : tensor<{SIZE}x{out}> to tensor<{SIZE}x{out_bits}>")
                results.append(f"%{kind}{'b' if out_bits != out else ''}{i}")
        types = ", ".join([f"tensor<{SIZE}x{of_result[1]}>"] * len(results))
        program = folder / f"{name}.mlir"
        program.write_text(f"func.func @main(%b: {given}) -> ({types}) {{\n" + "\n".join(filter(None, lines)) +
                           f"\n  return {', '.join(results)} : {types}\n}}\n")
        folded = folder / f"{name}.folded.mlir"
        subprocess.run(["nnf-opt", str(program), "--canonicalize", "-o", str(folded)], check=True)
        left = folded.read_text().count("= nnf.")
        if left > len(ops):
            sys.exit(f"{name}: {left - len(ops)} ops on constants are left")
        write_npy(folder / "x.npy", letter, values)
        out = [folder / f"y{i}.npy" for i in range(len(results))]
        subprocess.run(["nnf-runner", str(folded), "--lint=off", "--no-cache", f"--input=@{folder / 'x.npy'}"] + [f"--output=@{o}" for o in out],
                       check=True)
        for i, (op, attributes, _) in enumerate(ops):
            for v, a, b in zip(values, read_npy(out[2 * i], result_letter), read_npy(out[2 * i + 1], result_letter)):
                compared += 1
                if differ(a, b):
                    wrong += 1
                    if wrong < 20:
                        print(f"{element} nnf.{op}{attributes} of {v:#x}: compiled {a:#x}, folded {b:#x}")
    print(f"{element} -> {of_result[0]}: {compared} elements, {wrong} differ")
    return wrong


def main():
    folder, count = pathlib.Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1024
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(5)
    ops = activations()
    wrong = 0
    for element, bits, mantissa, exponent, letter in FLOATS:
        width = 1 + mantissa + exponent
        values = [signed(b, width) for b in patterns(rng, count // SIZE * SIZE, mantissa, exponent)]
        chunks = [values[i:i + SIZE] for i in range(0, len(values), SIZE)]

        def differ(a, b):
            if a == b or is_nan(a, mantissa, exponent) and is_nan(b, mantissa, exponent):
                return False
            # AVX512-BF16's conversion makes 0 of denormal numbers, that of other machines does not (docs/Numerics.md).
            sign = 1 << width - 1
            return not (element == "bf16" and a & sign - 1 == 0 and (a ^ b) & sign == 0 and b & sign - 1 < 1 << mantissa)

        wrong += check(folder, element, (bits, element, chunks), ops, (element, bits), letter, letter, differ)
    for element, letter, low, high in (("i8", "b", -128, 127), ("i32", "i", -2**31, 2**31 - 1), ("i64", "q", -2**63, 2**63 - 1)):
        values = [0, 1, -1, 5, 6, 7, low, high] + [rng.randint(-40, 40) for _ in range(28)] + [rng.randint(low, high) for _ in range(28)]
        native = [op for op in ops if op[2] == "native"]
        promoted = [op for op in ops if op[2] == "promote"]
        wrong += check(folder, element, (element, element, [values]), native, (element, element), letter, letter, lambda a, b: a != b)
        wrong += check(folder, element + "f", (element, element, [values]), promoted, ("f32", "i32"), letter, "i",
                       lambda a, b: a != b and not (is_nan(a, 23, 8) and is_nan(b, 23, 8)))
    print(f"{len(ops)} ops, {wrong} differences")
    return wrong != 0


if __name__ == "__main__":
    sys.exit(main())
