//===- ModuleGenerator.cpp - random valid modules ----------------------------------------------------------------===//
//
// Part of the nnf project, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===--------------------------------------------------------------------------------------------------------===//
#include "nnf/Generate/ModuleGenerator.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "mlir/Parser/Parser.h"
#include "nnf/IR/NnfBase.h"

using namespace mlir;
using namespace mlir::nnf;

static const char *const kExamples =
#include "nnf/Generate/Examples.inc"
    ;

namespace {
/// A value, and the sizes that it has when the module is run.
struct Known {
  Value value;
  RankedTensorType type;
};
} // namespace

struct ModuleGenerator::Impl {
  explicit Impl(MLIRContext &context) : context(context), quiet(&context, [](Diagnostic &) { return success(); }) {
    examples = parseSourceString<ModuleOp>(kExamples, &context);
    if (!examples)
      llvm::report_fatal_error("the documented examples of the ops do not parse");
    examples->walk([&](Operation *op) {
      if (!isa<TorchOpInterface>(op))
        return;
      seeds.push_back(op);
      for (NamedAttribute attr : op->getAttrs())
        if (attr.getName() != "operandSegmentSizes" && attr.getName() != "resultSegmentSizes")
          pool[attr.getName().str()].push_back(attr.getValue());
    });
  }

  //===-- chance -------------------------------------------------------------------------------------------------===//

  uint64_t below(uint64_t n) { return random() % n; }
  bool chance(unsigned percent) { return below(100) < percent; }
  template <class T>
  const T &oneOf(ArrayRef<T> list) {
    return list[below(list.size())];
  }
  int64_t size() { return oneOf<int64_t>({1, 2, 3, 4, 5, 7, 8, 16, 17}); }

  //===-- an op like its example ----------------------------------------------------------------------------------===//

  /// How an example is changed: other sizes for its sizes, one float type for its floats.
  struct Change {
    std::map<int64_t, int64_t> sizes;
    int64_t open = 0;
    Type element;
  };

  RankedTensorType changed(RankedTensorType type, Change &change, bool keep) {
    SmallVector<int64_t> shape;
    for (int64_t s : type.getShape()) {
      if (ShapedType::isDynamic(s)) {
        shape.push_back(change.open);
        continue;
      }
      auto [it, inserted] = change.sizes.try_emplace(s, s);
      // Large sizes say nothing more than small ones, but where one is a multiple of another. 1 has a meaning of its own.
      if (inserted && s != 1 && (s > (keep ? 64 : 20) || (!keep && chance(40))))
        it->second = s > 20 ? oneOf<int64_t>({4, 6, 8, 12}) : size();
      shape.push_back(it->second);
    }
    Type element = type.getElementType();
    bool wide = isa<FloatType>(element) && element.getIntOrFloatBitWidth() >= 16;
    return RankedTensorType::get(shape, wide ? change.element : element);
  }

  Attribute changed(StringRef name, Attribute attr, const Change &change, bool keep) {
    if (auto array = dyn_cast<DenseI64ArrayAttr>(attr)) {
      SmallVector<int64_t> entries(array.asArrayRef());
      for (int64_t &entry : entries) {
        auto it = change.sizes.find(entry);
        // A size of the input that an attribute repeats.
        if (entry > 4 && it != change.sizes.end())
          entry = it->second;
        else if (!keep && chance(20))
          entry += static_cast<int64_t>(below(3)) - 1;
      }
      return DenseI64ArrayAttr::get(&context, entries);
    }
    if (keep || name == "operandSegmentSizes" || name == "resultSegmentSizes" || !chance(40))
      return attr;
    if (isa<BoolAttr>(attr))
      return BoolAttr::get(&context, chance(50));
    if (auto number = dyn_cast<FloatAttr>(attr))
      return chance(30) ? attr : FloatAttr::get(number.getType(), oneOf<double>({0.0, 0.1, 0.5, 1.0, 2.0, 1e-5, -0.3, 3.0}));
    // Words are numbers of 32 bits; what is no word of this op is refused.
    if (auto number = dyn_cast<IntegerAttr>(attr); number && number.getType().isInteger(32))
      return IntegerAttr::get(number.getType(), below(7));
    if (auto number = dyn_cast<IntegerAttr>(attr))
      return IntegerAttr::get(number.getType(), oneOf<int64_t>({-100, -2, -1, 0, 1, 2, 3}));
    // Types and texts, as other examples have them.
    Attribute other = oneOf<Attribute>(pool[name.str()]);
    return other.getTypeID() == attr.getTypeID() ? other : attr;
  }

