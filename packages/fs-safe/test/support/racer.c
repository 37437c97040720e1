/*
 * A hostile neighbor: for the given seconds it renames, exchanges, links, plants and opens up whatever it can in the
 * directory, and reports what it could read of a secret. Prints "racing", then "OPERATIONS LEAKS".
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static char names[512][256];
static int count;

static void list(void) {
  DIR *dir = opendir(".");
  struct dirent *entry;
  count = 0;
  while (dir && count < 512 && (entry = readdir(dir)))
    if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..")) strcpy(names[count++], entry->d_name);
  if (dir) closedir(dir);
}

static const char *any(void) { return count ? names[rand() % count] : "none"; }

/* The name of a run that is certainly dead: no process has this pid. */
static const char *dead_name(void) {
  static char name[256];
  const char *tag = getenv("DEAD_TAG");
  snprintf(name, sizeof name, "%s%06d", tag ? tag : "app-zzzzzzzz-1-0-", rand() % 1000000);
  return name;
}

static int leaks_of(const char *name) {
  char text[16] = "";
  int fd = open(name, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
  if (fd < 0) return 0;
  int leaked = read(fd, text, 12) == 12 && !memcmp(text, "secret-token", 12);
  close(fd);
  return leaked;
}

int main(int argc, char **argv) {
  if (argc < 4 || chdir(argv[1])) return 1;
  time_t end = time(NULL) + atoi(argv[2]);
  const char *outside = argv[3];
  long operations = 0, leaks = 0;
  umask(0);
  puts("racing");
  fflush(stdout);
  for (; time(NULL) < end; operations++) {
    if (operations % 8 == 0) list();
    char mark[300];
    const char *from = any(), *to = any();
    switch (rand() % 10) {
      case 0: renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_EXCHANGE); break;
      case 1: renameat2(AT_FDCWD, from, AT_FDCWD, dead_name(), RENAME_NOREPLACE); break;
      case 2: /* a directory together with its mark, to the name of the dead */
        to = dead_name();
        snprintf(mark, sizeof mark, ".%s.owner", from);
        if (!renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE)) {
          char other[300];
          snprintf(other, sizeof other, ".%s.owner", to);
          rename(mark, other);
        }
        break;
      case 3: link(from, "state.json"); break;
      case 4: {
        int fd = open("state.json", O_CREAT | O_EXCL | O_WRONLY, 06777);
        if (fd >= 0) { fchmod(fd, 06777); close(fd); }
        break;
      }
      case 5: rename("public.txt", "state.json"); break;
      case 6: symlink(outside, dead_name()); break;
      case 7: leaks += leaks_of("state.json") + leaks_of(from); break;
      case 8: if (rand() % 4 == 0) unlink("state.json"); break;
      case 9: { const char *name = dead_name(); if (!mkdir(name, 0777)) chmod(name, 0777); if (rand() % 2) rmdir(name); break; }
    }
  }
  printf("%ld %ld\n", operations, leaks);
  return 0;
}
