/**
 * C = A B for square matrices of `size` rows, in row order. A workgroup computes `tileM` x `tileN` numbers of C, each of its
 * work items `workM` rows of `workN` columns, `vector` columns in one operation. `layout`: B read where it is, A too (plain)
 * or given transposed; or the part of B, or of A and B, that a workgroup reads next in local memory.
 */
export const source = `
#define plain 0
#define transposed 1
#define localB 2
#define localAB 3

#define JOIN(a, b) a##b
#define JOINED(a, b) JOIN(a, b)
#if vector == 1
  typedef float floats;
  #define LOAD(from) (*(from))
  #define STORE(value, to) (*(to) = (value))
#else
  typedef JOINED(float, vector) floats;
  #define LOAD(from) JOINED(vload, vector)(0, from)
  #define STORE(value, to) JOINED(vstore, vector)(value, 0, to)
#endif

#define WIDTH (tileN / workN)
#define ITEMS (WIDTH * (tileM / workM))
#define VECTORS (workN / vector)
#define DEPTH 16

kernel void gemm(global const float *restrict A, global const float *restrict B, global float *restrict C) {
  const int rows = get_group_id(1) * tileM, row = get_local_id(1) * workM;
  const int columns = get_group_id(0) * tileN, column = get_local_id(0) * workN;
  floats sums[workM][VECTORS];
  #pragma unroll
  for (int m = 0; m < workM; m++)
    #pragma unroll
    for (int n = 0; n < VECTORS; n++) sums[m][n] = 0;

#if layout == localB || layout == localAB
  const int item = get_local_id(1) * WIDTH + get_local_id(0);
  local float partB[DEPTH * tileN];
  #if layout == localAB
  local float partA[DEPTH * tileM];
  #endif
  for (int depth = 0; depth < size; depth += DEPTH) {
    for (int i = item; i < DEPTH * tileN; i += ITEMS)
      partB[i] = B[(depth + i / tileN) * size + columns + i % tileN];
    #if layout == localAB
    for (int i = item; i < DEPTH * tileM; i += ITEMS)
      partA[i] = A[(rows + i % tileM) * size + depth + i / tileM];
    #endif
    barrier(CLK_LOCAL_MEM_FENCE);
    #pragma unroll unroll
    for (int k = 0; k < DEPTH; k++) {
      floats parts[VECTORS];
      #pragma unroll
      for (int n = 0; n < VECTORS; n++) parts[n] = LOAD(partB + k * tileN + column + n * vector);
      #pragma unroll
      for (int m = 0; m < workM; m++) {
        #if layout == localAB
        const float factor = partA[k * tileM + row + m];
        #else
        const float factor = A[(rows + row + m) * size + depth + k];
        #endif
        #pragma unroll
        for (int n = 0; n < VECTORS; n++) sums[m][n] += factor * parts[n];
      }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }
#else
  #pragma unroll unroll
  for (int k = 0; k < size; k++) {
    floats parts[VECTORS];
    #pragma unroll
    for (int n = 0; n < VECTORS; n++) parts[n] = LOAD(B + k * size + columns + column + n * vector);
    #pragma unroll
    for (int m = 0; m < workM; m++) {
      #if layout == transposed
      const float factor = A[k * size + rows + row + m];
      #else
      const float factor = A[(rows + row + m) * size + k];
      #endif
      #pragma unroll
      for (int n = 0; n < VECTORS; n++) sums[m][n] += factor * parts[n];
    }
  }
#endif

  #pragma unroll
  for (int m = 0; m < workM; m++)
    #pragma unroll
    for (int n = 0; n < VECTORS; n++)
      STORE(sums[m][n], C + (rows + row + m) * size + columns + column + n * vector);
}
`
