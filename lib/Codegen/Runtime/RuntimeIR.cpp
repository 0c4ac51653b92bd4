//===- RuntimeIR.cpp - IR that talks to the runtime ---------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "RuntimeIR.h"

#include "mlir/Conversion/LLVMCommon/MemRefBuilder.h"

using namespace mlir;
using namespace mlir::nnf;

Value nnf::getFrame(FunctionOpInterface f) {
  for (Operation &op : f.getFunctionBody().front())
    if (op.hasAttrOfType<UnitAttr>(kFrameAttr))
      return op.getResult(0);
  return nullptr;
}

RuntimeIR::RuntimeIR(ModuleOp module) : module(module), converter(module.getContext()) {
  MLIRContext *ctx = module.getContext();
  ptr = LLVM::LLVMPointerType::get(ctx);
  i64 = IntegerType::get(ctx, 64);
  i32 = IntegerType::get(ctx, 32);
}

namespace {
/// Types of a function, a letter each: result first; p pointer, l 64 bits, i 32 bits, v nothing.
struct Prototype {
  StringLiteral name, types;
};
} // namespace

/// As declared in nnf/Runtime/Support.h and Profile.h.
static constexpr Prototype prototypes[] = {
    {"nnf_rt_enter_run", "ippppppppp"},
    {"nnf_rt_enter_shapes", "ipppppppp"},
    {"nnf_rt_enter_create", "ippppppp"},
    {"nnf_rt_leave", "ipi"},
    {"nnf_rt_leave_shapes", "ipip"},
    {"nnf_rt_create", "ippppp"},
    {"nnf_rt_destroy", "vp"},
    {"nnf_rt_slots", "pp"},
    {"nnf_rt_fail", "ipplp"},
    {"nnf_rt_fail_memory", "ip"},
    {"nnf_rt_alloc", "pplllll"},
    {"nnf_rt_free", "vpp"},
    {"nnf_rt_handle_alloc", "pplllll"},
    {"nnf_rt_saturating_mul", "lll"},
    {"nnf_rt_result", "iplpp"},
    {"nnf_rt_parallel_for", "iplpp"},
    {"nnf_rt_task_alloc", "pplllll"},
    {"nnf_rt_task_free", "vpp"},
    {"nnf_rt_task_fail", "ipplp"},
    {"nnf_rt_task_fail_memory", "ip"},
    {"nnf_rt_profile_begin", "lp"},
    {"nnf_rt_profile_end", "vplpl"},
    {"nnf_rt_profile_work", "vppl"},
};

Value RuntimeIR::call(OpBuilder &b, Location loc, StringRef name, ValueRange operands) {
  auto function = module.lookupSymbol<LLVM::LLVMFuncOp>(name);
  if (!function) {
    const Prototype *p = llvm::find_if(prototypes, [&](const Prototype &p) { return p.name == name; });
    assert(p != std::end(prototypes) && "not a function of the runtime");
    auto type = [&](char c) -> Type {
      switch (c) {
      case 'p':
        return ptr;
      case 'i':
        return i32;
      case 'v':
        return LLVM::LLVMVoidType::get(b.getContext());
      default:
        return i64;
      }
    };
    SmallVector<Type> inputs;
    for (char c : p->types.drop_front())
      inputs.push_back(type(c));
    OpBuilder::InsertionGuard guard(b);
    b.setInsertionPointToStart(module.getBody());
    function = LLVM::LLVMFuncOp::create(b, module.getLoc(), name,
                                        LLVM::LLVMFunctionType::get(type(p->types.front()), inputs));
  }
  auto call = LLVM::CallOp::create(b, loc, function, operands);
  return call.getNumResults() ? call.getResult() : Value();
}

Value RuntimeIR::constant(OpBuilder &b, Location loc, int64_t value) {
  return LLVM::ConstantOp::create(b, loc, i64, b.getI64IntegerAttr(value));
}

Value RuntimeIR::constant32(OpBuilder &b, Location loc, int32_t value) {
  return LLVM::ConstantOp::create(b, loc, i32, b.getI32IntegerAttr(value));
}

Value RuntimeIR::loadWord(OpBuilder &b, Location loc, Type type, Value array, int64_t index) {
  Value place = index ? LLVM::GEPOp::create(b, loc, ptr, i64, array, ArrayRef<LLVM::GEPArg>{int32_t(index)}) : array;
  return LLVM::LoadOp::create(b, loc, type, place);
}

void RuntimeIR::storeWord(OpBuilder &b, Location loc, Value value, Value array, int64_t index) {
  Value place = index ? LLVM::GEPOp::create(b, loc, ptr, i64, array, ArrayRef<LLVM::GEPArg>{int32_t(index)}) : array;
  LLVM::StoreOp::create(b, loc, value, place);
}

Value RuntimeIR::allocaWords(Block &entry, Location loc, int64_t count) {
  OpBuilder b = OpBuilder::atBlockBegin(&entry);
  Type array = LLVM::LLVMArrayType::get(i64, std::max<int64_t>(count, 1));
  return LLVM::AllocaOp::create(b, loc, ptr, array, constant32(b, loc, 1));
}

