// Stands in for libcuda.so.1 where there is no GPU: memory of the device is memory of the host, and the kernels that it knows are
// functions of C by name. It proves how arguments are passed, and nothing about CUDA. With WITH_CUDA_H the compiler checks its
// signatures against NVIDIA's header.
#include "stub.h"
#include <time.h>
#ifdef WITH_CUDA_H
#include <cuda.h>
#else
typedef int CUresult;
typedef int CUdevice;
typedef unsigned long long CUdeviceptr;
typedef struct CUctx_st *CUcontext;
typedef struct CUmod_st *CUmodule;
typedef struct CUfunc_st *CUfunction;
typedef struct CUevent_st *CUevent;
typedef struct CUstream_st *CUstream;
typedef int CUdevice_attribute;
typedef int CUfunction_attribute;
typedef int CUjit_option;
#endif

enum { INVALID_VALUE = 1, OUT_OF_MEMORY = 2, NO_BINARY = 209, INVALID_CONTEXT = 201, INVALID_PTX = 218, INVALID_HANDLE = 400,
       NOT_FOUND = 500, NOT_READY = 600, ILLEGAL_ADDRESS = 700, OUT_OF_RESOURCES = 701 };

struct CUctx_st { CUdevice device; int error; };
struct CUfunc_st { char name[128]; int sharedBytes; };
struct CUmod_st { CUcontext context; char *image; struct CUfunc_st function; };
struct CUevent_st { CUcontext context; int isRecorded; };
static struct { char *start; size_t bytes; CUcontext context; } memory[4096];
static __thread CUcontext current;
static struct { double untilUs; double ms; int isHanging; int error; int runs; } launched;

CUresult cuGetErrorName(CUresult error, const char **name) {
  switch ((int)error) {
    case INVALID_VALUE: *name = "CUDA_ERROR_INVALID_VALUE"; return 0;
    case OUT_OF_MEMORY: *name = "CUDA_ERROR_OUT_OF_MEMORY"; return 0;
    case 34: *name = "CUDA_ERROR_STUB_LIBRARY"; return 0;
    case 100: *name = "CUDA_ERROR_NO_DEVICE"; return 0;
    case INVALID_CONTEXT: *name = "CUDA_ERROR_INVALID_CONTEXT"; return 0;
    case NO_BINARY: *name = "CUDA_ERROR_NO_BINARY_FOR_GPU"; return 0;
    case INVALID_PTX: *name = "CUDA_ERROR_INVALID_PTX"; return 0;
    case NOT_FOUND: *name = "CUDA_ERROR_NOT_FOUND"; return 0;
    case ILLEGAL_ADDRESS: *name = "CUDA_ERROR_ILLEGAL_ADDRESS"; return 0;
    case OUT_OF_RESOURCES: *name = "CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES"; return 0;
    default: *name = NULL; return INVALID_VALUE;
  }
}
CUresult cuGetErrorString(CUresult error, const char **text) {
  *text = (int)error == 100 ? "no CUDA-capable device is detected" : "said by the stub";
  return 0;
}

CUresult cuInit(unsigned int flags) { CALLED("cuInit %u", flags); return 0; }
CUresult cuDriverGetVersion(int *version) { *version = 12040; return 0; }
CUresult cuDeviceGetCount(int *count) { *count = 2; return 0; }
CUresult cuDeviceGet(CUdevice *device, int ordinal) { *device = ordinal + 10; return 0; }
CUresult cuDeviceGetName(char *name, int length, CUdevice device) {
  snprintf(name, (size_t)length, "Stub %d", device - 10);
  return 0;
}
CUresult cuDeviceGetPCIBusId(char *id, int length, CUdevice device) {
  snprintf(id, (size_t)length, "0000:0%d:00.0", device - 10);
  return 0;
}
CUresult cuDeviceTotalMem_v2(size_t *bytes, CUdevice device) { *bytes = (size_t)(device - 9) << 33; return 0; }
CUresult cuDeviceGetAttribute(int *value, CUdevice_attribute attribute, CUdevice device) {
  switch ((int)attribute) {
    case 1: case 2: case 3: *value = 1024; return 0;
    case 4: *value = 64; return 0;
    case 8: *value = 49152; return 0;
    case 10: *value = 32; return 0;
    case 16: *value = 132; return 0;
    case 38: *value = 1 << 20; return 0;
    case 39: *value = 2048; return 0;
    case 75: *value = device == 10 ? 9 : 8; return 0;
    case 76: *value = device == 10 ? 0 : 6; return 0;
    case 97: *value = 232448; return 0;
    default: return INVALID_VALUE;
  }
}

/** A call that would make the host wait for a kernel that runs. */
#define WAITS do { if (launched.runs) ++*setting("waits"); } while (0)

