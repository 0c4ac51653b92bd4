# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Keras 3 on its torch backend: models, every function of keras.activations and every loss of keras.losses, by nnf and by
Keras itself. Nothing falls back: nnf.jit raises where something cannot be captured."""

import inspect
import os

os.environ["KERAS_BACKEND"] = "torch"

import keras  # noqa: E402
import torch  # noqa: E402
from common import Case, main  # noqa: E402

import nnf  # noqa: E402

layers = keras.layers


def functions(module, skip):
    """(name, function or class) of all that a module of Keras has."""
    found = [(n, getattr(module, n)) for n in sorted(vars(module)) if not n.startswith("_") and n not in skip]
    return [(n, f) for n, f in found if callable(f)]


class Models(Case):
    def test_sequential(self):
        model = keras.Sequential([layers.Dense(128, activation="relu"), layers.Dropout(0.2), layers.Dense(10, activation="softmax")])
        x = torch.randn(5, 20)
        model(x)
        f = self.same(model, x)
        text = f.mlir(x)
        self.assertIn("nnf.relu", text)
        self.assertIn("nnf.softmax", text)
        self.assertIn("keras_models.py", text)
        self.assertIn('"%s"(' % model.layers[0].path, text)
        self.assertEqual(text.count("nnf.parameter"), 4)
        # An update of the weights is seen.
        model.set_weights([w * 2 for w in model.get_weights()])
        with torch.no_grad():
            self.close(f(x), model(x))

    def test_a_model_that_was_never_called_is_built_by_the_first_call(self):
        model = keras.Sequential([layers.Dense(8, activation="gelu"), layers.Dense(3)])
        x = torch.randn(2, 4)
        with torch.no_grad():
            self.close(nnf.jit(model)(x), model(x))

    def test_convolutions(self):
        for data_format in ("channels_last", "channels_first"):
            shape = (2, 12, 12, 3) if data_format == "channels_last" else (2, 3, 12, 12)
            axis = -1 if data_format == "channels_last" else 1
            model = keras.Sequential([layers.Conv2D(8, 3, padding="same", data_format=data_format, activation="swish"),
                                      layers.BatchNormalization(axis=axis), layers.MaxPooling2D(2, data_format=data_format),
                                      layers.DepthwiseConv2D(3, data_format=data_format), layers.LeakyReLU(),
                                      layers.GlobalAveragePooling2D(data_format=data_format), layers.Dense(4, activation="sigmoid")])
            x = torch.randn(shape)
            model(x)
            self.same(model, x)

    def test_functional_model_with_attention(self):
        tokens = keras.Input((6,), dtype="int32")
        h = layers.Embedding(20, 16)(tokens)
        h = layers.LayerNormalization()(h + layers.MultiHeadAttention(2, 8)(h, h))
        h = layers.Concatenate()([layers.GlobalMaxPooling1D()(h), layers.Flatten()(h)])
        model = keras.Model(tokens, layers.Dense(3, activation="log_softmax")(h))
        self.same(model, torch.randint(0, 20, (4, 6), dtype=torch.int32))


    def test_training(self):
        model = keras.Sequential([layers.Dense(64, activation="relu"), layers.Dropout(0.5), layers.Dense(10, activation="softmax")])
        x, t = torch.randn(64, 20), torch.randint(0, 10, (64,))
        model(x)

        def loss(x, t):
            return keras.losses.SparseCategoricalCrossentropy()(t, model(x))

        nnf.jit(loss)(x, t).backward()
        got = [v.value.grad.clone() for v in model.trainable_variables]
        model.zero_grad()
        loss(x, t).backward()
        self.close(got, [v.value.grad for v in model.trainable_variables])
        # Dropout zeroes about half, by torch's generator, and scales the rest; another half in each call.
        drop = layers.Dropout(0.5)
        f, ones = nnf.jit(lambda x: drop(x, training=True)), torch.ones(100, 100)
        drop(ones)
        with torch.no_grad():
            y, z = f(ones), f(ones)
        self.assertEqual(sorted(y.unique().tolist()), [0.0, 2.0])
        self.assertLess(abs(y.mean().item() - 1), 0.05)
        self.assertFalse(torch.equal(y, z))
        # With a seed of its own it keeps a count that Python code reads: nothing that may be baked into a program.
        seeded = layers.Dropout(0.5, seed=1)
        seeded(ones)
        with self.assertRaisesRegex(nnf.CaptureError, "would have to know the values of a tensor"):
            nnf.jit(lambda x: seeded(x, training=True))(ones)


class Activations(Case):
    SKIP = ("get", "serialize", "deserialize")

    def test_all(self):
        found = functions(keras.activations, self.SKIP)
        self.assertGreaterEqual(len(found), 31)
        x = torch.cat([torch.randn(4, 12) * 3, torch.tensor([[0.0, -0.0, 1.0, -1.0, 3.0, -3.0, 6.0, -6.0, 40.0, -40.0, 0.5, -0.5]])])
        for name, f in found:
            with self.subTest(name):
                g = (lambda x: keras.activations.threshold(x, 0.5, -2.0)) if name == "threshold" else f
                self.same(g, x, atol=1e-6)

    def test_each_is_a_layer_by_name(self):
        for name, _ in functions(keras.activations, (*self.SKIP, "threshold")):
            with self.subTest(name):
                layer = keras.layers.Activation(name)
                self.same(layer, torch.randn(3, 8), atol=1e-6)


class Losses(Case):
    SKIP = ("get", "serialize", "deserialize", "Loss")

    def arguments(self, name):
        """y_true and y_pred that a loss takes."""
        name = name.lower().replace("_", "")
        labels = torch.randint(0, 10, (6,))
        if name == "ctc":
            return torch.randint(1, 9, (6, 3)), torch.randn(6, 12, 10)
        if "hinge" in name and "categorical" not in name:
            return torch.randint(0, 2, (6, 10)) * 2.0 - 1, torch.randn(6, 10)
        p = torch.softmax(torch.randn(6, 10), -1)
        if "sparse" in name or "generalized" in name:
            return labels, p
        if name == "circle":
            return torch.randint(0, 3, (6,)), torch.nn.functional.normalize(torch.randn(6, 10))
        if "categorical" in name:
            return torch.nn.functional.one_hot(labels, 10).float(), p
        if "binary" in name or name in ("dice", "tversky"):
            return (torch.rand(6, 10) > 0.5).float(), torch.rand(6, 10)
        return torch.rand(6, 10) + 0.1, torch.rand(6, 10) + 0.1

    def test_all(self):
        found = functions(keras.losses, self.SKIP)
        self.assertGreaterEqual(len(found), 44)
        for name, f in found:
            with self.subTest(name):
                if inspect.isclass(f):
                    f = f()
                elif name == "categorical_generalized_cross_entropy":
                    f = lambda t, p: keras.losses.categorical_generalized_cross_entropy(t, p, 0.5)  # noqa: E731
                self.same(lambda t, p: f(t, p), *self.arguments(name))

    def test_probabilities_that_are_clipped_are_found_by_the_lints(self):
        x, t, s = torch.randn(4, 8), torch.nn.functional.one_hot(torch.randint(0, 5, (4,)), 5).float(), torch.randint(0, 5, (4,))
        for loss, target, last in ((keras.losses.CategoricalCrossentropy, t, "softmax"), (keras.losses.BinaryCrossentropy, t, "sigmoid"),
                                   (keras.losses.SparseCategoricalCrossentropy, s, "softmax")):
            with self.subTest(loss.__name__):
                model = keras.Sequential([layers.Dense(5, activation=last)])
                model(x)
                found = nnf.lint(lambda x, t: loss()(t, model(x)), (x, target), level="remark")
                self.assertIn("NNF105", [f.rule for f in found])
                self.assertIn("from_logits=True", " ".join(f.message for f in found))
                logits = keras.Sequential([layers.Dense(5)])
                logits(x)
                found = nnf.lint(lambda x, t: loss(from_logits=True)(t, logits(x)), (x, target), level="remark")
                self.assertNotIn("NNF105", [f.rule for f in found])

    def test_from_logits_and_reductions(self):
        t, p = self.arguments("categorical")
        s = torch.randint(0, 10, (6,))
        b = (torch.rand(6, 10) > 0.5).float()
        logits = torch.randn(6, 10) * 4
        weights = torch.rand(6)
        for reduction in ("sum", "sum_over_batch_size", "mean", "none", None):
            self.same(lambda t, p: keras.losses.CategoricalCrossentropy(label_smoothing=0.1, reduction=reduction)(t, p), t, p)
            self.same(lambda t, x: keras.losses.CategoricalCrossentropy(from_logits=True, reduction=reduction)(t, x), t, logits)
            self.same(lambda s, x: keras.losses.SparseCategoricalCrossentropy(from_logits=True, reduction=reduction)(s, x), s, logits)
            self.same(lambda b, x: keras.losses.BinaryCrossentropy(from_logits=True, reduction=reduction)(b, x), b, logits)
            self.same(lambda s, x, w: keras.losses.SparseCategoricalCrossentropy(reduction=reduction)(s, x, sample_weight=w), s, p, weights)


if __name__ == "__main__":
    main()
