/* A process whose second thread has given up its capabilities and turned no_new_privs on; prints its tid and waits. */
#define _GNU_SOURCE
#include <linux/capability.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static void *drop(void *unused) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct none[2] = {{0, 0, 0}, {0, 0, 0}};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || syscall(SYS_capset, &header, none) != 0) _exit(1);
  printf("%ld\n", syscall(SYS_gettid));
  fflush(stdout);
  for (;;) pause();
  return unused;
}

int main(void) {
  pthread_t thread;
  char end;
  if (pthread_create(&thread, NULL, drop, NULL) != 0) return 1;
  return read(0, &end, 1) < 0;
}