  /// An op of the given kind on `operands`; null where its rule of types or its verifier refuses them.
  Operation *build(OpBuilder &b, StringRef name, ValueRange operands, ArrayRef<NamedAttribute> attrs) {
    OperationState state(b.getUnknownLoc(), name, operands, TypeRange(), attrs);
    auto registered = state.name.getRegisteredInfo();
    auto *inference = state.name.getInterface<InferTypeOpInterface>();
    NamedAttrList list(attrs);
    if (!registered || !inference || failed(registered->verifyInherentAttrs(list, [&] { return emitError(state.location); })))
      return nullptr;
    DictionaryAttr dictionary = DictionaryAttr::get(&context, attrs);
    // The rule reads properties: an op without results to take them from.
    Operation *carrier = Operation::create(state);
    SmallVector<Type> types;
    LogicalResult inferred = inference->inferReturnTypes(&context, state.location, operands, dictionary,
                                                         carrier->getPropertiesStorage(), RegionRange(), types);
    carrier->destroy();
    if (failed(inferred))
      return nullptr;
    state.addTypes(types);
    Operation *op = b.create(state);
    if (succeeded(verify(op)))
      return op;
    op->erase();
    return nullptr;
  }

  /// Adds one op of nnf; false where nothing fitted.
  bool addOp(OpBuilder &b, unsigned tries) {
    for (unsigned attempt = 0; attempt < tries; ++attempt) {
      Operation *seed = oneOf<Operation *>(seeds);
      bool keep = attempt % 3 == 2;
      Change change;
      change.open = oneOf<int64_t>({2, 3, 4, 5, 9});
      change.element = chance(70) ? Type(b.getF32Type())
                                  : oneOf<Type>({Type(b.getF64Type()), Type(b.getF16Type()), Type(b.getBF16Type())});
      // The first operand is often a value that is there: then its sizes say what the others are.
      std::optional<Known> first;
      auto own = seed->getNumOperands() ? dyn_cast<RankedTensorType>(seed->getOperand(0).getType()) : RankedTensorType();
      // Ops of many operands are attention and recurrences, which raise large numbers to powers: no bound holds there.
      tame = seed->getNumOperands() >= 5;
      if (own && isa<FloatType>(own.getElementType()) && !known.empty() && !tame && chance(80)) {
        Known candidate = known[below(known.size())];
        if (candidate.type.getRank() == own.getRank() && isa<FloatType>(candidate.type.getElementType())) {
          bool fits = true;
          for (auto [mine, its] : llvm::zip_equal(own.getShape(), candidate.type.getShape())) {
            if (ShapedType::isDynamic(mine))
              change.open = its;
            else if (auto [it, inserted] = change.sizes.try_emplace(mine, its); !inserted && it->second != its)
              fits = false;
          }
          if (fits) {
            first = candidate;
            change.element = candidate.type.getElementType();
          }
        }
      }
      SmallVector<Type> types;
      for (auto [i, type] : llvm::enumerate(seed->getOperandTypes())) {
        auto tensor = dyn_cast<RankedTensorType>(type);
        types.push_back(i == 0 && first ? Type(first->type) : tensor ? Type(changed(tensor, change, keep)) : type);
      }
      SmallVector<NamedAttribute> attrs;
      for (NamedAttribute attr : seed->getAttrs())
        attrs.emplace_back(attr.getName(), changed(attr.getName().strref(), attr.getValue(), change, keep));
      // First with all sizes known, apart from the module.
      Block scratch;
      SmallVector<Value> arguments;
      for (Type type : types)
        arguments.push_back(scratch.addArgument(type, b.getUnknownLoc()));
      OpBuilder apart(&context);
      apart.setInsertionPointToEnd(&scratch);
      Operation *trial = build(apart, seed->getName().getStringRef(), arguments, attrs);
      if (!trial || !llvm::all_of(trial->getResultTypes(), [](Type t) {
            auto tensor = dyn_cast<RankedTensorType>(t);
            return tensor && tensor.hasStaticShape() && tensor.getNumElements() <= 4096;
          }))
        continue;
      SmallVector<Value> operands;
      for (auto [i, type] : llvm::enumerate(types))
        operands.push_back(i == 0 && first ? first->value : operand(type));
      Operation *op = build(b, seed->getName().getStringRef(), operands, attrs);
      // Some rules want sizes that are known.
      if (!op) {
        for (auto [i, type] : llvm::enumerate(types))
          if (operands[i].getType() != type)
            operands[i] = tensor::CastOp::create(b, b.getUnknownLoc(), type, operands[i]);
        op = build(b, seed->getName().getStringRef(), operands, attrs);
      }
      if (!op)
        continue;
      for (auto [result, type] : llvm::zip_equal(op->getResults(), trial->getResultTypes()))
        if (cast<RankedTensorType>(type).getElementTypeBitWidth() >= 16 || isa<IntegerType>(cast<RankedTensorType>(type).getElementType()))
          known.push_back({result, cast<RankedTensorType>(type)});
      return true;
    }
    return false;
  }

