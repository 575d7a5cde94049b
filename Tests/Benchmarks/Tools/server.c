// The other end of every measurement: it must never be the slower one. A thread and a blocking socket for each client.
//
//   server FILE...      listens on loopback and prints {"port":N}; a FILE has 1 MiB
//
//   /send/FILE?size=S&batches=N[&text=1][&fragment=F][&deflate=1]
//       messages of S bytes of the file with that name, then a Close without a body. A batch is as many of them as fit in
//       1 MiB, from the file's beginning; or one longer message, a multiple of 1 MiB, in which the file repeats.
//   /sink[?check=1][&deflate=1]
//       counts; with `check` it unmasks, inflates and sums up
//   /echo
//       sends every message back
//
// With `messages=N` the last two close after this many messages. With `finish=1` the stream ends after our Close. When a
// connection ends, a line of JSON says what was seen.
#include "wire.h"

#include <pthread.h>
#include <zlib.h>

enum { MOST_FILES = 8, REQUEST_SIZE = 8192 };

struct client {
  int fd;
  char request[REQUEST_SIZE];
  uint8_t rest[REQUEST_SIZE];  // what came right after the request
  size_t rest_size;
  uint64_t messages, bytes, expected;
  uint32_t sum;
  bool checks, deflates, sent_all, closed;
  double begin, end;
  z_stream inflater;
};

struct file {
  const char *name;
  uint8_t bytes[MIB];
};

static struct file files[MOST_FILES];
static int file_count;
static pthread_mutex_t output = PTHREAD_MUTEX_INITIALIZER;

// SHA-1 of the key and the GUID, which are less than two blocks (RFC 3174).
static void sha1(const uint8_t *text, size_t count, uint8_t digest[20]) {
  uint32_t h[5] = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
  uint8_t padded[128] = {0};
  size_t size = count < 56 ? 64 : 128;
  memcpy(padded, text, count);
  padded[count] = 0x80;
  padded[size - 2] = (uint8_t)(count >> 5);
  padded[size - 1] = (uint8_t)(count << 3);
  for (size_t block = 0; block < size; block += 64) {
    uint32_t w[80], v[5];
    for (int i = 0; i < 80; i++) {
      const uint8_t *p = padded + block + 4 * i;
      uint32_t x = i < 16 ? 0 : w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16];
      w[i] = i < 16 ? (uint32_t)p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3] : x << 1 | x >> 31;
    }
    memcpy(v, h, sizeof v);
    for (int i = 0; i < 80; i++) {
      uint32_t f = i < 20   ? ((v[1] & v[2]) | (~v[1] & v[3])) + 0x5A827999
                   : i < 40 ? (v[1] ^ v[2] ^ v[3]) + 0x6ED9EBA1
                   : i < 60 ? ((v[1] & v[2]) | (v[1] & v[3]) | (v[2] & v[3])) + 0x8F1BBCDC
                            : (v[1] ^ v[2] ^ v[3]) + 0xCA62C1D6;
      uint32_t next = (v[0] << 5 | v[0] >> 27) + f + v[4] + w[i];
      v[4] = v[3], v[3] = v[2], v[2] = v[1] << 30 | v[1] >> 2, v[1] = v[0], v[0] = next;
    }
    for (int i = 0; i < 5; i++) h[i] += v[i];
  }
  for (int i = 0; i < 20; i++) digest[i] = (uint8_t)(h[i / 4] >> (24 - 8 * (i % 4)));
}

// RFC 6455 4.2.2; `key` is 24 characters.
static void accept_key(const char *key, char answer[29]) {
  static const char *alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  char text[61];
  uint8_t digest[21] = {0};
  snprintf(text, sizeof text, "%.24s258EAFA5-E914-47DA-95CA-C5AB0DC85B11", key);
  sha1((uint8_t *)text, 60, digest);
  for (int i = 0; i < 7; i++) {
    uint32_t three = digest[3 * i] << 16 | digest[3 * i + 1] << 8 | digest[3 * i + 2];
    for (int j = 0; j < 4; j++) answer[4 * i + j] = alphabet[three >> (18 - 6 * j) & 63];
  }
  answer[27] = '=';
  answer[28] = 0;
}

