// RUN: nnf-opt %s --split-input-file --verify-diagnostics --nnf-inline-calls | FileCheck %s

// CHECK-NOT:   @once
// CHECK-LABEL: func.func @f(
// CHECK-SAME:    %[[X:.*]]: f32) -> f32
// CHECK-NEXT:    %[[A:.*]] = arith.addf %[[X]], %[[X]]
// CHECK-NEXT:    %[[B:.*]] = arith.addf %[[A]], %[[A]]
// CHECK-NEXT:    return %[[B]]
func.func private @once(%x: f32) -> f32 {
  %0 = arith.addf %x, %x : f32
  return %0 : f32
}
func.func @f(%x: f32) -> f32 {
  %0 = call @once(%x) : (f32) -> f32
  %1 = call @once(%0) : (f32) -> f32
  return %1 : f32
}

// -----

func.func private @a() {
  // expected-error @below {{is recursive: @f is being called already}}
  call @f() : () -> ()
  return
}
func.func @f() {
  call @a() : () -> ()
  return
}

// -----

func.func private @outside()
func.func @f() {
  // expected-error @below {{calls @outside, which has no body in this module}}
  call @outside() : () -> ()
  return
}
