//===- Ctc.h - connectionist temporal classification by its two recurrences --------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Graves et al. (2006). The targets of a sample with a blank before, between and behind them are the states 0 to 2 L of an
// automaton; at each step it stays, goes on by one, or by two to a target that differs from the one before. alpha[m] is
// the logarithm of what all ways to state m have as their probability together; beta[m] that of all ways on from there.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CONVERSION_CTC_H
#define NNF_CONVERSION_CTC_H

#include "nnf/Conversion/TensorBuilder.h"

namespace mlir::nnf {

/// The operands of ctc_loss in the form for many samples: one sample gets a dimension for them.
struct CtcOperands {
  CtcOperands(TensorBuilder &t, Value logProbs, Value inputLengths, Value targetLengths);
  Value logProbs, inputLengths, targetLengths;
  bool single;
};

/// Builds the recurrences over log_probs (T, N, C), targets (N, S) or all in one row, and lengths (N). The guards (lengths
/// that fit, labels that are classes) are emitted first.
class Ctc {
public:
  Ctc(TensorBuilder &t, Value logProbs, Value targets, Value inputLengths, Value targetLengths, int64_t blank);

  /// -log p(targets | input) by sample, in the compute type: +inf where no way leads through.
  Value losses() { return forward(/*keep=*/false); }
  /// The gradient of the losses by log_probs, times `cotangent` (N, or null: 1), with PyTorch's convention that the
  /// log-probabilities come from log_softmax: exp(log_probs) is added, which that function's gradient takes away again.
  /// 0 for steps beyond the input's length and, with `zeroInfinity`, for samples whose loss is +inf.
  Value gradient(Value cotangent, bool zeroInfinity);

private:
  void check();
  void buildStates();
  /// The losses; with `keep` also `history`, alpha of all steps (T, N, M).
  Value forward(bool keep);
  /// log(exp(a) + exp(b) + exp(c)), -inf where all are.
  static scalar::ScalarIR logSum(scalar::ScalarIR a, scalar::ScalarIR b, scalar::ScalarIR c);
  /// `count` columns of a matrix from `first` on.
  Value columns(Value matrix, int64_t first, OpFoldResult count);
  /// A matrix (N, width) of body(sample, column).
  Value matrix(OpFoldResult width, Type element, llvm::function_ref<Value(OpBuilder &, Location, Value, Value)> body);
  Value extractLength(OpBuilder &b, Location l, Value lengths, Value sample);
  /// log_probs[step, sample, label], in the compute type.
  Value emission(OpBuilder &b, Location l, Value step, Value sample, Value label);

  TensorBuilder &t;
  Value logProbs, targets, inputLengths, targetLengths;
  int64_t blank;
  Type element, compute, i64;
  Value steps, samples, classes;
  /// States: M = 2 S + 1, and with two more on a side.
  OpFoldResult states, padded;
  /// The label of each state (N, M), and whether it may be reached from two before (N, M + 2), as 0 and 1.
  Value labels, skips;
  Value history;
};

} // namespace mlir::nnf

#endif // NNF_CONVERSION_CTC_H
