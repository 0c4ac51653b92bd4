//===- EntryPoints.cpp - functions with the runtime's calling convention ------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "RuntimeIR.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "nnf/Codegen/Runtime/Passes.h"
#include "nnf/Runtime/Support.h"

namespace mlir::nnf {
#define GEN_PASS_DEF_NNFENTRYPOINTS
#include "nnf/Codegen/Runtime/Passes.h.inc"
} // namespace mlir::nnf

using namespace mlir;
using namespace mlir::nnf;

/// The nnf_dtype of an element type; 0 if it cannot cross the border.
static int64_t getDtype(Type type) {
  if (type.isF32())
    return NNF_F32;
  if (type.isF64())
    return NNF_F64;
  if (type.isF16())
    return NNF_F16;
  if (type.isBF16())
    return NNF_BF16;
  if (isa<Float8E4M3FNType>(type))
    return NNF_F8E4M3FN;
  if (isa<Float8E5M2Type>(type))
    return NNF_F8E5M2;
  if (isa<IndexType>(type))
    return NNF_I64;
  auto integer = dyn_cast<IntegerType>(type);
  if (!integer)
    return 0;
  bool isUnsigned = integer.isUnsigned();
  switch (integer.getWidth()) {
  case 1:
    return NNF_BOOL;
  case 8:
    return isUnsigned ? NNF_U8 : NNF_I8;
  case 16:
    return isUnsigned ? NNF_U16 : NNF_I16;
  case 32:
    return isUnsigned ? NNF_U32 : NNF_I32;
  case 64:
    return isUnsigned ? NNF_U64 : NNF_I64;
  default:
    return 0;
  }
}

namespace {
enum Role { Parameter, Input, Output, Field, NumRoles };

/// One argument of the function on buffers, or a late result.
struct Argument {
  /// In the function's list; for a late result none.
  std::optional<unsigned> index;
  Type type; ///< a memref or a scalar
  DictionaryAttr attrs;
  Role role;
};

/// Makes the entry points of one function.
class EntryBuilder {
public:
  EntryBuilder(RuntimeIR &ir, func::FuncOp f, StringRef target, StringRef build)
      : ir(ir), f(f), name(f.getName()), target(target), build(build) {}
  /// `init` may be null; `late` are the makers of late results.
  LogicalResult run(func::FuncOp shapes, func::FuncOp init, ArrayRef<func::FuncOp> late);

private:
  LogicalResult describe(ArrayRef<func::FuncOp> late);
  LogicalResult check(const Argument &argument);
  void addSignature(func::FuncOp shapes);
  func::FuncOp makeEntry(func::FuncOp from, StringRef role);
  void endShapes(OpBuilder &b, func::ReturnOp ret);
  void endCreate(OpBuilder &b, func::ReturnOp ret, Value frame);
  Value unpack(OpBuilder &b, Location loc, Type type, Value args, int64_t &word, bool byAddress);

  RuntimeIR &ir;
  func::FuncOp f;
  std::string name;
  StringRef target, build;
  SmallVector<Argument> arguments; ///< in the signature's order
  LLVM::GlobalOp signature, strings;
};
} // namespace

/// How many words an argument takes in the arrays of words it travels in.
static int64_t countWords(Type type) {
  auto memref = dyn_cast<MemRefType>(type);
  return 1 + (memref ? RuntimeIR::countOpen(memref) : 0);
}

/// Whether callers can pass an argument.
LogicalResult EntryBuilder::check(const Argument &a) {
  auto memref = dyn_cast<MemRefType>(a.type);
  auto describe = [&] {
    return a.role == Output ? "result " + std::to_string(a.attrs.getAs<IntegerAttr>(kResultAttr).getInt())
                            : "argument " + std::to_string(*a.index);
  };
  if ((!memref && !a.type.isIntOrIndexOrFloat()) || (memref && !memref.getLayout().isIdentity()))
    return f.emitError() << describe() << " of @" << name << " must be a tensor or a scalar to be called from outside, "
                         << "but is " << a.type;
  if (!getDtype(getElementTypeOrSelf(a.type)))
    return f.emitError() << describe() << " of @" << name << " has element type " << getElementTypeOrSelf(a.type)
                         << ", which callers cannot pass";
  if (memref && memref.getRank() > NNF_MAX_RANK)
    return f.emitError() << describe() << " of @" << name << " has rank " << memref.getRank()
                         << ", callers can pass up to " << NNF_MAX_RANK;
  return success();
}

