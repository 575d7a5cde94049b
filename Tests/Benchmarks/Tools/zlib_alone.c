// What permessage-deflate costs in zlib itself: the messages of a file of 1 MiB, again and again, at zlib's default level.
//
//   zlib_alone deflate|inflate FILE SIZE BATCHES
#include "wire.h"

#include <zlib.h>

int main(int count, char **words) {
  static uint8_t file[MIB], packed[2 * MIB], block[READ_SIZE];
  static size_t ends[MIB];
  FILE *input = count == 5 ? fopen(words[2], "rb") : NULL;
  if (!input || fread(file, 1, MIB, input) != MIB) fail("zlib_alone", "file");
  size_t size = strtoull(words[3], NULL, 10), messages = MIB / size, batches = strtoull(words[4], NULL, 10);
  bool deflates = !strcmp(words[1], "deflate");
  z_stream deflater = {0}, inflater = {0};
  deflateInit2(&deflater, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY);
  inflateInit2(&inflater, -15);
  double begin = seconds_now();
  for (size_t batch = 0; batch < (deflates ? batches : 1); batch++) {
    deflater.next_out = packed;
    deflater.avail_out = sizeof packed;
    for (size_t i = 0; i < messages; i++) {
      deflater.next_in = file + i * size;
      deflater.avail_in = size;
      deflate(&deflater, !deflates && i + 1 == messages ? Z_FULL_FLUSH : Z_SYNC_FLUSH);
      ends[i] = deflater.next_out - packed;
    }
  }
  if (!deflates) {
    begin = seconds_now();
    for (size_t batch = 0; batch < batches; batch++) {
      for (size_t i = 0; i < messages; i++) {
        inflater.next_in = packed + (i ? ends[i - 1] : 0);
        inflater.avail_in = ends[i] - (i ? ends[i - 1] : 0);
        do {
          inflater.next_out = block;
          inflater.avail_out = sizeof block;
          if (inflate(&inflater, Z_SYNC_FLUSH) != Z_OK) fail("zlib_alone", "inflate");
        } while (inflater.avail_in);
      }
    }
  }
  printf("{\"seconds\":%.6f,\"bytes\":%zu}\n", seconds_now() - begin, messages * size * batches);
}