  /// A value of that type: one that is there, or a new argument, some of whose sizes are open.
  Value operand(Type type) {
    auto tensor = dyn_cast<RankedTensorType>(type);
    if (tensor && isa<FloatType>(tensor.getElementType()) && !tame && chance(50))
      for (const Known &k : llvm::reverse(known))
        if (k.type == tensor)
          return k.value;
    return argument(type);
  }

  Value argument(Type type) {
    Block &entry = function.front();
    Location loc = function.getLoc();
    auto tensor = dyn_cast<RankedTensorType>(type);
    if (!tensor) {
      inputs.push_back(textOf(type, {}) + "=" + std::to_string(below(100)));
      return entry.addArgument(type, loc);
    }
    SmallVector<int64_t> shape(tensor.getShape());
    // An open dimension never broadcasts: 1 stays.
    for (int64_t &s : shape)
      if (s > 1 && chance(25))
        s = ShapedType::kDynamic;
    Type element = tensor.getElementType();
    StringRef values = isa<FloatType>(element) && tame ? StringRef("uniform(0, 0.5)")
                       : isa<FloatType>(element) ? oneOf<StringRef>({"randn(0, 1)", "randn(0, 1)", "uniform(0, 1)", "uniform(-30, 30)", "ones"})
                       : element.isInteger(1) ? StringRef("1")
                                              : oneOf<StringRef>({"uniform(0, 2)", "zeros"});
    inputs.push_back(textOf(element, tensor.getShape()) + "=" + values.str());
    Value v = entry.addArgument(RankedTensorType::get(shape, element), loc);
    if (isa<FloatType>(element))
      known.push_back({v, tensor});
    return v;
  }

  static std::string textOf(Type element, ArrayRef<int64_t> shape) {
    std::string text;
    llvm::raw_string_ostream os(text);
    for (int64_t s : shape)
      os << s << "x";
    os << element;
    return text;
  }

  //===-- what stands between -------------------------------------------------------------------------------------===//

