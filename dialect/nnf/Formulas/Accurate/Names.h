//===- Names.h - the list of accurate activations -------------------------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_FORMULAS_ACCURATE_NAMES_H
#define NNF_FORMULAS_ACCURATE_NAMES_H

/// F(name, parameters after x as in a declaration, the same as in a call). NAMEGrad is the derivative of NAME by x.
#define NNF_ACCURATE_COMMA ,
#define NNF_ACCURATE_KERNELS(F)                                                                                        \
  F(sigmoid, , )                                                                                                       \
  F(sigmoidGrad, , )                                                                                                   \
  F(silu, , )                                                                                                          \
  F(siluGrad, , )                                                                                                      \
  F(geluErf, , )                                                                                                       \
  F(geluErfGrad, , )                                                                                                   \
  F(geluTanh, , )                                                                                                      \
  F(geluTanhGrad, , )                                                                                                  \
  F(mish, , )                                                                                                          \
  F(mishGrad, , )                                                                                                      \
  F(logSigmoid, , )                                                                                                    \
  F(logSigmoidGrad, , )                                                                                                \
  F(selu, , )                                                                                                          \
  F(seluGrad, , )                                                                                                      \
  F(tanhGrad, , )                                                                                                      \
  F(tanhshrink, , )                                                                                                    \
  F(tanhshrinkGrad, , )                                                                                                \
  F(softsignGrad, , )                                                                                                  \
  F(hardsigmoid, , )                                                                                                   \
  F(hardswish, , )                                                                                                     \
  F(hardswishGrad, , )                                                                                                 \
  F(elu, NNF_ACCURATE_COMMA double alpha, NNF_ACCURATE_COMMA alpha)                                                    \
  F(eluGrad, NNF_ACCURATE_COMMA double alpha, NNF_ACCURATE_COMMA alpha)                                                \
  F(celu, NNF_ACCURATE_COMMA double alpha, NNF_ACCURATE_COMMA alpha)                                                   \
  F(celuGrad, NNF_ACCURATE_COMMA double alpha, NNF_ACCURATE_COMMA alpha)                                               \
  F(softplus, NNF_ACCURATE_COMMA double beta NNF_ACCURATE_COMMA double threshold,                                      \
    NNF_ACCURATE_COMMA beta NNF_ACCURATE_COMMA threshold)                                                              \
  F(softplusGrad, NNF_ACCURATE_COMMA double beta NNF_ACCURATE_COMMA double threshold,                                  \
    NNF_ACCURATE_COMMA beta NNF_ACCURATE_COMMA threshold)

#endif // NNF_FORMULAS_ACCURATE_NAMES_H
