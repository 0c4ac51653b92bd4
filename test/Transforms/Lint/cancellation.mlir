// Digits that are lost on the way. One finding of each rule, and what looks like it but is fine: there nothing is expected.
// RUN: nnf-opt %s --nnf-lint="level=remark fail-on=never" --split-input-file --verify-diagnostics -o /dev/null

#rows = affine_map<(i, j) -> (i, j)>
#row = affine_map<(i, j) -> (i)>

func.func @nnf205(%x: tensor<4x10xf32>) -> tensor<4x10xf32> {
  %zero = arith.constant dense<0.0> : tensor<4xf32>
  %e = math.exp %x : tensor<4x10xf32>
  %sum = linalg.reduce { arith.addf } ins(%e : tensor<4x10xf32>) outs(%zero : tensor<4xf32>) dimensions = [1]
  %empty = tensor.empty() : tensor<4x10xf32>
  %sums = linalg.broadcast ins(%sum : tensor<4xf32>) outs(%empty : tensor<4x10xf32>) dimensions = [1]
  // expected-warning @below {{a softmax by hand without the maximum subtracted: exp overflows from 89 on (f32) and the quotient is NaN; nnf.softmax does not [NNF205]}}
  %p = arith.divf %e, %sums : tensor<4x10xf32>
  return %p : tensor<4x10xf32>
}
// With the maximum subtracted, and of what is bounded anyway.
func.func @nnf205_fine(%x: tensor<4x10xf32>, %m: tensor<4x10xf32>) -> (tensor<4x10xf32>, tensor<4x10xf32>) {
  %zero = arith.constant dense<0.0> : tensor<4xf32>
  %empty = tensor.empty() : tensor<4x10xf32>
  %s = arith.subf %x, %m : tensor<4x10xf32>
  %e = math.exp %s : tensor<4x10xf32>
  %sum = linalg.reduce { arith.addf } ins(%e : tensor<4x10xf32>) outs(%zero : tensor<4xf32>) dimensions = [1]
  %sums = linalg.broadcast ins(%sum : tensor<4xf32>) outs(%empty : tensor<4x10xf32>) dimensions = [1]
  %p = arith.divf %e, %sums : tensor<4x10xf32>
  %h = nnf.tanh %x : tensor<4x10xf32>
  %eh = math.exp %h : tensor<4x10xf32>
  %sumh = linalg.reduce { arith.addf } ins(%eh : tensor<4x10xf32>) outs(%zero : tensor<4xf32>) dimensions = [1]
  %sumsh = linalg.broadcast ins(%sumh : tensor<4xf32>) outs(%empty : tensor<4x10xf32>) dimensions = [1]
  %q = arith.divf %eh, %sumsh : tensor<4x10xf32>
  return %p, %q : tensor<4x10xf32>, tensor<4x10xf32>
}

// -----

func.func @nnf207() -> (tensor<4xf16>, tensor<4xbf16>) {
  %mask = arith.constant dense<-1.0e9> : tensor<4xf32>
  // expected-error @below {{-1e+09 is -inf in f16: a row that it masks as a whole becomes NaN [NNF207]}}
  %a = arith.truncf %mask : tensor<4xf32> to tensor<4xf16>
  // bf16 has the range of f32; -inf is meant to be infinite.
  %b = arith.truncf %mask : tensor<4xf32> to tensor<4xbf16>
  return %a, %b : tensor<4xf16>, tensor<4xbf16>
}
func.func @nnf207_fine() -> tensor<4xf16> {
  %mask = arith.constant dense<0xFF800000> : tensor<4xf32>
  %a = arith.truncf %mask : tensor<4xf32> to tensor<4xf16>
  return %a : tensor<4xf16>
}

// -----