/** What every call in a context answers first. */
static int problem(CUcontext owner) {
  if (current == NULL || (owner != NULL && owner != current)) return INVALID_CONTEXT;
  return current->error;
}
#define IN_CONTEXT(owner) do { if (problem(owner) != 0) return problem(owner); } while (0)

CUresult cuCtxCreate_v2(CUcontext *context, unsigned int flags, CUdevice device) {
  CALLED("cuCtxCreate_v2 %u %d", flags, device);
  *context = calloc(1, sizeof **context);
  (*context)->device = device;
  current = *context;
  ++*setting("contexts");
  return 0;
}
CUresult cuCtxSetCurrent(CUcontext context) { current = context; return context->error; }
CUresult cuCtxDestroy_v2(CUcontext context) {
  CALLED("cuCtxDestroy_v2");
  WAITS;
  for (int i = 0; i < 4096; i++) if (memory[i].context == context) { free(memory[i].start); memory[i].start = NULL; memory[i].context = NULL; --*setting("allocations"); }
  if (current == context) current = NULL;
  --*setting("contexts");
  *setting("modules") = 0;
  free(context);
  return 0;
}

CUresult cuMemAlloc_v2(CUdeviceptr *address, size_t bytes) {
  CALLED("cuMemAlloc_v2 %zu", bytes);
  IN_CONTEXT(NULL);
  if (bytes == 0) return INVALID_VALUE;
  if (bytes > (size_t)1 << 30) return OUT_OF_MEMORY;
  int i = 0;
  while (memory[i].start != NULL) i++;
  memory[i].start = malloc(bytes);
  memset(memory[i].start, 0xcd, bytes);
  memory[i].bytes = bytes;
  memory[i].context = current;
  *address = (CUdeviceptr)(size_t)memory[i].start;
  ++*setting("allocations");
  return 0;
}
/** The index of the allocation that holds all of it, or -1. */
static int within(CUdeviceptr address, size_t bytes) {
  char *start = (char *)(size_t)address;
  for (int i = 0; i < 4096; i++)
    if (memory[i].start != NULL && memory[i].context == current && start >= memory[i].start && start + bytes <= memory[i].start + memory[i].bytes) return i;
  return -1;
}
CUresult cuMemFree_v2(CUdeviceptr address) {
  CALLED("cuMemFree_v2");
  WAITS;
  IN_CONTEXT(NULL);
  int i = within(address, 1);
  if (i < 0) return INVALID_VALUE;
  free(memory[i].start);
  memory[i].start = NULL;
  memory[i].context = NULL;
  --*setting("allocations");
  return 0;
}
CUresult cuMemcpyHtoD_v2(CUdeviceptr to, const void *from, size_t bytes) {
  CALLED("cuMemcpyHtoD_v2 %zu", bytes);
  WAITS;
  IN_CONTEXT(NULL);
  if (within(to, bytes) < 0) return INVALID_VALUE;
  memcpy((void *)(size_t)to, from, bytes);
  return 0;
}
CUresult cuMemcpyDtoH_v2(void *to, CUdeviceptr from, size_t bytes) {
  CALLED("cuMemcpyDtoH_v2 %zu", bytes);
  WAITS;
  IN_CONTEXT(NULL);
  if (within(from, bytes) < 0) return INVALID_VALUE;
  memcpy(to, (void *)(size_t)from, bytes);
  return 0;
}
CUresult cuMemsetD8Async(CUdeviceptr address, unsigned char value, size_t count, CUstream stream) {
  CALLED("cuMemsetD8Async %d %zu %s", value, count, stream == NULL ? "default" : "other");
  IN_CONTEXT(NULL);
  if (within(address, count) < 0) return INVALID_VALUE;
  memset((void *)(size_t)address, value, count);
  return 0;
}