  Value glue(OpBuilder &b, Value x) {
    Location loc = b.getUnknownLoc();
    switch (below(8)) {
    case 0:
      return arith::NegFOp::create(b, loc, x);
    case 1:
      return arith::AddFOp::create(b, loc, x, x);
    case 2:
      return arith::MulFOp::create(b, loc, x, x);
    case 3:
      return math::TanhOp::create(b, loc, x);
    case 4:
      return math::AbsFOp::create(b, loc, x);
    case 5:
      return math::AtanOp::create(b, loc, x);
    case 6:
      return arith::MaximumFOp::create(b, loc, x, arith::NegFOp::create(b, loc, x));
    default:
      return math::ErfOp::create(b, loc, x);
    }
  }

  /// A float tensor of those that are there; null without.
  const Known *anyFloat() {
    SmallVector<const Known *> floats;
    for (const Known &k : known)
      if (isa<FloatType>(k.type.getElementType()) && k.type.getElementTypeBitWidth() >= 16)
        floats.push_back(&k);
    return floats.empty() ? nullptr : oneOf<const Known *>(floats);
  }

  void addGlue(OpBuilder &b) {
    const Known *x = anyFloat();
    if (!x)
      return;
    Known from = *x;
    Location loc = b.getUnknownLoc();
    Type type = from.value.getType();
    switch (below(5)) {
    case 0: {
      // The sizes are forgotten, and known again.
      SmallVector<int64_t> open(from.type.getShape());
      for (int64_t &s : open)
        s = s > 1 && chance(50) ? ShapedType::kDynamic : s;
      known.push_back({tensor::CastOp::create(b, loc, RankedTensorType::get(open, from.type.getElementType()), from.value), from.type});
      return;
    }
    case 1: {
      Value k = argument(b.getI64Type());
      Value limit = arith::ConstantIntOp::create(b, loc, 50, 64);
      Value condition = arith::CmpIOp::create(b, loc, arith::CmpIPredicate::slt, k, limit);
      auto branch = scf::IfOp::create(
          b, loc, condition, [&](OpBuilder &in, Location at) { scf::YieldOp::create(in, at, glue(in, from.value)); },
          [&](OpBuilder &in, Location at) { scf::YieldOp::create(in, at, from.value); });
      known.push_back({branch.getResult(0), from.type});
      return;
    }
    case 2: {
      Value zero = arith::ConstantIndexOp::create(b, loc, 0), one = arith::ConstantIndexOp::create(b, loc, 1);
      Value count = arith::ConstantIndexOp::create(b, loc, below(4));
      auto loop = scf::ForOp::create(b, loc, zero, count, one, from.value, [&](OpBuilder &in, Location at, Value, ValueRange carried) {
        scf::YieldOp::create(in, at, Value(math::TanhOp::create(in, at, carried[0])));
      });
      known.push_back({loop.getResult(0), from.type});
      return;
    }
    default:
      for (const Known &other : known)
        if (other.value.getType() == type && other.type == from.type && other.value != from.value && chance(50)) {
          known.push_back({arith::SubFOp::create(b, loc, from.value, other.value), from.type});
          return;
        }
      known.push_back({glue(b, from.value), from.type});
    }
  }

  /// Calls one of the functions that are there already.
  void addCall(OpBuilder &b) {
    if (helpers.empty())
      return;
    auto &[callee, results] = helpers[below(helpers.size())];
    SmallVector<Value> operands;
    for (Type type : callee.getArgumentTypes()) {
      Value v;
      for (const Known &k : known)
        if (k.type == type)
          v = k.value;
      operands.push_back(v ? v : argument(type));
    }
    for (auto [i, type] : llvm::enumerate(callee.getArgumentTypes()))
      if (operands[i].getType() != type)
        operands[i] = tensor::CastOp::create(b, b.getUnknownLoc(), type, operands[i]);
    auto call = func::CallOp::create(b, b.getUnknownLoc(), callee, operands);
    for (auto [v, type] : llvm::zip_equal(call.getResults(), results))
      known.push_back({v, type});
  }

  //===-- functions -----------------------------------------------------------------------------------------------===//