Value RuntimeIR::toLLVM(OpBuilder &b, Location loc, Value value) {
  Type type = convert(value.getType());
  if (type == value.getType())
    return value;
  return UnrealizedConversionCastOp::create(b, loc, type, value).getResult(0);
}

Value RuntimeIR::fromLLVM(OpBuilder &b, Location loc, Type type, Value value) {
  if (type == value.getType())
    return value;
  return UnrealizedConversionCastOp::create(b, loc, type, value).getResult(0);
}

int64_t RuntimeIR::countOpen(MemRefType type) {
  int64_t open = type.getNumDynamicDims();
  if (type.getLayout().isIdentity())
    return open;
  auto [strides, offset] = type.getStridesAndOffset();
  return open + ShapedType::isDynamic(offset) + llvm::count_if(strides, ShapedType::isDynamic);
}

Value RuntimeIR::buildMemRef(OpBuilder &b, Location loc, MemRefType type, Value pointer, ArrayRef<Value> open) {
  auto [strides, offset] = type.getStridesAndOffset();
  bool dense = type.getLayout().isIdentity();
  auto next = [&] {
    Value v = open.front();
    open = open.drop_front();
    return v;
  };
  auto d = MemRefDescriptor::poison(b, loc, convert(type));
  d.setAllocatedPtr(b, loc, pointer);
  d.setAlignedPtr(b, loc, pointer);
  if (ShapedType::isDynamic(offset))
    d.setOffset(b, loc, next());
  else
    d.setConstantOffset(b, loc, offset);
  int64_t rank = type.getRank();
  SmallVector<Value> sizes(rank);
  for (int64_t i = 0; i < rank; ++i) {
    sizes[i] = type.isDynamicDim(i) ? next() : constant(b, loc, type.getDimSize(i));
    d.setSize(b, loc, i, sizes[i]);
  }
  if (!dense) {
    for (int64_t i = 0; i < rank; ++i) {
      if (ShapedType::isDynamic(strides[i]))
        d.setStride(b, loc, i, next());
      else
        d.setConstantStride(b, loc, i, strides[i]);
    }
  } else {
    Value stride; // of the dimension before, once it is not a constant
    for (int64_t i = rank - 1; i >= 0; --i) {
      if (!ShapedType::isDynamic(strides[i])) {
        d.setConstantStride(b, loc, i, strides[i]);
        stride = {};
        continue;
      }
      if (!stride)
        stride = constant(b, loc, strides[i + 1]);
      stride = LLVM::MulOp::create(b, loc, sizes[i + 1], stride);
      d.setStride(b, loc, i, stride);
    }
  }
  assert(open.empty() && "more parts than the type has open");
  return fromLLVM(b, loc, type, d);
}

SmallVector<Value> RuntimeIR::takeMemRef(OpBuilder &b, Location loc, Value memref) {
  auto type = cast<MemRefType>(memref.getType());
  auto [strides, offset] = type.getStridesAndOffset();
  MemRefDescriptor d(toLLVM(b, loc, memref));
  SmallVector<Value> parts{d.alignedPtr(b, loc)};
  if (ShapedType::isDynamic(offset))
    parts.push_back(d.offset(b, loc));
  for (int64_t i = 0; i < type.getRank(); ++i)
    if (type.isDynamicDim(i))
      parts.push_back(d.size(b, loc, i));
  if (!type.getLayout().isIdentity())
    for (int64_t i = 0; i < type.getRank(); ++i)
      if (ShapedType::isDynamic(strides[i]))
        parts.push_back(d.stride(b, loc, i));
  return parts;
}

Value RuntimeIR::getPointer(OpBuilder &b, Location loc, Value memref) {
  return MemRefDescriptor(toLLVM(b, loc, memref)).alignedPtr(b, loc);
}

LLVM::GlobalOp RuntimeIR::addWords(StringRef name, ArrayRef<int64_t> words) {
  if (auto existing = module.lookupSymbol<LLVM::GlobalOp>(name))
    return existing;
  OpBuilder b = OpBuilder::atBlockBegin(module.getBody());
  auto type = RankedTensorType::get(static_cast<int64_t>(words.size()), i64);
  return LLVM::GlobalOp::create(b, module.getLoc(), LLVM::LLVMArrayType::get(i64, words.size()), /*isConstant=*/true,
                                LLVM::Linkage::Private, name, DenseElementsAttr::get(type, words));
}

LLVM::GlobalOp RuntimeIR::addString(StringRef name, StringRef text) {
  if (auto existing = module.lookupSymbol<LLVM::GlobalOp>(name))
    return existing;
  OpBuilder b = OpBuilder::atBlockBegin(module.getBody());
  Type i8 = b.getIntegerType(8);
  return LLVM::GlobalOp::create(b, module.getLoc(), LLVM::LLVMArrayType::get(i8, text.size()), /*isConstant=*/true,
                                LLVM::Linkage::Private, name, b.getStringAttr(text));
}

Value RuntimeIR::addressOf(OpBuilder &b, Location loc, LLVM::GlobalOp global) {
  return LLVM::AddressOfOp::create(b, loc, global);
}
