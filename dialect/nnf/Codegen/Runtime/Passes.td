//===- Passes.td - functions of the runtime's interface -------------------------------------*- tablegen -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_CODEGEN_RUNTIME_PASSES_TD
#define NNF_CODEGEN_RUNTIME_PASSES_TD

include "mlir/Pass/PassBase.td"

def NnfInlineCalls : Pass<"nnf-inline-calls", "::mlir::ModuleOp"> {
  let summary = "Inline every call of a function of the module, and drop what is not called from outside";
  let description = [{
    Fusion does not see through calls, and the passes behind expect functions without them. Calls must not be recursive,
    and what they call must be one block.
  }];
}

def NnfRecordSignature : Pass<"nnf-record-signature", "::mlir::func::FuncOp"> {
  let summary = "Keep the element types of a public function that lowering forgets";
  let description = [{
    Lowering makes integers signless and bools bytes. What the caller passes is remembered as an argument or result
    attribute `nnf.type`, from which the entry's type check is made.

    ```mlir
    func.func @f(%x: tensor<?xui8>) -> tensor<?xi1>
    // becomes
    func.func @f(%x: tensor<?xui8> {nnf.type = ui8}) -> (tensor<?xi1> {nnf.type = i1})
    ```
  }];
}

def NnfShapeFunctions : Pass<"nnf-shape-functions", "::mlir::ModuleOp"> {
  let summary = "Make a function that computes the result sizes of each public function";
  let description = [{
    `@f` on tensors gets a private companion `@f.shapes` with the same arguments that returns the open sizes of all
    results in turn, and repeats those of f's assertions that depend on sizes only. A size that depends on values is
    -1 there, and the result is marked `nnf.late`.

    ```mlir
    func.func @f(%x: tensor<?x?xf32>) -> tensor<?xf32> { … linalg.reduce … dimensions = [1] … }
    // gets
    func.func private @f.shapes(%x: tensor<?x?xf32>) -> index attributes {nnf.shapes_of = @f} {
      %d = tensor.dim %x, %c0 : tensor<?x?xf32>
      return %d : index
    }
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::tensor::TensorDialect"];
}

def NnfEntryPoints : Pass<"nnf-entry-points", "::mlir::ModuleOp"> {
  let summary = "Give public functions on buffers the runtime's calling convention";
  let description = [{
    `@f(memrefs)` becomes `@f.run(handle, context, inputs, outputs) -> i32` and `@f.shapes` takes the same operands (see
    nnf/Runtime/Abi.h and nnf/Runtime/Support.h). Ranks, element types, static sizes and strides are not checked by
    generated code but by the runtime, from the table `@f.signature` that is made here.
  }];
  let options = [
    Option<"target", "target", "std::string", "\"\"", "What the code is compiled for, as text for people">,
    Option<"build", "build", "std::string", "\"\"", "What compiles it, as text for people">
  ];
  let dependentDialects = ["::mlir::LLVM::LLVMDialect", "::mlir::arith::ArithDialect", "::mlir::memref::MemRefDialect"];
}

def NnfRecordWork : Pass<"nnf-record-work", "::mlir::ModuleOp"> {
  let summary = "Count the arithmetic of linalg ops, for a profile";
  let description = [{
    For every op of linalg that computes on floats, the end of its block calls the private function `@nnf.work` with the
    number of floating-point operations: the size of the iteration space times those of the body, where a multiply-add
    counts as two and a function as one. nnf-mark-kernels makes records of the calls.
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::func::FuncDialect", "::mlir::memref::MemRefDialect"];
}

def NnfMarkKernels : Pass<"nnf-mark-kernels", "::mlir::ModuleOp"> {
  let summary = "Have each kernel write down when it ran, for a profile";
  let description = [{
    A kernel is a parallel loop, another loop without one inside, or a copy, in an entry point `run`. Before and after it
    the runtime is asked for the time (nnf/Runtime/Profile.h), with the places where its ops were written and the bytes of
    the buffers from outside that it reads and of those that it writes.
  }];
  let dependentDialects = ["::mlir::LLVM::LLVMDialect", "::mlir::arith::ArithDialect", "::mlir::memref::MemRefDialect"];
}

def NnfOutlineTasks : Pass<"nnf-outline-tasks", "::mlir::ModuleOp"> {
  let summary = "Turn parallel loops into calls of the runtime's parallel_for";
  let description = [{
    An outermost `scf.forall` or `scf.parallel` (without reductions) of an entry point becomes a function of its own
    that runs a range of the iterations; what it uses from outside is passed in a structure on the stack. Loops inside
    a parallel loop, and all of them without `threads`, become `scf.for`.
  }];
  let options = [
    Option<"threads", "threads", "bool", "true", "Make tasks; otherwise loops">
  ];
  let dependentDialects = ["::mlir::LLVM::LLVMDialect", "::mlir::arith::ArithDialect", "::mlir::scf::SCFDialect"];
}

def NnfShareTasks : Pass<"nnf-share-tasks", "::mlir::ModuleOp"> {
  let summary = "Keep one of the tasks that do the same";
  let description = [{
    The parallel loops of a model's equal layers become tasks that differ in the memory they are given alone. Of tasks
    with the same body, whatever their locations, the first stays, and the others' callers take it. Tasks that may fail
    say where they were written, and must agree in that too.
  }];
}

def NnfLowerViews : Pass<"nnf-lower-views", "::mlir::ModuleOp"> {
  let summary = "Turn memref.subview, expand_shape and collapse_shape into arithmetic on sizes and strides";
  let dependentDialects = ["::mlir::LLVM::LLVMDialect"];
}

def NnfBoundMasks : Pass<"nnf-bound-masks"> {
  let summary = "Cut the operands of vector.create_mask at the vector's length";
  let description = [{
    No mask changes, but now its lanes can be counted in 32 bits instead of 64: a comparison of one register instead of
    two.

    ```mlir
    %m = vector.create_mask %n : vector<16xi1>
    // becomes
    %k = arith.minsi %n, %c16 : index
    %m = vector.create_mask %k : vector<16xi1>
    ```
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect"];
}

def NnfLowerRuntimeOps : Pass<"nnf-lower-runtime-ops", "::mlir::ModuleOp"> {
  let summary = "Turn assertions and allocations into calls of the runtime";
  let description = [{
    Works on the control flow graphs of entry points and tasks. `cf.assert` becomes a branch to a block that records the
    error with the values of the comparisons that make up its condition, and answers with a status; `memref.alloc`
    becomes a request to the context, or to the thread's workspace inside a task, with the same way out when memory
    runs out; `memref.dealloc` its counterpart.

    Placeholders `{0}`, `{1}`, … of an assertion's message stand for the operands, in order, of the `arith.cmpi`s that
    the condition is made of (through `arith.andi`).
  }];
  let dependentDialects = ["::mlir::LLVM::LLVMDialect", "::mlir::cf::ControlFlowDialect"];
}

def NnfKernelTables : Pass<"nnf-kernel-tables", "::mlir::ModuleOp"> {
  let summary = "Export a table of entry points for each function";
  let description = [{
    In the llvm dialect: makes `@f_kernel`, an nnf_kernel, and hides everything else from the linker.
  }];
  let dependentDialects = ["::mlir::LLVM::LLVMDialect"];
}

#endif // NNF_CODEGEN_RUNTIME_PASSES_TD
