/* SPDX-License-Identifier: MIT */
/* A message's length, call and checksum in; the bytes of a frame's header out, and back. */
#include "plugin/frame.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

static void put_u32(uint8_t *at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        at[i] = (uint8_t)(value >> (8 * i));
}

static uint32_t take_u32(const uint8_t *at)
{
    return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

void rr__frame_pack(uint8_t header[RR__FRAME_HEADER], rr__frame frame)
{
    put_u32(header, frame.len);
    put_u32(header + 4, frame.call);
    put_u32(header + 8, frame.checksum);
}

rr__frame rr__frame_unpack(const uint8_t header[RR__FRAME_HEADER])
{
    return (rr__frame){take_u32(header), take_u32(header + 4), take_u32(header + 8)};
}

uint32_t rr__frame_checksum(const void *message, size_t len)
{
    return (uint32_t)XXH3_64bits(message, len);
}

uint64_t rr__frame_quota(uint64_t memory_bytes)
{
    return memory_bytes / 4;
}
