// A network of two layers. Weights are parameters: they are given once, to `create`, which packs them.
func.func @classify(%x: tensor<?x4xf32> {nnf.name = "x"},
                    %w0: tensor<16x4xf32> {nnf.parameter, nnf.name = "w0"},
                    %b0: tensor<16xf32> {nnf.parameter, nnf.name = "b0"},
                    %w1: tensor<3x16xf32> {nnf.parameter, nnf.name = "w1"},
                    %b1: tensor<3xf32> {nnf.parameter, nnf.name = "b1"})
    -> (tensor<?x3xf32> {nnf.name = "probabilities"}) {
  %0 = nnf.linear %x, %w0 bias = %b0 : (tensor<?x4xf32>, tensor<16x4xf32>, tensor<16xf32>) -> tensor<?x16xf32>
  %1 = nnf.gelu %0 : tensor<?x16xf32>
  %2 = nnf.linear %1, %w1 bias = %b1 : (tensor<?x16xf32>, tensor<3x16xf32>, tensor<3xf32>) -> tensor<?x3xf32>
  %3 = nnf.softmax %2 dim = 1 : tensor<?x3xf32>
  return %3 : tensor<?x3xf32>
}

// The mean loss of logits; a label that is no class is an error of the call.
func.func @loss(%logits: tensor<?x3xf32> {nnf.name = "logits"}, %labels: tensor<?xi64> {nnf.name = "labels"})
    -> (tensor<f32> {nnf.name = "mean"}) {
  %0 = nnf.cross_entropy %logits, %labels : (tensor<?x3xf32>, tensor<?xi64>) -> tensor<f32>
  return %0 : tensor<f32>
}
