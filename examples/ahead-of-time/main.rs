// Calls a module that was compiled ahead of time, from Rust without any crate. See README.md.
//   rustc main.rs -L . -l classifier
use std::ffi::{c_char, c_int, c_void, CStr};
use std::ptr::{null, null_mut};

#[repr(C)]
struct Tensor {
    data: *mut c_void,
    shape: *mut i64,
    strides: *mut i64,
    rank: i32,
    dtype: i32,
}

#[repr(C)]
struct Failure {
    status: i32,
    op: *const c_char,
    location: *const c_char,
    message: *const c_char,
}

type Create = extern "C" fn(*mut *mut c_void, *mut c_void, *const Tensor) -> c_int;
type Call = extern "C" fn(*mut c_void, *mut c_void, *const Tensor, *mut Tensor) -> c_int;

#[repr(C)]
struct Kernel {
    abi_version: u32,
    struct_size: u32,
    strings: *const c_char,
    signature: *const i64,
    create: Create,
    destroy: extern "C" fn(*mut c_void),
    shapes: Call,
    run: Call,
}

extern "C" {
    static loss_kernel: Kernel;
    fn nnf_context_create(context: *mut *mut c_void, options: *const c_void, message: *mut c_char, size: usize) -> c_int;
    fn nnf_context_destroy(context: *mut c_void);
    fn nnf_context_error(context: *const c_void) -> *const Failure;
}

const F32: i32 = 12;
const I64: i32 = 8;

fn loss(context: *mut c_void, logits: &[f32], labels: &[i64]) -> Result<f32, String> {
    let rows = labels.len() as i64;
    let (mut logits_shape, mut labels_shape, mut mean) = ([rows, 3], [rows], 0f32);
    let inputs = [
        Tensor { data: logits.as_ptr() as *mut c_void, shape: logits_shape.as_mut_ptr(), strides: null_mut(), rank: 2, dtype: F32 },
        Tensor { data: labels.as_ptr() as *mut c_void, shape: labels_shape.as_mut_ptr(), strides: null_mut(), rank: 1, dtype: I64 },
    ];
    let data = &mut mean as *mut f32 as *mut c_void;
    let mut output = Tensor { data, shape: null_mut(), strides: null_mut(), rank: 0, dtype: F32 };
    let status = unsafe { (loss_kernel.run)(null_mut(), context, inputs.as_ptr(), &mut output) };
    if status == 0 {
        return Ok(mean);
    }
    let message = unsafe { CStr::from_ptr((*nnf_context_error(context)).message) };
    Err(message.to_string_lossy().into_owned())
}

fn main() {
    let mut context = null_mut();
    assert_eq!(unsafe { nnf_context_create(&mut context, null(), null_mut(), 0) }, 0);
    let logits = [2.0, 1.0, 0.0, 0.0, 1.0, 2.0];
    for labels in [[0, 7], [0, 2]] {
        match loss(context, &logits, &labels) {
            Ok(mean) => println!("loss {mean:.4}"),
            Err(message) => println!("loss: {message}"),
        }
    }
    unsafe { nnf_context_destroy(context) };
}
