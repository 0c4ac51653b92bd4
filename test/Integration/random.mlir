// Functions that draw: the compiled ones and the reference have the same draws, on any number of threads, and the draws have
// the distributions that they should.
//
// RUN: rm -rf %t && mkdir %t
// RUN: nnf-runner %s -e dropouts --target=reference --input=4x8x9xf32=randn --input=i64=7 --input=i64=3 --output=@%t/a.npy --output=@%t/b.npy --output=@%t/c.npy --output=@%t/d.npy --output=@%t/e.npy
// RUN: nnf-runner %s -e dropouts --target=cpu --input=4x8x9xf32=randn --input=i64=7 --input=i64=3 --expected-output=@%t/a.npy --expected-output=@%t/b.npy --expected-output=@%t/c.npy --expected-output=@%t/d.npy --expected-output=@%t/e.npy | FileCheck %s --check-prefix=FIVE
// RUN: nnf-runner %s -e dropouts --target=cpu --threads=3 --input=4x8x9xf32=randn --input=i64=7 --input=i64=3 --expected-output=@%t/a.npy --expected-output=@%t/b.npy --expected-output=@%t/c.npy --expected-output=@%t/d.npy --expected-output=@%t/e.npy | FileCheck %s --check-prefix=FIVE
// FIVE: [SUCCESS] 5 results are as expected
// RUN: nnf-runner %s -e draws --target=reference --input=5x33xf64=randn --input=i64=7 --input=i64=3 --output=@%t/a.npy --output=@%t/b.npy --output=@%t/c.npy
// RUN: nnf-runner %s -e draws --target=cpu --num-threads=3 --input=5x33xf64=randn --input=i64=7 --input=i64=3 --expected-output=@%t/a.npy --expected-output=@%t/b.npy --expected-output=@%t/c.npy | FileCheck %s --check-prefix=THREE
// THREE: [SUCCESS] 3 results are as expected
//
// A fixed seed, so the numbers are what they are; each lies within four standard deviations of what is expected.
// RUN: nnf-runner %s -e moments --input=100x1000xf32=1 --input=i64=11 --input=i64=5 --output=@%t/a.npy --output=@%t/b.npy --output=@%t/c.npy
// RUN: %python %S/moments.py %t/a.npy %t/b.npy %t/c.npy

func.func @dropouts(%x: tensor<?x?x?xf32>, %s: i64, %o: i64)
    -> (tensor<?x?x?xf32>, tensor<?x?x?xf32>, tensor<?x?x?xf32>, tensor<?x?x?xf32>, tensor<?x?x?xf32>) {
  %a = nnf.alpha_dropout %x seed = %s offset = %o p = 0.3 training = true : (tensor<?x?x?xf32>, i64, i64) -> tensor<?x?x?xf32>
  %b = nnf.feature_alpha_dropout %x seed = %s offset = %o p = 0.3 training = true : (tensor<?x?x?xf32>, i64, i64) -> tensor<?x?x?xf32>
  %c = nnf.dropout1d %x seed = %s offset = %o p = 0.3 : (tensor<?x?x?xf32>, i64, i64) -> tensor<?x?x?xf32>
  %d = nnf.dropout2d %x seed = %s offset = %o : (tensor<?x?x?xf32>, i64, i64) -> tensor<?x?x?xf32>
  %e = nnf.dropout3d %x seed = %s offset = %o p = 0.6 : (tensor<?x?x?xf32>, i64, i64) -> tensor<?x?x?xf32>
  return %a, %b, %c, %d, %e : tensor<?x?x?xf32>, tensor<?x?x?xf32>, tensor<?x?x?xf32>, tensor<?x?x?xf32>, tensor<?x?x?xf32>
}

func.func @draws(%x: tensor<?x?xf64>, %s: i64, %o: i64) -> (tensor<?x?xf64>, tensor<?x?xf64>, tensor<?x?xf64>) {
  %a = nnf.rrelu %x seed = %s offset = %o training = true : (tensor<?x?xf64>, i64, i64) -> tensor<?x?xf64>
  %b = nnf.gumbel_softmax %x seed = %s offset = %o tau = 0.7 : (tensor<?x?xf64>, i64, i64) -> tensor<?x?xf64>
  %c = nnf.gumbel_softmax %x seed = %s offset = %o hard = true dim = 0 : (tensor<?x?xf64>, i64, i64) -> tensor<?x?xf64>
  return %a, %b, %c : tensor<?x?xf64>, tensor<?x?xf64>, tensor<?x?xf64>
}

func.func @moments(%x: tensor<?x?xf32>, %s: i64, %o: i64) -> (tensor<?x?xf32>, tensor<?x?xf32>, tensor<?x?xf32>) {
  %minus = arith.constant -1.0 : f32
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %n = tensor.dim %x, %c0 : tensor<?x?xf32>
  %m = tensor.dim %x, %c1 : tensor<?x?xf32>
  %y = tensor.splat %minus[%n, %m] : tensor<?x?xf32>
  %a = nnf.alpha_dropout %x seed = %s offset = %o p = 0.25 training = true : (tensor<?x?xf32>, i64, i64) -> tensor<?x?xf32>
  %b = nnf.rrelu %y seed = %s offset = %o lower = 0.2 upper = 0.8 training = true : (tensor<?x?xf32>, i64, i64) -> tensor<?x?xf32>
  %c = nnf.gumbel_softmax %x seed = %s offset = %o hard = true dim = 0 : (tensor<?x?xf32>, i64, i64) -> tensor<?x?xf32>
  return %a, %b, %c : tensor<?x?xf32>, tensor<?x?xf32>, tensor<?x?xf32>
}
