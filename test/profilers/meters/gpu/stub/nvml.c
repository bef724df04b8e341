// Stands in for libnvidia-ml.so.1 where there is no GPU. It proves how arguments are passed, and nothing about GPUs. With
// WITH_NVML_H the compiler checks its signatures against NVIDIA's header.
#include "../../../cuda/stub/stub.h"
#include <unistd.h>
#ifdef WITH_NVML_H
#define NVML_NO_UNVERSIONED_FUNC_DEFS
#include <nvml.h>
#else
typedef int nvmlReturn_t;
typedef struct nvmlDevice_st *nvmlDevice_t;
typedef struct { unsigned int gpu, memory; } nvmlUtilization_t;
typedef struct { unsigned long long total, free, used; } nvmlMemory_t;
typedef struct { unsigned int pid; unsigned long long usedGpuMemory; unsigned int gpuInstanceId, computeInstanceId; } nvmlProcessInfo_t;
typedef int nvmlTemperatureSensors_t;
typedef int nvmlClockType_t;
#endif

enum { NOT_SUPPORTED = 3, NOT_FOUND = 6, INSUFFICIENT_SIZE = 7, DRIVER_NOT_LOADED = 9 };
struct nvmlDevice_st { unsigned int index; };
static struct nvmlDevice_st devices[] = {{0}, {1}};

const char *nvmlErrorString(nvmlReturn_t result) {
  switch ((int)result) {
    case NOT_SUPPORTED: return "Not Supported";
    case NOT_FOUND: return "Not Found";
    case DRIVER_NOT_LOADED: return "Driver Not Loaded";
    default: return "Unknown Error";
  }
}
nvmlReturn_t nvmlInit_v2(void) { CALLED("nvmlInit_v2"); ++*setting("open"); return 0; }
nvmlReturn_t nvmlShutdown(void) { CALLED("nvmlShutdown"); --*setting("open"); return 0; }

nvmlReturn_t nvmlDeviceGetHandleByIndex_v2(unsigned int index, nvmlDevice_t *device) {
  CALLED("nvmlDeviceGetHandleByIndex_v2 %u", index);
  if (index > 1) return NOT_FOUND;
  *device = &devices[index];
  return 0;
}
nvmlReturn_t nvmlDeviceGetHandleByUUID(const char *uuid, nvmlDevice_t *device) {
  CALLED("nvmlDeviceGetHandleByUUID %s", uuid);
  *device = &devices[1];
  return 0;
}
nvmlReturn_t nvmlDeviceGetHandleByPciBusId_v2(const char *id, nvmlDevice_t *device) {
  CALLED("nvmlDeviceGetHandleByPciBusId_v2 %s", id);
  *device = &devices[1];
  return 0;
}

nvmlReturn_t nvmlDeviceGetUtilizationRates(nvmlDevice_t device, nvmlUtilization_t *rates) {
  CALLED("nvmlDeviceGetUtilizationRates %u", device->index);
  rates->gpu = 75;
  rates->memory = 25;
  return 0;
}
nvmlReturn_t nvmlDeviceGetMemoryInfo(nvmlDevice_t device, nvmlMemory_t *memory) {
  CALLED("nvmlDeviceGetMemoryInfo %u", device->index);
  // More at the first look than later, and more than 32 bits hold.
  memory->total = 80ULL << 30;
  memory->used = (*setting("looks"))++ == 0 ? 6ULL << 30 : 5ULL << 30;
  memory->free = memory->total - memory->used;
  return 0;
}
nvmlReturn_t nvmlDeviceGetPowerUsage(nvmlDevice_t device, unsigned int *milliwatts) {
  CALLED("nvmlDeviceGetPowerUsage %u", device->index);
  // 100 W, 200 W, 300 W, ...
  *milliwatts = (unsigned int)(100000 * ++*setting("powers"));
  return 0;
}
nvmlReturn_t nvmlDeviceGetTotalEnergyConsumption(nvmlDevice_t device, unsigned long long *millijoules) {
  CALLED("nvmlDeviceGetTotalEnergyConsumption %u", device->index);
  *millijoules = (7ULL << 32) + (unsigned long long)(*setting("joules") += *setting("joules a look")) * 1000;
  return 0;
}
nvmlReturn_t nvmlDeviceGetTemperature(nvmlDevice_t device, nvmlTemperatureSensors_t sensor, unsigned int *celsius) {
  CALLED("nvmlDeviceGetTemperature %u %d", device->index, (int)sensor);
  *celsius = 61;
  return 0;
}
nvmlReturn_t nvmlDeviceGetClockInfo(nvmlDevice_t device, nvmlClockType_t clock, unsigned int *mhz) {
  CALLED("nvmlDeviceGetClockInfo %u %d", device->index, (int)clock);
  *mhz = (int)clock == 1 ? 1755 : 2619;
  return 0;
}

/** As many processes as asked for, this one last. */
static int list(const char *function, unsigned int *count, nvmlProcessInfo_t *processes, unsigned long long bytes) {
  if (ordered(function) != 0) return ordered(function);
  unsigned int length = 1 + (unsigned int)*setting("others");
  if (*count < length) {
    *count = length;
    return INSUFFICIENT_SIZE;
  }
  for (unsigned int i = 0; i < length; i++) {
    processes[i].pid = *setting("strangers") || i + 1 < length ? 1u << 30 | i : (unsigned int)getpid();
    processes[i].usedGpuMemory = *setting("unknown") ? ~0ULL : bytes;
  }
  *count = length;
  return 0;
}
nvmlReturn_t nvmlDeviceGetComputeRunningProcesses_v3(nvmlDevice_t device, unsigned int *count, nvmlProcessInfo_t *processes) {
  note("nvmlDeviceGetComputeRunningProcesses_v3 %u %u", device->index, *count);
  return list(__func__, count, processes, 5ULL << 30);
}
nvmlReturn_t nvmlDeviceGetGraphicsRunningProcesses_v3(nvmlDevice_t device, unsigned int *count, nvmlProcessInfo_t *processes) {
  note("nvmlDeviceGetGraphicsRunningProcesses_v3 %u %u", device->index, *count);
  return list(__func__, count, processes, 5ULL << 30);
}