static uint64_t parameter(const struct client *client, const char *name) {
  char spelled[32];
  snprintf(spelled, sizeof spelled, "%s=", name);
  const char *end = strchr(client->request, '\r');
  const char *found = strstr(client->request, spelled);
  return found && found < end ? strtoull(found + strlen(spelled), NULL, 10) : 0;
}

static bool upgrade(struct client *client) {
  size_t have = 0;
  char *end = NULL;
  while (!end && have < REQUEST_SIZE - 1) {
    ssize_t got = read(client->fd, client->request + have, REQUEST_SIZE - 1 - have);
    if (got <= 0) return false;
    have += got;
    client->request[have] = 0;
    end = strstr(client->request, "\r\n\r\n");
  }
  const char *key = strcasestr(client->request, "\r\nsec-websocket-key: ");
  if (!end || !key) return false;
  client->rest_size = client->request + have - (end + 4);
  memcpy(client->rest, end + 4, client->rest_size);
  client->deflates = parameter(client, "deflate") && strcasestr(client->request, "permessage-deflate");
  char answer[29], head[256];
  accept_key(key + 21, answer);
  int count = snprintf(
    head, sizeof head,
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n%s\r\n",
    answer, client->deflates ? "Sec-WebSocket-Extensions: permessage-deflate\r\n" : "");
  client->begin = client->end = seconds_now();
  return write_all(client->fd, head, count);
}

static void send_close(struct client *client) {
  static const uint8_t frame[] = {FIN | CLOSE, 0};
  client->sent_all = write_all(client->fd, frame, sizeof frame);
  if (parameter(client, "finish")) shutdown(client->fd, SHUT_WR);
}

// ---- /send

// Appends one message in frames of at most `fragment` bytes.
static uint8_t *put_message(uint8_t *to, uint8_t first, const uint8_t *payload, size_t size, size_t fragment) {
  size_t at = 0;
  do {
    size_t count = size - at < fragment ? size - at : fragment;
    to += put_header(to, (at ? CONTINUATION : first) | (at + count == size ? FIN : 0), 0, count);
    memcpy(to, payload + at, count);
    to += count;
    at += count;
  } while (at < size);
  return to;
}

// A batch that can be sent again and again: its messages refer back to one another, and to nothing in front of the batch.
static uint8_t *put_compressed(uint8_t *to, uint8_t first, const uint8_t *payload, size_t size, size_t count) {
  z_stream deflater = {0};
  deflateInit2(&deflater, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY);
  size_t capacity = size + size / 8 + 64;
  uint8_t *block = malloc(capacity);
  for (size_t i = 0; i < count; i++) {
    deflater.next_in = (uint8_t *)payload + i * size;
    deflater.avail_in = size;
    deflater.next_out = block;
    deflater.avail_out = capacity;
    deflate(&deflater, i + 1 == count ? Z_FULL_FLUSH : Z_SYNC_FLUSH);
    to = put_message(to, first | RSV1, block, capacity - deflater.avail_out - 4, SIZE_MAX);
  }
  deflateEnd(&deflater);
  free(block);
  return to;
}

static bool send_small(struct client *client, const uint8_t *file, uint8_t opcode, uint64_t size, size_t fragment) {
  size_t count = MIB / size, frames = (size + fragment - 1) / fragment;
  uint8_t *batch = malloc(count * (size + size / 8 + 64 + frames * MAX_HEADER)), *end = batch;
  if (client->deflates) {
    end = put_compressed(end, opcode, file, size, count);
  } else {
    for (size_t i = 0; i < count; i++) end = put_message(end, opcode, file + i * size, size, fragment);
  }
  bool sent = true;
  for (uint64_t i = parameter(client, "batches"); i > 0 && sent; i--) {
    sent = write_all(client->fd, batch, end - batch);
    client->bytes += count * size;
  }
  free(batch);
  return sent;
}

