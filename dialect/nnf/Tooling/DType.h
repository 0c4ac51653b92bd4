//===- DType.h - element types of host tensors -----------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The element types are those of nnf/Runtime/Abi.h; here are their names as MLIR spells them ("f32", "i1", "ui8") and
// conversions between one element in memory and the numbers C++ has. A bool is a byte. The conversions to the narrow
// floats round once, to nearest even, straight from double: never through f32.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TOOLING_DTYPE_H
#define NNF_TOOLING_DTYPE_H

#include "nnf/Runtime/Abi.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <optional>
#include <string>

namespace llvm {
struct fltSemantics;
}

namespace mlir::nnf {

/// All element types, in the order of nnf_dtype.
llvm::ArrayRef<nnf_dtype> allDTypes();

/// "f32", "bf16", "i1", "i64" (signed), "ui8", "f8E4M3FN".
llvm::StringRef dtypeName(nnf_dtype dtype);
/// The inverse. Also knows "bool", "si8" and "u8". Nothing where the name is no element type.
std::optional<nnf_dtype> parseDType(llvm::StringRef name);
/// Size of an element in bytes.
unsigned dtypeBytes(nnf_dtype dtype);

bool isFloat(nnf_dtype dtype);
/// Signed and unsigned integers, not bool.
bool isInteger(nnf_dtype dtype);
bool isUnsigned(nnf_dtype dtype);
/// The format of a float type.
const llvm::fltSemantics &floatSemantics(nnf_dtype dtype);
/// Smallest and largest value of an integer type or bool.
int64_t integerMin(nnf_dtype dtype);
uint64_t integerMax(nnf_dtype dtype);

/// One element as a double: exact but for 64-bit integers beyond 2^53. `element` need not be aligned.
double loadDouble(nnf_dtype dtype, const void *element);
/// Rounds to nearest even, a float type to infinity where its range ends (f8E4M3FN, which has none, to NaN). An
/// integer type truncates and must hold the value; a bool is `value != 0`.
void storeDouble(nnf_dtype dtype, void *element, double value);
/// One element of an integer type or bool; ui64 as its two's complement.
int64_t loadInteger(nnf_dtype dtype, const void *element);
/// The value must be one that the type has.
void storeInteger(nnf_dtype dtype, void *element, int64_t value);

/// The bits of one element, in the low bits.
uint64_t loadBits(nnf_dtype dtype, const void *element);
void storeBits(nnf_dtype dtype, void *element, uint64_t bits);

/// How many representable values of the float type `a` and `b` are apart; 0 for equal numbers, also for 0 and -0. Both
/// must be numbers or infinities (an infinity is one step beyond the largest number).
uint64_t ulpDistance(nnf_dtype dtype, uint64_t aBits, uint64_t bBits);

} // namespace mlir::nnf

#endif // NNF_TOOLING_DTYPE_H
