//===- Outputs.cpp - where results go ------------------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "Outputs.h"
#include "nnf/Tooling/AtomicFile.h"
#include "nnf/Tooling/NumPy.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace llvm;
using namespace mlir::nnf;

Expected<OutputList> OutputList::parse(ArrayRef<std::string> texts, size_t results) {
  OutputList list;
  if (texts.empty())
    return list;
  if (texts.size() != results)
    return makeError("expected an --output= for each of " + Twine(results) + " results (empty to drop one), but got " +
                     Twine(texts.size()));
  list.targets.emplace();
  for (StringRef text : texts) {
    StringRef path = text.drop_front(!text.empty());
    bool append = text.starts_with("+"), write = text.starts_with("@");
    if (text.empty())
      list.targets->push_back({Kind::Drop, ""});
    else if (text == "-")
      list.targets->push_back({Kind::Print, ""});
    else if (append && path.ends_with(".npy"))
      list.targets->push_back({Kind::AppendNpy, path.str()});
    else if (write && !path.empty())
      list.targets->push_back({path.ends_with(".npy") ? Kind::Npy : Kind::Raw, path.str()});
    else
      return makeError("--output=" + text + ": expected -, @y.npy, +y.npy, @y.bin or nothing");
  }
  return list;
}

Error OutputList::write(ArrayRef<HostTensor> results, bool printByDefault, const PrintOptions &print,
                        raw_ostream &os) const {
  auto printResult = [&](size_t i) {
    os << "result[" << i << "]: ";
    printTensor(os, results[i], print);
    os << "\n";
  };
  if (!targets) {
    for (size_t i = 0; printByDefault && i < results.size(); ++i)
      printResult(i);
    return Error::success();
  }
  // The contents of each file, in the order in which they are named.
  MapVector<StringRef, std::vector<size_t>> files;
  for (auto [i, target] : enumerate(*targets)) {
    if (target.kind == Kind::Print)
      printResult(i);
    else if (target.kind != Kind::Drop)
      files[target.path].push_back(i);
  }
  for (auto &[path, indices] : files) {
    Expected<AtomicFile> file = AtomicFile::create(path);
    if (!file)
      return file.takeError();
    // "+y.npy" first of all goes behind what the file has; where there is none, it begins one.
    if ((*targets)[indices.front()].kind == Kind::AppendNpy) {
      ErrorOr<std::unique_ptr<MemoryBuffer>> old =
          MemoryBuffer::getFile(path, /*IsText=*/false, /*RequiresNullTerminator=*/false);
      if (old)
        file->os() << (*old)->getBuffer();
      else if (old.getError() != std::errc::no_such_file_or_directory)
        return makeError("cannot read '" + path + "': " + old.getError().message());
    }
    for (size_t i : indices) {
      bool raw = (*targets)[i].kind == Kind::Raw;
      // "@y.npy" twice: the second begins anew, so the first would be lost.
      if (i != indices.front() && (*targets)[i].kind != Kind::AppendNpy)
        return makeError("two results go to '" + path + "': expected +" + path + " for the second");
      if (raw)
        file->os().write(static_cast<const char *>(results[i].data()), results[i].numBytes());
      else
        writeNpy(file->os(), results[i]);
    }
    if (Error error = file->commit())
      return error;
  }
  return Error::success();
}
