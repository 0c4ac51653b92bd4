//===- Tiling.h - nnf ops under upstream's tiling ------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TRANSFORMS_TILING_H
#define NNF_TRANSFORMS_TILING_H

namespace mlir {
class DialectRegistry;
} // namespace mlir

namespace mlir::nnf {

/// Gives every op that is SlicewiseOpInterface upstream's TilingInterface: one loop a dimension of the result, parallel, or
/// a reduction (which a tile takes whole) for its whole dimensions. A tile is the op itself on a slice, so that a composite
/// is tiled first and decomposed inside of the tile. Producers and consumers fuse.
void registerNnfTiling(DialectRegistry &registry);

} // namespace mlir::nnf

#endif // NNF_TRANSFORMS_TILING_H
