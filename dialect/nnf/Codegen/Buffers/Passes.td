//===- Passes.td - tensors to buffers -------------------------------------------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_BUFFERS_PASSES_TD
#define NNF_CODEGEN_BUFFERS_PASSES_TD

include "mlir/Pass/PassBase.td"

def NnfFuseElementwise : Pass<"nnf-fuse-elementwise"> {
  let summary = "Fuse elementwise linalg ops into what reads them";
  let description = [{
    Upstream's `linalg-fuse-elementwise-ops`, but for two cases that stay apart: gathers (bodies with `linalg.index` or
    `tensor.extract`) in front of reductions that read their elements more than once, such as `nnf.embedding` before
    `nnf.linear`; and bodies that would become longer than `longest` ops, so that a chain of n ops takes a time proportional to
    n and not to its square. The emitters run the pieces of a long chain in one nest of loops all the same.
  }];
  let options = [Option<"longest", "longest", "int64_t", "512", "Ops in the body of a fused op, at most">];
  let dependentDialects = ["::mlir::affine::AffineDialect", "::mlir::linalg::LinalgDialect", "::mlir::tensor::TensorDialect"];
}

def NnfPrepareBufferization : Pass<"nnf-prepare-bufferization", "::mlir::func::FuncOp"> {
  let summary = "Say what bufferisation may overwrite: no argument";
  let description = [{
    Marks every tensor argument `bufferization.writable = false`: callers' inputs are read only. A value that an op
    would like to update in place gets a buffer of its own when it is an argument.

    What an `scf.for` or `scf.while` yields is copied to where the loop's argument lies unless it is written there already,
    so that all iterations share one buffer; not where sizes are open, since they may change.
  }];
}

