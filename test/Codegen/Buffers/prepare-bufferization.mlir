// RUN: nnf-opt %s --nnf-prepare-bufferization | FileCheck %s

// CHECK: func.func @f(%{{.*}}: tensor<4xf32> {bufferization.writable = false}, %{{[^ ,]*}}: index)
func.func @f(%x: tensor<4xf32>, %n: index) {
  return
}
