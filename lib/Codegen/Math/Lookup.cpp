//===- Lookup.cpp - tables of eight numbers in registers -------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//

#include "nnf/Codegen/Math/Lookup.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/PatternMatch.h"
#include "mlir/IR/SymbolTable.h"

using namespace mlir;
using namespace mlir::nnf;

static constexpr int64_t kEntries = 8;
static constexpr StringLiteral kPermute16 = "llvm.x86.avx512.permvar.sf.512";
static constexpr StringLiteral kPermute8 = "llvm.x86.avx2.permps";

static Value constant(OpBuilder &b, Location loc, DenseElementsAttr values) {
  return arith::ConstantOp::create(b, loc, values);
}

/// The entries twice: what the fourth bit of an index says does not count then.
static DenseElementsAttr doubled(DenseElementsAttr table) {
  SmallVector<APFloat> values(table.getValues<APFloat>());
  llvm::append_range(values, SmallVector<APFloat>(values));
  return DenseElementsAttr::get(VectorType::get(2 * kEntries, table.getElementType()), values);
}
static DenseElementsAttr firstHalf(DenseElementsAttr table) {
  SmallVector<APFloat> values(table.getValues<APFloat>());
  values.truncate(kEntries);
  return DenseElementsAttr::get(VectorType::get(kEntries, table.getElementType()), values);
}

static Value callIntrinsic(OpBuilder &b, Location loc, StringRef name, Type type, ValueRange operands) {
  return LLVM::CallIntrinsicOp::create(b, loc, type, b.getStringAttr(name), operands).getResult(0);
}

/// One element: the scalar form.
static Value lookupOne(OpBuilder &b, Location loc, Value table, Value index) {
  Value last = arith::ConstantOp::create(b, loc, b.getIntegerAttr(index.getType(), kEntries - 1));
  Value position = arith::AndIOp::create(b, loc, index, last);
  position = arith::IndexCastUIOp::create(b, loc, b.getIndexType(), position);
  return vector::ExtractOp::create(b, loc, table, OpFoldResult(position));
}

static Value lookupEach(OpBuilder &b, Location loc, DenseElementsAttr table, Value indices) {
  auto type = cast<VectorType>(indices.getType());
  Value all = constant(b, loc, table);
  SmallVector<Value> elements;
  for (int64_t i = 0; i < type.getNumElements(); ++i)
    elements.push_back(lookupOne(b, loc, all, vector::ExtractOp::create(b, loc, indices, i)));
  return vector::FromElementsOp::create(b, loc, type.clone(b.getF32Type()), elements);
}

/// Looks through what only concerns bits that a lookup ignores: a cast to index, a mask that keeps the low three bits.
static Value withoutMask(OpBuilder &b, Location loc, Value indices) {
  auto type = cast<VectorType>(indices.getType());
  if (type.getElementType().isIndex()) {
    Operation *cast = indices.getDefiningOp();
    Value from = isa_and_nonnull<arith::IndexCastUIOp, arith::IndexCastOp>(cast) ? cast->getOperand(0) : Value();
    if (from && getElementTypeOrSelf(from).isInteger(32))
      indices = from;
    else
      indices = arith::IndexCastUIOp::create(b, loc, type.clone(b.getI32Type()), indices);
  }
  auto masked = indices.getDefiningOp<arith::AndIOp>();
  APInt mask;
  if (masked && matchPattern(masked.getRhs(), m_ConstantInt(&mask)) && (mask.getZExtValue() & (kEntries - 1)) == kEntries - 1)
    return masked.getLhs();
  return indices;
}

Value vecmath::createLookup(OpBuilder &b, Location loc, DenseElementsAttr table, Value index) {
  assert(table.getNumElements() == kEntries && table.getElementType().isF32() && "a table of 8 f32 numbers");
  if (!isa<VectorType>(index.getType()))
    return lookupOne(b, loc, constant(b, loc, table), index);
  index = withoutMask(b, loc, index);
  auto type = cast<VectorType>(index.getType());
  int64_t lanes = type.getNumElements();
  auto resultType = cast<VectorType>(type.clone(b.getF32Type()));
  if (type.getRank() != 1) {
    Value flat = vector::ShapeCastOp::create(b, loc, VectorType::get(lanes, type.getElementType()), index);
    return vector::ShapeCastOp::create(b, loc, resultType, createLookup(b, loc, table, flat));
  }
  if (lanes == 8)
    return callIntrinsic(b, loc, kPermute8, resultType, {constant(b, loc, table), index});
  if (lanes % 16)
    return lookupEach(b, loc, table, index);
  auto registerType = VectorType::get(16, b.getF32Type());
  Value twice = constant(b, loc, doubled(table));
  if (lanes == 16)
    return callIntrinsic(b, loc, kPermute16, registerType, {twice, index});
  Value result = arith::ConstantOp::create(b, loc, b.getZeroAttr(resultType));
  for (int64_t i = 0; i < lanes; i += 16) {
    Value slice = vector::ExtractStridedSliceOp::create(b, loc, index, ArrayRef<int64_t>{i}, ArrayRef<int64_t>{16},
                                                        ArrayRef<int64_t>{1});
    Value part = callIntrinsic(b, loc, kPermute16, registerType, {twice, slice});
    result = vector::InsertStridedSliceOp::create(b, loc, part, result, ArrayRef<int64_t>{i}, ArrayRef<int64_t>{1});
  }
  return result;
}

