//===- Report.cpp - findings as diagnostics, JSON and SARIF -------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------------------------------------------===//
#include "mlir/IR/Diagnostics.h"
#include "nnf/Transforms/Lint.h"
#include "llvm/Support/JSON.h"

using namespace mlir;
using namespace mlir::nnf;

//===-- text --------------------------------------------------------------------------------------------------------===//

static DiagnosticSeverity severity(LintLevel level) {
  switch (level) {
  case LintLevel::Remark:
    return DiagnosticSeverity::Remark;
  case LintLevel::Warning:
    return DiagnosticSeverity::Warning;
  case LintLevel::Error:
    return DiagnosticSeverity::Error;
  }
  llvm_unreachable("every level has a severity");
}

void nnf::reportLintAsDiagnostics(ArrayRef<LintFinding> findings, ArrayRef<LintFinding> fixed) {
  auto emit = [](const LintFinding &finding, DiagnosticSeverity as, const Twine &text) {
    InFlightDiagnostic diag = finding.loc.getContext()->getDiagEngine().emit(finding.loc, as);
    diag << text << " [" << finding.rule->id << "]";
    for (const LintFinding::Note &note : finding.notes)
      diag.attachNote(note.loc) << note.message;
  };
  for (const LintFinding &finding : fixed)
    emit(finding, DiagnosticSeverity::Remark, "fixed: " + Twine(finding.fixed));
  for (const LintFinding &finding : findings)
    emit(finding, severity(finding.level), finding.message);
}

//===-- places --------------------------------------------------------------------------------------------------------===//

/// The place in a file that `loc` means first, or null.
static void place(llvm::json::OStream &json, Location loc) {
  if (FileLineColLoc file = loc->findInstanceOf<FileLineColLoc>()) {
    json.attribute("file", file.getFilename().getValue());
    json.attribute("line", file.getLine());
    json.attribute("column", file.getColumn());
  }
}

//===-- JSON ----------------------------------------------------------------------------------------------------------===//

void nnf::reportLintAsJson(ArrayRef<LintFinding> findings, ArrayRef<LintFinding> fixed, raw_ostream &os) {
  llvm::json::OStream json(os, 2);
  auto one = [&](const LintFinding &finding, bool isFixed) {
    json.object([&] {
      json.attribute("rule", finding.rule->id);
      json.attribute("name", finding.rule->name);
      json.attribute("level", stringify(finding.level));
      json.attribute("message", finding.message);
      json.attribute("function", finding.function);
      place(json, finding.loc);
      json.attributeArray("notes", [&] {
        for (const LintFinding::Note &note : finding.notes)
          json.object([&] {
            json.attribute("message", note.message);
            place(json, note.loc);
          });
      });
      if (!finding.fixed.empty() && (isFixed || finding.fix))
        json.attribute("fix", finding.fixed);
      json.attribute("fixed", isFixed);
    });
  };
  json.array([&] {
    for (const LintFinding &finding : fixed)
      one(finding, true);
    for (const LintFinding &finding : findings)
      one(finding, false);
  });
  os << "\n";
}

//===-- SARIF ---------------------------------------------------------------------------------------------------------===//

static StringRef sarifLevel(LintLevel level) { return level == LintLevel::Remark ? "note" : stringify(level); }

/// The members of a SARIF location object.
static void sarifLocation(llvm::json::OStream &json, Location loc) {
  FileLineColLoc file = loc->findInstanceOf<FileLineColLoc>();
  if (!file)
    return;
  json.attributeObject("physicalLocation", [&] {
    json.attributeObject("artifactLocation", [&] { json.attribute("uri", file.getFilename().getValue()); });
    // SARIF counts from 1; MLIR has 0 where it does not know.
    if (file.getLine() != 0)
      json.attributeObject("region", [&] {
        json.attribute("startLine", file.getLine());
        if (file.getColumn() != 0)
          json.attribute("startColumn", file.getColumn());
      });
  });
}

void nnf::reportLintAsSarif(ArrayRef<LintFinding> findings, ArrayRef<LintFinding> fixed, raw_ostream &os) {
  llvm::json::OStream json(os, 2);
  auto text = [&](StringRef key, StringRef value) {
    json.attributeObject(key, [&] { json.attribute("text", value); });
  };
  auto one = [&](const LintFinding &finding, bool isFixed) {
    json.object([&] {
      json.attribute("ruleId", finding.rule->id);
      json.attribute("ruleIndex", static_cast<int64_t>(finding.rule - getLintRules().begin()));
      json.attribute("level", isFixed ? "none" : sarifLevel(finding.level));
      // What is fixed is no longer a problem.
      json.attribute("kind", isFixed ? "pass" : "fail");
      text("message", isFixed ? "fixed: " + finding.fixed : finding.message);
      json.attributeArray("locations", [&] {
        json.object([&] {
          sarifLocation(json, finding.loc);
          if (!finding.function.empty())
            json.attributeArray("logicalLocations", [&] {
              json.object([&] {
                json.attribute("name", finding.function);
                json.attribute("kind", "function");
              });
            });
        });
      });
      if (!finding.notes.empty())
        json.attributeArray("relatedLocations", [&] {
          for (const LintFinding::Note &note : finding.notes)
            json.object([&] {
              sarifLocation(json, note.loc);
              text("message", note.message);
            });
        });
    });
  };
  json.object([&] {
    json.attribute("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    json.attribute("version", "2.1.0");
    json.attributeArray("runs", [&] {
      json.object([&] {
        json.attributeObject("tool", [&] {
          json.attributeObject("driver", [&] {
            json.attribute("name", "nnf-lint");
            json.attributeArray("rules", [&] {
              for (const LintRule &rule : getLintRules())
                json.object([&] {
                  json.attribute("id", rule.id);
                  json.attribute("name", rule.name);
                  text("shortDescription", rule.summary);
                  json.attributeObject("defaultConfiguration", [&] { json.attribute("level", sarifLevel(rule.level)); });
                });
            });
          });
        });
        json.attributeArray("results", [&] {
          for (const LintFinding &finding : fixed)
            one(finding, true);
          for (const LintFinding &finding : findings)
            one(finding, false);
        });
      });
    });
  });
  os << "\n";
}