LogicalResult EntryBuilder::describe(ArrayRef<func::FuncOp> late) {
  SmallVector<Argument> byRole[NumRoles];
  auto orEmpty = [&](DictionaryAttr attrs) { return attrs ? attrs : DictionaryAttr::get(f.getContext()); };
  for (unsigned i = 0; i < f.getNumArguments(); ++i) {
    DictionaryAttr attrs = orEmpty(f.getArgAttrDict(i));
    Role role = attrs.contains(kResultAttr)      ? Output
                : attrs.contains(kFieldAttr)     ? Field
                : attrs.contains(kParameterAttr) ? Parameter
                                                 : Input;
    byRole[role].push_back({i, f.getArgumentTypes()[i], attrs, role});
  }
  for (func::FuncOp maker : late)
    byRole[Output].push_back({std::nullopt, maker.getResultTypes()[0], orEmpty(maker.getResultAttrDict(0)), Output});
  llvm::sort(byRole[Output], [](const Argument &a, const Argument &b) {
    return a.attrs.getAs<IntegerAttr>(kResultAttr).getInt() < b.attrs.getAs<IntegerAttr>(kResultAttr).getInt();
  });
  for (ArrayRef<Argument> part : byRole)
    llvm::append_range(arguments, part);
  for (const Argument &a : arguments)
    if (a.role != Field && failed(check(a)))
      return failure();
  return success();
}

/// @f.signature and @f.strings, as nnf/Runtime/Support.h lays them out.
void EntryBuilder::addSignature(func::FuncOp shapes) {
  SmallVector<int64_t> words(NNF_SIGNATURE_HEADER);
  words[NNF_SIGNATURE_VERSION] = NNF_ABI_VERSION;
  std::string text;
  auto add = [&](StringRef s) {
    text += s;
    text += '\0';
  };
  add(name);
  add(target);
  add(build);
  for (const Argument &a : arguments) {
    if (a.role == Field) {
      words[NNF_SIGNATURE_SLOTS] += countWords(a.type);
      continue;
    }
    ++words[NNF_SIGNATURE_PARAMETERS + a.role];
    auto told = a.attrs.getAs<TypeAttr>(kTypeAttr);
    Type element = getElementTypeOrSelf(a.type);
    // Bytes may be bools: a signless type of the same width is all that is known without the attribute.
    bool open = !told && isa<IntegerType>(element) && !element.isInteger(1);
    auto memref = dyn_cast<MemRefType>(a.type);
    bool spent = a.role == Parameter && f.getArgument(*a.index).use_empty() && shapes.getArgument(*a.index).use_empty();
    words.push_back(getDtype(told ? told.getValue() : element) | (open ? NNF_TENSOR_ANY_SIGN : 0) |
                    (memref ? 0 : NNF_TENSOR_SCALAR) | (a.attrs.contains(kLateAttr) ? NNF_TENSOR_LATE : 0) |
                    (spent ? NNF_TENSOR_SPENT : 0));
    ArrayRef<int64_t> shape = memref ? memref.getShape() : ArrayRef<int64_t>();
    words.push_back(shape.size());
    for (int64_t size : shape)
      words.push_back(ShapedType::isDynamic(size) ? NNF_DYNAMIC : size);
    auto given = a.attrs.getAs<StringAttr>(kNameAttr);
    add(given ? given.getValue() : "");
  }
  signature = ir.addWords(name + ".signature", words);
  strings = ir.addString(name + ".strings", text);
}

