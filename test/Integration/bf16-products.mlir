// Sums of products of bf16 numbers, at sizes that fill no tile: on whatever this processor has for them, with nothing
// readable behind the arguments.
//
// RUN: nnf-runner %s -e linear --no-cache --guard-pages --input=37x77xbf16=randn --input=53x77xbf16=randn --input=53xbf16=randn --compare-with=reference --output= | FileCheck %s
// RUN: nnf-runner %s -e linear --no-cache --guard-pages --input=64x96xbf16=randn --input=64x96xbf16=randn --input=64xbf16=randn --compare-with=reference --output= | FileCheck %s
// RUN: nnf-runner %s -e linear --no-cache --guard-pages --input=1x33xbf16=randn --input=7x33xbf16=randn --input=7xbf16=randn --compare-with=reference --output= | FileCheck %s
// RUN: nnf-runner %s -e linear --no-cache --guard-pages --input=5x0xbf16=randn --input=7x0xbf16=randn --input=7xbf16=randn --compare-with=reference --output= | FileCheck %s
// RUN: nnf-runner %s -e linear --no-cache --guard-pages --input=0x9xbf16=randn --input=7x9xbf16=randn --input=7xbf16=randn --compare-with=reference --output= | FileCheck %s
// RUN: nnf-runner %s -e whole --no-cache --guard-pages --input=79x64xbf16=randn --input=48x64xbf16=randn --input=48xbf16=randn --compare-with=reference --output= | FileCheck %s
// RUN: nnf-runner %s -e whole --no-cache --guard-pages --input=32x64xbf16=randn --input=48x64xbf16=randn --input=48xbf16=randn --compare-with=reference --output= | FileCheck %s
// RUN: nnf-runner %s -e batched --no-cache --guard-pages --input=3x35x41xbf16=randn --input=3x41x67xbf16=randn --compare-with=reference --output= | FileCheck %s
// RUN: nnf-runner %s -e transposed --no-cache --guard-pages --input=41x35xbf16=randn --input=41x67xbf16=randn --compare-with=reference --output= | FileCheck %s
// RUN: nnf-runner %s -e transposed --no-cache -O0 --guard-pages --input=41x35xbf16=randn --input=41x67xbf16=randn --compare-with=reference --output= | FileCheck %s
// RUN: nnf-runner %s -e linear --no-cache --mattr=-amx-bf16 --guard-pages --input=37x77xbf16=randn --input=53x77xbf16=randn --input=53xbf16=randn --compare-with=reference --output= | FileCheck %s
// CHECK: [SUCCESS]

// What the loops are made of: tiles, pairs, or numbers widened to f32 where the processor has neither, or where its dot
// products are slower than f32.
//
// RUN: nnf-runner %s -e whole --emit=asm --mcpu=sapphirerapids | FileCheck %s --check-prefix=AMX
// RUN: nnf-runner %s -e whole --emit=asm --mcpu=znver5 | FileCheck %s --check-prefix=DOT
// RUN: nnf-runner %s -e whole --emit=asm --mcpu=znver3 | FileCheck %s --check-prefix=AVX2
// RUN: nnf-runner %s -e whole --emit=asm --mcpu=cooperlake | FileCheck %s --check-prefix=AVX512
// RUN: nnf-runner %s -e whole --emit=asm --mcpu=sapphirerapids --mattr=-amx-bf16 | FileCheck %s --check-prefix=AVX512
// AMX: tileloadd
// AMX: tileloadd
// AMX: tileloadd
// AMX: tdpbf16ps %tmm[[B0:[0-9]]], %tmm{{[0-9]}}, %tmm
// AMX-NEXT: tdpbf16ps
// AMX-NOT: (%rsp){{.*}}%tmm
// AMX: tileloadd
// AMX-NEXT: tdpbf16ps %tmm[[B0]], %tmm{{[0-9]}}, %tmm
// AMX-NEXT: tdpbf16ps
// AMX-NOT: vdpbf16ps
// DOT: vbroadcastss
// DOT-COUNT-12: vdpbf16ps %zmm
// DOT-NOT: tdpbf16ps
// AVX2: vfmadd231ps {{.*}}%ymm
// AVX2-NOT: dpbf16ps
// AVX512: vfmadd231ps {{.*}}%zmm
// AVX512-NOT: dpbf16ps

func.func @linear(%x: tensor<?x?xbf16>, %w: tensor<?x?xbf16>, %b: tensor<?xbf16>) -> tensor<?x?xbf16> {
  %r = nnf.linear %x, %w bias = %b : (tensor<?x?xbf16>, tensor<?x?xbf16>, tensor<?xbf16>) -> tensor<?x?xbf16>
  return %r : tensor<?x?xbf16>
}

// Rows of whole steps are read where they lie, the last ones from a copy.
func.func @whole(%x: tensor<?x64xbf16>, %w: tensor<48x64xbf16>, %b: tensor<48xbf16>) -> tensor<?x48xbf16> {
  %y = nnf.linear %x, %w bias = %b : (tensor<?x64xbf16>, tensor<48x64xbf16>, tensor<48xbf16>) -> tensor<?x48xbf16>
  %r = nnf.relu %y : tensor<?x48xbf16>
  return %r : tensor<?x48xbf16>
}

func.func @batched(%x: tensor<3x35x41xbf16>, %y: tensor<3x41x67xbf16>) -> tensor<3x35x67xf32> {
  %e = tensor.empty() : tensor<3x35x67xf32>
  %z = arith.constant 0.0 : f32
  %i = linalg.fill ins(%z : f32) outs(%e : tensor<3x35x67xf32>) -> tensor<3x35x67xf32>
  %r = linalg.batch_matmul ins(%x, %y : tensor<3x35x41xbf16>, tensor<3x41x67xbf16>) outs(%i : tensor<3x35x67xf32>)
      -> tensor<3x35x67xf32>
  return %r : tensor<3x35x67xf32>
}

func.func @transposed(%x: tensor<41x35xbf16>, %y: tensor<41x67xbf16>) -> tensor<35x67xf32> {
  %e = tensor.empty() : tensor<35x67xf32>
  %z = arith.constant 0.0 : f32
  %i = linalg.fill ins(%z : f32) outs(%e : tensor<35x67xf32>) -> tensor<35x67xf32>
  %r = linalg.matmul indexing_maps = [affine_map<(m, n, k) -> (k, m)>, affine_map<(m, n, k) -> (k, n)>, affine_map<(m, n, k) -> (m, n)>]
      ins(%x, %y : tensor<41x35xbf16>, tensor<41x67xbf16>) outs(%i : tensor<35x67xf32>) -> tensor<35x67xf32>
  return %r : tensor<35x67xf32>
}
