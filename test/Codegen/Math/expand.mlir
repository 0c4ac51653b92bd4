// What math ops become: arithmetic only, in the type they had.
// RUN: nnf-opt %s --split-input-file --nnf-expand-math | FileCheck %s --check-prefixes=CHECK,PORTABLE
// RUN: nnf-opt %s --split-input-file --nnf-expand-math=avx512=true | FileCheck %s --check-prefixes=CHECK,AVX512
// RUN: nnf-opt %s --split-input-file --nnf-expand-math | FileCheck %s --check-prefix=NONE --implicit-check-not="math.{{exp|log|tan|erf|sin|cos|atan|asin|acos|rsqrt|cbrt|pow|fpow|ipow}}"

// NONE: module

// The power of two is multiplied in by one instruction, or in two exact steps.
// CHECK-LABEL: @exp_vector(
// CHECK-SAME: %[[X:.*]]: vector<16xf32>
// CHECK: %[[T:.*]] = math.fma %{{.*}}, %{{.*}}, %[[MAGIC:.*]] : vector<16xf32>
// CHECK: %[[N:.*]] = arith.subf %[[T]], %[[MAGIC]] : vector<16xf32>
// CHECK: %[[P:.*]] = arith.addf %{{.*}}, %{{.*}} : vector<16xf32>
// AVX512: %[[Y:.*]] = llvm.call_intrinsic "llvm.x86.avx512.mask.scalef.ps.512"(%[[P]], %[[N]], %[[P]],
// PORTABLE-NOT: llvm.
// PORTABLE: %[[HALF:.*]] = arith.mulf %[[N]], %{{.*}} : vector<16xf32>
// PORTABLE: math.roundeven %[[HALF]] : vector<16xf32>
// PORTABLE-COUNT-2: arith.shli %{{.*}}, %{{.*}} : vector<16xi32>
// PORTABLE: %[[Y:.*]] = arith.mulf
// CHECK: return %[[Y]] : vector<16xf32>
func.func @exp_vector(%x: vector<16xf32>) -> vector<16xf32> {
  %0 = math.exp %x : vector<16xf32>
  return %0 : vector<16xf32>
}

// -----

// Two registers, two instructions; f64 has its own.
// CHECK-LABEL: @exp_wide(
// AVX512-COUNT-2: llvm.call_intrinsic "llvm.x86.avx512.mask.scalef.ps.512"
// AVX512-NOT: llvm.call_intrinsic
// CHECK-LABEL: @exp_f64(
// AVX512: llvm.call_intrinsic "llvm.x86.avx512.mask.scalef.pd.256"(%{{.*}}, %{{.*}}, %{{.*}}, %{{.*}}) : (vector<4xf64>, vector<4xf64>, vector<4xf64>, i8) -> vector<4xf64>
// CHECK-LABEL: @exp_odd(
// CHECK-NOT: llvm.call_intrinsic
// CHECK: return
// CHECK-LABEL: @exp_matrix(
// CHECK-NOT: llvm.call_intrinsic
// CHECK: return %{{.*}} : vector<2x8xf32>
// CHECK-LABEL: @exp_scalar(
// CHECK-NOT: vector
// CHECK: return %{{.*}} : f32
func.func @exp_wide(%x: vector<32xf32>) -> vector<32xf32> {
  %0 = math.exp %x : vector<32xf32>
  return %0 : vector<32xf32>
}
func.func @exp_f64(%x: vector<4xf64>) -> vector<4xf64> {
  %0 = math.exp %x : vector<4xf64>
  return %0 : vector<4xf64>
}
func.func @exp_odd(%x: vector<7xf32>) -> vector<7xf32> {
  %0 = math.exp %x : vector<7xf32>
  return %0 : vector<7xf32>
}
func.func @exp_matrix(%x: vector<2x8xf32>) -> vector<2x8xf32> {
  %0 = math.exp %x : vector<2x8xf32>
  return %0 : vector<2x8xf32>
}
func.func @exp_scalar(%x: f32) -> f32 {
  %0 = math.exp %x : f32
  return %0 : f32
}

// -----

// Narrow types compute in f32 and are rounded once.
// CHECK-LABEL: @tanh_f16(
// CHECK: arith.extf %{{.*}} : vector<8xf16> to vector<8xf32>
// CHECK-NOT: arith.truncf
// CHECK: math.copysign
// CHECK: %[[Y:.*]] = arith.truncf %{{.*}} : vector<8xf32> to vector<8xf16>
// CHECK: return %[[Y]]
func.func @tanh_f16(%x: vector<8xf16>) -> vector<8xf16> {
  %0 = math.tanh %x : vector<8xf16>
  return %0 : vector<8xf16>
}

// -----

// sin is computed in f64; the reduction of huge arguments stands behind a branch. Constants inside stay inside.
// CHECK-LABEL: @sin(
// CHECK: arith.extf %{{.*}} : vector<16xf32> to vector<16xf64>
// CHECK: %[[Y:.*]] = arith.truncf %{{.*}} : vector<16xf64> to vector<16xf32>
// CHECK: %[[ANY:.*]] = vector.reduction <or>, %[[MASK:.*]] : vector<16xi1> into i1
// CHECK: %[[R:.*]] = scf.if %[[ANY]]
// CHECK: %[[RARE:.*]] = arith.truncf %{{.*}} : vector<16xf64> to vector<16xf32>
// CHECK: arith.select %[[MASK]], %[[RARE]], %[[Y]]
// CHECK: } else {
// CHECK: scf.yield %[[Y]]
// CHECK-LABEL: @others(
// CHECK-LABEL: @powers(
func.func @sin(%x: vector<16xf32>) -> vector<16xf32> {
  %0 = math.sin %x : vector<16xf32>
  %1 = arith.mulf %0, %x : vector<16xf32>
  return %1 : vector<16xf32>
}
func.func @others(%x: f64, %y: f64) -> f64 {
  %0 = math.log %x : f64
  %1 = math.erf %0 : f64
  %2 = math.erfc %1 : f64
  %3 = math.log1p %2 : f64
  %4 = math.expm1 %3 : f64
  %5 = math.exp2 %4 : f64
  %6 = math.log2 %5 : f64
  %7 = math.log10 %6 : f64
  %8 = math.cos %7 : f64
  %9 = math.atan %8 : f64
  %10 = math.rsqrt %9 : f64
  %11 = math.powf %10, %y : f64
  %12 = math.tan %11 : f64
  %13 = math.asin %12 : f64
  %14 = math.acos %13 : f64
  %15 = math.sinh %14 : f64
  %16 = math.cosh %15 : f64
  %17 = math.asinh %16 : f64
  %18 = math.acosh %17 : f64
  %19 = math.atanh %18 : f64
  %20 = math.cbrt %19 : f64
  %21 = math.atan2 %20, %y : f64
  %22, %23 = math.sincos %21 : f64
  %24 = math.tanh %23 : f64
  return %24 : f64
}
func.func @powers(%x: vector<4xbf16>, %n: vector<4xi32>, %i: i16) -> (vector<4xbf16>, i16) {
  %0 = math.fpowi %x, %n : vector<4xbf16>, vector<4xi32>
  %1 = math.ipowi %i, %i : i16
  return %0, %1 : vector<4xbf16>, i16
}
