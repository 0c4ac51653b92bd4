//===- BodyEmitterTest.cpp - scalar bodies over lanes ------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Codegen/CPU/BodyEmitter.h"
#include "mlir/Dialect/Affine/IR/AffineOps.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"
#include "mlir/AsmParser/AsmParser.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Parser/Parser.h"
#include "nnf/Codegen/CPU/Target.h"
#include "gtest/gtest.h"

using namespace mlir;
using namespace mlir::nnf;

namespace {
class BodyEmitterTest : public ::testing::Test {
protected:
  BodyEmitterTest() {
    context.loadDialect<affine::AffineDialect, arith::ArithDialect, func::FuncDialect, linalg::LinalgDialect,
                        memref::MemRefDialect, scf::SCFDialect, vector::VectorDialect>();
    module = ModuleOp::create(UnknownLoc::get(&context));
    Type index = IndexType::get(&context);
    OpBuilder b(&context);
    b.setInsertionPointToStart(module->getBody());
    function = func::FuncOp::create(b, b.getUnknownLoc(), "f",
                                    b.getFunctionType({index, index, b.getF32Type()}, {}));
    function.addEntryBlock();
  }
  Value i() { return function.getArgument(0); }
  Value j() { return function.getArgument(1); }
  Value x() { return function.getArgument(2); }
  OpBuilder builder() { return OpBuilder::atBlockEnd(&function.front()); }
  LaneValue affine(BodyEmitter &e, StringRef map, ArrayRef<LaneValue> dims) {
    AffineMap m = cast<AffineMapAttr>(parseAttribute(("affine_map<" + map + ">").str(), &context)).getValue();
    return e.affine(m.getResult(0), dims);
  }

  MLIRContext context{MLIRContext::Threading::DISABLED};
  OwningOpRef<ModuleOp> module;
  func::FuncOp function;
};
} // namespace

TEST_F(BodyEmitterTest, IndexArithmeticStaysLinear) {
  OpBuilder b = builder();
  BodyEmitter e(b, b.getUnknownLoc(), 8);
  LaneValue row = LaneValue::uniform(i()), lane = LaneValue::linear(j(), 1);
  EXPECT_EQ(affine(e, "(r, c) -> (r * 7 + 3)", {row, lane}).kind, LaneValue::Uniform);
  LaneValue strided = affine(e, "(r, c) -> (r + c * 2 + 5)", {row, lane});
  EXPECT_EQ(strided.kind, LaneValue::Linear);
  EXPECT_EQ(strided.stride, 2);
  LaneValue reversed = affine(e, "(r, c) -> (-c + 9)", {row, lane});
  EXPECT_EQ(reversed.kind, LaneValue::Linear);
  EXPECT_EQ(reversed.stride, -1);
  // The lanes cancel out.
  EXPECT_EQ(e.add(lane, reversed).kind, LaneValue::Uniform);
  EXPECT_EQ(affine(e, "(r, c) -> (c floordiv 2)", {row, lane}).kind, LaneValue::Varying);
  EXPECT_EQ(affine(e, "(r, c) -> (r mod 3)", {row, lane}).kind, LaneValue::Uniform);
}

TEST_F(BodyEmitterTest, OneLaneIsAScalar) {
  OpBuilder b = builder();
  BodyEmitter e(b, b.getUnknownLoc(), 1);
  EXPECT_EQ(e.widen(b.getF32Type()), b.getF32Type());
  EXPECT_EQ(e.materialize(LaneValue::uniform(x())), x());
}

