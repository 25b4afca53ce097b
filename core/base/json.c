/* SPDX-License-Identifier: MIT */
/* JSON text in, a tree of nodes with positions out. jsmn cuts the text into tokens; what it lets pass is
 * checked here against RFC 8259. */
#include "json.h"

#include <string.h>

#define JSMN_STATIC
#define JSMN_PARENT_LINKS
#include <jsmn.h>

#include "text.h"

enum { DEPTH_MAX = 64, TOKENS_MAX = 8 << 20, MEMBERS_MAX = 4096 };

static rr_status fail_as(rr_status status, const rr__json *json, size_t offset, const char *why, rr_error *err)
{
    uint32_t line = 1, column = 1;
    for (size_t i = 0; i < offset && i < json->len; i++) {
        bool next = json->text[i] == '\n';
        line += next;
        column = next ? 1 : column + (((unsigned char)json->text[i] & 0xc0) != 0x80);
    }
    return rr__fail_at(err, status, json->file, line, column, RR__MSG_JSON_SYNTAX, why, NULL);
}

static rr_status fail_json(const rr__json *json, size_t offset, const char *why, rr_error *err)
{
    return fail_as(RR_ESYNTAX, json, offset, why, err);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* A string's end; strings hold no control characters and only known escapes. NULL: bad. */
static const char *check_string(const char *at, const char *end)
{
    for (at++; at < end && *at != '"'; at++) {
        if ((unsigned char)*at < 0x20)
            return NULL;
        if (*at != '\\')
            continue;
        if (++at >= end || strchr("\"\\/bfnrtu", *at) == NULL)
            return NULL;
        for (int i = 0; *at == 'u' && i < 4; i++)
            if (at + 1 + i >= end || strchr("0123456789abcdefABCDEF", at[1 + i]) == NULL || at[1 + i] == '\0')
                return NULL;
    }
    return at < end ? at + 1 : NULL;
}

static const char *skip_digits(const char *at, const char *end)
{
    while (at < end && *at >= '0' && *at <= '9')
        at++;
    return at;
}

static const char *check_number(const char *at, const char *end)
{
    at += *at == '-';
    const char *digits = at;
    at = skip_digits(at, end);
    if (at == digits || (*digits == '0' && at > digits + 1))
        return NULL;
    if (at < end && *at == '.') {
        const char *point = ++at;
        at = skip_digits(at, end);
        if (at == point)
            return NULL;
    }
    if (at < end && (*at == 'e' || *at == 'E')) {
        at++;
        at += at < end && (*at == '+' || *at == '-');
        const char *exponent = at;
        at = skip_digits(at, end);
        if (at == exponent)
            return NULL;
    }
    return at;
}

static const char *check_scalar(const char *at, const char *end)
{
    static const char *const words[] = {"true", "false", "null"};
    if (*at == '"')
        return check_string(at, end);
    if (*at == '-' || (*at >= '0' && *at <= '9'))
        return check_number(at, end);
    for (int i = 0; i < 3; i++)
        if ((size_t)(end - at) >= strlen(words[i]) && memcmp(at, words[i], strlen(words[i])) == 0)
            return at + strlen(words[i]);
    return NULL;
}

/* The grammar, without building anything: what may come next is kept in `expect`. */
static rr_status check_grammar(const rr__json *json, rr_error *err)
{
    enum { VALUE, FIRST_VALUE, KEY, FIRST_KEY, COLON, AFTER } expect = VALUE;
    char stack[DEPTH_MAX];
    int depth = 0;
    const char *at = json->text, *end = at + json->len;
    for (;;) {
        while (at < end && is_space(*at))
            at++;
        size_t offset = (size_t)(at - json->text);
        if (at == end)
            return expect == AFTER && depth == 0 ? RR_OK : fail_json(json, offset, "it ends too early", err);
        bool wants_value = expect == VALUE || expect == FIRST_VALUE, closes = *at == '}' || *at == ']';
        if (expect == AFTER && depth == 0)
            return fail_json(json, offset, "text behind the end", err);
        if (wants_value && (*at == '{' || *at == '[')) {
            if (depth == DEPTH_MAX)
                return fail_as(RR_ELIMIT, json, offset, "nested deeper than 64", err);
            stack[depth++] = *at;
            expect = *at++ == '{' ? FIRST_KEY : FIRST_VALUE;
        } else if (closes && depth > 0 && (expect == AFTER || expect == FIRST_KEY || expect == FIRST_VALUE) &&
                   (*at == '}') == (stack[depth - 1] == '{')) {
            depth--;
            at++;
            expect = AFTER;
        } else if (expect == AFTER && *at == ',') {
            expect = stack[depth - 1] == '{' ? KEY : VALUE;
            at++;
        } else if (expect == COLON && *at == ':') {
            expect = VALUE;
            at++;
        } else if (wants_value || ((expect == KEY || expect == FIRST_KEY) && *at == '"')) {
            at = check_scalar(at, end);
            if (at == NULL)
                return fail_json(json, offset, "not a value here", err);
            expect = wants_value ? AFTER : COLON;
        } else {
            return fail_json(json, offset, expect == COLON ? "a colon is missing" : expect == AFTER ? "a comma is missing" : "a name in quotes is missing", err);
        }
    }
}

static uint32_t read_hex(const char *at)
{
    uint32_t value = 0;
    for (int i = 0; i < 4; i++)
        value = value << 4 | (uint32_t)(at[i] <= '9' ? at[i] - '0' : (at[i] | 32) - 'a' + 10);
    return value;
}

/* Unescapes [start, end) into the arena. *bad: a lone surrogate or NUL. NULL: out of memory or bad. */
static char *unescape(rr__json *json, size_t start, size_t end, uint32_t *len, bool *bad)
{
    static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
    char *out = rr__arena_alloc(&json->arena, end - start + 1, 1);
    size_t used = 0;
    for (size_t i = start; out != NULL && i < end; i++) {
        char c = json->text[i];
        if (c != '\\') {
            out[used++] = c;
            continue;
        }
        c = json->text[++i];
        const char *known = strchr(from, c);
        if (c != 'u') {
            out[used++] = known != NULL && c != '\0' ? to[known - from] : c;
            continue;
        }
        uint32_t code = read_hex(json->text + i + 1);
        i += 4;
        if (code >= 0xd800 && code < 0xdc00 && i + 6 < end + 1 && json->text[i + 1] == '\\' && json->text[i + 2] == 'u') {
            uint32_t low = read_hex(json->text + i + 3);
            if (low >= 0xdc00 && low < 0xe000) {
                code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
                i += 6;
            }
        }
        if (code == 0 || (code >= 0xd800 && code < 0xe000)) {
            *bad = true;
            return NULL;
        }
        used += rr__utf8_put(code, out + used);
    }
    *len = (uint32_t)used;
    return out;
}

static rr__json_kind tell_kind(const rr__json *json, const jsmntok_t *token)
{
    char first = json->text[token->start];
    return token->type == JSMN_OBJECT   ? RR__JSON_OBJECT
           : token->type == JSMN_ARRAY  ? RR__JSON_ARRAY
           : token->type == JSMN_STRING ? RR__JSON_STRING
           : first == 't' || first == 'f' ? RR__JSON_BOOL
           : first == 'n'                 ? RR__JSON_NULL
                                          : RR__JSON_NUMBER;
}

static rr_status check_unique(const rr__json *json, const struct rr__json_node *object, const char *key, size_t offset, rr_error *err)
{
    if (object->count >= MEMBERS_MAX)
        return fail_as(RR_ELIMIT, json, offset, "an object with more than 4096 members", err);
    return rr__json_member(json, object, key) == NULL ? RR_OK : fail_json(json, offset, "the same name twice", err);
}

/* Tokens come in the order of the text; a key is followed by its value, whose parent it is. */
static rr_status link_nodes(rr__json *json, const jsmntok_t *tokens, size_t count, rr_error *err)
{
    uint32_t *node_of = rr__arena_alloc(&json->arena, (count + 1) * sizeof *node_of, sizeof *node_of);
    uint32_t *last_child = rr__arena_alloc(&json->arena, (count + 1) * sizeof *last_child, sizeof *last_child);
    json->nodes = rr__arena_alloc(&json->arena, (count + 1) * sizeof *json->nodes, 8);
    if (node_of == NULL || last_child == NULL || json->nodes == NULL)
        return rr__fail_nomem(err);
    const char *key = NULL;
    for (size_t i = 0; i < count; i++) {
        const jsmntok_t *token = &tokens[i];
        struct rr__json_node node = {.kind = tell_kind(json, token), .start = (uint32_t)token->start, .end = (uint32_t)token->end};
        bool bad = false;
        if (token->type == JSMN_STRING || token->type == JSMN_PRIMITIVE) {
            node.value = unescape(json, node.start, node.end, &node.value_len, &bad);
            if (node.value == NULL)
                return bad ? fail_json(json, node.start, "a character that text can't hold", err) : rr__fail_nomem(err);
        }
        bool is_key = token->type == JSMN_STRING && token->size == 1;
        uint32_t parent = token->parent < 0 ? 0 : node_of[token->parent];
        if (is_key) {
            key = node.value;
            node_of[i] = parent;
            rr_status status = check_unique(json, &json->nodes[parent], key, node.start, err);
            if (status != RR_OK)
                return status;
            continue;
        }
        node.key = token->parent >= 0 && tokens[token->parent].type == JSMN_STRING ? key : NULL;
        uint32_t index = json->node_count++;
        json->nodes[index] = node;
        node_of[i] = index;
        if (i == 0)
            continue;
        if (last_child[parent] == 0)
            json->nodes[parent].child = index;
        else
            json->nodes[last_child[parent]].next = index;
        last_child[parent] = index;
        json->nodes[parent].count++;
    }
    return RR_OK;
}

rr_status rr__json_parse(rr__json *out, const rr_allocator *a, const char *file, const char *text, size_t len, rr_error *err)
{
    *out = (rr__json){.file = file, .text = text, .len = len};
    rr__arena_init(&out->arena, a);
    out->arena.secret = true; /* profiles are read by this */
    size_t bad = rr__utf8_check(text, len);
    rr_status status = bad < len ? fail_json(out, bad, "bytes that are not UTF-8", err) : check_grammar(out, err);
    if (status != RR_OK)
        return status;
    jsmn_parser parser;
    jsmn_init(&parser);
    int count = jsmn_parse(&parser, text, len, NULL, 0);
    if (count <= 0 || count > TOKENS_MAX)
        return rr__fail_at(err, RR_ELIMIT, file, 0, 0, RR__MSG_JSON_SYNTAX, "too many values", NULL);
    jsmntok_t *tokens = rr__alloc(a, (size_t)count * sizeof *tokens);
    if (tokens == NULL)
        return rr__fail_nomem(err);
    jsmn_init(&parser);
    count = jsmn_parse(&parser, text, len, tokens, (unsigned)count);
    status = count <= 0 ? fail_json(out, 0, "unreadable", err) : link_nodes(out, tokens, (size_t)count, err);
    rr__free(a, tokens);
    return status;
}

void rr__json_finish(rr__json *json)
{
    if (json->arena.allocator != NULL)
        rr__arena_finish(&json->arena);
    json->node_count = 0;
}

const struct rr__json_node *rr__json_member(const rr__json *json, const struct rr__json_node *object, const char *key)
{
    uint32_t at = object->kind == RR__JSON_OBJECT ? object->child : 0;
    while (at != 0 && strcmp(json->nodes[at].key, key) != 0)
        at = json->nodes[at].next;
    return at == 0 ? NULL : &json->nodes[at];
}

void rr__json_place(const rr__json *json, const struct rr__json_node *node, uint32_t *line, uint32_t *column)
{
    *line = *column = 1;
    for (size_t i = 0; i < node->start; i++) {
        bool next = json->text[i] == '\n';
        *line += next;
        *column = next ? 1 : *column + (((unsigned char)json->text[i] & 0xc0) != 0x80);
    }
}
