// The floor: the least that a client can do which keeps to RFC 6455. No TLS, no checks, 64 KiB buffers; no product.
//
//   floor one URL TEXT        a text out, its reply and a newline to standard output, closed
//   floor receive URL [nl]    every payload byte to standard output, with `nl` a newline after each message
//   floor lines URL           each line of standard input is a text message
//   floor blocks URL SIZE     each SIZE bytes of standard input are a binary message
//   floor whole URL SIZE      all of standard input, SIZE bytes, is one frame
//   floor echo URL            lines in, replies out, each at once
#include "wire.h"

#include <poll.h>
#include <sys/random.h>

static int server;
static uint8_t *input;  // what came from the server
static size_t have;
static uint8_t *frames;  // what goes to it
static size_t framed;

static void send_frames(void) {
  if (!write_all(server, frames, framed)) fail("floor", "send");
  framed = 0;
}

static void fresh_key(uint8_t key[4]) {
  static uint8_t pool[4096];
  static size_t used = sizeof pool;
  if (used == sizeof pool) {
    if (getrandom(pool, sizeof pool, 0) != sizeof pool) fail("floor", "random bytes");
    used = 0;
  }
  memcpy(key, pool + used, 4);
  used += 4;
}

// Appends a frame to those that go out; there is room for MIB and a header after READ_SIZE.
static void put_frame(uint8_t first, const uint8_t *payload, size_t size) {
  if (framed > READ_SIZE) send_frames();
  framed += put_header(frames + framed, first, MASK, size);
  uint8_t *key = frames + framed;
  fresh_key(key);
  mask_copy(key + 4, payload, size, key, 0);
  framed += 4 + size;
}

static void close_politely(void) {
  put_frame(FIN | CLOSE, (const uint8_t *)"\x03\xe8", 2);
  send_frames();
}

static bool fill(void) {
  ssize_t got = read(server, input + have, READ_SIZE - have);
  if (got > 0) have += got;
  return got > 0;
}

// Copies to the left. Where a call would cost more than the copy, two halves that overlap are it.
static inline void move(uint8_t *to, const uint8_t *from, size_t count) {
  if (count < 32 || count > 64) {
    memmove(to, from, count);
  } else {
    uint8_t halves[64];
    memcpy(halves, from, 32);
    memcpy(halves + 32, from + count - 32, 32);
    memcpy(to, halves, 32);
    memcpy(to + count - 32, halves + 32, 32);
  }
}

// Moves the payloads in the buffer together and writes them with one call; false after the server's Close. A newline takes
// the place of a header; one byte in front of the buffer is for the message that began in the buffer before.
static bool take(bool newlines, bool writes) {
  static struct header header;
  static uint64_t left;
  static bool inside;
  uint8_t *output = input - 1;
  size_t from = 0, to = 0;
  bool open = true;
  while (from < have || inside) {
    if (!inside) {
      if (!get_header(input + from, have - from, &header)) break;
      if ((header.first & 0x0F) >= CLOSE) {
        if (have - from - header.size < header.length) break;
        if ((header.first & 0x0F) == PING) {
          put_frame(FIN | PONG, input + from + header.size, header.length);
          send_frames();
        }
        from += header.size + header.length;
        if ((header.first & 0x0F) == CLOSE) {
          open = false;
          break;
        }
        continue;
      }
      from += header.size;
      left = header.length;
      inside = true;
    }
    size_t count = left < have - from ? left : have - from;
    move(output + to, input + from, count);
    from += count;
    to += count;
    left -= count;
    if (left > 0) break;
    inside = false;
    if (newlines && header.first & FIN) output[to++] = '\n';
  }
  if (writes && !write_all(1, output, to)) fail("floor", "write");
  memmove(input, input + from, have - from);
  have -= from;
  return open;
}

static void await_close(void) {
  while (take(false, false) && fill()) {}
}

