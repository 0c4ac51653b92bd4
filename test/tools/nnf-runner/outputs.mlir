// Where results go. @twice gives relu and tanh of its input.

// By default all are printed; one is dropped by an empty --output.
// RUN: nnf-runner %S/Inputs/several.mlir -e twice --input=4xf32=-1,0,1,2 | FileCheck %s --check-prefix=BOTH
// RUN: nnf-runner %S/Inputs/several.mlir -e twice --input=4xf32=-1,0,1,2 --output=- --output=- | FileCheck %s --check-prefix=BOTH
// BOTH: result[0]: 4xf32=[0, 0, 1, 2]
// BOTH-NEXT: result[1]: 4xf32=[-0.7615942, 0, 0.7615942, 0.9640276]
// RUN: nnf-runner %S/Inputs/several.mlir -e twice --input=4xf32=-1,0,1,2 --output= --output=- | FileCheck %s --check-prefix=SECOND
// SECOND-NOT: result[0]
// SECOND: result[1]

// RUN: nnf-runner %S/Inputs/several.mlir -e twice --input=4xf32=-1,0,1,2 --output=- --output= --output-max-element-count=2 | FileCheck %s --check-prefix=MOST
// MOST: result[0]: 4xf32=[0, 0, ...]
// RUN: nnf-runner %S/Inputs/several.mlir -e twice --input=4xf32=-1,0,1,2 --output=- --output= --output_max_element_count=-1 | FileCheck %s --check-prefix=ALL
// ALL: result[0]: 4xf32=[0, 0, 1, 2]
// RUN: nnf-runner %S/Inputs/several.mlir -e twice --input=4xf32=-1,0,1,inf --output=- --output= --print-dense | FileCheck %s --check-prefix=DENSE
// DENSE: result[0]: dense<[0.0, 0.0, 1.0, 0x7F800000]> : tensor<4xf32>

// Files: NumPy reads what is written.
// RUN: rm -rf %t && mkdir %t
// RUN: nnf-runner %S/Inputs/several.mlir -e twice --input=4xf32=-1,0,1,2 --output=@%t/y.npy --output=@%t/y.bin | count 0
// RUN: %python -c "import struct,sys; b = open(sys.argv[1], 'rb').read(); assert b[:8] == b'\x93NUMPY\x01\x00' and len(b) == 144, b" %t/y.npy
// RUN: %python -c "import struct,sys; b = open(sys.argv[1], 'rb').read(); assert len(b) == 16, b" %t/y.bin
// RUN: nnf-runner %S/Inputs/several.mlir -e twice --input=@%t/y.npy --output=- --output= | FileCheck %s --check-prefix=READ
// READ: result[0]: 4xf32=[0, 0, 1, 2]

// "+" appends, to what earlier runs wrote as well; "@" begins anew.
// RUN: nnf-runner %S/Inputs/several.mlir -e twice --input=4xf32=0.5 --output=@%t/a.npy --output=+%t/a.npy
// RUN: nnf-runner %S/Inputs/several.mlir -e twice --input=4xf32=0.25 --output=+%t/a.npy --output=+%t/new.npy
// RUN: nnf-runner %S/Inputs/several.mlir -e twice --input=@%t/a.npy --expected-output=@%t/a.npy --expected-output=+%t/a.npy
// RUN: not nnf-runner %S/Inputs/several.mlir -e twice --input=4xf32=0.5 --expected-output=*%t/a.npy 2>&1 | FileCheck %s --check-prefix=THREE
// THREE: nnf-runner: error: expected an --expected-output= for each of the 2 results of @twice, but got 3
// RUN: nnf-runner %S/Inputs/several.mlir -e twice --input=4xf32=0.25 --output= --output=@%t/a.npy
// One file may hold a whole case: the expected outputs go on where the inputs ended.
// RUN: nnf-runner %S/Inputs/several.mlir -e twice --input=4xf32=0.5 --output=@%t/case.npy --output=
// RUN: nnf-runner %S/Inputs/several.mlir -e twice --input=4xf32=0.5 --output=+%t/case.npy --output=+%t/case.npy
// RUN: nnf-runner %S/Inputs/several.mlir -e twice --input=+%t/case.npy --expected-output=*%t/case.npy

// RUN: not nnf-runner %S/Inputs/several.mlir -e twice --input=4xf32=1 --output=- 2>&1 | FileCheck %s --check-prefix=COUNT
// COUNT: nnf-runner: error: @twice: expected an --output= for each of 2 results (empty to drop one), but got 1
// RUN: not nnf-runner %S/Inputs/several.mlir -e twice --input=4xf32=1 --output=- --output=y.npy 2>&1 | FileCheck %s --check-prefix=FORM
// FORM: nnf-runner: error: @twice: --output=y.npy: expected -, @y.npy, +y.npy, @y.bin or nothing
// RUN: not nnf-runner %S/Inputs/several.mlir -e twice --input=4xf32=1 --output=@%t/x.npy --output=@%t/x.npy 2>&1 | FileCheck %s --check-prefix=SAME
// SAME: nnf-runner: error: two results go to '{{.*}}x.npy': expected +{{.*}}x.npy for the second
// RUN: not nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=1 --output=@%t/none/x.npy 2>&1 | FileCheck %s --check-prefix=NOFOLDER
// NOFOLDER: nnf-runner: error: cannot write '{{.*}}none/x.npy': No such file or directory
// RUN: not nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=1 --output=@/dev/full 2>&1 | FileCheck %s --check-prefix=FULL
// FULL: nnf-runner: error: cannot write '/dev/full': No space left on device

// A limit on the size of files stands for a full disk: no file, and no part of one, is left.
// RUN: not %python %S/Inputs/small-disk.py nnf-runner %S/Inputs/relu.mlir --input=100x100xf32=1 --output=@%t/part.npy 2>&1 | FileCheck %s --check-prefix=SMALL
// SMALL: nnf-runner: error: cannot write '{{.*}}part.npy': File too large
// RUN: ls -A %t | FileCheck %s --check-prefix=LEFT
// LEFT-NOT: part
// Standard output that nobody can write to is an error as well.
// RUN: not %python %S/Inputs/status.py 0 sh -c 'exec nnf-runner %S/Inputs/relu.mlir --input=1x1xf32=1 > /dev/full'
