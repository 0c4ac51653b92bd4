//===- Header.cpp - C headers of compiled modules -------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "nnf/Runtime/Support.h"
#include "nnf/Tooling/Aot.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace mlir::nnf;

static constexpr StringLiteral kAbi =
#include "Abi.inc"
    ;

namespace {
/// A tensor of a signature as C code names it.
struct Tensor {
  std::string name; ///< an identifier
  nnf_parameter_info info;
  nnf_role role;
  bool isScalar, isLate;

  bool isOpen() const {
    return any_of(ArrayRef<int64_t>(info.shape, info.rank), [](int64_t size) { return size == NNF_DYNAMIC; });
  }
  std::string type() const;
  /// "f32[?, 3]".
  std::string spelling() const;
};

/// Writes the declarations of one kernel.
class KernelWriter {
public:
  KernelWriter(const AotKernel &kernel, raw_ostream &os);
  void write();

private:
  void comment();
  /// A function that fills descriptors and calls `entry`.
  void entry(StringRef entry);
  void parameter(const Tensor &tensor, StringRef entry);
  void descriptors(nnf_role role, StringRef entry);
  SmallVector<const Tensor *> of(nnf_role role) const {
    SmallVector<const Tensor *> found;
    for (const Tensor &tensor : tensors)
      if (tensor.role == role)
        found.push_back(&tensor);
    return found;
  }

  const AotKernel &kernel;
  nnf_kernel table;
  raw_ostream &os;
  std::string id;
  std::vector<Tensor> tensors;
};
} // namespace

static std::string identifier(StringRef text) {
  std::string id;
  for (char c : text)
    id += isAlnum(c) || c == '_' ? c : '_';
  return id.empty() || isDigit(id.front()) ? "_" + id : id;
}

/// Words that no parameter may be called by, in C and C++, and the names that the functions use themselves.
static bool isTaken(StringRef id) {
  static const StringSet<> words{
      "alignas",  "alignof", "and",      "asm",       "auto",     "bool",      "break",   "case",       "catch",
      "char",     "class",   "const",    "constexpr", "continue", "decltype",  "default", "delete",     "do",
      "double",   "else",    "enum",     "explicit",  "export",   "extern",    "false",   "float",      "for",
      "friend",   "goto",    "if",       "inline",    "int",      "long",      "mutable", "namespace",  "new",
      "not",      "nullptr", "operator", "or",        "private",  "protected", "public",  "register",   "requires",
      "restrict", "return",  "short",    "signed",    "sizeof",   "static",    "struct",  "switch",     "template",
      "this",     "throw",   "true",     "try",       "typedef",  "typename",  "union",   "unsigned",   "using",
      "virtual",  "void",    "volatile", "while",     "xor",      "handle",    "context", "parameters", "inputs",
      "outputs",  "status"};
  return words.contains(id);
}

std::string Tensor::type() const {
  switch (info.dtype) {
  case NNF_F32:
    return "float";
  case NNF_F64:
    return "double";
  case NNF_I8:
    return "int8_t";
  case NNF_I16:
    return "int16_t";
  case NNF_I32:
    return "int32_t";
  case NNF_I64:
    return "int64_t";
  case NNF_U32:
    return "uint32_t";
  case NNF_U64:
    return "uint64_t";
  default: // The bits of what C has no type for.
    return nnf_dtype_size(info.dtype) == 2 ? "uint16_t" : "uint8_t";
  }
}

std::string Tensor::spelling() const {
  std::string text = nnf_dtype_name(info.dtype);
  if (isScalar)
    return text;
  text += "[";
  for (int32_t i = 0; i < info.rank; ++i)
    text += (i ? ", " : "") + (info.shape[i] == NNF_DYNAMIC ? "?" : std::to_string(info.shape[i]));
  return text + "]";
}