func.func @nnf208() -> (tensor<4xf16>, tensor<4xf16>, tensor<4xf16>) {
  %eps = arith.constant dense<1.0e-12> : tensor<4xf32>
  // expected-warning @below {{1e-12 is 0 in f16: it guards against nothing [NNF208]}}
  %a = arith.truncf %eps : tensor<4xf32> to tensor<4xf16>
  %fine = arith.constant dense<1.0e-5> : tensor<4xf32>
  %b = arith.truncf %fine : tensor<4xf32> to tensor<4xf16>
  %zero = arith.constant dense<0.0> : tensor<4xf32>
  %c = arith.truncf %zero : tensor<4xf32> to tensor<4xf16>
  return %a, %b, %c : tensor<4xf16>, tensor<4xf16>, tensor<4xf16>
}

// -----

func.func @nnf209(%x: tensor<?xbf16>, %y: tensor<5000xf16>) -> (tensor<bf16>, tensor<f16>) {
  %zero = arith.constant dense<0.0> : tensor<bf16>
  // expected-warning @below {{a sum that is kept in bf16 stops growing after a few hundred terms: sum in f32 and round once [NNF209]}}
  %a = linalg.reduce { arith.addf } ins(%x : tensor<?xbf16>) outs(%zero : tensor<bf16>) dimensions = [0]
  %zero16 = arith.constant dense<0.0> : tensor<f16>
  // expected-warning @below {{a sum that is kept in f16 stops growing after a few thousand terms: sum in f32 and round once [NNF209]}}
  %b = linalg.reduce { arith.addf } ins(%y : tensor<5000xf16>) outs(%zero16 : tensor<f16>) dimensions = [0]
  return %a, %b : tensor<bf16>, tensor<f16>
}
// Few terms, a wide type, a maximum.
func.func @nnf209_fine(%x: tensor<4xbf16>, %y: tensor<?xf32>, %z: tensor<?xf16>) -> (tensor<bf16>, tensor<f32>, tensor<f16>) {
  %a0 = arith.constant dense<0.0> : tensor<bf16>
  %a = linalg.reduce { arith.addf } ins(%x : tensor<4xbf16>) outs(%a0 : tensor<bf16>) dimensions = [0]
  %b0 = arith.constant dense<0.0> : tensor<f32>
  %b = linalg.reduce { arith.addf } ins(%y : tensor<?xf32>) outs(%b0 : tensor<f32>) dimensions = [0]
  %c0 = arith.constant dense<0.0> : tensor<f16>
  %c = linalg.reduce { arith.maximumf } ins(%z : tensor<?xf16>) outs(%c0 : tensor<f16>) dimensions = [0]
  return %a, %b, %c : tensor<bf16>, tensor<f32>, tensor<f16>
}

// -----

func.func @nnf212(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) {
  %one = arith.constant dense<1.0> : tensor<4xf32>
  %s = arith.addf %one, %x : tensor<4xf32>
  // expected-warning @below {{log(1 + x) has no digits of a small x left: log1p keeps them [NNF212]}}
  %a = math.log %s : tensor<4xf32>
  %e = math.exp %x : tensor<4xf32>
  // expected-warning @below {{exp(x) - 1 has no digits of a small x left: expm1 keeps them [NNF212]}}
  %b = arith.subf %e, %one : tensor<4xf32>
  %f = math.erf %x : tensor<4xf32>
  // expected-warning @below {{1 + erf(x) has no digits left where x is well below 0: erfc(-x) keeps them [NNF212]}}
  %c = arith.addf %f, %one : tensor<4xf32>
  return %a, %b, %c : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
}
func.func @nnf212_fine(%x: tensor<4xf32>) -> (tensor<4xf32>, tensor<4xf32>, tensor<4xf32>) {
  %two = arith.constant dense<2.0> : tensor<4xf32>
  %s = arith.addf %two, %x : tensor<4xf32>
  %a = math.log %s : tensor<4xf32>
  %e = math.exp %x : tensor<4xf32>
  %b = arith.subf %two, %e : tensor<4xf32>
  %f = math.erf %x : tensor<4xf32>
  %c = arith.addf %f, %two : tensor<4xf32>
  return %a, %b, %c : tensor<4xf32>, tensor<4xf32>, tensor<4xf32>
}