/// The value of an argument out of words: the pointer and open parts of a memref; a scalar's address when the runtime
/// wrote the words, the scalar itself when `create` did.
Value EntryBuilder::unpack(OpBuilder &b, Location loc, Type type, Value args, int64_t &word, bool byAddress) {
  auto memref = dyn_cast<MemRefType>(type);
  if (!memref && !byAddress)
    return ir.fromLLVM(b, loc, type, ir.loadWord(b, loc, ir.convert(type), args, word++));
  Value data = ir.loadWord(b, loc, ir.ptr, args, word++);
  if (!memref)
    return ir.fromLLVM(b, loc, type, LLVM::LoadOp::create(b, loc, ir.convert(type), data));
  SmallVector<Value> open;
  for (int64_t i = 0, n = RuntimeIR::countOpen(memref); i < n; ++i)
    open.push_back(ir.loadWord(b, loc, ir.i64, args, word++));
  return ir.buildMemRef(b, loc, memref, data, open);
}

/// return %sizes…  ->  store them to an array that the runtime hands on
void EntryBuilder::endShapes(OpBuilder &b, func::ReturnOp ret) {
  Location loc = ret.getLoc();
  Value sizes = LLVM::AllocaOp::create(
      b, loc, ir.ptr, LLVM::LLVMArrayType::get(ir.i64, std::max<int64_t>(ret.getNumOperands(), 1)),
      ir.constant32(b, loc, 1));
  sizes.getDefiningOp()->setAttr(kFrameAttr, b.getStringAttr("sizes"));
  OpBuilder end(ret);
  for (auto [i, size] : llvm::enumerate(ret.getOperands()))
    ir.storeWord(end, loc, ir.toLLVM(end, loc, size), sizes, i);
}

/// return %fields…  ->  store them to the handle
void EntryBuilder::endCreate(OpBuilder &b, func::ReturnOp ret, Value frame) {
  Location loc = ret.getLoc();
  Value slots = ir.call(b, loc, "nnf_rt_slots", frame);
  OpBuilder end(ret);
  int64_t slot = 0;
  for (Value field : ret.getOperands()) {
    SmallVector<Value> words = isa<MemRefType>(field.getType()) ? ir.takeMemRef(end, loc, field)
                                                                 : SmallVector<Value>{ir.toLLVM(end, loc, field)};
    for (Value word : words)
      ir.storeWord(end, loc, word, slots, slot++);
  }
}

/// func.func @f(%x: memref<?xf32>, %o: memref<?xf32>) { body }
///   ->
/// func.func @f.run(%handle: !llvm.ptr, %context: !llvm.ptr, %inputs: !llvm.ptr, %outputs: !llvm.ptr) -> i32 {
///   %frame = llvm.alloca …
///   %status = llvm.call @nnf_rt_enter_run(%frame, …, %args, …) {nnf.check = "return"}
///   … = llvm.load %args …
///   body
///   return %zero : i32
/// }
/// `shapes` and `create` are made the same way of the functions that compute sizes and fields. That the function ends
/// here when the status is not 0, and what a return does beside, is left to the lowering of the control flow graph
/// (LowerRuntimeOps.cpp).
func::FuncOp EntryBuilder::makeEntry(func::FuncOp from, StringRef role) {
  Location loc = from.getLoc();
  OpBuilder b(from);
  bool isRun = role == "run", isCreate = role == "create";
  SmallVector<Type> types(isCreate ? 3 : 4, ir.ptr);
  auto entry = func::FuncOp::create(b, loc, name + "." + role.str(), b.getFunctionType(types, {ir.i32}));
  entry.setPrivate();
  entry->setAttr(kRoleAttr, b.getStringAttr(role));
  entry->setAttr(kKernelAttr, b.getStringAttr(name));
  Block *block = entry.addEntryBlock();
  Block &body = from.front();
  b.setInsertionPointToStart(block);

  // In `create` the function has the parameters alone, in their order.
  SmallVector<std::pair<const Argument *, unsigned>> wanted;
  unsigned parameters = 0;
  for (const Argument &a : arguments) {
    if (isCreate ? a.role == Parameter : (a.index && (isRun || a.role == Parameter || a.role == Input)))
      wanted.push_back({&a, isCreate ? parameters++ : *a.index});
  }
  int64_t words = 0;
  bool hasFields = false;
  for (auto [a, index] : wanted) {
    hasFields |= a->role == Field;
    words += a->role == Field ? 0 : countWords(a->type);
  }
  Type frameType = LLVM::LLVMArrayType::get(b.getIntegerType(8), NNF_RT_FRAME_BYTES);
  Value frame = LLVM::AllocaOp::create(b, loc, ir.ptr, frameType, ir.constant32(b, loc, 1), NNF_RT_FRAME_ALIGNMENT);
  frame.getDefiningOp()->setAttr(kFrameAttr, b.getUnitAttr());
  Value args = LLVM::AllocaOp::create(b, loc, ir.ptr, LLVM::LLVMArrayType::get(ir.i64, std::max<int64_t>(words, 1)),
                                      ir.constant32(b, loc, 1));
  Value handle = block->getArgument(0), context = block->getArgument(1);
  SmallVector<Value> operands{frame, context, handle, ir.addressOf(b, loc, signature), ir.addressOf(b, loc, strings)};
  llvm::append_range(operands, block->getArguments().drop_front(2));
  operands.push_back(args);
  if (isRun) {
    auto shapes = func::ConstantOp::create(b, loc, entry.getFunctionType(), name + ".shapes");
    operands.push_back(UnrealizedConversionCastOp::create(b, loc, ir.ptr, shapes.getResult()).getResult(0));
  }
  Value status = ir.call(b, loc, ("nnf_rt_enter_" + role).str(), operands);
  status.getDefiningOp()->setAttr(kCheckAttr, b.getStringAttr("return"));

  int64_t word = 0, slot = 0;
  Value slots = hasFields ? ir.call(b, loc, "nnf_rt_slots", frame) : Value();
  for (auto [a, index] : wanted) {
    bool isField = a->role == Field;
    Value v = unpack(b, loc, a->type, isField ? slots : args, isField ? slot : word, /*byAddress=*/!isField);
    body.getArgument(index).replaceAllUsesWith(v);
  }
  auto ret = cast<func::ReturnOp>(body.getTerminator());
  if (isCreate)
    endCreate(b, ret, frame);
  else if (!isRun)
    endShapes(b, ret);
  block->getOperations().splice(block->end(), body.getOperations());
  b.setInsertionPoint(ret);
  func::ReturnOp::create(b, ret.getLoc(), ir.constant32(b, ret.getLoc(), NNF_OK));
  ret.erase();
  from.erase();
  return entry;
}

