//===- NnfSpatial.td - what records for 1, 2 and 3 spatial dimensions share -------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------===//
#ifndef NNF_IR_NNFSPATIAL_TD
#define NNF_IR_NNFSPATIAL_TD

/// What the records of one rule share for n spatial dimensions.
class Nnf_Spatial<int n> {
  string ones = !cond(!eq(n, 1): "{1}", !eq(n, 2): "{1, 1}", true: "{1, 1, 1}");
  string zeros = !cond(!eq(n, 1): "{0}", !eq(n, 2): "{0, 0}", true: "{0, 0, 0}");
  /// "8x8", "[2, 2]"
  string eights = !cond(!eq(n, 1): "8", !eq(n, 2): "8x8", true: "8x8x8");
  string fours = !cond(!eq(n, 1): "4", !eq(n, 2): "4x4", true: "4x4x4");
  string twos = !cond(!eq(n, 1): "[2]", !eq(n, 2): "[2, 2]", true: "[2, 2, 2]");
  string fourList = !cond(!eq(n, 1): "[4]", !eq(n, 2): "[4, 4]", true: "[4, 4, 4]");
}
/// A tuple of floats such as scale factors; empty where it is absent.
class Nnf_F64Tuple<string default> : DefaultValuedAttr<DenseF64ArrayAttr, default>;
class Nnf_TorchLink<string name> {
  string text = "[torch.nn.functional." # name # "](https://docs.pytorch.org/docs/stable/generated/torch.nn.functional."
      # name # ".html)\n";
}

#endif // NNF_IR_NNFSPATIAL_TD