TEST_F(BodyEmitterTest, WhatIsTheSameInAllLanesStaysScalar) {
  OwningOpRef<ModuleOp> source = parseSourceString<ModuleOp>(R"mlir(
func.func @body(%a: memref<8xf32>, %s: memref<f32>, %o: memref<8xf32>) {
  linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>, affine_map<(d0) -> ()>, affine_map<(d0) -> (d0)>],
                  iterator_types = ["parallel"]} ins(%a, %s : memref<8xf32>, memref<f32>) outs(%o : memref<8xf32>) {
  ^bb0(%v: f32, %k: f32, %out: f32):
    %two = arith.constant 2.0 : f32
    %0 = arith.mulf %k, %two fastmath<contract> : f32
    %1 = arith.addf %v, %0 fastmath<contract> : f32
    %2 = arith.cmpf ogt, %1, %k : f32
    %3 = arith.select %2, %1, %v : f32
    linalg.yield %3 : f32
  }
  return
}
)mlir",
                                                             &context);
  ASSERT_TRUE(source);
  linalg::GenericOp generic;
  source->walk([&](linalg::GenericOp op) { generic = op; });
  EXPECT_TRUE(BodyEmitter::canVectorize(*generic.getBody()));
  OpBuilder b = builder();
  BodyEmitter e(b, b.getUnknownLoc(), 16);
  Value vector = vector::BroadcastOp::create(b, b.getUnknownLoc(), VectorType::get(16, b.getF32Type()), x());
  SmallVector<LaneValue> results =
      e.emit(*generic.getBody(), {LaneValue::varying(vector), LaneValue::uniform(x()), LaneValue()});
  func::ReturnOp::create(b, b.getUnknownLoc());
  ASSERT_EQ(results.size(), 1u);
  EXPECT_EQ(results[0].value.getType(), VectorType::get(16, b.getF32Type()));
  int scalarMuls = 0, vectorAdds = 0;
  function.walk([&](arith::MulFOp op) {
    scalarMuls += op.getType().isF32();
    EXPECT_EQ(op.getFastmath(), arith::FastMathFlags::contract);
  });
  function.walk([&](arith::AddFOp op) { vectorAdds += isa<VectorType>(op.getType()); });
  EXPECT_EQ(scalarMuls, 1);
  EXPECT_EQ(vectorAdds, 1);
  EXPECT_TRUE(succeeded(verify(*module)));
}

TEST_F(BodyEmitterTest, SaysWhatHasNoVectorForm) {
  OwningOpRef<ModuleOp> source = parseSourceString<ModuleOp>(R"mlir(
func.func @body(%o: memref<8xf32>) {
  linalg.generic {indexing_maps = [affine_map<(d0) -> (d0)>], iterator_types = ["parallel"]} outs(%o : memref<8xf32>) {
  ^bb0(%v: f32):
    %c = arith.cmpf ogt, %v, %v : f32
    %0 = scf.if %c -> f32 {
      scf.yield %v : f32
    } else {
      scf.yield %v : f32
    }
    linalg.yield %0 : f32
  }
  return
}
)mlir",
                                                             &context);
  ASSERT_TRUE(source);
  std::string why;
  source->walk([&](linalg::GenericOp op) { EXPECT_FALSE(BodyEmitter::canVectorize(*op.getBody(), &why)); });
  EXPECT_EQ(why, "'scf.if' has no form on vectors");
}

TEST(CpuTargetTest, Names) {
  EXPECT_EQ(CpuTarget::named("avx512")->vectorBits, 512);
  EXPECT_EQ(CpuTarget::named("avx2")->vectorBits, 256);
  EXPECT_TRUE(CpuTarget::named("host").has_value());
  EXPECT_FALSE(CpuTarget::named("avx1024").has_value());
}

TEST(CpuTargetTest, Lanes) {
  MLIRContext context(MLIRContext::Threading::DISABLED);
  Builder b(&context);
  CpuTarget t = CpuTarget::avx2();
  EXPECT_EQ(t.lanes(b.getF32Type()), 8);
  EXPECT_EQ(t.lanes(b.getF64Type()), 4);
  EXPECT_EQ(t.lanes(b.getIndexType()), 4);
  EXPECT_EQ(t.lanes(b.getI1Type()), 32);
  EXPECT_EQ(t.lanes(b.getBF16Type()), 16);
}
