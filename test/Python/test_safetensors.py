# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""nnf.load_safetensors: files written here byte by byte, good ones and bad ones."""

import importlib.util
import json
import pathlib
import struct
import tempfile
import unittest

import numpy

import nnf

HAS_ML_DTYPES = importlib.util.find_spec("ml_dtypes") is not None
HAS_TORCH = importlib.util.find_spec("torch") is not None


def record(dtype, shape, begin, end):
    return {"dtype": dtype, "shape": list(shape), "data_offsets": [begin, end]}


class Files(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name, "w.safetensors")

    def write(self, header, data=b"", length=None):
        """`header`: an object, or the very bytes."""
        header = header if isinstance(header, bytes) else json.dumps(header).encode()
        self.path.write_bytes(struct.pack("<Q", len(header) if length is None else length) + header + data)
        return self.path


class Good(Files):
    def arrays(self, align=True):
        rng = numpy.random.default_rng(0)
        arrays = {"BOOL": numpy.array([True, False, True]), "F32": rng.normal(size=(3, 4)).astype("float32"),
                  "F64": rng.normal(size=(2, 1, 3)), "F16": rng.normal(size=5).astype("float16"),
                  "I8": numpy.array([-128, 127], "int8"), "U8": numpy.array([0, 255], "uint8"),
                  "I16": numpy.array([[-32768]], "int16"), "U16": numpy.array([65535], "uint16"),
                  "I32": numpy.array(-7, "int32"), "U32": numpy.array([1 << 31], "uint32"),
                  "I64": numpy.zeros((0, 3), "int64"), "U64": numpy.array([1 << 63], "uint64")}
        header, data = {"__metadata__": {"format": "pt"}}, b""
        for name, x in arrays.items():
            header["t." + name] = record(name, x.shape, len(data), len(data) + x.nbytes)
            data += x.tobytes()
        text = json.dumps(header).encode()
        text += b" " * ((-len(text)) % 8 + (0 if align else 3))
        return arrays, self.write(text, data)

    def test_every_type_reads_back(self):
        for align in (True, False):
            arrays, path = self.arrays(align)
            got = nnf.load_safetensors(path)
            self.assertEqual(list(got), ["t." + name for name in arrays])
            self.assertEqual(got.metadata, {"format": "pt"})
            for name, x in arrays.items():
                y = got["t." + name]
                self.assertEqual((y.dtype, y.shape, y.flags.aligned), (x.dtype, x.shape, True))
                numpy.testing.assert_array_equal(y, x)

    def test_arrays_are_views_of_the_file_that_do_not_write_to_it(self):
        data = numpy.arange(6, dtype="float32")
        header = json.dumps({"a": record("F32", [2], 0, 8), "b": record("F32", [4], 8, 24)}).encode()
        self.write(header + b" " * (-len(header) % 8), data.tobytes())
        before = self.path.read_bytes()
        got = nnf.load_safetensors(str(self.path))
        self.assertIsNotNone(got["a"].base)
        self.assertEqual(got["b"].ctypes.data - got["a"].ctypes.data, 8)
        got["b"][0] = 100
        self.assertEqual(self.path.read_bytes(), before)
        numpy.testing.assert_array_equal(nnf.functional.relu(got["b"]), [100, 3, 4, 5])

    def test_narrow_floats_have_all_their_values(self):
        bits = numpy.arange(1 << 16, dtype="uint32").astype("uint16")
        codes = numpy.arange(256).astype("uint8")
        self.write({"b": record("BF16", [256, 256], 0, 1 << 17), "e4": record("F8_E4M3", [256], 1 << 17, (1 << 17) + 256),
                    "e5": record("F8_E5M2", [256], (1 << 17) + 256, (1 << 17) + 512)},
                   bits.tobytes() + codes.tobytes() + codes.tobytes())
        got = nnf.load_safetensors(self.path)
        wide = {name: x.astype("float32") for name, x in got.items()}
        self.assertEqual(got["b"].dtype.name, "bfloat16" if HAS_ML_DTYPES else "float32")
        expected = (bits.astype("uint32") << 16).view("float32").reshape(256, 256)
        numpy.testing.assert_array_equal(wide["b"], expected)
        for name, values in (("e4", {0x01: 2.0 ** -9, 0x08: 2.0 ** -6, 0x38: 1.0, 0x7e: 448.0, 0xc4: -3.0}),
                             ("e5", {0x01: 2.0 ** -16, 0x04: 2.0 ** -14, 0x3c: 1.0, 0x7b: 57344.0, 0x7c: numpy.inf, 0xfc: -numpy.inf})):
            for code, value in values.items():
                self.assertEqual(wide[name][code], value, "%s %#x" % (name, code))
            # Positive values grow with the code, negative ones mirror them; zeros have signs.
            finite = wide[name][:128][numpy.isfinite(wide[name][:128])]
            self.assertTrue((numpy.diff(finite) > 0).all())
            numpy.testing.assert_array_equal(wide[name][128:], -wide[name][:128])
            self.assertTrue(numpy.signbit(wide[name][128]))
        self.assertEqual(int(numpy.isnan(wide["e4"]).sum()), 2)
        self.assertEqual(int(numpy.isnan(wide["e5"]).sum()), 6)

    @unittest.skipUnless(HAS_TORCH, "torch is not installed")
    def test_torch(self):
        import torch
        arrays, path = self.arrays(align=False)
        got = nnf.load_safetensors(path, "torch")
        for name, x in arrays.items():
            y = got["t." + name]
            self.assertEqual(tuple(y.shape), x.shape)
            numpy.testing.assert_array_equal(y.numpy(), x)
        bits = numpy.arange(256, dtype="uint8")
        self.write({"b": record("BF16", [128], 0, 256), "e": record("F8_E4M3", [256], 256, 512)}, bits.tobytes() * 2)
        got = nnf.load_safetensors(self.path, "torch")
        self.assertEqual((got["b"].dtype, got["e"].dtype), (torch.bfloat16, torch.float8_e4m3fn))
        self.assertEqual(got["b"].view(torch.uint8).tolist(), bits.tolist())
        model = torch.nn.Linear(2, 3)
        w = numpy.arange(9, dtype="float32")
        self.write({"weight": record("F32", [3, 2], 0, 24), "bias": record("F32", [3], 24, 36)}, w.tobytes())
        model.load_state_dict(nnf.load_safetensors(self.path, "torch"))
        x = torch.ones(1, 2)
        with torch.no_grad():
            torch.testing.assert_close(nnf.jit(model)(x), torch.tensor([[7.0, 12.0, 17.0]]))

    def test_no_tensors(self):
        self.assertEqual(nnf.load_safetensors(self.write({})), {})