// The block is 1 MiB of payload; a message is many of it, and only the first and the last header differ.
static bool send_large(struct client *client, const uint8_t *file, uint8_t opcode, uint64_t size, size_t fragment) {
  bool whole = fragment == SIZE_MAX;
  uint8_t header[MAX_HEADER];
  size_t header_size = put_header(header, FIN | opcode, 0, size);
  uint8_t *block = malloc(whole ? MIB : MIB / fragment * (fragment + MAX_HEADER)), *end = block, *last = block;
  if (whole) {
    memcpy(block, file, MIB);
    end += MIB;
  } else {
    for (size_t at = 0; at < MIB; at += fragment) {
      last = end;
      end = put_message(end, CONTINUATION, file + at, fragment, fragment);
      *last = CONTINUATION;
    }
  }
  bool sent = true;
  for (uint64_t i = parameter(client, "batches"); i > 0 && sent; i--) {
    if (whole) sent = write_all(client->fd, header, header_size);
    for (uint64_t at = 0; at < size && sent; at += MIB) {
      if (!whole) {
        *last = CONTINUATION;
        *block = at == 0 ? opcode : CONTINUATION;
        if (at + MIB == size) *last |= FIN;
      }
      sent = write_all(client->fd, block, end - block);
      client->bytes += MIB;
    }
  }
  free(block);
  return sent;
}

static void send_messages(struct client *client, const uint8_t *file) {
  uint8_t opcode = parameter(client, "text") ? TEXT : BINARY;
  uint64_t size = parameter(client, "size"), fragment = parameter(client, "fragment");
  if (size == 0) return;
  if (fragment == 0) fragment = SIZE_MAX;
  bool (*send)(struct client *, const uint8_t *, uint8_t, uint64_t, size_t) = size <= MIB ? send_small : send_large;
  if (send(client, file, opcode, size, fragment)) send_close(client);
}

// ---- what comes in

// Unmasks a piece of a message and adds what it says to the sum.
static void check(struct client *client, const struct header *header, uint8_t *bytes, size_t count, uint64_t position) {
  mask_copy(bytes, bytes, count, header->key, position);
  if (!client->deflates) {
    client->sum = crc32(client->sum, bytes, count);
    client->bytes += count;
    return;
  }
  static const uint8_t tail[] = {0, 0, 0xFF, 0xFF};
  bool is_last = header->first & FIN && position + count == header->length;
  for (int part = 0; part < 1 + is_last; part++) {
    client->inflater.next_in = part ? (uint8_t *)tail : bytes;
    client->inflater.avail_in = part ? sizeof tail : count;
    do {
      uint8_t block[READ_SIZE];
      client->inflater.next_out = block;
      client->inflater.avail_out = sizeof block;
      if (inflate(&client->inflater, Z_SYNC_FLUSH) != Z_OK) break;
      client->sum = crc32(client->sum, block, sizeof block - client->inflater.avail_out);
      client->bytes += sizeof block - client->inflater.avail_out;
    } while (client->inflater.avail_out == 0);
  }
}

// Sends a message back, whole as it is there.
static bool echo(struct client *client, const struct header *header, uint8_t *payload) {
  uint8_t frame[READ_SIZE + MAX_HEADER];
  size_t size = put_header(frame, header->first, 0, header->length);
  mask_copy(frame + size, payload, header->length, header->key, 0);
  client->bytes += header->length;
  return write_all(client->fd, frame, size + header->length);
}

