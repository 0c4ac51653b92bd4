// A header of a module is C++ as well, may be included twice, and stands beside the interface that it contains.
#include "classifier.h"
#include "classifier.h"

static_assert(NNF_ABI_VERSION == 1, "the interface is declared");
static_assert(sizeof(NNF_MODULE_CLASSIFIER_MLIR_H_BUILD) > 4, "the compiler has a name");

nnf_status call(nnf_context *context, const float *logits, const int64_t (&shape)[2], const int64_t *labels,
                const int64_t (&labelsShape)[1], float *mean) {
  return loss_run(nullptr, context, logits, shape, labels, labelsShape, mean);
}
