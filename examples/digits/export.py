# Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Writes digits.mlir from weights.npz, and what PyTorch makes of the 1797 images: expected_*.npy.

The weights are constants of the module, kept as resources behind the last function so that the ops stay readable.
"""
import textwrap

import numpy as np
import torch
import torch.nn.functional as F

from train import DROPOUT, HERE, TRAINED_ON, Classifier, load_data

HEADER = """\
// A classifier of handwritten digits, 8x8 pixels each. Written by export.py from weights.npz; the weights are at the
// end of the file.
"""

FUNCTIONS = """
// The probability of each digit.
func.func @classify(%images: tensor<?x1x8x8xf32>) -> tensor<?x10xf32> {
  %logits = func.call @logits(%images) : (tensor<?x1x8x8xf32>) -> tensor<?x10xf32>
  %probabilities = nnf.softmax %logits dim = 1 : tensor<?x10xf32>
  return %probabilities : tensor<?x10xf32>
}

// The mean cross-entropy.
func.func @loss(%images: tensor<?x1x8x8xf32>, %labels: tensor<?xi64>) -> tensor<f32> {
  %logits = func.call @logits(%images) : (tensor<?x1x8x8xf32>) -> tensor<?x10xf32>
  %loss = nnf.cross_entropy %logits, %labels : (tensor<?x10xf32>, tensor<?xi64>) -> tensor<f32>
  return %loss : tensor<f32>
}

// The share of images whose label has the largest logit. Upstream's ops mix with nnf's as they are.
func.func @accuracy(%images: tensor<?x1x8x8xf32>, %labels: tensor<?xi64>) -> tensor<f32> {
  %c0 = arith.constant 0 : index
  %rows = tensor.dim %images, %c0 : tensor<?x1x8x8xf32>
  %count = tensor.dim %labels, %c0 : tensor<?xi64>
  %same = arith.cmpi eq, %rows, %count : index
  cf.assert %same, "accuracy: {0} images but {1} labels"
  %logits = func.call @logits(%images) : (tensor<?x1x8x8xf32>) -> tensor<?x10xf32>

  %least = arith.constant 0xFF800000 : f32
  %row = tensor.empty(%rows) : tensor<?xf32>
  %below = linalg.fill ins(%least : f32) outs(%row : tensor<?xf32>) -> tensor<?xf32>
  %best = linalg.reduce ins(%logits : tensor<?x10xf32>) outs(%below : tensor<?xf32>) dimensions = [1]
    (%logit: f32, %so_far: f32) {
      %larger = arith.maximumf %logit, %so_far : f32
      linalg.yield %larger : f32
    }

  %zero = arith.constant 0.0 : f32
  %scalar = tensor.empty() : tensor<f32>
  %none = linalg.fill ins(%zero : f32) outs(%scalar : tensor<f32>) -> tensor<f32>
  %hits = linalg.generic {
      indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>, affine_map<(i, j) -> (i)>,
                       affine_map<(i, j) -> ()>],
      iterator_types = ["reduction", "reduction"]}
      ins(%logits, %best, %labels : tensor<?x10xf32>, tensor<?xf32>, tensor<?xi64>) outs(%none : tensor<f32>) {
  ^bb0(%logit: f32, %largest: f32, %label: i64, %so_far: f32):
    %j = linalg.index 1 : index
    %digit = arith.index_cast %j : index to i64
    %is_label = arith.cmpi eq, %digit, %label : i64
    %is_best = arith.cmpf oge, %logit, %largest : f32
    %hit = arith.andi %is_label, %is_best : i1
    %one_or_zero = arith.uitofp %hit : i1 to f32
    %sum = arith.addf %so_far, %one_or_zero : f32
    linalg.yield %sum : f32
  } -> tensor<f32>

  %hits_scalar = tensor.extract %hits[] : tensor<f32>
  %rows_i64 = arith.index_cast %rows : index to i64
  %rows_f32 = arith.sitofp %rows_i64 : i64 to f32
  %share = arith.divf %hits_scalar, %rows_f32 : f32
  %result = tensor.from_elements %share : tensor<f32>
  return %result : tensor<f32>
}

