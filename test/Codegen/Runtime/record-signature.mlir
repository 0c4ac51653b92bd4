// RUN: nnf-opt %s --allow-unregistered-dialect --nnf-record-signature | FileCheck %s

// CHECK: func.func @f(%{{.*}}: tensor<?xui8> {nnf.type = ui8}, %{{[^ ,]*}}: tensor<?xi8>, %{{[^ ,]*}}: tensor<?xf32>) -> (tensor<?xi1> {nnf.type = i1})
func.func @f(%u: tensor<?xui8>, %i: tensor<?xi8>, %x: tensor<?xf32>) -> tensor<?xi1> {
  %0 = "test.make"() : () -> tensor<?xi1>
  return %0 : tensor<?xi1>
}
