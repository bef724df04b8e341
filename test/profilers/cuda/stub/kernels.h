// The kernels that the stub of the driver knows, by way of the addresses of their parameters. Part of cuda.c.
#define PARAMETER(type, index) (*(type *)parameters[index])
#define POINTER(type, index) ((type *)(size_t)PARAMETER(CUdeviceptr, index))
static int outside;
#define REACH(index, bytes) do { if (within(PARAMETER(CUdeviceptr, index), bytes) < 0) { outside = 1; return; } } while (0)

static void saxpy(void **parameters) {
  int n = PARAMETER(int, 0);
  float a = PARAMETER(float, 1);
  REACH(2, (size_t)n * 4);
  REACH(3, (size_t)n * 4);
  for (int i = 0; i < n; i++) POINTER(float, 3)[i] += a * POINTER(float, 2)[i];
}
static void matmul(void **parameters) {
  int n = PARAMETER(int, 0);
  for (int i = 1; i < 4; i++) REACH(i, (size_t)n * n * 4);
  float *a = POINTER(float, 1), *b = POINTER(float, 2), *c = POINTER(float, 3);
  for (int row = 0; row < n; row++)
    for (int column = 0; column < n; column++) {
      float sum = 0;
      for (int k = 0; k < n; k++) sum += a[row * n + k] * b[k * n + column];
      c[row * n + column] = sum;
    }
}
/** Writes one scalar of each type as a double. */
static void types(void **parameters) {
  REACH(0, 6 * sizeof(double));
  double *to = POINTER(double, 0);
  to[0] = PARAMETER(int, 1);
  to[1] = PARAMETER(unsigned int, 2);
  to[2] = (double)PARAMETER(long long, 3);
  to[3] = (double)PARAMETER(unsigned long long, 4);
  to[4] = PARAMETER(float, 5);
  to[5] = PARAMETER(double, 6);
}
