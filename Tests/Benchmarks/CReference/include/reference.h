// What the micro benchmarks are held against: the same work in C, with no more checks than it takes to be right.
#ifndef REFERENCE_H
#define REFERENCE_H

#include <stddef.h>
#include <stdint.h>

// XORs in place with a key of four bytes in their order in memory; 32 bytes at a time where the processor can.
void reference_mask(uint8_t *bytes, size_t count, uint32_t key);

// Walks over whole frames, and returns how many bytes of payload they hold.
uint64_t reference_decode(const uint8_t *bytes, size_t count);

// Writes a masked frame, and returns its length.
size_t reference_encode(uint8_t *to, uint8_t first, const uint8_t *payload, size_t count, uint32_t key);

#endif