class Bad(Files):
    def refused(self, text, *args, **kwargs):
        self.write(*args, **kwargs)
        with self.assertRaisesRegex(ValueError, text) as caught:
            nnf.load_safetensors(self.path)
        self.assertIn(str(self.path), str(caught.exception))
        self.assertNotIn("\n", str(caught.exception))

    def test_header(self):
        self.path.write_bytes(b"")
        with self.assertRaisesRegex(ValueError, "has 0 bytes, expected at least the 8"):
            nnf.load_safetensors(self.path)
        self.refused("is said to have 100000001 bytes, expected at most 100000000", b"{}", length=100_000_001)
        self.refused("is said to have 18446744073709551615 bytes", b"{}", length=(1 << 64) - 1)
        self.refused("is said to have 3 bytes, but only 2 follow", b"{}", length=3)
        self.refused("does not begin with '{'", b" {}")
        self.refused("does not begin with '{'", b"")
        self.refused("is no JSON", b"{")
        self.refused("is no JSON", b'{"\xff": 1}')
        self.refused("is no JSON", b'{"a":' * 100_000)
        self.refused("holds NaN", b'{"a": NaN}')
        self.refused("the name 'a' twice", b'{"a": 1, "a": 1}')
        self.refused("the name 'dtype' twice", b'{"a": {"dtype": "F32", "dtype": "F32"}}')
        self.refused("__metadata__ is no object of texts", {"__metadata__": {"a": 1}})
        self.refused("__metadata__ is no object of texts", {"__metadata__": []})

    def test_a_pickle_is_no_weights(self):
        import pickle
        self.path.write_bytes(pickle.dumps({"a": [1.0] * 100}))
        with self.assertRaisesRegex(ValueError, "is said to have"):
            nnf.load_safetensors(self.path)

    def test_records(self):
        self.refused("expected an object with dtype, shape and data_offsets, got list", {"a": []})
        self.refused("got one with dtype, shape", {"a": {"dtype": "F32", "shape": []}})
        self.refused("got one with data_offsets, dtype, more, shape", {"a": {**record("F32", [1], 0, 4), "more": 1}}, bytes(4))
        self.refused("dtype is 'F4', expected one of BOOL", {"a": record("F4", [2], 0, 1)}, bytes(1))
        self.refused("dtype is 7", {"a": record(7, [2], 0, 1)}, bytes(1))
        self.refused(r"shape is \[-1\]", {"a": record("F32", [-1], 0, 4)}, bytes(4))
        self.refused(r"shape is \[True\]", {"a": record("F32", [True], 0, 4)}, bytes(4))
        self.refused(r"shape is \[1.0\]", {"a": record("F32", [1.0], 0, 4)}, bytes(4))
        self.refused("shape is 'ab'", {"a": {"dtype": "F32", "shape": "ab", "data_offsets": [0, 4]}}, bytes(4))
        self.refused("data_offsets are", {"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4, 8]}}, bytes(8))
        self.refused("data_offsets are", {"a": record("F32", [1], 4, 0)}, bytes(4))
        self.refused("data_offsets are", {"a": record("F32", [1], -4, 0)}, bytes(4))
        self.refused(r"hold 4 bytes, but shape \[2\] of F32 takes 8", {"a": record("F32", [2], 0, 4)}, bytes(4))
        # A product that wraps around in 64 bits.
        self.refused("takes 73786976294838206464", {"a": record("F32", [1 << 32, 1 << 32], 0, 0)})
        self.refused("a bool is the byte 2, expected 0 or 1", {"a": record("BOOL", [3], 0, 3)}, b"\0\1\2")

    def test_places(self):
        a, b = record("F32", [1], 0, 4), record("F32", [1], 4, 8)
        self.refused("tensor 'b': ends at byte 8 of the data, which has 7", {"a": a, "b": b}, bytes(7))
        self.refused("tensor 'b': begins at byte 2, inside of tensor 'a', which ends at 4",
                     {"a": a, "b": record("F32", [1], 2, 6)}, bytes(6))
        self.refused("tensor 'b': begins at byte 0, inside of tensor 'a'", {"a": a, "b": a}, bytes(4))
        self.refused("bytes 4 to 6 of the data belong to no tensor", {"a": a, "b": record("F32", [1], 6, 10)}, bytes(10))
        self.refused("bytes 4 to 5 of the data belong to no tensor", {"a": a}, bytes(5))
        self.refused("bytes 0 to 1 of the data belong to no tensor", {}, bytes(1))

    def test_every_cut_of_a_file_is_refused(self):
        path = self.write({"a": record("F32", [2], 0, 8)}, bytes(8))
        whole = path.read_bytes()
        for n in range(len(whole)):
            path.write_bytes(whole[:n])
            with self.assertRaises(ValueError):
                nnf.load_safetensors(path)

    def test_arguments(self):
        path = self.write({})
        with self.assertRaisesRegex(ValueError, "framework is 'jax', expected 'numpy' or 'torch'"):
            nnf.load_safetensors(path, "jax")
        with self.assertRaises(FileNotFoundError):
            nnf.load_safetensors(path.with_name("none"))
        with self.assertRaises(TypeError):
            nnf.load_safetensors(3.5)


if __name__ == "__main__":
    unittest.main(verbosity=1)