LogicalResult EntryBuilder::run(func::FuncOp shapes, func::FuncOp init, ArrayRef<func::FuncOp> late) {
  if (failed(describe(late)))
    return failure();
  addSignature(shapes);
  // The new function takes the name of the old one.
  shapes.setName(name + ".sizes");
  makeEntry(shapes, "shapes");
  if (init)
    makeEntry(init, "create");
  makeEntry(f, "run");
  return success();
}

namespace {
struct EntryPoints : nnf::impl::NnfEntryPointsBase<EntryPoints> {
  using Base::Base;
  void runOnOperation() override {
    ModuleOp module = getOperation();
    RuntimeIR ir(module);
    llvm::StringMap<func::FuncOp> shapes, inits;
    llvm::StringMap<SmallVector<func::FuncOp>> late;
    SmallVector<func::FuncOp> functions;
    for (auto f : module.getOps<func::FuncOp>()) {
      if (auto of = f->getAttrOfType<FlatSymbolRefAttr>(kShapesOfAttr))
        shapes[of.getValue()] = f;
      else if (auto of = f->getAttrOfType<FlatSymbolRefAttr>(kInitOfAttr))
        inits[of.getValue()] = f;
      else if (auto of = f->getAttrOfType<FlatSymbolRefAttr>(kLateOfAttr))
        late[of.getValue()].push_back(f);
      else if (f.isPublic() && !f.isExternal())
        functions.push_back(f);
    }
    for (func::FuncOp f : functions) {
      func::FuncOp shape = shapes.lookup(f.getName());
      if (!shape) {
        f.emitOpError() << "has no shape function; run nnf-shape-functions on tensors first";
        return signalPassFailure();
      }
      if (f.getNumResults() != 0 || !f.getBody().hasOneBlock()) {
        f.emitOpError() << "must be one block without results; run nnf-results-to-out-params first";
        return signalPassFailure();
      }
      EntryBuilder builder(ir, f, target, build);
      if (failed(builder.run(shape, inits.lookup(f.getName()), late.lookup(f.getName()))))
        return signalPassFailure();
    }
  }
};
} // namespace