KernelWriter::KernelWriter(const AotKernel &kernel, raw_ostream &os) : kernel(kernel), table(), os(os) {
  table.abi_version = NNF_ABI_VERSION;
  table.struct_size = sizeof(table);
  table.strings = kernel.strings.data();
  table.signature = kernel.signature.data();
  id = identifier(kernel.name);
  const int64_t *words = table.signature + NNF_SIGNATURE_HEADER;
  StringSet<> used;
  for (nnf_role role : {NNF_PARAMETER, NNF_INPUT, NNF_OUTPUT})
    for (int32_t i = 0, n = nnf_kernel_count(&table, role); i < n; ++i) {
      Tensor tensor;
      nnf_kernel_parameter(&table, role, i, &tensor.info);
      tensor.role = role;
      tensor.isScalar = words[NNF_TENSOR_TYPE] & NNF_TENSOR_SCALAR;
      tensor.isLate = words[NNF_TENSOR_TYPE] & NNF_TENSOR_LATE;
      words += NNF_TENSOR_HEADER + tensor.info.rank;
      static constexpr StringLiteral roles[] = {"parameter", "input", "output"};
      tensor.name = *tensor.info.name ? identifier(tensor.info.name) : (roles[role] + Twine(i)).str();
      while (isTaken(tensor.name) || !used.insert(tensor.name).second || used.contains(tensor.name + "_shape"))
        tensor.name += "_";
      used.insert(tensor.name + "_shape");
      tensors.push_back(std::move(tensor));
    }
}

void KernelWriter::comment() {
  os << "/* " << kernel.name << "\n";
  static constexpr StringLiteral roles[] = {"parameter", "input    ", "output   "};
  for (const Tensor &tensor : tensors) {
    os << "     " << roles[tensor.role] << "  " << tensor.name << ": " << tensor.spelling();
    if (tensor.info.any_sign)
      os << " (or unsigned)";
    if (tensor.isLate)
      os << ", as large as the inputs' values ask for";
    os << "\n";
  }
  os << "   Sizes are in elements, ? is any; tensors are dense and row-major. */\n";
}

/// Whether the size of a tensor is an argument of its own.
static bool takesShape(const Tensor &tensor) { return tensor.info.rank > 0 && tensor.isOpen(); }

void KernelWriter::parameter(const Tensor &tensor, StringRef entry) {
  bool isOutput = tensor.role == NNF_OUTPUT, shapesOnly = entry == "shapes";
  if (!shapesOnly || tensor.isScalar) {
    if (!(shapesOnly && isOutput))
      os << ", " << (isOutput ? "" : "const ") << tensor.type() << (isOutput && tensor.isLate ? " **" : " *")
         << tensor.name;
  }
  if (takesShape(tensor)) {
    bool writes = isOutput && (shapesOnly || tensor.isLate);
    os << ", " << (writes ? "" : "const ") << "int64_t " << tensor.name << "_shape[" << tensor.info.rank << "]";
  }
}

void KernelWriter::descriptors(nnf_role role, StringRef entry) {
  static constexpr StringLiteral lists[] = {"parameters", "inputs", "outputs"};
  SmallVector<const Tensor *> list = of(role);
  for (const Tensor *tensor : list)
    if (!takesShape(*tensor) && tensor->info.rank > 0)
      os << "  int64_t " << tensor->name << "_shape[] = {"
         << join(map_range(ArrayRef<int64_t>(tensor->info.shape, tensor->info.rank),
                           [](int64_t n) { return std::to_string(n); }),
                 ", ")
         << "};\n";
  os << "  nnf_tensor " << lists[role] << "[" << std::max<size_t>(1, list.size()) << "];\n";
  for (auto [i, tensor] : enumerate(list)) {
    std::string place = (lists[role] + "[" + Twine(i) + "]").str();
    bool noData = entry == "shapes" && (role == NNF_OUTPUT || !tensor->isScalar);
    os << "  " << place
       << ".data = " << (noData ? "NULL" : "(void *)" + std::string(tensor->isLate ? "*" : "") + tensor->name)
       << ";\n  " << place << ".shape = " << (tensor->info.rank ? "(int64_t *)" + tensor->name + "_shape" : "NULL")
       << ";\n  " << place << ".strides = NULL;\n  " << place << ".rank = " << tensor->info.rank << ";\n  " << place
       << ".dtype = " << tensor->info.dtype << "; /* " << nnf_dtype_name(tensor->info.dtype) << " */\n";
  }
}

