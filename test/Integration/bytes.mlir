// Products of 8-bit floats in groups of rows, columns and terms, and results that are 8-bit floats again.
//
// RUN: nnf-runner %s -e rows --compare-with=reference --output= --input=10x32xf8E4M3FN=randn --input=3x32x16xf8E4M3FN=randn --input=10xf32=randn --input=3x16xf32=randn --input="3xi32=2 2 7" | FileCheck %s
// RUN: nnf-runner %s -e columns --compare-with=reference --output= --input=3x8x32xf8E4M3FN=randn --input=32x20xf8E4M3FN=randn --input=3x8xf32=randn --input=20xf32=randn --input="3xi32=2 2 7" | FileCheck %s
// RUN: nnf-runner %s -e terms --compare-with=reference --output= --input=8x20xf8E4M3FN=randn --input=20x16xf8E5M2=randn --input=3x8xf32=randn --input=3x16xf32=randn --input="3xi32=2 2 7" | FileCheck %s
// CHECK: [SUCCESS]
//
// What a number is rounded to: ties to even, the largest, beyond it, the smallest subnormal, half of it, and NaN.
// RUN: nnf-runner %s -e encode --output-max-element-count=99 --input=12x1xf8E4M3FN=1 --input=1x1xf8E4M3FN=1 --input="12x1xf32=17 19 448 1e9 -500 0.001953125 0.0009765625 0.0009765626 61439 61440 nan 1.5258789e-05" --input=f32=1 | FileCheck %s --check-prefix=ENCODE
// ENCODE: 12x1xf8E4M3FN={{\[}}[16], [2e+01], [4.5e+02], [4.5e+02], [-4.5e+02], [0.002], [0], [0.002], [4.5e+02], [4.5e+02], [nan], [0]]
// ENCODE: 12x1xf8E5M2={{\[}}[16], [2e+01], [4.5e+02], [inf], [-5e+02], [0.002], [0.001], [0.001], [6e+04], [inf], [nan], [2e-05]]

func.func @rows(%a: tensor<?x32xf8E4M3FN>, %b: tensor<3x32x16xf8E4M3FN>, %s: tensor<?xf32>, %t: tensor<3x16xf32>, %o: tensor<3xi32>) -> tensor<?x16xf8E5M2> {
  %y = nnf.scaled_grouped_mm %a, %b, %s, %t offs = %o output_dtype = f8E5M2 : (tensor<?x32xf8E4M3FN>, tensor<3x32x16xf8E4M3FN>, tensor<?xf32>, tensor<3x16xf32>, tensor<3xi32>) -> tensor<?x16xf8E5M2>
  return %y : tensor<?x16xf8E5M2>
}
func.func @columns(%a: tensor<3x8x32xf8E4M3FN>, %b: tensor<32x?xf8E4M3FN>, %s: tensor<3x8xf32>, %t: tensor<?xf32>, %o: tensor<3xi32>) -> tensor<8x?xf32> {
  %y = nnf.scaled_grouped_mm %a, %b, %s, %t offs = %o output_dtype = f32 : (tensor<3x8x32xf8E4M3FN>, tensor<32x?xf8E4M3FN>, tensor<3x8xf32>, tensor<?xf32>, tensor<3xi32>) -> tensor<8x?xf32>
  return %y : tensor<8x?xf32>
}
func.func @terms(%a: tensor<8x?xf8E4M3FN>, %b: tensor<?x16xf8E5M2>, %s: tensor<3x8xf32>, %t: tensor<3x16xf32>, %o: tensor<3xi32>) -> tensor<3x8x16xf32> {
  %y = nnf.scaled_grouped_mm %a, %b, %s, %t offs = %o output_dtype = f32 : (tensor<8x?xf8E4M3FN>, tensor<?x16xf8E5M2>, tensor<3x8xf32>, tensor<3x16xf32>, tensor<3xi32>) -> tensor<3x8x16xf32>
  return %y : tensor<3x8x16xf32>
}
func.func @encode(%a: tensor<?x1xf8E4M3FN>, %b: tensor<1x1xf8E4M3FN>, %s: tensor<?x1xf32>, %t: tensor<f32>) -> (tensor<?x1xf8E4M3FN>, tensor<?x1xf8E5M2>) {
  %y = nnf.scaled_mm %a, %b, %s, %t scale_recipe_a = rowwise output_dtype = f8E4M3FN : (tensor<?x1xf8E4M3FN>, tensor<1x1xf8E4M3FN>, tensor<?x1xf32>, tensor<f32>) -> tensor<?x1xf8E4M3FN>
  %z = nnf.scaled_mm %a, %b, %s, %t scale_recipe_a = rowwise output_dtype = f8E5M2 : (tensor<?x1xf8E4M3FN>, tensor<1x1xf8E4M3FN>, tensor<?x1xf32>, tensor<f32>) -> tensor<?x1xf8E5M2>
  return %y, %z : tensor<?x1xf8E4M3FN>, tensor<?x1xf8E5M2>
}
