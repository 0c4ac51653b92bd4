//===- Passes.td - passes from nnf to nnf ----------------------------------------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TRANSFORMS_PASSES_TD
#define NNF_TRANSFORMS_PASSES_TD

include "mlir/Pass/PassBase.td"

def FuseLosses : Pass<"nnf-fuse-losses"> {
  let summary = "Give classifier losses the logits: log_softmax + nll_loss become cross_entropy";
  let description = [{
    A classifier loss that reads what a softmax left becomes one cross_entropy of the logits, which never stores the
    (log-)probabilities and does not underflow. The results are equal in exact arithmetic; in floating point the fused form
    rounds less often. Casts between shapes, reshapes, transpositions and widenings of the element type in between are
    repeated on the logits.

    ```mlir
    %logp = nnf.log_softmax %x dim = 1 : tensor<?x10xf32>
    %loss = nnf.nll_loss %logp, %t : (tensor<?x10xf32>, tensor<?xi64>) -> tensor<f32>
    // becomes
    %loss = nnf.cross_entropy %x, %t : (tensor<?x10xf32>, tensor<?xi64>) -> tensor<f32>
    ```

    A loss stays as it is where the probabilities are needed anyway, where the softmax runs along another dimension than
    the classes, where it gives zeros for a row that is all -inf, and where a rounding lies in between. Each rewrite is a
    remark of the category nnf-fuse-losses (`--remarks-filter-passed=nnf`), each of these a missed one with the reason.
  }];
  let options = [
    Option<"logSoftmax", "log-softmax", "bool", "true", "Fuse log_softmax (and the logarithm of softmax) with nll_loss">,
    Option<"probabilities", "probabilities", "bool", "true",
           "Fuse softmax with a cross_entropy whose input_kind says that it reads probabilities or their logarithms">,
    Option<"idempotent", "idempotent", "bool", "true", "Drop a log_softmax before a cross_entropy of logits">,
  ];
  let dependentDialects = ["::mlir::nnf::NnfDialect"];
}

def RecognizeFunctions : Pass<"nnf-recognize-functions"> {
  let summary = "Functions that are spelled out in arith, math and linalg become their ops";
  let description = [{
    Activations, softmax, log_softmax, layer_norm, rms_norm, cross entropy of smoothed or one-hot labels, and attention (with a mask, added or filled with -inf) that someone wrote with multiplications, exponentials and sums,
    as ops on tensors or as linalg bodies, in whatever order and with constants wherever they put them, become the nnf op. The
    results are equal in exact arithmetic, and no less accurate: the ops neither overflow nor cancel where the spelling does.

    ```mlir
    %n = arith.negf %x : tensor<8xf32>
    %e = math.exp %n : tensor<8xf32>
    %d = arith.addf %e, %one : tensor<8xf32>
    %y = arith.divf %one, %d : tensor<8xf32>
    // becomes
    %y = nnf.sigmoid %x : tensor<8xf32>
    ```

    Roundings in between (f16, bf16) are left out. A NaN stays a NaN, also where a comparison in the spelling chooses a
    number for it. Each rewrite is a remark of the category nnf-recognize-functions.
  }];
  let dependentDialects = ["::mlir::nnf::NnfDialect", "::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect",
                           "::mlir::math::MathDialect", "::mlir::tensor::TensorDialect"];
}

def FoldBatchNorm : Pass<"nnf-fold-batch-norm"> {
  let summary = "Fold batch_norm with stored statistics into the weights of the layer before it";
  let description = [{
    A convolution or linear layer whose only reader is a batch_norm in inference takes its scale and shift:

    ```mlir
    %a = nnf.conv2d %x, %w bias = %b
    %y = nnf.batch_norm %a running_mean = %m running_var = %v weight = %g bias = %s
    // becomes, with scale = g / sqrt(v + eps) for each output channel
    %y = nnf.conv2d %x, (scale * %w) bias = (scale * (%b - %m) + %s)
    ```

    Only for f32 and f64, and where weights and statistics are constants or parameters (arguments marked nnf.parameter), so that they
    are folded once. In exact arithmetic both are equal. Each weight is rounded once more, by 2^-24 (f32), and each result once less: the
    error of a result stays within n + 3 roundings of the sum of the absolute values of its n products, as it was before.
  }];
  let dependentDialects = ["::mlir::nnf::NnfDialect", "::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect", "::mlir::math::MathDialect",
                           "::mlir::tensor::TensorDialect"];
}

