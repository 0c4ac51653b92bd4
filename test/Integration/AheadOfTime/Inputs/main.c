/* Calls a compiled function by the C interface alone. */
#include "nnf/Runtime/Abi.h"
#include <stdio.h>

extern const nnf_kernel layer_kernel;

static int report(const char *what, nnf_status status, const nnf_context *context) {
  const nnf_error *error = nnf_context_error(context);
  printf("%s: %s", what, nnf_status_name(status));
  if (status != NNF_OK)
    printf(": %s: %s: %s", error->op, error->location, error->message);
  printf("\n");
  return status != NNF_OK;
}

int main(void) {
  char message[256];
  nnf_context_options options = {0};
  options.struct_size = sizeof(options);
  options.threads = -3;
  nnf_context *context;
  if (nnf_context_create(&context, &options, message, sizeof(message)) != NNF_OK)
    printf("%s\n", message);
  options.threads = 2;
  if (nnf_context_create(&context, &options, message, sizeof(message)) != NNF_OK)
    return 1;

  printf("%s takes", nnf_kernel_name(&layer_kernel));
  for (int32_t i = 0; i < nnf_kernel_count(&layer_kernel, NNF_PARAMETER); ++i) {
    nnf_parameter_info info;
    if (nnf_kernel_parameter(&layer_kernel, NNF_PARAMETER, i, &info) != NNF_OK)
      return 1;
    printf(" %s(%s, rank %d)", info.name, nnf_dtype_name(info.dtype), info.rank);
  }
  printf("\n");

  float weight[] = {1, 2, 3, -1, -1, -1}, bias[] = {0.5f, 0};
  int64_t weight_shape[] = {2, 3}, bias_shape[] = {2};
  nnf_tensor parameters[] = {{weight, weight_shape, 0, 2, NNF_F32}, {bias, bias_shape, 0, 1, NNF_F32}};
  nnf_handle *handle;
  report("create", layer_kernel.create(&handle, context, parameters), context);

  float x[] = {1, 1, 1, 1, 0, -1}, y[8];
  int64_t x_shape[] = {2, 3}, y_shape[] = {0, 0};
  nnf_tensor input = {x, x_shape, 0, 2, NNF_F32}, output = {y, y_shape, 0, 2, NNF_F32};
  report("shapes", layer_kernel.shapes(handle, context, &input, &output), context);
  printf("%d x %d\n", (int)y_shape[0], (int)y_shape[1]);
  report("run", layer_kernel.run(handle, context, &input, &output), context);
  printf("%g %g %g %g\n", y[0], y[1], y[2], y[3]);

  input.rank = 1;
  report("run", layer_kernel.run(handle, context, &input, &output), context);
  input.rank = 2;
  y_shape[0] = 3;
  report("run", layer_kernel.run(handle, context, &input, &output), context);

  layer_kernel.destroy(handle);
  nnf_context_destroy(context);
  return 0;
}
