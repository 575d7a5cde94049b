// Runs a program and says what it cost. It is small itself, for Linux counts the parent's memory in the child's peak.
//
//   meter run SECONDS PROGRAM WORD...             with our standard input and output
//   meter pingpong SECONDS SIZE PROGRAM WORD...   a line in, its echo out, again and again
//
// One line of JSON goes to standard error, which the program does not share.
#include "wire.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>

enum { MOST_TRIPS = 4 << 20, WARM_UP = 200 };

static pid_t child;

static void give_up(int signal_number) {
  (void)signal_number;
  kill(-child, SIGKILL);
}

static void start(char **words, int input, int output) {
  child = fork();
  if (child < 0) fail("meter", "fork");
  if (child == 0) {
    setpgid(0, 0);
    signal(SIGPIPE, SIG_DFL);
    int nowhere = open("/dev/null", O_WRONLY);
    if (dup2(input, 0) < 0 || dup2(output, 1) < 0 || dup2(nowhere, 2) < 0) _exit(127);
    execvp(words[0], words);
    _exit(127);
  }
  setpgid(child, child);
}

static double seconds_of(struct timeval time) { return time.tv_sec + time.tv_usec / 1e6; }

// The cost of the child, which may be told to end first.
static void report_child(double begin) {
  int status;
  struct rusage usage;
  while (wait4(child, &status, 0, &usage) < 0 && errno == EINTR) {}
  fprintf(
    stderr, "\"status\":%d,\"wall\":%.6f,\"cpu\":%.6f,\"peak\":%ld}\n",
    WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), seconds_now() - begin,
    seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime), usage.ru_maxrss * 1024L);
}

static int by_size(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

// Reads until a line with the tag has come whole, whatever is around it; false when the time is over or the output ends.
static bool await(int from, const char *tag, double deadline) {
  static char text[READ_SIZE];
  size_t have = 0;
  for (;;) {
    struct pollfd ready = {from, POLLIN, 0};
    double rest = deadline - seconds_now();
    if (rest <= 0 || poll(&ready, 1, (int)(rest * 1000) + 1) <= 0) return false;
    if (have == sizeof text) have = 0;
    ssize_t got = read(from, text + have, sizeof text - have);
    if (got <= 0) return false;
    have += got;
    char *found = memmem(text, have, tag, strlen(tag));
    if (found && memchr(found, '\n', text + have - found)) return true;
  }
}

static void pingpong(double limit, size_t size, char **words) {
  int in[2], out[2];
  if (size < 12 || size > 1024 || pipe2(in, O_CLOEXEC) || pipe2(out, O_CLOEXEC)) fail("meter", "pipes");
  double begin = seconds_now();
  start(words, in[0], out[1]);
  close(in[0]);
  close(out[1]);
  double *trips = malloc(MOST_TRIPS * sizeof *trips);
  if (!trips) fail("meter", "memory");
  char line[1025], tag[13];
  memset(line, 'x', size);
  line[size] = '\n';
  double deadline = begin + 10, first = 0, last = 0;
  int count = 0;
  for (int sent = 0; count < MOST_TRIPS; sent++) {
    snprintf(tag, sizeof tag, "%012d", sent);
    memcpy(line, tag, 12);
    double before = seconds_now();
    if (!write_all(in[1], line, size + 1)) break;
    // Some programs lose what comes before they are connected, so the first line is tried again.
    if (!await(out[0], tag, count == 0 ? before + 0.3 : deadline)) {
      if (count == 0 && seconds_now() < deadline) continue;
      break;
    }
    last = seconds_now();
    trips[count++] = last - before;
    if (count == WARM_UP) {
      first = last;
      deadline = first + limit;
    }
  }
  close(in[1]);
  int timed = count - WARM_UP;
  if (timed > 0) {
    double *from = trips + WARM_UP;
    qsort(from, timed, sizeof *from, by_size);
    fprintf(
      stderr, "{\"count\":%d,\"seconds\":%.6f,\"p50\":%.9f,\"p99\":%.9f,", timed, last - first, from[timed / 2],
      from[(int)(timed * 0.99)]);
  } else {
    fprintf(stderr, "{\"count\":0,");
  }
  alarm(3);
  report_child(begin);
}

int main(int count, char **words) {
  signal(SIGALRM, give_up);
  signal(SIGPIPE, SIG_IGN);
  if (count > 3 && !strcmp(words[1], "run")) {
    double begin = seconds_now();
    start(words + 3, 0, 1);
    alarm(atoi(words[2]));
    fprintf(stderr, "{");
    report_child(begin);
    return 0;
  }
  if (count > 4 && !strcmp(words[1], "pingpong")) {
    pingpong(atof(words[2]), atoi(words[3]), words + 4);
    return 0;
  }
  fprintf(stderr, "usage: meter run SECONDS PROGRAM WORD... | meter pingpong SECONDS SIZE PROGRAM WORD...\n");
  return 64;
}
