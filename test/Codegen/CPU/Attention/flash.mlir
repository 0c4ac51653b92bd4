// RUN: nnf-opt %s --nnf-to-cpu="stop-after=vector target=avx512" --split-input-file | FileCheck %s
// RUN: nnf-opt %s --nnf-to-cpu="stop-after=vector target=avx2" --split-input-file | FileCheck %s --check-prefix=AVX2

// One parallel loop over blocks of 64 queries, and no buffer of [100, 200] scores.

// CHECK-LABEL: func.func @attention(
// CHECK-SAME: %[[Q:[a-z0-9]+]]: memref<2x3x100x20xf32>, %[[K:[a-z0-9]+]]: memref<2x3x200x20xf32>, %[[V:[a-z0-9]+]]: memref<2x3x200x7xf32>, %[[OUT:[a-z0-9]+]]: memref<2x3x100x7xf32>
// CHECK-NOT: memref.alloc
// CHECK: scf.forall (%{{.*}}) in (12)
// CHECK: %[[QT:.*]] = memref.alloc() {alignment = 64 : i64} : memref<32x64xf32>
// CHECK: %[[ST:.*]] = memref.alloc() {alignment = 64 : i64} : memref<64x64xf32>
// CHECK: %[[OT:.*]] = memref.alloc() {alignment = 64 : i64} : memref<16x64xf32>
// Queries are transposed, 16 by 16; behind the last one it is repeated.
// CHECK-COUNT-16: vector.load %[[Q]]
// CHECK-COUNT-64: vector.shuffle
// CHECK-COUNT-16: vector.store {{.*}}, %[[QT]]
// Maxima and sums of 64 queries go from block to block of keys.
// CHECK: scf.for {{.*}} iter_args({{.*}}) -> (vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>, vector<16xf32>)
// A tile of scores: 6 keys by 64 queries, two steps at a time.
// CHECK: %{{.*}}:24 = scf.for
// CHECK-COUNT-4: vector.load %[[QT]]
// CHECK: memref.load %[[K]]
// CHECK-COUNT-48: vector.fma
// CHECK: vector.store {{.*}}, %[[ST]]
// A tile of the result: 4 of the value's 7 columns, then 3.
// CHECK: %{{.*}}:16 = scf.for
// CHECK-COUNT-4: vector.load %[[ST]]
// CHECK: memref.load %[[V]]
// CHECK-COUNT-32: vector.fma
// CHECK: %{{.*}}:12 = scf.for
// Only the columns that exist are written.
// CHECK: vector.maskedstore %[[OUT]]
// CHECK-NOT: linalg

// AVX2-LABEL: func.func @attention(
// AVX2: scf.forall (%{{.*}}) in (42)
// AVX2: memref.alloc() {alignment = 64 : i64} : memref<24x16xf32>
// AVX2: %{{.*}}:12 = scf.for
// AVX2: vector.fma {{.*}} : vector<8xf32>
func.func @attention(%q: tensor<2x3x100x20xf32>, %k: tensor<2x3x200x20xf32>, %v: tensor<2x3x200x7xf32>) -> tensor<2x3x100x7xf32> {
  %0 = nnf.scaled_dot_product_attention %q, %k, %v : (tensor<2x3x100x20xf32>, tensor<2x3x200x20xf32>, tensor<2x3x200x7xf32>) -> tensor<2x3x100x7xf32>
  return %0 : tensor<2x3x100x7xf32>
}

// -----

// A block of queries ends at its last visible key, and hides keys from where its first query ends.

