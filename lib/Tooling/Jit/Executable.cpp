//===- Executable.cpp - calling compiled functions ----------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Tooling/Executable.h"

using namespace mlir::nnf;
using llvm::ArrayRef;

static bool fail(std::string *error, const std::string &text) {
  if (error)
    *error = text;
  return false;
}

//===--------------------------------------------------------------------------------------------------------===//
// RuntimeContext
//===--------------------------------------------------------------------------------------------------------===//

std::unique_ptr<RuntimeContext> RuntimeContext::create(int threads, std::string *error, uint32_t flags) {
  nnf_context_options options{};
  options.struct_size = sizeof(options);
  options.threads = threads;
  options.flags = flags;
  return create(options, error);
}

std::unique_ptr<RuntimeContext> RuntimeContext::create(nnf_context_options options, std::string *error) {
  options.struct_size = sizeof(options);
  nnf_context *context;
  char message[256];
  if (nnf_context_create(&context, &options, message, sizeof(message)) != NNF_OK) {
    fail(error, message);
    return nullptr;
  }
  return std::unique_ptr<RuntimeContext>(new RuntimeContext(context));
}

RuntimeContext::~RuntimeContext() { nnf_context_destroy(context); }

nnf_counters RuntimeContext::counters() const {
  nnf_counters counters;
  nnf_context_counters(context, &counters);
  return counters;
}

std::string RuntimeContext::lastError() const {
  const nnf_error *error = nnf_context_error(context);
  if (error->status == NNF_OK)
    return {};
  std::string location = error->location;
  return (location.empty() ? "" : location + ": ") + error->message;
}

//===--------------------------------------------------------------------------------------------------------===//
// Executable
//===--------------------------------------------------------------------------------------------------------===//

static llvm::SmallVector<TensorSpec, 0> describe(const nnf_kernel *kernel, nnf_role role) {
  llvm::SmallVector<TensorSpec, 0> specs;
  nnf_parameter_info info;
  for (int32_t i = 0; nnf_kernel_parameter(kernel, role, i, &info) == NNF_OK; ++i) {
    TensorSpec spec;
    spec.name = info.name;
    spec.dtype = static_cast<nnf_dtype>(info.dtype);
    spec.anySign = info.any_sign;
    spec.shape.assign(info.shape, info.shape + info.rank);
    specs.push_back(std::move(spec));
  }
  return specs;
}

std::unique_ptr<Executable> Executable::wrap(const nnf_kernel *kernel, std::string *error) {
  if (kernel->abi_version != NNF_ABI_VERSION) {
    fail(error, "the kernel was compiled for version " + std::to_string(kernel->abi_version) +
                    " of the runtime interface, the runtime has version " + std::to_string(NNF_ABI_VERSION));
    return nullptr;
  }
  auto executable = std::unique_ptr<Executable>(new Executable);
  executable->table = kernel;
  executable->inputSpecs = describe(kernel, NNF_INPUT);
  executable->parameterSpecs = describe(kernel, NNF_PARAMETER);
  executable->outputSpecs = describe(kernel, NNF_OUTPUT);
  return executable;
}

Executable::~Executable() { table->destroy(handle()); }

llvm::StringRef Executable::name() const { return nnf_kernel_name(table); }

/// Descriptors of tensors; they point into the views.
static llvm::SmallVector<nnf_tensor, 8> toTensors(ArrayRef<TensorView> views) {
  llvm::SmallVector<nnf_tensor, 8> tensors;
  for (const TensorView &view : views)
    tensors.push_back({view.data, const_cast<int64_t *>(view.shape.data()),
                       view.strides.empty() ? nullptr : const_cast<int64_t *>(view.strides.data()),
                       static_cast<int32_t>(view.shape.size()), view.dtype});
  return tensors;
}

static bool checkCount(const char *what, size_t expected, size_t found, llvm::StringRef function, std::string *error) {
  if (expected == found)
    return true;
  return fail(error, function.str() + ": expected " + std::to_string(expected) + " " + what + ", got " +
                         std::to_string(found));
}

static bool checkStrides(ArrayRef<TensorView> views, std::string *error) {
  for (const TensorView &view : views)
    if (!view.strides.empty() && view.strides.size() != view.shape.size())
      return fail(error, "a tensor has " + std::to_string(view.shape.size()) + " sizes and " +
                             std::to_string(view.strides.size()) + " strides");
  return true;
}

static bool report(RuntimeContext &context, nnf_status status, std::string *error) {
  if (status == NNF_OK)
    return true;
  // A busy context's record belongs to the other call.
  return fail(error, status == NNF_BUSY ? nnf_status_name(status) : context.lastError());
}

bool Executable::bind(RuntimeContext &context, ArrayRef<TensorView> parameters, std::string *error) {
  if (!checkCount("parameters", parameterSpecs.size(), parameters.size(), name(), error) ||
      !checkStrides(parameters, error))
    return false;
  llvm::SmallVector<nnf_tensor, 8> tensors = toTensors(parameters);
  nnf_handle *made;
  if (!report(context, table->create(&made, context.get(), tensors.data()), error))
    return false;
  table->destroy(bound.exchange(made, std::memory_order_acq_rel));
  return true;
}

bool Executable::prepare(RuntimeContext &context, std::string *error) {
  if (handle())
    return true;
  std::lock_guard<std::mutex> lock(bindMutex);
  if (handle())
    return true;
  if (!parameterSpecs.empty())
    return fail(error, name().str() + ": its " + std::to_string(parameterSpecs.size()) +
                           " parameters must be bound before it is called");
  return bind(context, {}, error);
}

bool Executable::shapes(RuntimeContext &context, ArrayRef<TensorView> inputs,
                        llvm::SmallVectorImpl<llvm::SmallVector<int64_t, 4>> &shapes, std::string *error) {
  if (!checkCount("inputs", inputSpecs.size(), inputs.size(), name(), error) || !checkStrides(inputs, error) ||
      !prepare(context, error))
    return false;
  llvm::SmallVector<nnf_tensor, 8> in = toTensors(inputs), out;
  shapes.clear();
  for (const TensorSpec &spec : outputSpecs)
    shapes.emplace_back(spec.shape.size());
  for (auto &shape : shapes)
    out.push_back({nullptr, shape.data(), nullptr, static_cast<int32_t>(shape.size()), 0});
  return report(context, table->shapes(handle(), context.get(), in.data(), out.data()), error);
}

bool Executable::run(RuntimeContext &context, ArrayRef<TensorView> inputs, llvm::MutableArrayRef<TensorView> outputs,
                     std::string *error) {
  if (!checkCount("inputs", inputSpecs.size(), inputs.size(), name(), error) ||
      !checkCount("outputs", outputSpecs.size(), outputs.size(), name(), error) || !checkStrides(inputs, error) ||
      !checkStrides(outputs, error) || !prepare(context, error))
    return false;
  for (auto [view, spec] : llvm::zip_equal(outputs, outputSpecs))
    if (!view.data && view.shape.size() != spec.shape.size())
      view.shape.resize(spec.shape.size());
  llvm::SmallVector<nnf_tensor, 8> in = toTensors(inputs), out = toTensors(outputs);
  if (!report(context, table->run(handle(), context.get(), in.data(), out.data()), error))
    return false;
  for (auto [view, tensor] : llvm::zip_equal(outputs, out))
    view.data = tensor.data;
  return true;
}
