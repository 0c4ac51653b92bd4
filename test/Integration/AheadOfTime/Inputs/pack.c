/* Watches what a kernel asks of its allocator. The weights lie in pages of which the access is taken away after `create`:
   reading them again would end the program. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { ROWS = 70, IN = 256, OUT = 320 };

static size_t held, asked;

static void *allocate(void *user, size_t bytes, size_t alignment) {
  (void)user;
  held += bytes;
  asked += 1;
  return aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment);
}

static void release(void *user, void *data, size_t bytes) {
  (void)user;
  held -= bytes;
  free(data);
}

int main(void) {
  size_t bytes = OUT * IN * sizeof(float);
  float *w = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  for (int i = 0; i < OUT * IN; ++i)
    w[i] = (float)(i % 7 - 3);
  nnf_context_options options = {0};
  options.struct_size = sizeof(options);
  options.threads = 2;
  options.allocate = allocate;
  options.release = release;
  nnf_context *context;
  nnf_handle *handle;
  if (nnf_context_create(&context, &options, NULL, 0) || packed_create(&handle, context, w))
    return 1;
  printf("create holds at least the weights: %d\n", held >= bytes);

  static float x[ROWS * IN], first[ROWS * OUT], y[ROWS * OUT];
  int64_t x_shape[] = {ROWS, IN}, y_shape[] = {ROWS, OUT};
  for (int i = 0; i < ROWS * IN; ++i)
    x[i] = (float)(i % 11);
  /* The first call makes the threads' workspaces. */
  if (packed_run(handle, context, x, x_shape, first, y_shape))
    return 1;
  size_t before = asked;
  mprotect(w, bytes, PROT_NONE);
  for (int call = 0; call < 10; ++call)
    if (packed_run(handle, context, x, x_shape, y, y_shape))
      return 1;
  printf("calls asked for memory: %d\n", (int)(asked - before));
  for (int i = 0; i < ROWS * OUT; ++i)
    if (y[i] != first[i])
      return 1;
  printf("the weights were read again: 0\n"); /* or this would not be reached */
  packed_kernel.destroy(handle);
  nnf_context_destroy(context);
  printf("all given back: %d\n", held == 0);
  return 0;
}
