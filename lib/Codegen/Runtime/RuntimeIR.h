//===- RuntimeIR.h - IR that talks to the runtime -------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
//
// What the passes of this folder share: names, calls of the functions in nnf/Runtime/Support.h, and memrefs out of
// pointers and sizes.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_LIB_CODEGEN_RUNTIME_RUNTIMEIR_H
#define NNF_LIB_CODEGEN_RUNTIME_RUNTIMEIR_H

#include "mlir/Conversion/LLVMCommon/TypeConverter.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinOps.h"

namespace mlir::nnf {

/// Argument and result attributes of functions.
constexpr llvm::StringLiteral kTypeAttr = "nnf.type";           ///< element type as the caller knows it (TypeAttr)
constexpr llvm::StringLiteral kNameAttr = "nnf.name";           ///< name for messages (StringAttr)
constexpr llvm::StringLiteral kParameterAttr = "nnf.parameter"; ///< given to create, not to run (UnitAttr)
constexpr llvm::StringLiteral kResultAttr = "nnf.result";       ///< an out parameter (I64Attr: which result)
constexpr llvm::StringLiteral kLateAttr = "nnf.late";           ///< sizes depend on values (UnitAttr)
constexpr llvm::StringLiteral kFieldAttr = "nnf.field";         ///< comes from the handle (I64Attr: which field)
/// Attributes of functions.
constexpr llvm::StringLiteral kInitOfAttr = "nnf.init_of"; ///< what `create` computes for (FlatSymbolRefAttr)
constexpr llvm::StringLiteral kLateOfAttr = "nnf.late_of"; ///< makes the buffer of a late result of (FlatSymbolRefAttr)
constexpr llvm::StringLiteral kShapesOfAttr = "nnf.shapes_of"; ///< the shape function of (FlatSymbolRefAttr)
constexpr llvm::StringLiteral kRoleAttr = "nnf.role";          ///< "run", "shapes", "create", "task" (StringAttr)
constexpr llvm::StringLiteral kKernelAttr = "nnf.kernel";      ///< of which function (StringAttr)
/// Attributes of ops.
constexpr llvm::StringLiteral kFrameAttr = "nnf.frame"; ///< the llvm.alloca of a call's frame (UnitAttr)
constexpr llvm::StringLiteral kHandleAttr = "nnf.in_handle"; ///< a memref.alloc that lives as long as the handle (UnitAttr)
/// A call whose status decides whether to go on: "exit" leaves the function, "return" just returns (StringAttr).
constexpr llvm::StringLiteral kCheckAttr = "nnf.check";

/// The function whose calls say how much arithmetic an op asks for, where code profiles itself.
constexpr llvm::StringLiteral kWorkFunction = "nnf.work";

/// The frame of a call in a function whose blocks have not been split; null where it has none.
Value getFrame(FunctionOpInterface f);

/// Builds IR of one module.
class RuntimeIR {
public:
  explicit RuntimeIR(ModuleOp module);

  /// Calls a function of nnf/Runtime/Support.h and declares it where needed. The result is null for void functions.
  Value call(OpBuilder &b, Location loc, StringRef name, ValueRange operands);

  Value constant(OpBuilder &b, Location loc, int64_t value); ///< i64
  Value constant32(OpBuilder &b, Location loc, int32_t value);
  /// Reads or writes word `index` of an array of words.
  Value loadWord(OpBuilder &b, Location loc, Type type, Value array, int64_t index);
  void storeWord(OpBuilder &b, Location loc, Value value, Value array, int64_t index);
  /// An array of words on the stack, at the start of `entry`.
  Value allocaWords(Block &entry, Location loc, int64_t count);

  /// The type a value has in the llvm dialect; a memref's is its descriptor.
  Type convert(Type type) { return converter.convertType(type); }
  /// index <-> i64, i1 <-> i1 … between a value and its counterpart in the llvm dialect.
  Value toLLVM(OpBuilder &b, Location loc, Value value);
  Value fromLLVM(OpBuilder &b, Location loc, Type type, Value value);

  /// A memref out of its pointer and, in turn, the open parts of its type: offset, sizes, strides (a dense memref has
  /// only sizes). All i64.
  Value buildMemRef(OpBuilder &b, Location loc, MemRefType type, Value pointer, ArrayRef<Value> open);
  /// The reverse: the pointer, then the open parts.
  SmallVector<Value> takeMemRef(OpBuilder &b, Location loc, Value memref);
  /// How many open parts there are.
  static int64_t countOpen(MemRefType type);
  /// The address of a memref without an offset.
  Value getPointer(OpBuilder &b, Location loc, Value memref);

  /// A private constant: words, or characters. Returns the existing one if `name` is taken.
  LLVM::GlobalOp addWords(StringRef name, ArrayRef<int64_t> words);
  LLVM::GlobalOp addString(StringRef name, StringRef text);
  Value addressOf(OpBuilder &b, Location loc, LLVM::GlobalOp global);

  Type ptr, i64, i32;

private:
  ModuleOp module;
  LLVMTypeConverter converter;
};

} // namespace mlir::nnf

#endif // NNF_LIB_CODEGEN_RUNTIME_RUNTIMEIR_H
