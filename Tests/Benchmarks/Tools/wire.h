// What the programs here share: the clock, frame headers, masking, and blocking reads and writes of a socket.
#ifndef BENCH_WIRE_H
#define BENCH_WIRE_H

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { CONTINUATION = 0, TEXT = 1, BINARY = 2, CLOSE = 8, PING = 9, PONG = 10, FIN = 0x80, RSV1 = 0x40, MASK = 0x80 };
enum { MAX_HEADER = 14, READ_SIZE = 64 << 10, MIB = 1 << 20 };

static inline double seconds_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static inline _Noreturn void fail(const char *program, const char *what) {
  fprintf(stderr, "%s: %s: %s\n", program, what, strerror(errno));
  exit(1);
}

// Writes a header without its masking key, and returns its length.
static inline size_t put_header(uint8_t *to, uint8_t first, uint8_t mask, uint64_t length) {
  to[0] = first;
  if (length < 126) {
    to[1] = mask | (uint8_t)length;
    return 2;
  }
  int bytes = length < 65536 ? 2 : 8;
  to[1] = mask | (bytes == 2 ? 126 : 127);
  for (int i = 0; i < bytes; i++) to[2 + i] = (uint8_t)(length >> 8 * (bytes - 1 - i));
  return 2 + bytes;
}

struct header {
  uint8_t first, key[4];
  bool masked;
  size_t size;
  uint64_t length;
};

// Reads a header if all of it is there.
static inline bool get_header(const uint8_t *from, size_t available, struct header *header) {
  if (available < 2) return false;
  uint8_t form = from[1] & 0x7F;
  size_t bytes = form == 126 ? 2 : form == 127 ? 8 : 0;
  header->first = from[0];
  header->masked = from[1] & MASK;
  header->size = 2 + bytes + (header->masked ? 4 : 0);
  if (available < header->size) return false;
  header->length = bytes ? 0 : form;
  for (size_t i = 0; i < bytes; i++) header->length = header->length << 8 | from[2 + i];
  if (header->masked) memcpy(header->key, from + 2 + bytes, 4);
  return true;
}

// Masks while copying; `to` may be `from`. The compiler makes vectors of the loop over words.
static inline void mask_copy(uint8_t *to, const uint8_t *from, size_t count, const uint8_t key[4], uint64_t phase) {
  uint8_t turned[8];
  for (int i = 0; i < 8; i++) turned[i] = key[(phase + i) & 3];
  uint64_t pattern;
  memcpy(&pattern, turned, 8);
  size_t words = count / 8;
  for (size_t i = 0; i < words; i++) {
    uint64_t word;
    memcpy(&word, from + 8 * i, 8);
    word ^= pattern;
    memcpy(to + 8 * i, &word, 8);
  }
  for (size_t i = 8 * words; i < count; i++) to[i] = from[i] ^ turned[i & 7];
}

static inline bool write_all(int fd, const void *bytes, size_t count) {
  const uint8_t *at = bytes;
  while (count) {
    ssize_t written = write(fd, at, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    at += written;
    count -= written;
  }
  return true;
}

static inline struct sockaddr_in loopback(int port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

static inline void send_at_once(int fd) {
  int one = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
}

// Connects to ws://127.0.0.1:PORT/PATH and upgrades. Frames that came right after the answer are left in `rest`, and how many
// bytes they are is returned; negative when it failed.
static inline ssize_t open_client(const char *url, int *fd, uint8_t *rest, size_t capacity) {
  int port = 0;
  char path[1024] = "/";
  if (sscanf(url, "ws://127.0.0.1:%d%1023s", &port, path) < 1) return -1;
  struct sockaddr_in address = loopback(port);
  *fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (*fd < 0 || connect(*fd, (struct sockaddr *)&address, sizeof address)) return -1;
  send_at_once(*fd);
  char request[2048];
  int count = snprintf(
    request, sizeof request,
    "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
    path, port);
  if (!write_all(*fd, request, count)) return -1;
  for (size_t have = 0; have < capacity;) {
    ssize_t got = read(*fd, rest + have, capacity - have);
    if (got <= 0) return -1;
    have += got;
    uint8_t *end = memmem(rest, have, "\r\n\r\n", 4);
    if (!end) continue;
    size_t left = have - (end + 4 - rest);
    if (!memmem(rest, have, " 101 ", 5) || !memmem(rest, have, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", 28)) return -1;
    memmove(rest, end + 4, left);
    return left;
  }
  return -1;
}

#endif
