// The portable form of a multiplication by 2^n, as kernels in linalg bodies have it, is one instruction on AVX-512.
// RUN: nnf-opt %s --nnf-expand-math=avx512=true | FileCheck %s
// RUN: nnf-opt %s --nnf-expand-math | FileCheck %s --check-prefix=PORTABLE --implicit-check-not=llvm.call_intrinsic

// PORTABLE: module

// CHECK-LABEL: @folds(
// CHECK-SAME: %[[P:.*]]: vector<16xf32>, %[[N:.*]]: vector<16xf32>
// CHECK-NOT: arith.mulf
// CHECK: %[[Y:.*]] = llvm.call_intrinsic "llvm.x86.avx512.mask.scalef.ps.512"(%[[P]], %[[N]], %[[P]],
// CHECK-NEXT: return %[[Y]]
func.func @folds(%p: vector<16xf32>, %n: vector<16xf32>) -> vector<16xf32> {
  %half = arith.constant dense<0.5> : vector<16xf32>
  %magic = arith.constant dense<12583039.0> : vector<16xf32>
  %c23 = arith.constant dense<23> : vector<16xi32>
  %0 = arith.mulf %n, %half : vector<16xf32>
  %h = math.roundeven %0 : vector<16xf32>
  %1 = arith.addf %h, %magic : vector<16xf32>
  %2 = arith.bitcast %1 : vector<16xf32> to vector<16xi32>
  %3 = arith.shli %2, %c23 : vector<16xi32>
  %4 = arith.bitcast %3 : vector<16xi32> to vector<16xf32>
  %5 = arith.mulf %p, %4 : vector<16xf32>
  %6 = arith.subf %n, %h : vector<16xf32>
  %7 = arith.addf %6, %magic : vector<16xf32>
  %8 = arith.bitcast %7 : vector<16xf32> to vector<16xi32>
  %9 = arith.shli %8, %c23 : vector<16xi32>
  %10 = arith.bitcast %9 : vector<16xi32> to vector<16xf32>
  %11 = arith.mulf %5, %10 : vector<16xf32>
  return %11 : vector<16xf32>
}

// The second exponent is not what is left of the first: another product altogether.
// CHECK-LABEL: @other_rest(
// CHECK-NOT: llvm.call_intrinsic
func.func @other_rest(%p: vector<16xf32>, %n: vector<16xf32>, %m: vector<16xf32>) -> vector<16xf32> {
  %half = arith.constant dense<0.5> : vector<16xf32>
  %magic = arith.constant dense<12583039.0> : vector<16xf32>
  %c23 = arith.constant dense<23> : vector<16xi32>
  %0 = arith.mulf %n, %half : vector<16xf32>
  %h = math.roundeven %0 : vector<16xf32>
  %1 = arith.addf %h, %magic : vector<16xf32>
  %2 = arith.bitcast %1 : vector<16xf32> to vector<16xi32>
  %3 = arith.shli %2, %c23 : vector<16xi32>
  %4 = arith.bitcast %3 : vector<16xi32> to vector<16xf32>
  %5 = arith.mulf %p, %4 : vector<16xf32>
  %6 = arith.subf %m, %h : vector<16xf32>
  %7 = arith.addf %6, %magic : vector<16xf32>
  %8 = arith.bitcast %7 : vector<16xf32> to vector<16xi32>
  %9 = arith.shli %8, %c23 : vector<16xi32>
  %10 = arith.bitcast %9 : vector<16xi32> to vector<16xf32>
  %11 = arith.mulf %5, %10 : vector<16xf32>
  return %11 : vector<16xf32>
}
