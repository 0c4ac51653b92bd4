// RUN: nnf-opt %s --pass-pipeline='builtin.module(func.func(nnf-cpu-emit-contractions{target=avx512}))' --split-input-file | FileCheck %s

#id = affine_map<(m, n) -> (m, n)>

// The sum is used twice: it is stored as well.
// CHECK-LABEL: func.func @usedTwice
// CHECK-SAME: %[[A:[a-z0-9]+]]: memref<8x16xf32>, %[[B:[a-z0-9]+]]: memref<16x16xf32>, %[[S:[a-z0-9]+]]: memref<8x16xf32>, %[[OUT:[a-z0-9]+]]: memref<8x16xf32>
// CHECK: vector.store %[[V:.*]], %[[S]]
// CHECK: %[[N:.*]] = arith.negf %[[V]]
// CHECK: vector.store %[[N]], %[[OUT]]
// CHECK-NOT: linalg
func.func @usedTwice(%a: memref<8x16xf32>, %b: memref<16x16xf32>, %s: memref<8x16xf32>, %out: memref<8x16xf32>) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%s : memref<8x16xf32>)
  linalg.matmul ins(%a, %b : memref<8x16xf32>, memref<16x16xf32>) outs(%s : memref<8x16xf32>)
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%s : memref<8x16xf32>) outs(%out : memref<8x16xf32>) {
  ^bb0(%x: f32, %y: f32):
    %n = arith.negf %x : f32
    linalg.yield %n : f32
  }
  return
}

// -----

#id = affine_map<(m, n) -> (m, n)>

// Updated in place: only the last value is stored.
// CHECK-LABEL: func.func @inPlace
// CHECK-SAME: %[[A:[a-z0-9]+]]: memref<8x16xf32>, %[[B:[a-z0-9]+]]: memref<16x16xf32>, %[[OUT:[a-z0-9]+]]: memref<8x16xf32>
// CHECK-COUNT-8: vector.store %{{.*}}, %[[OUT]]
// CHECK-NOT: vector.store
// CHECK-NOT: linalg
func.func @inPlace(%a: memref<8x16xf32>, %b: memref<16x16xf32>, %out: memref<8x16xf32>) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%out : memref<8x16xf32>)
  linalg.matmul ins(%a, %b : memref<8x16xf32>, memref<16x16xf32>) outs(%out : memref<8x16xf32>)
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%out : memref<8x16xf32>) outs(%out : memref<8x16xf32>) {
  ^bb0(%x: f32, %y: f32):
    %n = arith.negf %x : f32
    linalg.yield %n : f32
  }
  return
}

// -----

#id = affine_map<(m, n) -> (m, n)>

// The result goes over an operand of the product: every row of it is still needed. Not fused.
// CHECK-LABEL: func.func @overOperand
// CHECK: vector.fma
// CHECK: linalg.generic
func.func @overOperand(%a: memref<16x16xf32>, %b: memref<16x16xf32>) {
  %zero = arith.constant 0.0 : f32
  %s = memref.alloc() : memref<16x16xf32>
  linalg.fill ins(%zero : f32) outs(%s : memref<16x16xf32>)
  linalg.matmul ins(%a, %b : memref<16x16xf32>, memref<16x16xf32>) outs(%s : memref<16x16xf32>)
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%s : memref<16x16xf32>) outs(%a : memref<16x16xf32>) {
  ^bb0(%x: f32, %y: f32):
    %n = arith.negf %x : f32
    linalg.yield %n : f32
  }
  return
}

// -----

#id = affine_map<(m, n) -> (m, n)>

// An operand is overwritten between the product and the elementwise op: not fused.
// CHECK-LABEL: func.func @overwrittenBetween
// CHECK: vector.fma
// CHECK: linalg.fill
// CHECK: linalg.generic
func.func @overwrittenBetween(%a: memref<16x16xf32>, %b: memref<16x16xf32>, %out: memref<16x16xf32>) {
  %zero = arith.constant 0.0 : f32
  %s = memref.alloc() : memref<16x16xf32>
  linalg.fill ins(%zero : f32) outs(%s : memref<16x16xf32>)
  linalg.matmul ins(%a, %b : memref<16x16xf32>, memref<16x16xf32>) outs(%s : memref<16x16xf32>)
  linalg.fill ins(%zero : f32) outs(%a : memref<16x16xf32>)
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%s : memref<16x16xf32>) outs(%out : memref<16x16xf32>) {
  ^bb0(%x: f32, %y: f32):
    %n = arith.negf %x : f32
    linalg.yield %n : f32
  }
  return
}

// -----

#id = affine_map<(m, n) -> (m, n)>
#transposed = affine_map<(m, n) -> (n, m)>

// A residual that is read transposed, in the buffer that is written: elements would be read after they are written.
// CHECK-LABEL: func.func @transposedResidual
// CHECK: vector.fma
// CHECK: linalg.generic
func.func @transposedResidual(%a: memref<16x16xf32>, %b: memref<16x16xf32>, %out: memref<16x16xf32>) {
  %zero = arith.constant 0.0 : f32
  %s = memref.alloc() : memref<16x16xf32>
  linalg.fill ins(%zero : f32) outs(%s : memref<16x16xf32>)
  linalg.matmul ins(%a, %b : memref<16x16xf32>, memref<16x16xf32>) outs(%s : memref<16x16xf32>)
  linalg.generic {indexing_maps = [#id, #transposed, #id], iterator_types = ["parallel", "parallel"]}
      ins(%s, %out : memref<16x16xf32>, memref<16x16xf32>) outs(%out : memref<16x16xf32>) {
  ^bb0(%x: f32, %r: f32, %y: f32):
    %n = arith.addf %x, %r : f32
    linalg.yield %n : f32
  }
  return
}

// -----

// No value to start from: the output's own is added to.
// CHECK-LABEL: func.func @accumulate
// CHECK-SAME: %[[OUT:[a-z0-9]+]]: memref<8x16xf32>)
// CHECK-COUNT-8: vector.load %[[OUT]]
// CHECK: scf.for
// CHECK-COUNT-8: vector.store %{{.*}}, %[[OUT]]
func.func @accumulate(%a: memref<8x40xf32>, %b: memref<40x16xf32>, %out: memref<8x16xf32>) {
  linalg.matmul ins(%a, %b : memref<8x40xf32>, memref<40x16xf32>) outs(%out : memref<8x16xf32>)
  return
}

// -----

// Row sums of products have nothing to reuse: they are left to others.
// CHECK-LABEL: func.func @rowwiseDot
// CHECK: linalg.generic
func.func @rowwiseDot(%a: memref<8x40xf32>, %b: memref<8x40xf32>, %out: memref<8xf32>) {
  linalg.generic {indexing_maps = [affine_map<(m, k) -> (m, k)>, affine_map<(m, k) -> (m, k)>, affine_map<(m, k) -> (m)>],
                  iterator_types = ["parallel", "reduction"]}
      ins(%a, %b : memref<8x40xf32>, memref<8x40xf32>) outs(%out : memref<8xf32>) {
  ^bb0(%x: f32, %y: f32, %s: f32):
    %p = arith.mulf %x, %y : f32
    %t = arith.addf %s, %p : f32
    linalg.yield %t : f32
  }
  return
}
