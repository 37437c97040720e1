/* With no argument: prints /proc/self/status. Otherwise becomes the process that the arguments describe, prints
 * /proc/self/status, and executes PATH, or prints the error's name.
 *   RUID EUID RGID EGID SECUREBITS NO_NEW_PRIVS BOUNDING INHERITABLE PERMITTED AMBIENT PATH   (sets in hex) */
#define _GNU_SOURCE
#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

typedef unsigned long long u64;

static void must(int failed, const char *what) {
  if (failed) { printf("cannot %s: %s\n", what, strerror(errno)); exit(3); }
}

static void status(void) {
  char line[4096];
  FILE *file = fopen("/proc/self/status", "r");
  must(!file, "read status");
  while (fgets(line, sizeof line, file)) fputs(line, stdout);
  fflush(stdout);
  fclose(file);
}

static void set(u64 effective, u64 permitted, u64 inheritable) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct data[2];
  for (int i = 0; i < 2; i++) {
    data[i].effective = (unsigned)(effective >> (32 * i));
    data[i].permitted = (unsigned)(permitted >> (32 * i));
    data[i].inheritable = (unsigned)(inheritable >> (32 * i));
  }
  must(syscall(SYS_capset, &header, data) != 0, "capset");
}

static u64 held(void) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct data[2];
  must(syscall(SYS_capget, &header, data) != 0, "capget");
  return (u64)data[1].permitted << 32 | data[0].permitted;
}

int main(int argc, char **argv) {
  if (argc == 1) { status(); return 0; }
  if (argc != 12) return 2;
  int id[4];
  for (int i = 0; i < 4; i++) id[i] = atoi(argv[1 + i]);
  unsigned long securebits = strtoul(argv[5], NULL, 0);
  u64 sets[4];
  for (int i = 0; i < 4; i++) sets[i] = strtoull(argv[7 + i], NULL, 16);
  u64 bounding = sets[0], inheritable = sets[1], permitted = sets[2], ambient = sets[3], all = held();

  set(all, all, inheritable);
  for (int bit = 0; prctl(PR_CAPBSET_READ, bit) >= 0; bit++)
    if (!(bounding >> bit & 1)) must(prctl(PR_CAPBSET_DROP, bit) != 0, "drop from bounding set");
  must(prctl(PR_SET_SECUREBITS, 1 << 2) != 0, "set no_setuid_fixup");
  must(setgroups(0, NULL) != 0, "setgroups");
  must(setresgid(id[2], id[3], id[3]) != 0, "setresgid");
  must(setresuid(id[0], id[1], id[1]) != 0, "setresuid");
  for (int bit = 0; bit < 64; bit++)
    if (ambient >> bit & 1) must(prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, bit, 0, 0) != 0, "raise ambient");
  must(prctl(PR_SET_SECUREBITS, securebits) != 0, "set securebits");
  if (atoi(argv[6])) must(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0, "set no_new_privs");
  set(permitted, permitted, inheritable);
  status();
  puts("--");
  fflush(stdout);
  char *next[] = {argv[11], NULL};
  execv(argv[11], next);
  puts(errno == EPERM ? "EPERM" : strerror(errno));
  return 0;
}