// CHECK-LABEL: func.func @causal(
// CHECK: %[[BEHIND:.*]] = arith.addi %[[FIRST:.*]], %c64 : index
// CHECK: %[[END:.*]] = arith.minui %[[BEHIND]], %c1024 : index
// CHECK: scf.for %[[KEY:.*]] = %c0 to %[[END]] step %c60
// CHECK: %[[HIDDEN:.*]] = arith.maxui %[[KEY]], %{{.*}} : index
// CHECK: %[[BEGIN:.*]] = arith.subi %[[HIDDEN]], %[[KEY]]
// CHECK: scf.for %{{.*}} = %[[BEGIN]] to
// CHECK: arith.cmpi sle
// CHECK: arith.select {{.*}} : vector<16xi1>, vector<16xf32>
func.func @causal(%q: tensor<12x1024x64xf32>, %k: tensor<12x1024x64xf32>, %v: tensor<12x1024x64xf32>) -> tensor<12x1024x64xf32> {
  %0 = nnf.scaled_dot_product_attention %q, %k, %v is_causal = true : (tensor<12x1024x64xf32>, tensor<12x1024x64xf32>, tensor<12x1024x64xf32>) -> tensor<12x1024x64xf32>
  return %0 : tensor<12x1024x64xf32>
}

// -----

// An open number of queries: one vector for few of them, or blocks of four. Keys and values of a narrow type are widened
// block by block; four heads read the same ones.

// CHECK-LABEL: func.func @dynamic(
// CHECK: cf.assert
// CHECK: %[[FEW:.*]] = arith.cmpi slt, %{{.*}}, %c17
// CHECK: scf.if %[[FEW]]
// CHECK: scf.forall
// CHECK: memref.alloc() {alignment = 64 : i64} : memref<64x16xf32>
// CHECK: } else {
// CHECK: scf.forall
// CHECK: memref.alloc() {alignment = 64 : i64} : memref<64x64xf32>
// CHECK: arith.divui {{.*}}, %c4 : index
// CHECK: arith.extf {{.*}} : vector<16xbf16> to vector<16xf32>
// CHECK: arith.truncf {{.*}} : vector<16xf32> to vector<16xbf16>
func.func @dynamic(%q: tensor<8x?x64xbf16>, %k: tensor<2x?x64xbf16>, %v: tensor<2x?x64xbf16>) -> tensor<8x?x64xbf16> {
  %0 = nnf.scaled_dot_product_attention %q, %k, %v enable_gqa = true : (tensor<8x?x64xbf16>, tensor<2x?x64xbf16>, tensor<2x?x64xbf16>) -> tensor<8x?x64xbf16>
  return %0 : tensor<8x?x64xbf16>
}

// -----

// A bool mask is transposed with the scores.

// CHECK-LABEL: func.func @mask(
// CHECK-SAME: %[[MASK:[a-z0-9]+]]: memref<100x200xi8>
// CHECK-COUNT-16: vector.load %[[MASK]]
// CHECK-COUNT-64: vector.shuffle
// CHECK: arith.select {{.*}} : vector<16xi1>, vector<16xf32>
func.func @mask(%q: tensor<100x20xf32>, %k: tensor<200x20xf32>, %v: tensor<200x7xf32>, %m: tensor<100x200xi1>) -> tensor<100x7xf32> {
  %0 = nnf.scaled_dot_product_attention %q, %k, %v attn_mask = %m : (tensor<100x20xf32>, tensor<200x20xf32>, tensor<200x7xf32>, tensor<100x200xi1>) -> tensor<100x7xf32>
  return %0 : tensor<100x7xf32>
}

// -----

// Dropout is left to linalg.

// CHECK-LABEL: func.func @dropout(
// CHECK: memref.alloc() {{.*}} : memref<100x200xf32>
func.func @dropout(%q: tensor<100x20xf32>, %k: tensor<200x20xf32>, %v: tensor<200x7xf32>, %s: i64) -> tensor<100x7xf32> {
  %0 = nnf.scaled_dot_product_attention %q, %k, %v seed = %s offset = %s dropout_p = 0.1 : (tensor<100x20xf32>, tensor<200x20xf32>, tensor<200x7xf32>, i64, i64) -> tensor<100x7xf32>
  return %0 : tensor<100x7xf32>
}
