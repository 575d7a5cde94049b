#include "reference.h"

#include <string.h>

static void mask_words(uint8_t *bytes, size_t count, uint32_t key) {
  uint8_t key_bytes[4];
  memcpy(key_bytes, &key, 4);
  uint64_t pattern = (uint64_t)key << 32 | key;
  size_t words = count / 8;
  for (size_t i = 0; i < words; i++) {
    uint64_t word;
    memcpy(&word, bytes + 8 * i, 8);
    word ^= pattern;
    memcpy(bytes + 8 * i, &word, 8);
  }
  for (size_t i = 8 * words; i < count; i++) bytes[i] ^= key_bytes[i & 3];
}

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("avx2"))) static void mask_vectors(uint8_t *bytes, size_t count, uint32_t key) {
  __m256i pattern = _mm256_set1_epi32((int)key);
  size_t vectors = count / 32;
  for (size_t i = 0; i < vectors; i++) {
    __m256i *at = (__m256i *)(bytes + 32 * i);
    _mm256_storeu_si256(at, _mm256_xor_si256(_mm256_loadu_si256(at), pattern));
  }
  mask_words(bytes + 32 * vectors, count % 32, key);
}
#endif

void reference_mask(uint8_t *bytes, size_t count, uint32_t key) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) {
    mask_vectors(bytes, count, key);
    return;
  }
#endif
  mask_words(bytes, count, key);
}

uint64_t reference_decode(const uint8_t *bytes, size_t count) {
  uint64_t total = 0;
  size_t at = 0;
  while (count - at >= 2) {
    uint8_t form = bytes[at + 1] & 0x7F;
    size_t extra = form == 126 ? 2 : form == 127 ? 8 : 0;
    size_t header = 2 + extra + (bytes[at + 1] & 0x80 ? 4 : 0);
    if (count - at < header) break;
    uint64_t length = extra ? 0 : form;
    for (size_t i = 0; i < extra; i++) length = length << 8 | bytes[at + 2 + i];
    if (count - at - header < length) break;
    at += header + length;
    total += length;
  }
  return total;
}

size_t reference_encode(uint8_t *to, uint8_t first, const uint8_t *payload, size_t count, uint32_t key) {
  size_t at = 2;
  to[0] = first;
  if (count < 126) {
    to[1] = 0x80 | (uint8_t)count;
  } else {
    int extra = count < 65536 ? 2 : 8;
    to[1] = 0x80 | (extra == 2 ? 126 : 127);
    for (int i = 0; i < extra; i++) to[at++] = (uint8_t)((uint64_t)count >> 8 * (extra - 1 - i));
  }
  memcpy(to + at, &key, 4);
  at += 4;
  memcpy(to + at, payload, count);
  reference_mask(to + at, count, key);
  return at + count;
}
