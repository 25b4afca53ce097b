/* SPDX-License-Identifier: MIT */
/* Checks of what lies in the folder, before and at loading: files, manifest, binary. */
#include <string.h>

#include "check/checking.h"

static bool is_unsafe(uint16_t message)
{
    return message == RR__MSG_PLUGIN_SYMLINK || message == RR__MSG_PLUGIN_NOT_REGULAR || message == RR__MSG_PLUGIN_OWNER ||
           message == RR__MSG_PLUGIN_WRITABLE;
}

rr_check_state rr__check_files_safe(rr__checking *c)
{
    if (!rr__has_files(c) || (c->manifest.binary != NULL && !rr__has_binary(c)))
        return is_unsafe(c->first.number) ? RR_CHECK_FAIL : RR_CHECK_SKIP;
    return RR_CHECK_PASS;
}

rr_check_state rr__check_manifest_valid(rr__checking *c)
{
    if (rr__has_manifest(c))
        return RR_CHECK_PASS;
    return is_unsafe(c->first.number) ? RR_CHECK_SKIP : RR_CHECK_FAIL;
}

rr_check_state rr__check_file_readable(rr__checking *c)
{
    if (!rr__has_manifest(c))
        return RR_CHECK_SKIP;
    if (rr__has_files(c) && (c->manifest.binary == NULL || rr__has_binary(c)))
        return RR_CHECK_PASS;
    return c->first.status == RR_ENOTFOUND || c->first.status == RR_EIO ? RR_CHECK_FAIL : RR_CHECK_SKIP;
}

/* Fails on its own messages; another reason why the binary can't be used is another check's. */
static rr_check_state inspected(rr__checking *c, const uint16_t *messages, size_t count)
{
    if (rr__has_binary(c))
        return RR_CHECK_PASS;
    for (size_t i = 0; i < count && c->binary_step == RR__STEP_BAD; i++)
        if (c->first.number == messages[i])
            return RR_CHECK_FAIL;
    return RR_CHECK_SKIP;
}

rr_check_state rr__check_elf_architecture(rr__checking *c)
{
    static const uint16_t own[] = {RR__MSG_PLUGIN_NOT_ELF, RR__MSG_PLUGIN_WRONG_MACHINE, RR__MSG_PLUGIN_NOT_SHARED, RR__MSG_PLUGIN_DAMAGED};
    return inspected(c, own, 4);
}

rr_check_state rr__check_entry_symbol(rr__checking *c)
{
    static const uint16_t own[] = {RR__MSG_PLUGIN_NO_ENTRY, RR__MSG_PLUGIN_WRONG_MAGIC};
    return inspected(c, own, 2);
}

rr_check_state rr__check_abi_major(rr__checking *c)
{
    static const uint16_t own[] = {RR__MSG_PLUGIN_WRONG_ABI};
    return inspected(c, own, 1);
}

rr_check_state rr__check_needs_minor(rr__checking *c)
{
    static const uint16_t own[] = {RR__MSG_PLUGIN_HOST_TOO_OLD};
    return inspected(c, own, 1);
}

rr_check_state rr__check_exports_only_entry(rr__checking *c)
{
    if (!rr__has_binary(c))
        return RR_CHECK_SKIP;
    if (c->inspected.exports <= 1)
        return RR_CHECK_PASS;
    return rr__check_say(c, RR_CHECK_FAIL, rr__in(c, "it exports %u symbols besides reroute_plugin", "除 reroute_plugin 外还导出了 %u 个符号"), (unsigned)c->inspected.exports - 1);
}

/* What keeps a binary from being loaded and started is said once, where it belongs. */
static rr_check_state loaded(rr__checking *c, rr__fault own, rr__fault other)
{
    if (rr__has_server(c))
        return RR_CHECK_PASS;
    bool mine = c->server_step == RR__STEP_BAD && (c->server_fault == own || c->server_fault == other);
    return mine ? RR_CHECK_FAIL : RR_CHECK_SKIP;
}

rr_check_state rr__check_no_undefined_symbols(rr__checking *c)
{
    return loaded(c, RR__FAULT_UNDEFINED_SYMBOL, RR__FAULT_LOAD);
}

rr_check_state rr__check_manifest_matches_binary(rr__checking *c)
{
    return loaded(c, RR__FAULT_MISMATCH, RR__FAULT_MISMATCH);
}

rr_check_state rr__check_load_under_100ms(rr__checking *c)
{
    rr__has_server(c);
    if (c->server == NULL)
        return RR_CHECK_SKIP;
    c->detail[0] = '\0';
    if (c->load_ms < 100)
        return RR_CHECK_PASS;
    return rr__check_say(c, RR_CHECK_FAIL, rr__in(c, "loading took %.0f ms", "加载用了 %.0f 毫秒"), c->load_ms);
}
