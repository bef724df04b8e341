// Stands in for NVRTC: what it compiles is text for the stub of the driver, which tells what was asked for. See cuda.c.
#include "stub.h"
#ifdef WITH_NVRTC_H
#include <nvrtc.h>
#else
typedef int nvrtcResult;
typedef struct _nvrtcProgram *nvrtcProgram;
#endif

enum { COMPILATION = 6 };
struct _nvrtcProgram { char *source; char expression[128]; char lowered[160]; char log[256]; char image[512]; int isCubin; };

const char *nvrtcGetErrorString(nvrtcResult result) { return (int)result == COMPILATION ? "NVRTC_ERROR_COMPILATION" : "NVRTC_ERROR_INTERNAL_ERROR"; }
nvrtcResult nvrtcVersion(int *major, int *minor) { *major = 12; *minor = 4; return 0; }
nvrtcResult nvrtcGetNumSupportedArchs(int *count) { *count = 2; return 0; }
nvrtcResult nvrtcGetSupportedArchs(int *architectures) { architectures[0] = 80; architectures[1] = 90; return 0; }

nvrtcResult nvrtcCreateProgram(nvrtcProgram *program, const char *source, const char *name, int headers, const char *const *contents, const char *const *includeNames) {
  CALLED("nvrtcCreateProgram %s %d %s", name, headers, contents == NULL && includeNames == NULL ? "none" : "some");
  *program = calloc(1, sizeof **program);
  (*program)->source = strdup(source);
  ++*setting("programs");
  return 0;
}
nvrtcResult nvrtcDestroyProgram(nvrtcProgram *program) {
  free((*program)->source);
  free(*program);
  *program = NULL;
  --*setting("programs");
  return 0;
}
nvrtcResult nvrtcAddNameExpression(nvrtcProgram program, const char *const expression) {
  CALLED("nvrtcAddNameExpression %s", expression);
  snprintf(program->expression, sizeof program->expression, "%s", expression);
  return 0;
}
nvrtcResult nvrtcCompileProgram(nvrtcProgram program, int count, const char *const *options) {
  char name[128];
  snprintf(name, sizeof name, "%s", program->expression);
  name[strcspn(name, "<")] = 0;
  const char *architecture = "";
  for (int i = 0; i < count; i++) {
    note("option %s", options[i]);
    if (strncmp(options[i], "--gpu-architecture=", 19) == 0) architecture = options[i] + 19;
  }
  CALLED("nvrtcCompileProgram %d", count);
  const char *error = strstr(program->source, "#error");
  if (error != NULL || strstr(program->source, name) == NULL) {
    snprintf(program->log, sizeof program->log, "kernel.cu(1): error: %.100s", error == NULL ? "identifier is undefined" : error);
    return COMPILATION;
  }
  if (strstr(program->source, "extern \"C\"") != NULL) snprintf(program->lowered, sizeof program->lowered, "%s", name);
  else snprintf(program->lowered, sizeof program->lowered, "_Z%zu%sv", strlen(name), name);
  program->isCubin = strncmp(architecture, "sm_", 3) == 0;
  snprintf(program->image, sizeof program->image, "%s\n.target %s\n.entry %s(", program->isCubin ? "\x7f" "ELF" : ".version 8.4", architecture, program->lowered);
  return 0;
}
static size_t sizeOf(const char *text) { return strlen(text) + 1; }
nvrtcResult nvrtcGetProgramLogSize(nvrtcProgram program, size_t *size) { *size = sizeOf(program->log); return 0; }
nvrtcResult nvrtcGetProgramLog(nvrtcProgram program, char *log) { strcpy(log, program->log); return 0; }
nvrtcResult nvrtcGetCUBINSize(nvrtcProgram program, size_t *size) { *size = program->isCubin ? sizeOf(program->image) : 0; return 0; }
nvrtcResult nvrtcGetCUBIN(nvrtcProgram program, char *cubin) { strcpy(cubin, program->image); return 0; }
nvrtcResult nvrtcGetPTXSize(nvrtcProgram program, size_t *size) { *size = sizeOf(program->image); return 0; }
nvrtcResult nvrtcGetPTX(nvrtcProgram program, char *ptx) { strcpy(ptx, program->image); return 0; }
nvrtcResult nvrtcGetLoweredName(nvrtcProgram program, const char *const expression, const char **name) {
  CALLED("nvrtcGetLoweredName %s", expression);
  *name = program->lowered;
  return 0;
}
