# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""nnf.functional with NumPy alone."""

import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import unittest

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "python"))
import nnf  # noqa: E402
import nnf.functional as F  # noqa: E402


def close(a, b, **kw):
    np.testing.assert_allclose(a, b, rtol=kw.get("rtol", 1e-5), atol=kw.get("atol", 1e-6))


def run(code, **environment):
    """Runs Python code in a process of its own; its output and errors."""
    done = subprocess.run([sys.executable, "-c", code], text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          env={**os.environ, "PYTHONPATH": sys.path[0], **environment}, check=False)
    return done.returncode, done.stdout, done.stderr


def attention(q, k, v, mask=0):
    scores = q @ np.swapaxes(k, -1, -2) / np.sqrt(q.shape[-1]) + mask
    weights = np.exp(scores - scores.max(-1, keepdims=True))
    weights /= weights.sum(-1, keepdims=True)
    return weights @ v, weights


class Composed(unittest.TestCase):
    """Functions of several ops."""

    def test_multi_head_attention(self):
        rng = np.random.default_rng(3)
        draw = lambda *sizes: rng.standard_normal(sizes).astype("float32")  # noqa: E731
        heads, length, keys, batch, embed = 2, 3, 5, 4, 6
        q, k, v = draw(length, batch, embed), draw(keys, batch, embed), draw(keys, batch, embed)
        packed, bias, out, out_bias = draw(3 * embed, embed), draw(3 * embed), draw(embed, embed), draw(embed)
        masked = np.zeros((batch, keys), bool)
        masked[1, 2:] = True

        def split(x, i):
            projected = x @ packed[i * embed:(i + 1) * embed].T + bias[i * embed:(i + 1) * embed]
            return projected.reshape(len(x), batch, heads, embed // heads).transpose(1, 2, 0, 3)
        added = np.where(masked, -np.inf, 0)[:, None, None, :]
        found, weights = attention(split(q, 0), split(k, 1), split(v, 2), added)
        expected = found.transpose(2, 0, 1, 3).reshape(length, batch, embed) @ out.T + out_bias
        arguments = (q, k, v, embed, heads, packed, bias, None, None, False, 0.0, out, out_bias)
        y, w = F.multi_head_attention_forward(*arguments, key_padding_mask=masked)
        close(y, expected, rtol=1e-4, atol=1e-5)
        close(w, weights.mean(1), rtol=1e-4, atol=1e-6)
        y, w = F.multi_head_attention_forward(*arguments, key_padding_mask=masked, need_weights=False)
        close(y, expected, rtol=1e-4, atol=1e-5)
        self.assertIsNone(w)
        _, w = F.multi_head_attention_forward(*arguments, key_padding_mask=masked, average_attn_weights=False)
        close(w, weights, rtol=1e-4, atol=1e-6)
        # A query that may look at nothing.
        everything = np.ones((length, keys), bool)
        y, w = F.multi_head_attention_forward(*arguments, attn_mask=everything)
        self.assertTrue(np.isnan(y).all() and np.isnan(w).all())
        with self.assertRaisesRegex(ValueError, "to equal embed_dim_to_check, but got 6 and 7"):
            F.multi_head_attention_forward(q, k, v, 7, *arguments[4:])
        with self.assertRaisesRegex(ValueError, "num_heads times the width of a head to equal the last dimension of query, but got 4 and 6"):
            F.multi_head_attention_forward(q, k, v, embed, 4, *arguments[5:])
        with self.assertRaisesRegex(ValueError, "dimension 0 of key_padding_mask to equal the number of samples, but got 5 and 4"):
            F.multi_head_attention_forward(*arguments, key_padding_mask=masked.T)

    def test_attention_of_missing_batch_dimensions(self):
        rng = np.random.default_rng(4)
        q, k, v = (rng.standard_normal(s).astype("float32") for s in ((3, 8), (2, 5, 8), (2, 5, 8)))
        close(F.scaled_dot_product_attention(q, k, v), attention(q[None], k, v)[0], rtol=1e-4, atol=1e-5)

    def test_grouped_products(self):
        rng = np.random.default_rng(5)
        a, b = rng.standard_normal((7, 4)).astype("float32"), rng.standard_normal((3, 4, 5)).astype("float32")
        y = F.grouped_mm(a, b, offs=np.array([2, 2, 5], "int32"))
        close(y[:2], a[:2] @ b[0], rtol=1e-4)
        close(y[2:5], a[2:5] @ b[2], rtol=1e-4)
        np.testing.assert_array_equal(y[5:], 0)
        close(F.grouped_mm(np.stack([a] * 3), b), a @ b, rtol=1e-4)
        with self.assertRaisesRegex(ValueError, r"offs\[2\] is 9, but must be at least 0 and less than 8"):
            F.grouped_mm(a, b, offs=np.array([2, 5, 9], "int32"))
        with self.assertRaisesRegex(ValueError, "expects offs where a matrix has rank 2"):
            F.grouped_mm(a, b)

    def test_batch_norm_of_nothing(self):
        nothing = np.empty(0, "float32")
        self.assertEqual(F.batch_norm(nothing, nothing, nothing, training=True).shape, (0,))


class Arrays(unittest.TestCase):
    def test_result_is_numpy_of_the_same_type(self):
        for name in ("float32", "float64", "float16"):
            x = np.linspace(-2, 2, 7).astype(name)
            y = F.relu(x)
            self.assertIs(type(y), np.ndarray)
            self.assertEqual(y.dtype, x.dtype)
            close(y, np.maximum(x, 0))

    def test_integers(self):
        for name in ("int8", "uint8", "int16", "int32", "int64"):
            x = np.array([-3, 0, 5, 100]).astype(name)
            np.testing.assert_array_equal(F.relu(x), np.maximum(x, 0).astype(name))

    def test_zero_dimensions_and_no_elements(self):
        y = F.relu(np.array(-1.5, "float32"))
        self.assertEqual(y.shape, ())
        self.assertEqual(float(y), 0.0)
        self.assertEqual(F.relu(np.empty((0, 3), "float32")).shape, (0, 3))
        self.assertTrue(np.isnan(F.mse_loss(np.empty(0, "float32"), np.empty(0, "float32"))))
        self.assertEqual(F.relu(np.float32(-2)), 0)

    def test_any_layout(self):
        x = np.random.default_rng(0).standard_normal((4, 6, 5)).astype("float32")
        for view in (x.T, x[::2], x[:, ::-1], x[..., 1:3], np.broadcast_to(x[:1], x.shape), np.asfortranarray(x)):
            close(F.sigmoid(view), 1 / (1 + np.exp(-view.astype("float64"))))
            e = np.exp(view.astype("float64"))
            close(F.softmax(view, dim=1), e / e.sum(1, keepdims=True))

    def test_unaligned(self):
        buffer = np.zeros(4 * 5 + 1, "uint8")
        x = buffer[1:].view("float32")
        x[:] = [-1, 2, -3, 4, 5]
        close(F.relu(x), [0, 2, 0, 4, 5])
        close(F.relu(x.copy()), [0, 2, 0, 4, 5])
        close(F.relu(x), [0, 2, 0, 4, 5])
        close(F.mse_loss(x.copy(), x.copy()), 0)
        close(F.mse_loss(x, x), 0)

    def test_other_byte_order_is_refused(self):
        with self.assertRaisesRegex(TypeError, "byte order"):
            F.relu(np.zeros(3, ">f4"))

    def test_sizes_change_without_compiling(self):
        from nnf._session import session
        F.softmax(np.ones((2, 3), "float32"), dim=1)
        before = session().compiled + len(session().kernels)
        for n in range(1, 40):
            e = np.exp(np.arange(2.0 * n).reshape(2, n))
            close(F.softmax(np.arange(2.0 * n, dtype="float32").reshape(2, n), dim=1), e / e.sum(1, keepdims=True))
        self.assertEqual(session().compiled + len(session().kernels), before)

    def test_broadcast(self):
        a, b = np.ones((4, 1), "float32"), np.arange(3, dtype="float32").reshape(1, 3)
        close(F.mse_loss(a, b, reduction="none"), (a - b) ** 2)

    def test_dlpack(self):
        class Foreign:
            """An array of another library: DLPack and nothing else."""

            def __init__(self, x):
                self.x = x

            def __dlpack__(self, **kwargs):
                return self.x.__dlpack__(**kwargs)

            def __dlpack_device__(self):
                return self.x.__dlpack_device__()

            def __array_namespace__(self):
                return Namespace

        class Namespace:
            @staticmethod
            def from_dlpack(x):
                return Foreign(np.asarray(x))

        x = np.array([-1.0, 2.0], "float32")
        y = F.leaky_relu(Foreign(x), 0.5)
        self.assertIs(type(y), Foreign)
        close(y.x, [-0.5, 2.0])
        if np.from_dlpack(x).flags.writeable:  # NumPy 2.1 and later: the other library says that it may be written
            z = Foreign(x)
            self.assertIs(F.relu_(z), z)
            close(x, [0, 2])


    def test_masked_arrays_are_refused(self):
        with self.assertRaisesRegex(TypeError, "mask"):
            F.relu(np.ma.masked_array(np.ones(3, "float32"), [0, 1, 0]))

    def test_large_results(self):
        from nnf import _pool
        x = np.random.default_rng(1).standard_normal((1 << 19) + 3).astype("float32")
        a, b = F.relu(x), F.relu(-x)
        close(a, np.maximum(x, 0))
        close(b, np.maximum(-x, 0))
        view, place = a[5:9], a.ctypes.data
        del a
        close(F.relu(x), np.maximum(x, 0))
        self.assertNotEqual(F.relu(x).ctypes.data, place)
        np.testing.assert_array_equal(view, np.maximum(x, 0)[5:9])
        del view
        self.assertEqual(F.relu(x).ctypes.data, place)
        _pool.trim()
        close(F.relu(x), np.maximum(x, 0))


class InPlace(unittest.TestCase):
    def test_writes_into_the_array(self):
        x = np.array([-1.0, 2.0], "float32")
        self.assertIs(F.relu_(x), x)
        close(x, [0, 2])
        y = np.array([[-1.0, 5.0], [3.0, -4.0]], "float32")
        view = y.T
        self.assertIs(F.hardtanh(view, inplace=True), view)
        close(y, [[-1, 1], [1, -1]])

    def test_read_only(self):
        x = np.zeros(3, "float32")
        x.flags.writeable = False
        with self.assertRaisesRegex(ValueError, "read-only"):
            F.relu_(x)


class Mistakes(unittest.TestCase):
    def test_classes(self):
        x = np.ones((2, 3), "float32")
        for kind, call in [
            (TypeError, lambda: F.relu()), (TypeError, lambda: F.relu(x, slope=1)), (TypeError, lambda: F.relu([1.0])),
            (TypeError, lambda: F.leaky_relu(x, "steep")), (TypeError, lambda: F.relu(None)),
            (TypeError, lambda: F.relu(np.ones(2, "complex64"))),
            (ValueError, lambda: F.mse_loss(x, x, reduction="median")),
            (IndexError, lambda: F.softmax(x, dim=2)), (RuntimeError, lambda: F.mse_loss(x, np.ones((2, 4), "float32"))),
            (RuntimeError, lambda: F.linear(x, np.ones((4, 5), "float32"))),
            (IndexError, lambda: F.cross_entropy(x, np.array([0, 7]))),
            (ValueError, lambda: F.dropout(x, p=1.5)),
        ]:
            with self.assertRaises(kind):
                call()

    def test_message_says_what_came(self):
        with self.assertRaisesRegex(RuntimeError, r"nnf\.linear.*5"):
            F.linear(np.ones((2, 3), "float32"), np.ones((4, 5), "float32"))
        with self.assertRaisesRegex(IndexError, r"7"):
            F.nll_loss(np.zeros((2, 3), "float32"), np.array([0, 7]))

    def test_a_failed_call_leaves_the_function_usable(self):
        x, t = np.zeros((2, 3), "float32"), np.array([0, 7])
        for _ in range(3):
            with self.assertRaises(IndexError):
                F.nll_loss(x, t)
            close(F.nll_loss(x, np.array([0, 1])), 0)


class Attributes(unittest.TestCase):
    def test_negative_zero_is_not_zero(self):
        x = np.array([-1.0, -1.0], "float32")
        for value in (0.0, -0.0, 0.0):
            self.assertEqual(np.signbit(F.threshold(x, 0.5, value)).tolist(), [np.signbit(value)] * 2)

    def test_numbers_of_all_kinds(self):
        x = np.array([-1.0], "float32")
        for slope in (0.5, np.float32(0.5), np.array(0.5)):
            close(F.leaky_relu(x, slope), [-0.5])
        close(F.leaky_relu(x, 2), [-2.0])
        for wrong in (np.ones(2), [0.1], None, "0.1", 1j):
            with self.assertRaises(TypeError):
                F.leaky_relu(x, wrong)

    def test_infinite_and_nan(self):
        x = np.array([-1.0, 3.0], "float32")
        close(F.hardtanh(x, -1, float("inf")), [-1, 3])
        self.assertTrue(np.isnan(F.threshold(x, 0.0, float("nan"))[0]))

    def test_legacy_reduction(self):
        a, b = np.ones(4, "float32"), np.zeros(4, "float32")
        with self.assertWarns(UserWarning):
            self.assertEqual(float(F.mse_loss(a, b, size_average=False)), 4.0)
        with self.assertWarns(UserWarning):
            self.assertEqual(F.mse_loss(a, b, reduce=False).shape, (4,))
        # Any condition will do, as in torch.
        with self.assertWarns(UserWarning):
            self.assertEqual(float(F.mse_loss(a, b, size_average=0)), 4.0)
        with self.assertWarns(UserWarning):
            self.assertEqual(float(F.mse_loss(a, b, 1, 1)), 1.0)
        with self.assertWarns(UserWarning):
            self.assertEqual(F.mse_loss(a, b, reduce=0).shape, (4,))

    def test_targets_of_other_sizes(self):
        # The mistake that broadcasting hides: (N, 1) beside (N) would be the mean of N x N losses.
        p, y = np.full((4, 1), 0.5, "float32"), np.ones(4, "float32")
        for function in (F.binary_cross_entropy, F.binary_cross_entropy_with_logits):
            for a, b in ((p, y), (y, p), (p, np.ones((4, 3), "float32")), (p[:1], y[:1]), (y[0], y)):
                with self.assertRaisesRegex(ValueError, "target to have the sizes of input"):
                    function(a, b)
            self.assertEqual(function(p, y[:, None], weight=np.ones(1, "float32")).shape, ())


class Random(unittest.TestCase):
    def test_seed_repeats(self):
        x = np.ones(1000, "float32")
        nnf.manual_seed(3)
        a, b = F.dropout(x), F.dropout(x)
        nnf.manual_seed(3)
        c = F.dropout(x)
        np.testing.assert_array_equal(a, c)
        self.assertFalse((a == b).all())

    def test_keep_rate(self):
        nnf.manual_seed(1)
        n, p = 200000, 0.3
        kept = (F.dropout(np.ones(n, "float32"), p) != 0).mean()
        self.assertLess(abs(kept - (1 - p)), 5 * (p * (1 - p) / n) ** 0.5)

    def test_neighbouring_calls_share_nothing(self):
        nnf.manual_seed(5)
        x = np.ones(4096, "float32")
        a, b = F.dropout(x) != 0, F.dropout(x) != 0
        for shift in range(-4, 5):
            self.assertLess(abs((np.roll(a, shift) == b).mean() - 0.5), 0.05)


class Threads(unittest.TestCase):
    def test_many_at_once(self):
        rng = np.random.default_rng(0)
        arrays = [rng.standard_normal((n % 7 + 1, 5 + n)).astype("float32") for n in range(40)]
        wanted = [np.exp(a.astype("float64")) for a in arrays]
        wanted = [w / w.sum(1, keepdims=True) for w in wanted]
        failures = []

        def work(start):
            try:
                for turn in range(60):
                    i = (start * 7 + turn) % len(arrays)
                    close(F.softmax(arrays[i], dim=1), wanted[i])
                    with np.testing.assert_raises(IndexError):
                        F.softmax(arrays[i], dim=5)
            except BaseException as error:  # noqa: BLE001
                failures.append(error)

        threads = [threading.Thread(target=work, args=(i,)) for i in range(8)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        self.assertEqual(failures, [])


class DataParallel(unittest.TestCase):
    def test_same_numbers_as_one_worker(self):
        rng = np.random.default_rng(2)
        w = rng.standard_normal((3, 5)).astype("float32")
        for n in (1, 2, 7, 8):
            x = rng.standard_normal((n, 5)).astype("float32")
            for workers in (1, 2, 3, 20):
                y = F.data_parallel(lambda a: F.softmax(F.linear(a, w), dim=1), x, device_ids=range(workers))
                np.testing.assert_array_equal(y, F.softmax(F.linear(x, w), dim=1))

    def test_structures(self):
        x = np.arange(6, dtype="float32").reshape(2, 3)
        found = F.data_parallel(lambda a, k, scale: {"y": F.relu(a) * scale, "k": (a + k,)}, (x, 2.0), [0, 1, 2], dim=1,
                                module_kwargs={"scale": x})
        np.testing.assert_array_equal(found["y"], x * x)
        np.testing.assert_array_equal(found["k"][0], x + 2)

    def test_mistakes(self):
        x = np.ones((4, 3), "float32")
        with self.assertRaises(RuntimeError):
            F.data_parallel(lambda a, b: a, (x, x[:3]), [0, 1])
        with self.assertRaises(IndexError):
            F.data_parallel(F.relu, x, dim=2)
        with self.assertRaises(ZeroDivisionError):
            F.data_parallel(lambda a: 1 / 0, x, [0, 1])


class Processes(unittest.TestCase):
    def test_log_and_cache(self):
        code = "import numpy, nnf.functional as F; F.elu(numpy.ones(3, 'float32'), 0.37)"
        with tempfile.TemporaryDirectory() as folder:
            cache = os.path.join(folder, "cache")
            _, _, first = run(code, NNF_LOG="1", NNF_CACHE_DIR=cache)
            self.assertIn("compiled nnf.elu", first)
            self.assertEqual(os.stat(cache).st_mode & 0o777, 0o700)
            _, _, second = run(code, NNF_LOG="2", NNF_CACHE_DIR=cache)
            self.assertIn("read from the cache nnf.elu", second)
            for name in os.listdir(cache):
                path = os.path.join(cache, name)
                os.chmod(path, 0o600)
                with open(path, "r+b") as f:
                    f.seek(200)
                    f.write(b"damaged")
            status, _, third = run(code, NNF_LOG="1", NNF_CACHE_DIR=cache)
            self.assertEqual(status, 0)
            self.assertIn("compiled nnf.elu", third)
            os.chmod(cache, 0o777)
            status, _, fourth = run(code, NNF_LOG="1", NNF_CACHE_DIR=cache)
            self.assertEqual(status, 0)
            self.assertIn("compiled nnf.elu", fourth)
            self.assertIn("not used", fourth)

    def test_import_is_light(self):
        # What takes time is loading: neither arrays nor the compiler are needed before the first call.
        code = ("import sys; before = set(sys.modules); import nnf; new = set(sys.modules) - before\n"
                "print(' '.join(sorted(m for m in new if m.partition('.')[0] not in sys.stdlib_module_names)))\n"
                "print(len(new))\n"
                "print(any('libnnf' in line for line in open('/proc/self/maps')) if sys.platform == 'linux' else False)")
        ours, count, loaded = run(code)[1].splitlines()
        self.assertEqual((ours, loaded), ("nnf", "False"))
        self.assertLess(int(count), 10)

    def test_warm_call(self):
        # What a warm call costs is what it calls (benchmarks/python_call.py has the times): one signature, one plan, one new
        # array and its descriptor; nothing that compiles, converts or looks further.
        code = ("import sys, numpy, nnf.functional as F; x = numpy.ones(4, 'float32'); F.relu(x); F.relu(x); calls = []\n"
                "def note(frame, event, what):\n"
                "    if event in ('call', 'c_call'): calls.append(getattr(what, '__name__', frame.f_code.co_name))\n"
                "sys.setprofile(note); F.relu(x); sys.setprofile(None); print(*calls)")
        calls = run(code)[1].split()
        self.assertEqual(calls[0], "relu")
        self.assertNotIn("slow", calls)
        self.assertEqual((calls.count("plan"), calls.count("empty")), (1, 1), calls)
        self.assertLessEqual(len(calls), 18, calls)

    def test_doctor(self):
        done = subprocess.run([sys.executable, "-m", "nnf", "doctor"], text=True, stdout=subprocess.PIPE, check=False,
                              env={**os.environ, "PYTHONPATH": sys.path[0]})
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertIn("relu of three numbers", done.stdout)
        done = subprocess.run([sys.executable, "-m", "nnf", "doctor"], text=True, stdout=subprocess.PIPE, check=False,
                              env={**os.environ, "PYTHONPATH": sys.path[0], "NNF_LIBRARY": "/nowhere.so"})
        self.assertEqual(done.returncode, 1)
        self.assertIn("MISSING", done.stdout)

    @unittest.skipUnless(hasattr(os, "fork"), "no fork")
    def test_fork(self):
        code = ("import os, numpy, nnf.functional as F; x = numpy.ones((1 << 10, 1 << 10), 'float32'); F.softmax(x, dim=1)\n"
                "pid = os.fork()\n"
                "y = F.softmax(x, dim=1); z = F.softmin(x, dim=0)\n"
                "assert abs(float(y.sum()) - 1024) < 1e-2\n"
                "if pid: assert os.waitpid(pid, 0)[1] == 0; print('fine')")
        status, output, errors = run(code)
        self.assertEqual((status, output.strip()), (0, "fine"), errors)

    def test_exit_while_threads_are_idle(self):
        self.assertEqual(run("import numpy, nnf.functional as F; F.relu(numpy.ones(1 << 20, 'float32'))")[0], 0)


class Texts(unittest.TestCase):
    def test_docstrings(self):
        for name in F.__all__:
            self.assertGreater(len(getattr(F, name).__doc__), 60, name)
            self.assertIn("Raises:\n", getattr(F, name).__doc__, name)

    def test_docstrings_say_what_is_required(self):
        for name, texts in {
                "cross_entropy": ("label_smoothing to be in [0, 1]", "dimension i of target to equal dimension i of input",
                                  "the number of classes to be at least 1", "input to have rank 1 or more"),
                "softmax": ("IndexError: dim is not in [-rank, rank - 1]",),
                "embedding": ("IndexError: an element of input is out of range", "weight to have rank 2"),
                "huber_loss": ("delta to be greater than 0", "reduction to be none, mean or sum"),
                "celu": ("alpha to be different from 0",), "dropout": ("p to be in [0, 1]",),
                "gelu": ("ValueError: approximate is none of 'none', 'tanh'",),
                "scaled_dot_product_attention": ("the last dimension of",)}.items():
            for text in texts:
                self.assertIn(text, getattr(F, name).__doc__, name)
        self.assertNotIn("\n        label_smoothing", F.nll_loss.__doc__)

    def test_adapters_have_the_signature_of_the_table(self):
        import inspect
        from nnf.functional import _signatures
        for name in F.__all__:
            self.assertEqual(str(inspect.signature(getattr(F, name))), str(_signatures[name].signature), name)

    def test_stubs(self):
        import ast
        from nnf.functional import _docs, _signatures
        tree = ast.parse(_docs.stub(_signatures))
        stubs = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
        self.assertEqual(set(stubs), set(F.__all__))
        for name, node in stubs.items():
            given = [a.arg for a in node.args.args + node.args.kwonlyargs]
            self.assertEqual(given, list(_signatures[name].signature.parameters), name)

    def test_missing_names_say_why(self):
        with self.assertRaisesRegex(AttributeError, "no attribute"):
            F.no_such_function
        self.assertIn("relu", dir(F))


if __name__ == "__main__":
    unittest.main()