CUresult cuModuleLoadDataEx(CUmodule *module, const void *image, unsigned int count, CUjit_option *options, void **values) {
  const char *text = image;
  int isCubin = memcmp(text, "\x7f" "ELF", 4) == 0;
  CALLED("cuModuleLoadDataEx %s %d=%s %d=%zu", isCubin ? "cubin" : "ptx", (int)options[0], values[0] == NULL ? "null" : "log", (int)options[1], (size_t)values[1]);
  IN_CONTEXT(NULL);
  if (count != 2) return INVALID_VALUE;
  const char *bad = strstr(text, "bad_instruction");
  if (bad != NULL) {
    snprintf(values[0], (size_t)values[1], "ptxas application ptx input, line 3; error : Not a name of any known instruction: 'bad_instruction'");
    return isCubin ? NO_BINARY : INVALID_PTX;
  }
  *module = calloc(1, sizeof **module);
  (*module)->context = current;
  (*module)->image = strdup(text);
  ++*setting("modules");
  return 0;
}
CUresult cuModuleUnload(CUmodule module) {
  CALLED("cuModuleUnload");
  WAITS;
  IN_CONTEXT(module->context);
  free(module->image);
  free(module);
  --*setting("modules");
  return 0;
}
CUresult cuModuleGetFunction(CUfunction *function, CUmodule module, const char *name) {
  CALLED("cuModuleGetFunction %s", name);
  IN_CONTEXT(module->context);
  char entry[160];
  snprintf(entry, sizeof entry, ".entry %s(", name);
  if (strstr(module->image, entry) == NULL) return NOT_FOUND;
  snprintf(module->function.name, sizeof module->function.name, "%s", name);
  module->function.sharedBytes = 49152;
  *function = &module->function;
  return 0;
}
CUresult cuFuncGetAttribute(int *value, CUfunction_attribute attribute, CUfunction function) {
  IN_CONTEXT(NULL);
  static const int values[] = {1024, 2048, 360, 16, 40};
  if ((int)attribute < 0 || (int)attribute > 4 || function == NULL) return INVALID_VALUE;
  *value = values[attribute];
  return 0;
}
CUresult cuFuncSetAttribute(CUfunction function, CUfunction_attribute attribute, int value) {
  CALLED("cuFuncSetAttribute %d %d", (int)attribute, value);
  IN_CONTEXT(NULL);
  if ((int)attribute != 8 || value > 232448) return INVALID_VALUE;
  function->sharedBytes = value;
  return 0;
}
CUresult cuOccupancyMaxActiveBlocksPerMultiprocessor(int *blocks, CUfunction function, int threads, size_t sharedBytes) {
  CALLED("cuOccupancyMaxActiveBlocksPerMultiprocessor %s %d %zu", function->name, threads, sharedBytes);
  IN_CONTEXT(NULL);
  *blocks = 1536 / threads;
  return 0;
}

static double nowUs(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return 1e6 * (double)now.tv_sec + 1e-3 * (double)now.tv_nsec;
}
CUresult cuEventCreate(CUevent *event, unsigned int flags) {
  CALLED("cuEventCreate %u", flags);
  IN_CONTEXT(NULL);
  *event = calloc(1, sizeof **event);
  (*event)->context = current;
  return 0;
}
CUresult cuEventRecord(CUevent event, CUstream stream) {
  CALLED("cuEventRecord %s", stream == NULL ? "default" : "other");
  IN_CONTEXT(event->context);
  event->isRecorded = 1;
  return 0;
}
CUresult cuEventQuery(CUevent event) {
  if (ordered("cuEventQuery") != 0) return ordered("cuEventQuery");
  IN_CONTEXT(event->context);
  if (launched.isHanging && *setting("release") != 0) launched.isHanging = 0;
  if (launched.isHanging || nowUs() < launched.untilUs) return NOT_READY;
  launched.runs = 0;
  // What goes wrong in a kernel shows when it has ended, and from then on.
  return current->error = launched.error;
}
CUresult cuEventElapsedTime(float *ms, CUevent start, CUevent end) {
  IN_CONTEXT(start->context);
  if (!start->isRecorded || !end->isRecorded) return INVALID_HANDLE;
  *ms = (float)launched.ms;
  return 0;
}

#include "kernels.h"

CUresult cuLaunchKernel(CUfunction function, unsigned int gridX, unsigned int gridY, unsigned int gridZ, unsigned int blockX,
                        unsigned int blockY, unsigned int blockZ, unsigned int sharedBytes, CUstream stream, void **parameters,
                        void **extra) {
  CALLED("cuLaunchKernel %s grid %u %u %u block %u %u %u shared %u %s", function->name, gridX, gridY, gridZ, blockX, blockY, blockZ,
         sharedBytes, stream == NULL && extra == NULL ? "default" : "other");
  IN_CONTEXT(NULL);
  unsigned int threads = blockX * blockY * blockZ;
  if (threads > 1024 || gridY > 65535 || gridZ > 65535 || (int)sharedBytes > function->sharedBytes) return INVALID_VALUE;
  if (strstr(function->name, "fat") != NULL && threads > 256) return OUT_OF_RESOURCES;
  outside = 0;
  if (strstr(function->name, "saxpy") != NULL) saxpy(parameters);
  if (strstr(function->name, "matmul") != NULL) matmul(parameters);
  if (strstr(function->name, "types") != NULL) types(parameters);
  launched.error = outside || (strstr(function->name, "crash64") != NULL && threads == 64) ? ILLEGAL_ADDRESS : 0;
  launched.isHanging = strstr(function->name, "hang") != NULL;
  launched.untilUs = nowUs() + *setting("kernels take us");
  if (launched.runs) ++*setting("overlaps");
  launched.runs = 1;
  // Fastest with 256 threads, so that there is something to find.
  launched.ms = 0.5 + (threads > 256 ? threads - 256 : 256 - threads) / 256.0;
  return 0;
}