def NnfResultsToOutParams : Pass<"nnf-results-to-out-params", "::mlir::func::FuncOp"> {
  let summary = "Turn the results of public functions into trailing out parameters";
  let description = [{
    A result whose buffer is allocated in the function *is* the parameter from then on, also when it is returned through
    casts, `expand_shape` and `collapse_shape`; no copy is made. An argument, a constant, a part of a buffer or a value
    that is returned twice is copied. Scalars are stored to a `memref<T>`.

    A result marked `nnf.late`, whose sizes depend on values, is no parameter: a call of the function `@f.result<i>`,
    which gets the sizes, stands for its allocation.

    The caller's sizes are compared with the result's where the buffer would have been allocated, before anything is
    written to it.

    ```mlir
    func.func @f(%x: memref<?xf32>) -> memref<?xf32> {
      %d = memref.dim %x, %c0 : memref<?xf32>
      %a = memref.alloc(%d) : memref<?xf32>
      linalg.exp ins(%x : memref<?xf32>) outs(%a : memref<?xf32>)
      return %a : memref<?xf32>
    }
    // becomes
    func.func @f(%x: memref<?xf32>, %o: memref<?xf32> {nnf.result = 0 : i64}) {
      %d = memref.dim %x, %c0 : memref<?xf32>
      %e = memref.dim %o, %c0 : memref<?xf32>
      %ok = arith.cmpi eq, %d, %e : index
      cf.assert %ok, "output 0 of f: expected size {0} in dimension 0, got {1}"
      linalg.exp ins(%x : memref<?xf32>) outs(%o : memref<?xf32>)
      return
    }
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::cf::ControlFlowDialect",
                           "::mlir::memref::MemRefDialect"];
}

def NnfHoistAssertions : Pass<"nnf-hoist-assertions", "::mlir::func::FuncOp"> {
  let summary = "Check sizes first";
  let description = [{
    Assertions whose condition is made of sizes of arguments, scalar arguments and constants move to the start of the
    function, in their order: so a call with wrong sizes fails before it has written anything, and the computation behind
    is not interrupted. Assertions on values stay where the values are.
  }];
}

def NnfCopiesToLinalg : Pass<"nnf-copies-to-linalg", "::mlir::func::FuncOp"> {
  let summary = "Turn memref.copy into linalg.generic";
  let description = [{
    So copies are vectorised and threaded like everything else, and no library routine is needed for strided ones.
    Copies of a buffer to itself go away.
  }];
  let dependentDialects = ["::mlir::linalg::LinalgDialect", "::mlir::memref::MemRefDialect"];
}

def NnfHoistInit : Pass<"nnf-hoist-init", "::mlir::ModuleOp"> {
  let summary = "Compute once, in create, what is marked as depending on parameters and constants only";
  let description = [{
    Ops of a public function on buffers that carry the unit attribute `nnf.init` (a `memref.alloc` and the loops or linalg
    ops that fill it, such as the packing of weights) move to `@f.init`, which runs when a handle is made. They may use
    arguments marked `nnf.parameter`, constants and globals, and pure ops on these. An allocation that only marked ops
    write to is meant as well; so a linalg op that was marked on tensors works, too. What the rest of the function uses of
    them becomes an argument marked `nnf.field`, which the entry takes from the handle.

    A group that turns out to depend on other arguments stays where it is; so an emitter marks what it
    would like to do once, and need not know whether it can be.

    ```mlir
    func.func @f(%x: memref<8xf32>, %w: memref<8xf32> {nnf.parameter}, %o: memref<8xf32>) {
      %p = memref.alloc() {nnf.init} : memref<8xf32>
      linalg.exp {nnf.init} ins(%w : memref<8xf32>) outs(%p : memref<8xf32>)
      linalg.mul ins(%x, %p : …) outs(%o : …)
      return
    }
    // becomes
    func.func @f(%x: …, %w: …, %o: …, %p: memref<8xf32> {nnf.field = 0 : i64}) {
      linalg.mul ins(%x, %p : …) outs(%o : …)
      return
    }
    func.func private @f.init(%w: memref<8xf32> {nnf.parameter}) -> memref<8xf32> attributes {nnf.init_of = @f} {
      %p = memref.alloc() {nnf.in_handle} : memref<8xf32>
      linalg.exp ins(%w : memref<8xf32>) outs(%p : memref<8xf32>)
      return %p : memref<8xf32>
    }
    ```
  }];
  let options = [
    Option<"remarks", "remarks", "bool", "false", "Say which marked ops are computed in every call">
  ];
}

def NnfPlaceDeallocs : Pass<"nnf-place-deallocs", "::mlir::func::FuncOp"> {
  let summary = "Free every temporary right after its last use";
  let description = [{
    Every `memref.alloc` without a `memref.dealloc` gets one after the last op of its block that uses the buffer or a
    view of it. Early, so that the allocator hands the same, warm memory to the next temporary. Buffers that leave their
    block (through a terminator) are left alone.
  }];
  let dependentDialects = ["::mlir::memref::MemRefDialect"];
}

def NnfPlanMemory : Pass<"nnf-plan-memory", "::mlir::ModuleOp"> {
  let summary = "Place the temporaries of a function in one block of memory, by their lifetimes";
  let description = [{
    Every `memref.alloc` of static size in the block of a public function, which a `memref.dealloc` of that block frees, gets
    its place in an arena: buffers that are not in use at the same time overlap. The arena is allocated where the first of
    them was and freed where the last one was. Buffers of open sizes stay with the allocator, which knows their sizes when
    the call comes.

    The module's `nnf.memory` says for each function: how many buffers were placed (`buffers`); the most bytes in use at
    once, below which no plan can come (`live`); the arena (`planned`); what they would take beside one another (`separate`);
    how many have open sizes (`open`); the bytes of the workspace of each task (`tasks`) and of what the handle keeps (`packed`).

    ```mlir
    %a = memref.alloc() : memref<64xf32>
    …
    %b = memref.alloc() : memref<64xf32>
    … last use of %a …
    memref.dealloc %a : memref<64xf32>
    %c = memref.alloc() : memref<32xf32>
    // becomes
    %a = memref.alloc() {nnf.arena = 0 : i64, nnf.arena_bytes = 512 : i64} : memref<64xf32>
    …
    %b = memref.alloc() {nnf.arena = 256 : i64} : memref<64xf32>
    …
    memref.dealloc %a {nnf.arena} : memref<64xf32>
    %c = memref.alloc() {nnf.arena = 0 : i64} : memref<32xf32>
    ```
  }];
  let options = [Option<"remarks", "remarks", "bool", "false", "Say for each function how much memory it takes">];
}

#endif // NNF_CODEGEN_BUFFERS_PASSES_TD
