// RUN: nnf-opt %s --pass-pipeline='builtin.module(func.func(nnf-cpu-emit-contractions{target=avx512}))' --split-input-file | FileCheck %s

// A padded convolution. Filters are packed once, each block copies the input rows it needs with their margin, tiles are 8
// pixels x 32 channels, and the padded input is gone.

#id = affine_map<(a, b, c, d) -> (a, b, c, d)>

// CHECK-LABEL: func.func @conv
// CHECK-SAME: %[[X:[a-z0-9]+]]: memref<8x64x56x56xf32>, %[[W:[a-z0-9]+]]: memref<64x64x3x3xf32>
// CHECK-SAME: %[[BIAS:[a-z0-9]+]]: memref<64xf32>, %[[OUT:[a-z0-9]+]]: memref<8x64x56x56xf32>
// CHECK-NOT: memref<8x64x58x58xf32>
// CHECK: %[[PANELS:.*]] = memref.alloc() {alignment = 64 : i64, nnf.init} : memref<2x64x3x3x32xf32>
// The filter's channels and window are one contiguous loop.
// CHECK: memref.collapse_shape %{{.*}} : memref<64x192x3xf32> into memref<64x576xf32>
// CHECK: } {nnf.init}
// CHECK: scf.forall
// CHECK: %[[WINDOW:.*]] = memref.alloc() {alignment = 64 : i64} : memref<1x64x6x96xf32>
// CHECK: scf.if
// CHECK: vector.load %[[X]]
// CHECK: vector.store {{.*}}, %[[WINDOW]]
// CHECK: vector.load %[[BIAS]]
// CHECK: %{{.*}}:16 = scf.for
// CHECK: vector.load %[[PANELS]]
// CHECK: memref.load %[[WINDOW]]
// CHECK-COUNT-144: vector.fma
// CHECK-NOT: vector.fma
// CHECK: vector.shuffle
// CHECK: vector.store {{.*}}, %[[OUT]]{{.*}}, vector<8xf32>
// CHECK: memref.dealloc %[[WINDOW]]
// CHECK-NOT: linalg
func.func @conv(%x: memref<8x64x56x56xf32>, %w: memref<64x64x3x3xf32> {nnf.parameter}, %bias: memref<64xf32>,
                %out: memref<8x64x56x56xf32>) {
  %zero = arith.constant 0.0 : f32
  %p = memref.alloc() : memref<8x64x58x58xf32>
  linalg.fill ins(%zero : f32) outs(%p : memref<8x64x58x58xf32>)
  %inner = memref.subview %p[0, 0, 1, 1] [8, 64, 56, 56] [1, 1, 1, 1]
      : memref<8x64x58x58xf32> to memref<8x64x56x56xf32, strided<[215296, 3364, 58, 1], offset: 59>>
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%x : memref<8x64x56x56xf32>) outs(%inner : memref<8x64x56x56xf32, strided<[215296, 3364, 58, 1], offset: 59>>) {
  ^bb0(%a: f32, %o: f32):
    linalg.yield %a : f32
  }
  linalg.generic {indexing_maps = [affine_map<(a, b, c, d) -> (b)>, #id],
                  iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%bias : memref<64xf32>) outs(%out : memref<8x64x56x56xf32>) {
  ^bb0(%a: f32, %o: f32):
    linalg.yield %a : f32
  }
  linalg.generic {indexing_maps = [affine_map<(n, f, y, x, c, u, v) -> (n, c, y + u, x + v)>,
                                   affine_map<(n, f, y, x, c, u, v) -> (f, c, u, v)>,
                                   affine_map<(n, f, y, x, c, u, v) -> (n, f, y, x)>],
                  iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction", "reduction"]}
      ins(%p, %w : memref<8x64x58x58xf32>, memref<64x64x3x3xf32>) outs(%out : memref<8x64x56x56xf32>) {
  ^bb0(%a: f32, %b: f32, %s: f32):
    %m = arith.mulf %a, %b fastmath<contract> : f32
    %t = arith.addf %s, %m fastmath<reassoc,contract> : f32
    linalg.yield %t : f32
  }
  memref.dealloc %p : memref<8x64x58x58xf32>
  return
}

// -----

// Somebody else reads the padded input: it stays, and is what blocks copy from.

#id = affine_map<(a, b) -> (a, b)>

// CHECK-LABEL: func.func @paddedIsShared
// CHECK: %[[P:.*]] = memref.alloc() : memref<16x66xf32>
// CHECK: linalg.fill
// CHECK: linalg.generic
// CHECK: memref.load %[[P]]
// CHECK: vector.fma
// CHECK: linalg.generic
func.func @paddedIsShared(%x: memref<16x64xf32>, %w: memref<32x16x3xf32>, %out: memref<32x64xf32>, %copy: memref<16x66xf32>) {
  %zero = arith.constant 0.0 : f32
  %p = memref.alloc() : memref<16x66xf32>
  linalg.fill ins(%zero : f32) outs(%p : memref<16x66xf32>)
  %inner = memref.subview %p[0, 1] [16, 64] [1, 1] : memref<16x66xf32> to memref<16x64xf32, strided<[66, 1], offset: 1>>
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : memref<16x64xf32>) outs(%inner : memref<16x64xf32, strided<[66, 1], offset: 1>>) {
  ^bb0(%a: f32, %o: f32):
    linalg.yield %a : f32
  }
  linalg.fill ins(%zero : f32) outs(%out : memref<32x64xf32>)
  linalg.generic {indexing_maps = [affine_map<(f, x, c, v) -> (c, x + v)>, affine_map<(f, x, c, v) -> (f, c, v)>,
                                   affine_map<(f, x, c, v) -> (f, x)>],
                  iterator_types = ["parallel", "parallel", "reduction", "reduction"]}
      ins(%p, %w : memref<16x66xf32>, memref<32x16x3xf32>) outs(%out : memref<32x64xf32>) {
  ^bb0(%a: f32, %b: f32, %s: f32):
    %m = arith.mulf %a, %b : f32
    %t = arith.addf %s, %m : f32
    linalg.yield %t : f32
  }
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%p : memref<16x66xf32>) outs(%copy : memref<16x66xf32>) {
  ^bb0(%a: f32, %o: f32):
    linalg.yield %a : f32
  }
  return
}
