/* SPDX-License-Identifier: MIT */
/* In the place of reroute-plugin-host: speaks its protocol up to one step, and there does what a helper never would.
 * The plugin's folder says where and what, as in "2/half". */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "plugin/frame.h"
#include "plugin/session.h"

enum { GREETING, LOADED, STARTED, ANSWERED };

static void give(const void *bytes, size_t len)
{
    if (write(RR__HELPER_RPC, bytes, len) != (ssize_t)len)
        _exit(1);
}

static void take(size_t len)
{
    char rest[4096];
    while (len > 0) {
        ssize_t n = read(RR__HELPER_RPC, rest, len < sizeof rest ? len : sizeof rest);
        if (n <= 0)
            _exit(0);
        len -= (size_t)n;
    }
}

static void take_request(void)
{
    uint8_t header[RR__FRAME_HEADER];
    if (read(RR__HELPER_RPC, header, sizeof header) != sizeof header)
        _exit(0);
    take(rr__frame_unpack(header).len);
}

static void give_frame(uint32_t call, const uint32_t *words, uint32_t len)
{
    uint8_t header[RR__FRAME_HEADER];
    rr__frame_pack(header, (rr__frame){len, call, rr__frame_checksum(words, len)});
    give(header, sizeof header);
    give(words, len);
}

static void give_bent(uint32_t len, uint32_t call, uint32_t checksum, const void *message, size_t message_len)
{
    uint8_t header[RR__FRAME_HEADER];
    rr__frame_pack(header, (rr__frame){len, call, checksum});
    give(header, sizeof header);
    give(message, message_len);
}

static void wait_for_ever(void)
{
    while (1)
        pause();
}

/* Says its number, and goes before it. */
static void leave_child(void)
{
    pid_t child = fork();
    if (child == 0)
        wait_for_ever();
    dprintf(STDERR_FILENO, "child %d\n", (int)child);
    _exit(5);
}

static void misbehave(const char *what, uint32_t call, const uint32_t *words, uint32_t len)
{
    uint32_t checksum = rr__frame_checksum(words, len);
    if (strcmp(what, "garbage") == 0)
        give("this is not a frame, and never was one", 38);
    if (strcmp(what, "checksum") == 0)
        give_bent(len, call, checksum ^ 1, words, len);
    if (strcmp(what, "huge") == 0)
        give_bent(UINT32_MAX, call, checksum, words, len);
    if (strcmp(what, "half") == 0)
        give_bent(len, call, checksum, words, len / 2);
    if (strcmp(what, "half-header") == 0)
        give("\4\0\0", 3);
    if (strcmp(what, "call") == 0)
        give_bent(len, call + 1, checksum, words, len);
    if (strcmp(what, "empty") == 0)
        give_frame(call, words, 0);
    if (strcmp(what, "wild") == 0) /* numbers that mean nothing */
        give_frame(call, (const uint32_t[]){UINT32_MAX, UINT32_MAX, UINT32_MAX}, 12);
    if (strcmp(what, "cut-text") == 0) /* an error whose text is longer than the message */
        give_frame(call, (const uint32_t[]){RRP_EDATA, 1000, 0}, 12);
    if (strcmp(what, "exit") == 0)
        _exit(5);
    if (strcmp(what, "half-exit") == 0) {
        give_bent(len, call, checksum, words, len / 2);
        _exit(5);
    }
    if (strcmp(what, "close") == 0)
        close(RR__HELPER_RPC);
    if (strcmp(what, "child") == 0)
        leave_child();
    wait_for_ever();
}

int main(int argc, char **argv)
{
    static const uint32_t greeting[] = {RR__HELLO_MAGIC, RR__LAYER_LANDLOCK | RR__LAYER_SECCOMP}, loaded[] = {RR__FAULT_NONE, 0},
                          answer[] = {RRP_OK, RR__OFFERS_SCORING};
    if (argc != RR__HELPER_ARGUMENTS || argv[1][0] == '\0' || argv[1][1] != '/')
        return 1;
    int bent = argv[1][0] - '0';
    for (int step = GREETING; step <= ANSWERED || bent > ANSWERED; step++) {
        const uint32_t *words = step == GREETING ? greeting : step == LOADED ? loaded : answer;
        uint32_t call = step < STARTED ? RR__UNASKED_CALL : (uint32_t)(step - LOADED);
        if (step == bent && strcmp(argv[1] + 2, "silent") == 0)
            wait_for_ever(); /* without reading */
        if (step == bent && strcmp(argv[1] + 2, "gone") == 0)
            _exit(6);
        if (step >= STARTED)
            take_request();
        if (step == bent)
            misbehave(argv[1] + 2, call, words, 8);
        give_frame(call, words, 8);
    }
    return 0;
}