DenseElementsAttr vecmath::matchLookup(Operation *op) {
  auto extract = dyn_cast<vector::ExtractOp>(op);
  DenseElementsAttr table;
  if (!extract || extract.getNumIndices() != 1 || !extract.hasDynamicPosition() ||
      !matchPattern(extract.getSource(), m_Constant(&table)) || table.getNumElements() != kEntries ||
      !table.getElementType().isF32())
    return {};
  return table;
}

namespace {

/// %c = llvm.call_intrinsic "llvm.x86.avx512.permvar.sf.512"(%table, %i) : vector<16xf32>
///   -> with avx2
/// %c = two of llvm.call_intrinsic "llvm.x86.avx2.permps"(%half, %part) : vector<8xf32>
///   -> otherwise, for both intrinsics
/// %c = vector.from_elements of one vector.extract an element
struct ExpandLookup : OpRewritePattern<LLVM::CallIntrinsicOp> {
  ExpandLookup(MLIRContext *context, bool avx2) : OpRewritePattern(context), avx2(avx2) {}

  LogicalResult matchAndRewrite(LLVM::CallIntrinsicOp op, PatternRewriter &rewriter) const override {
    Location loc = op.getLoc();
    if (op.getIntrin() != kPermute16 && (avx2 || op.getIntrin() != kPermute8))
      return rewriter.notifyMatchFailure(op, "not a lookup that this machine lacks");
    DenseElementsAttr entries;
    if (!matchPattern(op.getArgs()[0], m_Constant(&entries)))
      return rewriter.notifyMatchFailure(op, "the table is not constant");
    DenseElementsAttr table = firstHalf(entries);
    Value index = op.getArgs()[1];
    if (!avx2) {
      rewriter.replaceOp(op, lookupEach(rewriter, loc, table, index));
      return success();
    }
    auto type = VectorType::get(kEntries, rewriter.getF32Type());
    Value half = constant(rewriter, loc, table);
    Value result = arith::ConstantOp::create(rewriter, loc, rewriter.getZeroAttr(op.getResult(0).getType()));
    for (int64_t i = 0; i < 16; i += kEntries) {
      Value slice = vector::ExtractStridedSliceOp::create(rewriter, loc, index, ArrayRef<int64_t>{i},
                                                          ArrayRef<int64_t>{kEntries}, ArrayRef<int64_t>{1});
      Value part = callIntrinsic(rewriter, loc, kPermute8, type, {half, slice});
      result = vector::InsertStridedSliceOp::create(rewriter, loc, part, result, ArrayRef<int64_t>{i},
                                                    ArrayRef<int64_t>{1});
    }
    rewriter.replaceOp(op, result);
    return success();
  }

  const bool avx2;
};

} // namespace

void vecmath::moveTablesToGlobals(Operation *symbolTable) {
  OpBuilder b(symbolTable->getContext());
  SymbolTable symbols(symbolTable);
  DenseMap<Attribute, LLVM::GlobalOp> globals;
  constexpr unsigned globalMemory = 1;
  SmallVector<vector::ExtractOp> lookups;
  symbolTable->walk([&](vector::ExtractOp op) {
    if (matchLookup(op))
      lookups.push_back(op);
  });
  for (vector::ExtractOp op : lookups) {
    DenseElementsAttr table = matchLookup(op);
    LLVM::GlobalOp &global = globals[table];
    Location loc = op.getLoc();
    if (!global) {
      b.setInsertionPointToStart(&symbolTable->getRegion(0).front());
      auto array = LLVM::LLVMArrayType::get(b.getF32Type(), kEntries);
      auto values = DenseElementsAttr::get(RankedTensorType::get(kEntries, b.getF32Type()),
                                           llvm::to_vector(table.getValues<APFloat>()));
      global = LLVM::GlobalOp::create(b, loc, array, /*isConstant=*/true, LLVM::Linkage::Internal, "nnf_table", values,
                                      /*alignment=*/64, globalMemory);
      symbols.insert(global);
    }
    b.setInsertionPoint(op);
    Value at = arith::IndexCastUIOp::create(b, loc, b.getI64Type(), op.getDynamicPosition().front());
    Type pointer = LLVM::LLVMPointerType::get(b.getContext(), globalMemory);
    Value base = LLVM::AddressOfOp::create(b, loc, pointer, global.getSymName());
    Value place = LLVM::GEPOp::create(b, loc, pointer, b.getF32Type(), base, ArrayRef<LLVM::GEPArg>{at});
    Value entry = LLVM::LoadOp::create(b, loc, b.getF32Type(), place, /*alignment=*/4);
    op.replaceAllUsesWith(entry);
    op.erase();
  }
}

void vecmath::populateExpandLookupPatterns(RewritePatternSet &patterns, bool avx2) {
  patterns.add<ExpandLookup>(patterns.getContext(), avx2);
}
