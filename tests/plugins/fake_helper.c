/* SPDX-License-Identifier: MIT */
/* Stands in for reroute-plugin-host and misbehaves in the way that the last part of its folder names. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "plugin/frame.h"

static void put_u32(uint8_t *at, uint32_t value)
{
    for (int i = 0; i < 4; i++)
        at[i] = (uint8_t)(value >> (8 * i));
}

static void give(const void *bytes, size_t len)
{
    if (write(RR__HELPER_RPC, bytes, len) != (ssize_t)len)
        _exit(99);
}

static void give_head(uint32_t len, uint32_t call, uint32_t checksum)
{
    uint8_t header[RR__FRAME_HEADER];
    rr__frame_pack(header, (rr__frame){len, call, checksum});
    give(header, sizeof header);
}

static void give_frame(uint32_t call, const void *message, uint32_t len)
{
    give_head(len, call, rr__frame_checksum(message, len));
    give(message, len);
}

static void greet(uint32_t magic, uint32_t fault)
{
    uint8_t hello[8] = {0}, loaded[8] = {0};
    put_u32(hello, magic);
    put_u32(hello + 4, RR__LAYER_LANDLOCK | RR__LAYER_SECCOMP);
    put_u32(loaded, fault);
    give_frame(RR__UNASKED_CALL, hello, sizeof hello);
    give_frame(RR__UNASKED_CALL, loaded, sizeof loaded);
}

/* The number of the next request's call; ends with the socket. */
static uint32_t take_request(void)
{
    static char message[1 << 16];
    uint8_t header[RR__FRAME_HEADER];
    if (read(RR__HELPER_RPC, header, sizeof header) != (ssize_t)sizeof header)
        _exit(0);
    rr__frame frame = rr__frame_unpack(header);
    for (uint32_t left = frame.len; left > 0;) {
        ssize_t n = read(RR__HELPER_RPC, message, left < sizeof message ? left : sizeof message);
        if (n <= 0)
            _exit(0);
        left -= (uint32_t)n;
    }
    return frame.call;
}

/* Greets and answers START, offering nothing. */
static void begin(void)
{
    static const uint8_t fine[12] = {0};
    greet(RR__HELLO_MAGIC, 0);
    give_frame(take_request(), fine, sizeof fine);
}

static void idle(void)
{
    while (1)
        pause();
}

static void speak_garbage(void)
{
    begin();
    take_request();
    static const char noise[4096] = "HTTP/1.1 400 Bad Request\r\n\r\n";
    give(noise, sizeof noise);
    idle();
}

static void miscount(void)
{
    static const uint8_t fine[12] = {0};
    begin();
    uint32_t call = take_request();
    give_head(sizeof fine, call, rr__frame_checksum(fine, sizeof fine) ^ 1);
    give(fine, sizeof fine);
    idle();
}

static void announce_too_much(void)
{
    begin();
    give_head(UINT32_MAX, take_request(), 0);
    idle();
}

static void stop_half_way(void)
{
    begin();
    give_head(1000, take_request(), 0);
    give("half", 4);
    idle();
}

static void end_half_way(void)
{
    begin();
    give_head(1000, take_request(), 0);
    give("half", 4);
    _exit(9);
}

static void answer_another(void)
{
    static const uint8_t fine[12] = {0};
    begin();
    give_frame(take_request() + 1, fine, sizeof fine);
    idle();
}

static void answer_empty(void)
{
    begin();
    give_frame(take_request(), "", 0);
    idle();
}

static void answer_twice(void)
{
    static const uint8_t fine[12] = {0};
    begin();
    uint32_t call = take_request();
    give_frame(call, fine, sizeof fine);
    give_frame(call, fine, sizeof fine);
    idle();
}

static void drip(void)
{
    begin();
    give_head(1 << 20, take_request(), 0);
    while (1) {
        give(".", 1);
        usleep(5000);
    }
}

static void stop_reading(void)
{
    begin();
    idle();
}

static void leave(void)
{
    begin();
    _exit(0);
}

static void say_nothing(void)
{
    idle();
}

static void leave_at_once(void)
{
    _exit(7);
}

static void greet_wrongly(void)
{
    greet(0x12345678, 0);
    idle();
}

static void greet_with_nonsense(void)
{
    greet(RR__HELLO_MAGIC, 1000000);
    idle();
}

static void greet_with_nothing(void)
{
    give_frame(RR__UNASKED_CALL, "", 0);
    idle();
}

/* Ends and leaves a child behind, which has the socket and the log open. */
static void leave_a_child(void)
{
    begin();
    pid_t child = fork();
    if (child == 0)
        idle();
    dprintf(STDERR_FILENO, "child %d\n", (int)child);
    _exit(0);
}

/* A request in the middle of which nobody reads any more, while the answer to nothing keeps coming. */
static void only_write(void)
{
    begin();
    give_head(1 << 30, 2, 0);
    static const char noise[4096];
    while (1)
        give(noise, sizeof noise);
}

int main(int argc, char **argv)
{
    static const struct { const char *name; void (*run)(void); } WAYS[] = {
        {"garbage", speak_garbage}, {"wrong-checksum", miscount}, {"huge-length", announce_too_much}, {"half-a-frame", stop_half_way},
        {"half-and-ends", end_half_way}, {"wrong-call", answer_another}, {"empty-answer", answer_empty}, {"twice", answer_twice},
        {"drips", drip}, {"stops-reading", stop_reading}, {"leaves", leave}, {"says-nothing", say_nothing},
        {"leaves-at-once", leave_at_once}, {"wrong-greeting", greet_wrongly}, {"nonsense-fault", greet_with_nonsense},
        {"only-writes", only_write}, {"empty-greeting", greet_with_nothing}, {"leaves-a-child", leave_a_child}};
    if (argc != RR__HELPER_ARGUMENTS)
        return 64;
    for (size_t i = 0; i < sizeof WAYS / sizeof *WAYS; i++)
        if (strcmp(WAYS[i].name, argv[1]) == 0)
            WAYS[i].run();
    return 65;
}
