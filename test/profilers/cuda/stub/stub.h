// What the stubs of NVIDIA's libraries share: a log of calls, settings, and failures on order.
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char stub_text[1 << 22];
static size_t stub_length;

/** A line of the log. */
static void note(const char *format, ...) {
  va_list values;
  va_start(values, format);
  size_t room = sizeof stub_text - stub_length - 2;
  int written = vsnprintf(stub_text + stub_length, room, format, values);
  va_end(values);
  if (written < 0 || (size_t)written >= room) abort();
  stub_length += (size_t)written;
  stub_text[stub_length++] = '\n';
  stub_text[stub_length] = 0;
}

const char *stub_log(void) { return stub_text; }

static struct { char name[64]; int value; } stub_settings[64];

static int *setting(const char *name) {
  int i = 0;
  while (stub_settings[i].name[0] != 0 && strcmp(stub_settings[i].name, name) != 0) i++;
  if (i == 63 || strlen(name) > 63) abort();
  strcpy(stub_settings[i].name, name);
  return &stub_settings[i].value;
}

int stub_get(const char *name) { return *setting(name); }
void stub_set(const char *name, int value) { *setting(name) = value; }

void stub_reset(void) {
  stub_length = 0;
  stub_text[0] = 0;
  memset(stub_settings, 0, sizeof stub_settings);
}

/** The function answers what `fail NAME` is set to, as long as that is not 0. */
static int ordered(const char *function) {
  char name[64] = "fail ";
  strncat(name, function, sizeof name - 6);
  return *setting(name);
}

#define CALLED(...)                                   \
  do {                                                \
    note(__VA_ARGS__);                                \
    if (ordered(__func__) != 0) return ordered(__func__); \
  } while (0)
