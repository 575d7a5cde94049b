// Many clients of one echo server in one process.
//
//   crowd COUNT SECONDS URL
//
// Opens COUNT connections and prints {"open":N}. A line on standard input makes each of them send 64 bytes and wait for
// their echo, again and again for SECONDS; {"trips":N,"seconds":S} says how many came back. The input's end ends it.
#include "wire.h"

#include <fcntl.h>
#include <sys/epoll.h>

enum { PAYLOAD = 64, REPLY = 2 + PAYLOAD };

static void send_frame(int fd) {
  uint8_t frame[6 + PAYLOAD];
  put_header(frame, FIN | TEXT, MASK, PAYLOAD);
  memset(frame + 2, 0, 4);
  memset(frame + 6, 'x', PAYLOAD);
  if (!write_all(fd, frame, sizeof frame)) fail("crowd", "send");
}

static uint64_t talk(const int *fds, int count, double seconds) {
  int set = epoll_create1(EPOLL_CLOEXEC);
  size_t *have = calloc(count, sizeof *have);
  for (int i = 0; i < count; i++) {
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = i};
    epoll_ctl(set, EPOLL_CTL_ADD, fds[i], &event);
    send_frame(fds[i]);
  }
  uint64_t trips = 0;
  double end = seconds_now() + seconds;
  while (seconds_now() < end) {
    struct epoll_event events[256];
    int ready = epoll_wait(set, events, 256, 1000);
    if (ready <= 0) fail("crowd", "no echo");
    for (int i = 0; i < ready; i++) {
      int client = events[i].data.u32;
      uint8_t reply[REPLY];
      ssize_t got = read(fds[client], reply, REPLY - have[client]);
      if (got <= 0) fail("crowd", "a connection has ended");
      have[client] += got;
      if (have[client] < REPLY) continue;
      have[client] = 0;
      trips++;
      send_frame(fds[client]);
    }
  }
  return trips;
}

int main(int argument_count, char **words) {
  signal(SIGPIPE, SIG_IGN);
  if (argument_count != 4) return 64;
  int count = atoi(words[1]);
  int *fds = calloc(count, sizeof *fds);
  uint8_t rest[4096];
  for (int i = 0; i < count; i++) {
    if (open_client(words[3], fds + i, rest, sizeof rest) != 0) fail("crowd", "connect");
  }
  printf("{\"open\":%d}\n", count);
  fflush(stdout);
  char line[16];
  if (fgets(line, sizeof line, stdin)) {
    double begin = seconds_now();
    uint64_t trips = talk(fds, count, atof(words[2]));
    printf("{\"trips\":%llu,\"seconds\":%.6f}\n", (unsigned long long)trips, seconds_now() - begin);
    fflush(stdout);
    while (fgets(line, sizeof line, stdin)) {}
  }
}
