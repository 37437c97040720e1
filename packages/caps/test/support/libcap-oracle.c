/* Answers one question per line with the real libcap; the program's own cap_max_bits() stands for the kernel's.
 *   T LASTCAP HEX      cap_from_text  -> effective permitted inheritable, or "-"
 *   F LASTCAP E P I    cap_to_text
 *   A LASTCAP HEX      cap_iab_from_text -> inheritable ambient blocked, or "-"
 *   B LASTCAP I A B    cap_iab_to_text
 * HEX is the text, two digits a byte. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/capability.h>

static cap_value_t bits = 64;
cap_value_t cap_max_bits(void) { return bits; }

typedef unsigned long long u64;

static const cap_flag_t flags[3] = {CAP_EFFECTIVE, CAP_PERMITTED, CAP_INHERITABLE};
static const cap_iab_vector_t vectors[3] = {CAP_IAB_INH, CAP_IAB_AMB, CAP_IAB_BOUND};

static char *unhex(char *hex) {
  size_t n = strlen(hex) / 2;
  for (size_t i = 0; i < n; i++) {
    unsigned byte;
    sscanf(hex + 2 * i, "%2x", &byte);
    hex[i] = (char)byte;
  }
  hex[n] = 0;
  return hex;
}

static void from_text(char *hex) {
  cap_t state = cap_from_text(unhex(hex));
  if (!state) { puts("-"); return; }
  u64 out[3] = {0, 0, 0};
  for (int s = 0; s < 3; s++)
    for (int bit = 0; bit < 64; bit++) {
      cap_flag_value_t value = CAP_CLEAR;
      if (cap_get_flag(state, bit, flags[s], &value) != 0) abort();
      if (value == CAP_SET) out[s] |= 1ULL << bit;
    }
  printf("%016llx %016llx %016llx\n", out[0], out[1], out[2]);
  cap_free(state);
}

static void to_text(const u64 in[3], int last_cap) {
  cap_t state = cap_init();
  for (int s = 0; s < 3; s++)
    for (cap_value_t bit = 0; bit < 64; bit++)
      if (in[s] >> bit & 1 && cap_set_flag(state, flags[s], 1, &bit, CAP_SET) != 0) abort();
  bits = last_cap + 1;
  char *text = cap_to_text(state, NULL);
  puts(text ? text : "-");
  cap_free(text);
  cap_free(state);
}

static void from_iab(char *hex, int last_cap) {
  bits = last_cap + 1;
  cap_iab_t iab = cap_iab_from_text(unhex(hex));
  if (!iab) { puts("-"); return; }
  bits = 64;
  u64 out[3] = {0, 0, 0};
  for (int s = 0; s < 3; s++)
    for (int bit = 0; bit < 64; bit++)
      if (cap_iab_get_vector(iab, vectors[s], bit) == CAP_SET) out[s] |= 1ULL << bit;
  printf("%016llx %016llx %016llx\n", out[0], out[1], out[2]);
  cap_free(iab);
}

static void to_iab(const u64 in[3], int last_cap) {
  cap_iab_t iab = cap_iab_init();
  for (int s = 0; s < 3; s++)
    for (int bit = 0; bit < 64; bit++)
      if (in[s] >> bit & 1 && cap_iab_set_vector(iab, vectors[s], bit, CAP_SET) != 0) abort();
  bits = last_cap + 1;
  char *text = cap_iab_to_text(iab);
  puts(text ? text : "-");
  cap_free(text);
  cap_free(iab);
}

int main(void) {
  static char line[1 << 16], text[1 << 16];
  while (fgets(line, sizeof line, stdin)) {
    char kind;
    int last_cap, used = 0;
    u64 in[3] = {0, 0, 0};
    bits = 64;
    if (sscanf(line, "%c %d %n", &kind, &last_cap, &used) != 2) return 2;
    if (kind == 'T' || kind == 'A') {
      text[0] = 0;
      sscanf(line + used, "%s", text);
      bits = last_cap + 1;
      if (kind == 'T') from_text(text);
      else from_iab(text, last_cap);
    } else {
      if (sscanf(line + used, "%llx %llx %llx", &in[0], &in[1], &in[2]) != 3) return 2;
      if (kind == 'F') to_text(in, last_cap);
      else to_iab(in, last_cap);
    }
  }
  return 0;
}