  void beginFunction(ModuleOp module, StringRef name, bool isPrivate) {
    OpBuilder b = OpBuilder::atBlockEnd(module.getBody());
    function = func::FuncOp::create(b, b.getUnknownLoc(), name, b.getFunctionType({}, {}));
    function.addEntryBlock();
    if (isPrivate)
      function.setPrivate();
    known.clear();
    inputs.clear();
    tame = false;
  }

  /// Returns what was made last; false where nothing was made.
  SmallVector<RankedTensorType> endFunction(unsigned most) {
    SmallVector<Value> values;
    SmallVector<RankedTensorType> types;
    for (const Known &k : llvm::reverse(known))
      if (k.value.getDefiningOp() && values.size() < most) {
        values.push_back(k.value);
        types.push_back(k.type);
      }
    OpBuilder b = OpBuilder::atBlockEnd(&function.front());
    func::ReturnOp::create(b, b.getUnknownLoc(), values);
    function.setFunctionType(b.getFunctionType(function.front().getArgumentTypes(), TypeRange(ValueRange(values))));
    return types;
  }

  /// A helper takes tensors of known sizes, and no more than its ops need.
  void addHelper(ModuleOp module, unsigned number) {
    beginFunction(module, "helper" + std::to_string(number), true);
    OpBuilder b = OpBuilder::atBlockEnd(&function.front());
    argument(RankedTensorType::get({size(), size()}, b.getF32Type()));
    for (unsigned i = 0, n = 1 + below(2); i < n; ++i)
      chance(60) ? (void)addOp(b, 20) : addGlue(b);
    SmallVector<RankedTensorType> results = endFunction(1);
    // Whoever calls it would have to know the numbers that make its integers valid.
    bool plain = !results.empty() && llvm::all_of(function.getArgumentTypes(), [](Type t) {
      auto tensor = dyn_cast<RankedTensorType>(t);
      return tensor && tensor.hasStaticShape() && isa<FloatType>(tensor.getElementType());
    });
    if (plain)
      helpers.push_back({function, results});
    else
      function.erase();
  }

  GeneratedModule generate(uint64_t number) {
    random.seed(number * 0x9e3779b97f4a7c15ull + 1);
    OwningOpRef<ModuleOp> module = ModuleOp::create(UnknownLoc::get(&context));
    helpers.clear();
    for (unsigned i = 0; i < below(3); ++i)
      addHelper(*module, i);
    beginFunction(*module, "main", false);
    OpBuilder b = OpBuilder::atBlockEnd(&function.front());
    for (unsigned i = 0, n = 1 + below(5); i < n; ++i) {
      if (chance(65))
        addOp(b, 30);
      else if (chance(70))
        addGlue(b);
      else
        addCall(b);
    }
    if (llvm::none_of(known, [](const Known &k) { return k.value.getDefiningOp() != nullptr; }))
      while (!addOp(b, 100)) {
      }
    endFunction(3);
    for (auto &[helper, types] : helpers)
      if (SymbolTable::symbolKnownUseEmpty(helper, *module))
        helper.erase();
    return {std::move(module), inputs};
  }

  MLIRContext &context;
  ScopedDiagnosticHandler quiet;
  OwningOpRef<ModuleOp> examples;
  std::vector<Operation *> seeds;
  std::map<std::string, std::vector<Attribute>> pool;
  std::mt19937_64 random;
  // The function that is being made.
  func::FuncOp function;
  /// New arguments are small.
  bool tame = false;
  std::vector<Known> known;
  std::vector<std::string> inputs;
  std::vector<std::pair<func::FuncOp, SmallVector<RankedTensorType>>> helpers;
};

ModuleGenerator::ModuleGenerator(MLIRContext &context) : impl(std::make_unique<Impl>(context)) {}
ModuleGenerator::~ModuleGenerator() = default;
GeneratedModule ModuleGenerator::generate(uint64_t number) { return impl->generate(number); }

std::vector<std::string> ModuleGenerator::getOpNames() const {
  std::vector<std::string> names;
  for (Operation *op : impl->seeds)
    names.push_back(op->getName().getStringRef().str());
  llvm::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}