def Lint : Pass<"nnf-lint", "::mlir::ModuleOp"> {
  let summary = "Find mistakes in the use of the functions, and fix them with --nnf-lint=fix";
  let description = [{
    Follows what values mean (logits, probabilities, log-probabilities, class numbers, bounds) through casts, reshapes,
    elementwise ops, control flow and calls, and reports where a function is given something else than it takes. Run it
    first: canonicalisation and fusion remove what it looks for. docs/Lints.md lists the rules.

    ```
    loss.mlir:3:11: warning: cross_entropy takes logits, but is given the result of a softmax: it applies softmax once more,
    and with 10 classes no sample's loss can fall below 1.46 [NNF101]
    loss.mlir:2:8: note: the softmax is here
    ```

    With `fix` the findings that have a fix are rewritten, and reported as remarks. The attribute
    `nnf.allow = ["NNF101"]` on an op, a function or a module keeps the rules that it names from being reported there.
    The pass fails, and the tool exits with 1, where a finding at least as bad as `fail-on` is left.
  }];
  let options = [
    Option<"warn", "warn", "bool", "false", "Report, and never fail">,
    Option<"error", "error", "bool", "false", "Report warnings as errors, and fail on them">,
    Option<"fix", "fix", "bool", "false", "Rewrite what has an automatic fix">,
    Option<"off", "off", "bool", "false", "Do nothing">,
    ListOption<"rules", "rules", "std::string", "Only these rules, by id or name (default: all)">,
    Option<"level", "level", "std::string", "", "Report remark, warning or error and worse (default: warning; remark where rules are named)">,
    ListOption<"levels", "levels", "std::string", "Levels of single rules, as NNF120=error or sum-over-batch=off">,
    Option<"failOn", "fail-on", "std::string", "", "Fail on error, warning, remark and worse, or never (default: error)">,
    Option<"format", "format", "std::string", "\"text\"", "Report as text (diagnostics), json or sarif">,
    Option<"output", "output", "std::string", "", "File for json and sarif (default: standard error)">,
  ];
  let dependentDialects = ["::mlir::nnf::NnfDialect"];
}

def WatchValues : Pass<"nnf-watch-values", "::mlir::func::FuncOp"> {
  let summary = "Return what every nnf op of a public function computes, and the slopes of its activations";
  let description = [{
    The results of a public function become the floating-point results of its nnf ops, in order, each with the op's name in
    `nnf.watch`, its place in `nnf.place` and, where a location has one, its name in `nnf.module`. Behind that of an elementwise function of one tensor comes its derivative at every element, with the number
    of the result it belongs to in `nnf.slope_of`: where it is 0 no gradient passes, and the unit is dead for this input.

    ```mlir
    func.func @f(%x: tensor<4xf32>) -> tensor<4xf32> {
      %y = nnf.relu %x : tensor<4xf32>
      return %y : tensor<4xf32>
    }
    // becomes
    func.func @f(%x: tensor<4xf32>) -> (tensor<4xf32> {nnf.place = "f.mlir:2:8", nnf.watch = "nnf.relu"}, tensor<4xf32> {nnf.slope_of = 0 : i64}) {
      %y = nnf.relu %x : tensor<4xf32>
      %s = linalg.generic … ins(%x) … // 1 where x > 0, 0 elsewhere
      return %y, %s : tensor<4xf32>, tensor<4xf32>
    }
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect", "::mlir::math::MathDialect",
                           "::mlir::tensor::TensorDialect"];
}

#endif // NNF_TRANSFORMS_PASSES_TD
