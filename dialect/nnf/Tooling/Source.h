//===- Source.h - a file of functions, parsed when somebody asks -----------------------------------*- C++ -*-===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A kernel that comes out of the object cache needs the bytes of its source, not what they say: reading is apart from
// parsing, and no MLIR context is made before something needs it.
//
//===--------------------------------------------------------------------------------------------------------===//
#ifndef NNF_TOOLING_SOURCE_H
#define NNF_TOOLING_SOURCE_H

#include "nnf/Tooling/Values.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <memory>
#include <string>
#include <vector>

namespace mlir {
class DialectRegistry;
class ModuleOp;
class Type;
} // namespace mlir

namespace mlir::nnf {

/// Puts the dialects that a file may hold into the registry.
using RegisterDialectsFn = void (*)(DialectRegistry &);

/// One function as its caller sees it.
struct FunctionInfo {
  struct Value {
    /// The name of an argument in the text, without '%'; "" where the text has none (bytecode), and for results.
    std::string name;
    HostTensorType type;
    /// How the text spells it, "tensor<4xf32>".
    std::string spelling;
    /// Marked nnf.parameter: the same in every call.
    bool parameter = false;
    /// Not empty: why values of this type can not be given or taken.
    std::string problem;
  };
  std::string name;
  bool isPublic = true;
  bool hasBody = true;
  std::vector<Value> inputs, outputs;

  /// "func @name(%x: tensor<4xf32>) -> (tensor<4xf32>)".
  std::string signature() const;
};

class Source {
public:
  /// Reads `path` ("-" is standard input): MLIR text or bytecode.
  static llvm::Expected<std::unique_ptr<Source>> open(llvm::StringRef path, RegisterDialectsFn registerDialects);
  /// The same for a program in memory; `name` stands for the path.
  static std::unique_ptr<Source> fromText(llvm::StringRef text, llvm::StringRef name,
                                          RegisterDialectsFn registerDialects);
  ~Source();

  /// The path, "<stdin>" for standard input.
  llvm::StringRef name() const;
  /// What decides the meaning of the file: its name, which locations contain, and its bytes.
  std::string identity() const;

  /// The module; parses and verifies at the first call. Diagnostics go to standard error. The module must not be
  /// changed.
  llvm::Expected<ModuleOp> module();
  /// All functions in the order of the file.
  llvm::Expected<llvm::ArrayRef<FunctionInfo>> functions();
  /// The function `name`, or the only public one where `name` is empty. The error names those that there are.
  llvm::Expected<const FunctionInfo *> function(llvm::StringRef name);

  /// An error was printed for this file: nothing more needs to be said.
  bool reportedError() const;

private:
  Source();
  static std::unique_ptr<Source> make(std::unique_ptr<llvm::MemoryBuffer> buffer, llvm::StringRef name,
                                      RegisterDialectsFn registerDialects);
  struct Impl;
  std::unique_ptr<Impl> impl;
};

/// An error that was printed already; its text is empty.
llvm::Error reported();

} // namespace mlir::nnf

#endif // NNF_TOOLING_SOURCE_H