static void one(const char *text) {
  put_frame(FIN | TEXT, (const uint8_t *)text, strlen(text));
  send_frames();
  while (have < 2 || have < 2u + input[1]) {
    if (!fill()) fail("floor", "no reply");
  }
  take(true, true);
  close_politely();
  await_close();
}

static void receive(bool newlines) {
  while (take(newlines, true) && fill()) {}
  close_politely();
}

// Frames the whole lines of a buffer and returns how many bytes they are.
static size_t put_lines(const uint8_t *lines, size_t count) {
  const uint8_t *from = lines, *end;
  while ((end = memchr(from, '\n', lines + count - from))) {
    put_frame(FIN | TEXT, from, end - from);
    from = end + 1;
  }
  if (framed) send_frames();
  return from - lines;
}

static void send_lines(void) {
  uint8_t *lines = malloc(MIB);
  size_t kept = 0;
  for (ssize_t got; (got = read(0, lines + kept, READ_SIZE)) > 0;) {
    kept += got;
    size_t used = put_lines(lines, kept);
    memmove(lines, lines + used, kept -= used);
    if (kept + READ_SIZE > MIB) fail("floor", "a line too long");
  }
  if (kept) put_frame(FIN | TEXT, lines, kept);
  close_politely();
  await_close();
}

static size_t read_block(uint8_t *to, size_t size) {
  size_t count = 0;
  for (ssize_t got; count < size && (got = read(0, to + count, size - count)) > 0;) count += got;
  return count;
}

static void send_blocks(size_t size) {
  uint8_t *block = malloc(size);
  if (size == 0 || size > MIB || !block) fail("floor", "size");
  for (size_t count; (count = read_block(block, size)) > 0;) put_frame(FIN | BINARY, block, count);
  close_politely();
  await_close();
}

static void send_whole(uint64_t size) {
  uint8_t header[MAX_HEADER], key[4], block[READ_SIZE];
  size_t header_size = put_header(header, FIN | BINARY, MASK, size);
  fresh_key(key);
  if (!write_all(server, header, header_size) || !write_all(server, key, 4)) fail("floor", "send");
  uint64_t position = 0;
  for (ssize_t got; (got = read(0, block, sizeof block)) > 0; position += got) {
    mask_copy(block, block, got, key, position);
    if (!write_all(server, block, got)) fail("floor", "send");
  }
  close_politely();
  await_close();
}

static void echo(void) {
  uint8_t *lines = malloc(MIB);
  size_t kept = 0;
  struct pollfd ready[2] = {{.fd = 0, .events = POLLIN}, {.fd = server, .events = POLLIN}};
  for (;;) {
    poll(ready, 2, -1);
    if (ready[1].revents && (!fill() || !take(true, true))) return;
    if (!ready[0].revents) continue;
    ssize_t got = read(0, lines + kept, READ_SIZE);
    if (got <= 0) break;
    size_t used = put_lines(lines, kept + got);
    memmove(lines, lines + used, kept += got - used);
  }
  close_politely();
  await_close();
}

int main(int count, char **words) {
  const char *mode = count > 2 ? words[1] : "", *more = count > 3 ? words[3] : "";
  uint8_t *room = malloc(READ_SIZE + 128);
  frames = malloc(READ_SIZE + MIB + 4 * MAX_HEADER);
  if (!room || !frames) fail("floor", "memory");
  input = room + 1;
  ssize_t rest = count > 2 ? open_client(words[2], &server, input, READ_SIZE) : -1;
  if (rest < 0) fail("floor", "connect");
  have = rest;
  if (!strcmp(mode, "one")) one(more);
  else if (!strcmp(mode, "receive")) receive(!strcmp(more, "nl"));
  else if (!strcmp(mode, "lines")) send_lines();
  else if (!strcmp(mode, "blocks")) send_blocks(strtoull(more, NULL, 10));
  else if (!strcmp(mode, "whole")) send_whole(strtoull(more, NULL, 10));
  else if (!strcmp(mode, "echo")) echo();
  else fail("floor", "mode");
}