void KernelWriter::entry(StringRef entry) {
  bool create = entry == "create";
  os << "static inline nnf_status " << id << "_" << entry << "(nnf_handle *" << (create ? "*" : "")
     << "handle, nnf_context *context";
  for (const Tensor &tensor : tensors)
    if ((tensor.role == NNF_PARAMETER) == create)
      parameter(tensor, entry);
  os << ") {\n";
  if (create) {
    descriptors(NNF_PARAMETER, entry);
    os << "  return " << id << "_kernel.create(handle, context, parameters);\n}\n";
    return;
  }
  descriptors(NNF_INPUT, entry);
  descriptors(NNF_OUTPUT, entry);
  auto late = make_filter_range(of(NNF_OUTPUT), [](const Tensor *tensor) { return tensor->isLate; });
  if (entry == "shapes" || late.empty()) {
    os << "  return " << id << "_kernel." << entry << "(handle, context, inputs, outputs);\n}\n";
    return;
  }
  os << "  nnf_status status = " << id << "_kernel.run(handle, context, inputs, outputs);\n";
  for (auto [i, tensor] : enumerate(of(NNF_OUTPUT)))
    if (tensor->isLate)
      os << "  *" << tensor->name << " = (" << tensor->type() << " *)outputs[" << i << "].data;\n";
  os << "  return status;\n}\n";
}

void KernelWriter::write() {
  os << "\n";
  comment();
  os << "extern const nnf_kernel " << id << "_kernel";
  if (id != kernel.name)
    os << " __asm__(\"" << kernel.name << "_kernel\")";
  os << ";\n\n/* Makes a handle; what the parameters point to must stay as it is until " << id
     << "_kernel.destroy(handle). */\n";
  entry("create");
  if (any_of(of(NNF_OUTPUT), [](const Tensor *tensor) { return tensor->isOpen(); })) {
    os << "/* Writes the sizes of the outputs. */\n";
    entry("shapes");
  }
  os << "/* Computes. Outputs may overlap neither inputs nor each other.";
  if (any_of(of(NNF_OUTPUT), [](const Tensor *tensor) { return tensor->isLate; }))
    os << " Outputs that are passed as pointers to NULL\n   are allocated; nnf_context_free gives them back.";
  os << " */\n";
  entry("run");
}

std::string mlir::nnf::writeHeader(StringRef title, ArrayRef<AotKernel> kernels) {
  std::string text;
  raw_string_ostream os(text);
  nnf_kernel first = {};
  first.strings = kernels.front().strings.data();
  std::string guard = "NNF_MODULE_" + StringRef(identifier(title)).upper() + "_H";
  std::string shown = title.str();
  // A name must not end the comment.
  for (size_t at; (at = shown.find("*/")) != std::string::npos;)
    shown.replace(at, 2, "* /");
  os << "/* The functions of " << shown << ", compiled ahead of time.\n   target  " << nnf_kernel_target(&first)
     << "\n   build   " << nnf_kernel_build(&first) << "\n   version " << NNF_ABI_VERSION
     << " of the interface below */\n#ifndef " << guard << "\n#define " << guard << "\n\n"
     << kAbi << "\n#if NNF_ABI_VERSION != " << NNF_ABI_VERSION
     << "\n#error \"an nnf/Runtime/Abi.h of another version was included before\"\n#endif\n\n#define " << guard
     << "_TARGET \"" << nnf_kernel_target(&first) << "\"\n#define " << guard << "_BUILD \"" << nnf_kernel_build(&first)
     << "\"\n\n#ifdef __cplusplus\nextern \"C\" {\n#endif\n";
  for (const AotKernel &kernel : kernels)
    KernelWriter(kernel, os).write();
  os << "\n#ifdef __cplusplus\n}\n#endif\n#endif /* " << guard << " */\n";
  return text;
}