// The same of the images that the training never saw.
func.func @accuracy_unseen(%images: tensor<ALLx1x8x8xf32>, %labels: tensor<ALLxi64>) -> tensor<f32> {
  %unseen = tensor.extract_slice %images[SEEN, 0, 0, 0] [UNSEEN, 1, 8, 8] [1, 1, 1, 1]
      : tensor<ALLx1x8x8xf32> to tensor<UNSEENx1x8x8xf32>
  %digits = tensor.extract_slice %labels[SEEN] [UNSEEN] [1] : tensor<ALLxi64> to tensor<UNSEENxi64>
  %any = tensor.cast %unseen : tensor<UNSEENx1x8x8xf32> to tensor<?x1x8x8xf32>
  %any_digits = tensor.cast %digits : tensor<UNSEENxi64> to tensor<?xi64>
  %share = func.call @accuracy(%any, %any_digits) : (tensor<?x1x8x8xf32>, tensor<?xi64>) -> tensor<f32>
  return %share : tensor<f32>
}
"""


def tensor(*sizes):
    return f"tensor<{'x'.join('?' if size is None else str(size) for size in sizes)}xf32>"


class Writer:
    """Lines of a function that calls nnf ops one after the other."""

    def __init__(self, weights):
        self.weights = weights
        self.constants = []
        self.ops = []

    def constant(self, name):
        value = "%" + name.replace(".", "_")
        kind = tensor(*self.weights[name].shape)
        self.constants.append(f"  {value} = arith.constant dense_resource<{value[1:]}> : {kind}")
        return value, kind

    def op(self, result, mnemonic, operands, shape, optional=(), attributes=""):
        """`operands` and the values of `optional` are pairs of a name and a type."""
        optional = dict(optional)
        # With no-break spaces, so that a line is not broken inside a clause.
        clauses = f" {attributes}" if attributes else ""
        clauses += "".join(f" {name}\u00a0=\u00a0{value}" for name, (value, _) in optional.items())
        kind = tensor(*shape)
        text = f"  %{result} = nnf.{mnemonic} {', '.join(name for name, _ in operands)}{clauses}"
        kinds = ", ".join(kind for _, kind in [*operands, *optional.values()])
        lines = textwrap.wrap(text, 118, subsequent_indent="      ")
        self.ops += [line.replace("\u00a0", " ") for line in lines] + [f"      : ({kinds}) -> {kind}"]
        return f"%{result}", kind

    def unary(self, result, mnemonic, operand):
        self.ops.append(f"  %{result} = nnf.{mnemonic} {operand[0]} : {operand[1]}")
        return f"%{result}", operand[1]


def conv_block(w, x, n, channels, size):
    """conv2d, batch_norm, relu, max_pool2d: halves the image of `size` pixels a side."""
    c = w.constant
    x = w.op(f"conv{n}", "conv2d", [x, c(f"conv{n}.weight")], (None, channels, size, size),
             {"bias": c(f"conv{n}.bias")}, "padding = [1, 1]")
    x = w.op(f"norm{n}", "batch_norm", [x], (None, channels, size, size),
             {name: c(f"norm{n}.{name}") for name in ("running_mean", "running_var", "weight", "bias")})
    x = w.unary(f"relu{n}", "relu", x)
    return w.op(f"pool{n}", "max_pool2d", [x], (None, channels, size // 2, size // 2),
                attributes="kernel_size = [2, 2]")


def logits(weights):
    """The text of @logits."""
    w = Writer(weights)
    c = w.constant
    x = ("%images", tensor(None, 1, 8, 8))
    x = conv_block(w, x, 1, 16, 8)
    x = conv_block(w, x, 2, 32, 4)
    x = w.op("kept", "dropout", [x], (None, 32, 2, 2), attributes=f"p = {DROPOUT} training = false")
    w.ops.append(f"  %flat = tensor.collapse_shape {x[0]} [[0], [1, 2, 3]] : {x[1]} into {tensor(None, 128)}")
    x = ("%flat", tensor(None, 128))
    x = w.op("hidden", "linear", [x, c("hidden.weight")], (None, 64), {"bias": c("hidden.bias")})
    x = w.op("norm3", "layer_norm", [x], (None, 64), {"weight": c("norm3.weight"), "bias": c("norm3.bias")},
             "normalized_shape = [64]")
    x = w.unary("gelu", "gelu", x)
    x = w.op("logits", "linear", [x, c("head.weight")], (None, 10), {"bias": c("head.bias")})
    return "\n".join(["", "// One row of ten logits for each image.",
                      f"func.func @logits(%images: {tensor(None, 1, 8, 8)}) -> {x[1]} {{",
                      *w.constants, "", *w.ops, f"  return {x[0]} : {x[1]}", "}", ""])


def resources(weights):
    """The weights as the hex strings of MLIR's resources: their alignment, then their bytes."""
    blobs = [f"      {name.replace('.', '_')}: \"0x{(4).to_bytes(4, 'little').hex()}{value.tobytes().hex()}\""
             for name, value in weights.items()]
    return "\n{-#\n  dialect_resources: {\n    builtin: {\n" + ",\n".join(blobs) + "\n    }\n  }\n#-}\n"


def main():
    torch.set_num_threads(1)
    weights = dict(np.load(HERE / "weights.npz"))
    images, labels = load_data()
    functions = FUNCTIONS
    for word, number in (("UNSEEN", len(images) - TRAINED_ON), ("SEEN", TRAINED_ON), ("ALL", len(images))):
        functions = functions.replace(word, str(number))
    (HERE / "digits.mlir").write_text(HEADER + logits(weights) + functions + resources(weights))

    model = Classifier().eval()
    model.load_state_dict({name: torch.from_numpy(value) for name, value in weights.items()}, strict=False)
    with torch.no_grad():
        expected = model(images)
        np.save(HERE / "expected_logits.npy", expected.numpy())
        np.save(HERE / "expected_probabilities.npy", F.softmax(expected, 1).numpy())
        np.save(HERE / "expected_loss.npy", F.cross_entropy(expected, labels).numpy())


if __name__ == "__main__":
    main()
