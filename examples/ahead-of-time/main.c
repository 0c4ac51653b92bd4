/* Calls a module that was compiled ahead of time, from C. See README.md. */
#include "classifier.h"
#include <stdio.h>
#include <stdlib.h>

enum { FEATURES = 4, HIDDEN = 16, CLASSES = 3 };

/* Some numbers, the same every time. */
static void fill(float *data, int count, int seed) {
  for (int i = 0; i < count; ++i)
    data[i] = (float)((i * 37 + seed * 11) % 19 - 9) / 16;
}

static int failed(const char *what, nnf_status status, const nnf_context *context) {
  const nnf_error *error = nnf_context_error(context);
  if (status == NNF_OK)
    return 0;
  printf("%s: %s\n  op       %s\n  message  %s\n", what, nnf_status_name(status), error->op, error->message);
  return 1;
}

int main(void) {
  nnf_context *context;
  char message[256];
  if (nnf_context_create(&context, NULL, message, sizeof(message)) != NNF_OK) {
    puts(message);
    return 1;
  }

  float w0[HIDDEN * FEATURES], b0[HIDDEN], w1[CLASSES * HIDDEN], b1[CLASSES];
  fill(w0, HIDDEN * FEATURES, 1);
  fill(b0, HIDDEN, 2);
  fill(w1, CLASSES * HIDDEN, 3);
  fill(b1, CLASSES, 4);
  nnf_handle *handle; /* Any number of contexts may use it at once. */
  if (failed("create", classify_create(&handle, context, w0, b0, w1, b1), context))
    return 1;

  /* The batch may have any size, none included. */
  for (int64_t batch = 0; batch <= 4; batch += 2) {
    int64_t x_shape[2] = {batch, FEATURES}, shape[2];
    if (failed("shapes", classify_shapes(handle, context, x_shape, shape), context))
      return 1;
    float *x = malloc((size_t)(batch * FEATURES + 1) * sizeof(float));
    float *probabilities = malloc((size_t)(shape[0] * shape[1] + 1) * sizeof(float));
    fill(x, (int)(batch * FEATURES), 5);
    if (failed("run", classify_run(handle, context, x, x_shape, probabilities, shape), context))
      return 1;
    printf("batch %d\n", (int)batch);
    for (int64_t i = 0; i < shape[0]; ++i)
      printf("  %.4f %.4f %.4f\n", probabilities[3 * i], probabilities[3 * i + 1], probabilities[3 * i + 2]);
    free(x);
    free(probabilities);
  }
  classify_kernel.destroy(handle);

  /* A function without parameters needs no handle. */
  float logits[2 * CLASSES] = {2, 1, 0, 0, 1, 2}, mean;
  int64_t labels[2] = {0, 7}, logits_shape[2] = {2, CLASSES}, labels_shape[1] = {2};
  failed("loss", loss_run(NULL, context, logits, logits_shape, labels, labels_shape, &mean), context);
  labels[1] = 2;
  if (failed("loss", loss_run(NULL, context, logits, logits_shape, labels, labels_shape, &mean), context))
    return 1;
  printf("loss %.4f\n", mean);
  nnf_context_destroy(context);
  return 0;
}
