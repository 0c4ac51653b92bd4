// RUN: nnf-runner %S/Inputs/relu.mlir --input=16x16xf32=randn --benchmark --repetitions=5 --warmup=1 | FileCheck %s --check-prefix=CONSOLE
// CONSOLE: relu: 16x16xf32 -> 16x16xf32
// CONSOLE-NEXT: time median {{.*}}, p10 {{.*}}, p90 {{.*}}, best {{.*}} of 5 {{(batches of [0-9]+ )?}}calls after 1 to warm up
// CONSOLE-NEXT: memory 2.00 KiB of inputs and outputs, {{.*}} GB/s at the median, buffers reused
// CONSOLE-NEXT: run cpu ({{.+}}), {{[0-9]+ threads?}}
// CONSOLE-NEXT: compile {{.*}} ms

// RUN: nnf-runner %S/Inputs/relu.mlir --input=16x16xf32=randn --benchmark --repetitions=5 --benchmark-format=json --num-threads=1 > %t.json
// RUN: %python -c "import json, sys; d = json.load(open(sys.argv[1])); assert d['repetitions'] == 5 and d['bytes'] == 2048 and d['threads'] == 1 and 0 < d['min_ns'] <= d['p10_ns'] <= d['median_ns'] <= d['p90_ns'] <= d['max_ns'], d" %t.json
// RUN: nnf-runner %S/Inputs/relu.mlir --input=16x16xf32=randn --benchmark --repetitions=5 --benchmark-format=csv --benchmark-out=%t.csv | count 0
// RUN: %python -c "import csv, sys; head, row = csv.reader(open(sys.argv[1])); d = dict(zip(head, row)); assert len(head) == len(row) and d['name'] == 'relu' and d['repetitions'] == '5', d" %t.csv

// As long as --min-time says, and in other memory each time.
// RUN: nnf-runner %S/Inputs/relu.mlir --input=300x1000xf32=1 --benchmark --min-time=0.05 --rotate-buffers | FileCheck %s --check-prefix=ROTATE
// ROTATE: buffers rotated over {{[0-9]+}} sets

// A function that fails is not timed.
// RUN: not nnf-runner %s --input=3xf32=1 --input=4xf32=1 --benchmark 2>&1 | FileCheck %s --check-prefix=FAILS
// FAILS: nnf-runner: error: {{.*}}benchmark.mlir:[[#@LINE+3]]:{{[0-9]+}}: nnf.mse_loss: expects dimension 0 of input to equal dimension 0 of target, but got 3 and 4
// FAILS-NOT: median
func.func @f(%x: tensor<?xf32>, %t: tensor<?xf32>) -> tensor<f32> {
  %y = nnf.mse_loss %x, %t : (tensor<?xf32>, tensor<?xf32>) -> tensor<f32>
  return %y : tensor<f32>
}

// RUN: not nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=1 --benchmark --repetitions=0 2>&1 | FileCheck %s --check-prefix=REPETITIONS
// REPETITIONS: nnf-runner: error: --repetitions: expected a whole number of at least 1, but got '0'
// RUN: not nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=1 --benchmark --warmup=-1 2>&1 | FileCheck %s --check-prefix=WARMUP
// WARMUP: nnf-runner: error: --warmup: expected a whole number of at least 0, but got '-1'
// RUN: not nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=1 --benchmark --min-time=-1 2>&1 | FileCheck %s --check-prefix=MINTIME
// MINTIME: nnf-runner: error: --min-time: expected a number of at least 0, but got '-1'
// RUN: not nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=1 --benchmark --benchmark-format=xml 2>&1 | FileCheck %s --check-prefix=FORMAT
// FORMAT: nnf-runner: error: --benchmark-format: expected console or json or csv, but got 'xml'
// RUN: not nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=1 --benchmark --benchmark-out=%t/none/x 2>&1 | FileCheck %s --check-prefix=OUT
// OUT: nnf-runner: error: cannot write '{{.*}}none/x': No such file or directory
