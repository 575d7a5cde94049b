// zlib for Swift: what is a macro there, and so does not import, is wrapped by functions here.
#ifndef CZLIB_SHIM_H
#define CZLIB_SHIM_H

#include <zlib.h>

// A negative number of window bits means DEFLATE alone, without zlib's header and checksum.
static inline int czlib_inflate_begin(z_stream *stream, int window_bits) {
  return inflateInit2(stream, -window_bits);
}

// For zlib's header or that of gzip, whichever comes.
static inline int czlib_inflate_begin_wrapped(z_stream *stream) {
  return inflateInit2(stream, MAX_WBITS + 32);
}

static inline int czlib_deflate_begin(z_stream *stream, int level, int window_bits) {
  return deflateInit2(stream, level, Z_DEFLATED, -window_bits, 8, Z_DEFAULT_STRATEGY);
}

// Whether the last inflate stopped right after a block, with no bit left over.
static inline int czlib_is_between_blocks(const z_stream *stream) {
  return (stream->data_type & 128) != 0 && (stream->data_type & 63) == 0;
}

#endif