// Reads frames to the client's Close or the end of its stream.
static void receive(struct client *client, bool echoes) {
  uint8_t *buffer = malloc(4 * READ_SIZE);
  size_t have = client->rest_size;
  memcpy(buffer, client->rest, have);
  struct header header;
  uint64_t position = 0;
  bool inside = false;
  double now = seconds_now();
  for (;;) {
    size_t at = 0;
    while (!client->closed) {
      if (!inside) {
        if (!get_header(buffer + at, have - at, &header)) break;
        uint8_t opcode = header.first & 0x0F;
        bool needs_all = echoes || opcode >= CLOSE;
        if (!header.masked || (needs_all && header.length > READ_SIZE)) goto done;
        if (needs_all && have - at - header.size < header.length) break;
        at += header.size;
        if (opcode == CLOSE) {
          client->closed = true;
          break;
        }
        if (opcode > CLOSE) {
          at += header.length;
          continue;
        }
        inside = true;
        position = 0;
      }
      uint64_t left = header.length - position;
      size_t count = left < have - at ? left : have - at;
      if (echoes) {
        if (!echo(client, &header, buffer + at)) goto done;
      } else if (client->checks) {
        check(client, &header, buffer + at, count, position);
      } else {
        client->bytes += count;
      }
      at += count;
      position += count;
      client->end = now;
      if (position < header.length) break;
      inside = false;
      client->messages += header.first >> 7;
    }
    if (client->expected && client->messages >= client->expected && !client->sent_all) send_close(client);
    if (client->closed) break;
    memmove(buffer, buffer + at, have - at);
    have -= at;
    ssize_t got = read(client->fd, buffer + have, 4 * READ_SIZE - have);
    if (got <= 0) break;
    have += got;
    now = seconds_now();
  }
done:
  free(buffer);
}

static const uint8_t *file_named(const char *request) {
  char name[32] = "";
  sscanf(request, "GET /send/%31[a-z]", name);
  for (int i = 0; i < file_count; i++) {
    if (!strcmp(files[i].name, name)) return files[i].bytes;
  }
  return NULL;
}

static void *serve(void *argument) {
  struct client *client = argument;
  if (upgrade(client)) {
    const uint8_t *file = file_named(client->request);
    bool sends = file != NULL;
    bool echoes = !strncmp(client->request, "GET /echo", 9);
    client->checks = parameter(client, "check");
    client->expected = parameter(client, "messages");
    if (client->deflates) inflateInit2(&client->inflater, -15);
    if (sends) send_messages(client, file);
    uint64_t sent = client->bytes;
    receive(client, echoes);
    if (sends) {
      client->bytes = sent;
      client->end = seconds_now();
    }
    if (client->closed && !client->sent_all) send_close(client);
    if (client->deflates) inflateEnd(&client->inflater);
    pthread_mutex_lock(&output);
    printf(
      "{\"seconds\":%.6f,\"messages\":%llu,\"bytes\":%llu,\"sum\":%u,\"deflated\":%s,\"whole\":%s}\n",
      client->end - client->begin, (unsigned long long)client->messages, (unsigned long long)client->bytes, client->sum,
      client->deflates ? "true" : "false", client->sent_all ? "true" : "false");
    fflush(stdout);
    pthread_mutex_unlock(&output);
  }
  close(client->fd);
  free(client);
  return NULL;
}

int main(int count, char **words) {
  signal(SIGPIPE, SIG_IGN);
  for (int i = 1; i < count && file_count < MOST_FILES; i++) {
    FILE *input = fopen(words[i], "rb");
    if (!input || fread(files[file_count].bytes, 1, MIB, input) != MIB) fail("server", words[i]);
    fclose(input);
    const char *slash = strrchr(words[i], '/');
    files[file_count++].name = slash ? slash + 1 : words[i];
  }
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  struct sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  if (bind(listener, (struct sockaddr *)&address, size) || listen(listener, 128)) fail("server", "listen");
  getsockname(listener, (struct sockaddr *)&address, &size);
  printf("{\"port\":%d}\n", ntohs(address.sin_port));
  fflush(stdout);
  for (;;) {
    struct client *client = calloc(1, sizeof *client);
    if (!client || (client->fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC)) < 0) fail("server", "accept");
    send_at_once(client->fd);
    pthread_t thread;
    if (pthread_create(&thread, NULL, serve, client)) fail("server", "thread");
    pthread_detach(thread);
  }
}
