/* SPDX-License-Identifier: MIT */
/* XML bytes in, three callbacks out: libxml2's SAX2 push parser, the only file that includes it. */
#include "xml.h"

#include <pthread.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>

#include "file.h"
#include "text.h"

enum { CHUNK = 16384, DEPTH_MAX = 64, ATTRIBUTES_MAX = 256, TEXT_MAX = 1 << 20, SILENCE_MAX = 256 << 10 };

struct rr__xml {
    const char *file;
    const rr__xml_handler *handler;
    void *user;
    rr_error *err;
    xmlParserCtxtPtr parser;
    rr__buf text;        /* of the current run */
    char *value;         /* attribute values, NUL-ended, one behind the other */
    size_t value_room;
    const rr_allocator *allocator;
    rr__xml_attribute attributes[ATTRIBUTES_MAX];
    rr_status status;    /* the first failure; set, it stays */
    uint32_t depth, text_line;
    bool ending;         /* whole tags have been told: what is left can only be the beginning of one */
    size_t fed_at_event; /* bytes fed when the last event came */
    size_t fed;
    xmlStructuredErrorFunc old_structured;
    void *old_structured_user;
    xmlGenericErrorFunc old_generic;
    void *old_generic_user;
    /* piece by piece: */
    rr__transcoder transcoder;
    char encoding[64];
    uint8_t head[256];   /* the first bytes, until they tell the encoding */
    size_t head_len;
    rr__buf utf8;        /* of the piece */
};

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void initialise(void)
{
    xmlInitParser();
}

uint32_t rr__xml_line(const rr__xml *xml)
{
    int line = xml->parser->input == NULL ? 0 : xml->parser->input->line;
    return line < 0 ? 0 : (uint32_t)line;
}

uint32_t rr__xml_column(const rr__xml *xml)
{
    int column = xml->parser->input == NULL ? 0 : xml->parser->input->col;
    return column < 0 ? 0 : (uint32_t)column;
}

static void stop(rr__xml *xml, rr_status status)
{
    if (xml->status == RR_OK)
        xml->status = status;
    xmlStopParser(xml->parser);
}

static void fail(rr__xml *xml, rr_status status, enum rr__message message, const char *arg)
{
    if (xml->status == RR_OK)
        rr__fail_at(xml->err, status, xml->file, rr__xml_line(xml), rr__xml_column(xml), message, arg, NULL);
    stop(xml, status);
}

static void fail_nomem(rr__xml *xml)
{
    if (xml->status == RR_OK)
        rr__fail_nomem(xml->err);
    stop(xml, RR_ENOMEM);
}

static void note_event(rr__xml *xml)
{
    xml->fed_at_event = xml->fed;
}

static bool is_blank(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (text[i] != ' ' && text[i] != '\n' && text[i] != '\t' && text[i] != '\r')
            return false;
    return true;
}

static void give_text(rr__xml *xml)
{
    if (xml->text.failed) {
        fail_nomem(xml);
    } else if (xml->text.len > 0 && xml->status == RR_OK && !is_blank(xml->text.data, xml->text.len)) {
        rr_status status = xml->handler->text(xml->user, xml, xml->text.data, xml->text.len);
        if (status != RR_OK)
            stop(xml, status);
    }
    rr__buf_clear(&xml->text);
}

/* libxml2 gives attributes as (name, prefix, uri, value, end of value), values not NUL-ended. */
static bool copy_attributes(rr__xml *xml, const xmlChar **from, int count)
{
    size_t offset = 0, len = 0;
    for (int i = 0; i < count; i++)
        len += (size_t)(from[i * 5 + 4] - from[i * 5 + 3]) + 1;
    if (len > xml->value_room) {
        rr__free_secret(xml->allocator, xml->value, xml->value_room);
        xml->value = rr__alloc(xml->allocator, len * 2);
        xml->value_room = xml->value == NULL ? 0 : len * 2;
        if (xml->value == NULL)
            return false;
    }
    for (int i = 0; i < count; i++) {
        rr__xml_attribute *a = &xml->attributes[i];
        a->name = (const char *)from[i * 5];
        a->prefix = from[i * 5 + 1] == NULL ? "" : (const char *)from[i * 5 + 1];
        a->uri = from[i * 5 + 2] == NULL ? "" : (const char *)from[i * 5 + 2];
        a->value = xml->value + offset;
        a->value_len = (size_t)(from[i * 5 + 4] - from[i * 5 + 3]);
        memcpy(xml->value + offset, from[i * 5 + 3], a->value_len);
        xml->value[offset + a->value_len] = '\0';
        offset += a->value_len + 1;
    }
    return true;
}

static void on_start(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespace_count,
                     const xmlChar **namespaces, int attribute_count, int defaulted, const xmlChar **attributes)
{
    rr__xml *xml = user;
    (void)prefix, (void)namespaces, (void)defaulted, (void)namespace_count;
    note_event(xml);
    give_text(xml);
    if (xml->status != RR_OK || xml->ending)
        return;
    if (++xml->depth > DEPTH_MAX) {
        fail(xml, RR_ELIMIT, RR__MSG_XML_LIMIT, "elements nested deeper than 64");
        return;
    }
    if (attribute_count > ATTRIBUTES_MAX) {
        fail(xml, RR_ELIMIT, RR__MSG_XML_LIMIT, "more than 256 attributes on one element");
        return;
    }
    if (!copy_attributes(xml, attributes, attribute_count)) {
        fail_nomem(xml);
        return;
    }
    rr_status status = xml->handler->start(xml->user, xml, uri == NULL ? "" : (const char *)uri, (const char *)name,
                                           xml->attributes, (size_t)attribute_count);
    if (status != RR_OK)
        stop(xml, status);
}

static void on_end(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    rr__xml *xml = user;
    (void)prefix;
    note_event(xml);
    give_text(xml);
    if (xml->status != RR_OK || xml->ending)
        return;
    xml->depth--;
    rr_status status = xml->handler->end(xml->user, xml, uri == NULL ? "" : (const char *)uri, (const char *)name);
    if (status != RR_OK)
        stop(xml, status);
}

static void on_text(void *user, const xmlChar *text, int len)
{
    rr__xml *xml = user;
    note_event(xml);
    if (xml->text.len + (size_t)len > TEXT_MAX)
        fail(xml, RR_ELIMIT, RR__MSG_XML_LIMIT, "more than 1 MiB of text in one element");
    else
        rr__buf_add(&xml->text, (const char *)text, (size_t)len);
}

static void on_comment(void *user, const xmlChar *text)
{
    (void)text;
    note_event(user);
}

static void on_instruction(void *user, const xmlChar *target, const xmlChar *data)
{
    (void)target, (void)data;
    note_event(user);
}

static void on_doctype(void *user, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
    (void)name, (void)external, (void)system;
    fail(user, RR_EDOCTYPE, RR__MSG_DOCTYPE, NULL);
}

static xmlEntityPtr find_entity(void *user, const xmlChar *name)
{
    (void)user;
    return xmlGetPredefinedEntity(name);
}

static void on_error(void *user, xmlErrorPtr error)
{
    rr__xml *xml = user;
    char text[256];
    if (error->level == XML_ERR_WARNING)
        return;
    if (error->code == XML_ERR_NO_MEMORY || error->domain == XML_FROM_MEMORY) {
        fail_nomem(xml);
        return;
    }
    if (xml->status != RR_OK || xml->parser == NULL)
        return;
    /* The parser's own words, up to the end of their line. */
    size_t len = error->message == NULL ? 0 : strcspn(error->message, "\n");
    if (len >= sizeof text)
        len = sizeof text - 1;
    memcpy(text, len == 0 ? "" : error->message, len);
    text[len] = '\0';
    rr__fail_at(xml->err, RR_ESYNTAX, xml->file, error->line > 0 ? (uint32_t)error->line : rr__xml_line(xml),
                error->int2 > 0 ? (uint32_t)error->int2 : 0, RR__MSG_XML_SYNTAX, len == 0 ? "unreadable" : text, NULL);
    stop(xml, RR_ESYNTAX);
}

static void ignore_generic(void *user, const char *message, ...)
{
    (void)user, (void)message;
}

static void take_error_functions(rr__xml *xml)
{
    xml->old_structured = xmlStructuredError;
    xml->old_structured_user = xmlStructuredErrorContext;
    xml->old_generic = xmlGenericError;
    xml->old_generic_user = xmlGenericErrorContext;
    xmlSetStructuredErrorFunc(xml, on_error);
    xmlSetGenericErrorFunc(NULL, ignore_generic);
}

static void restore_error_functions(const rr__xml *xml)
{
    xmlSetStructuredErrorFunc(xml->old_structured_user, xml->old_structured);
    xmlSetGenericErrorFunc(xml->old_generic_user, xml->old_generic);
}

static void fail_parser(rr__xml *xml, int result)
{
    if (result == XML_ERR_NO_MEMORY)
        fail_nomem(xml);
    else
        fail(xml, RR_ESYNTAX, RR__MSG_XML_SYNTAX, "it ends too early");
}

static void feed(rr__xml *xml, const char *bytes, size_t len, size_t chunk)
{
    int result = 0;
    for (size_t at = 0; at < len && xml->status == RR_OK && result == 0; at += chunk) {
        size_t n = len - at < chunk ? len - at : chunk;
        xml->fed += n;
        result = xmlParseChunk(xml->parser, bytes + at, (int)n, 0);
        if (xml->status == RR_OK && xml->fed - xml->fed_at_event > SILENCE_MAX)
            fail(xml, RR_ELIMIT, RR__MSG_XML_LIMIT, "one piece of markup longer than 256 KiB");
    }
    if (xml->status == RR_OK && result != 0)
        fail_parser(xml, result);
}

static void end(rr__xml *xml)
{
    xml->ending = true;
    int result = xml->status == RR_OK ? xmlParseChunk(xml->parser, NULL, 0, 1) : 0;
    if (xml->status == RR_OK && (result != 0 || !xml->parser->wellFormed || xml->parser->disableSAX))
        fail_parser(xml, result);
}

static bool open_parser(rr__xml *xml)
{
    static const xmlSAXHandler handler = {
        .internalSubset = on_doctype, .getEntity = find_entity, .startElementNs = on_start, .endElementNs = on_end,
        .characters = on_text, .cdataBlock = on_text, .ignorableWhitespace = on_text, .comment = on_comment,
        .processingInstruction = on_instruction, .serror = on_error, .initialized = XML_SAX2_MAGIC};
    xmlSAXHandler sax = handler;
    xml->parser = xmlCreatePushParserCtxt(&sax, xml, NULL, 0, NULL);
    return xml->parser != NULL && xmlCtxtUseOptions(xml->parser, XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_IGNORE_ENC) == 0;
}

static void close_parser(rr__xml *xml)
{
    if (xml->parser != NULL)
        xmlFreeParserCtxt(xml->parser);
    xml->parser = NULL;
    xmlResetLastError(); /* it may hold words of the document */
}

static rr_status parse_utf8(rr__xml *xml, const char *bytes, size_t len, size_t chunk)
{
    take_error_functions(xml);
    if (!open_parser(xml)) {
        xml->status = rr__fail_nomem(xml->err);
    } else {
        feed(xml, bytes, len, chunk);
        end(xml);
    }
    close_parser(xml);
    restore_error_functions(xml);
    return xml->status;
}

/* The encoding that the declaration in the first bytes names, as ASCII; "" for none. */
static void find_in_head(const char *head, char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    const char *end = strstr(head, "?>"), *at = strncmp(head, "<?xml", 5) == 0 ? strstr(head, "encoding") : NULL;
    if (at == NULL || end == NULL || at > end)
        return;
    at += strcspn(at, "\"'>");
    if (*at != '"' && *at != '\'')
        return;
    char quote = *at++;
    while (*at != quote && *at != '\0' && used + 1 < size)
        out[used++] = *at++;
    out[used] = '\0';
}

static void find_declared(const uint8_t *bytes, size_t len, size_t step, size_t first, char *out, size_t size)
{
    char head[257];
    size_t n = 0;
    for (size_t i = first; i < len && n < sizeof head - 1; i += step)
        head[n++] = bytes[i] == 0 ? ' ' : (char)bytes[i];
    head[n] = '\0';
    find_in_head(head, out, size);
    explicit_bzero(head, sizeof head); /* the person may begin in it */
}

static bool names_utf16(const char *name)
{
    return strlen(name) >= 5 && (name[0] | 32) == 'u' && (name[1] | 32) == 't' && (name[2] | 32) == 'f' && strstr(name, "16") != NULL;
}

static bool names_utf8(const char *name)
{
    return strlen(name) == 5 && (name[0] | 32) == 'u' && (name[1] | 32) == 't' && (name[2] | 32) == 'f' && strcmp(name + 3, "-8") == 0;
}

/* By mark, else declaration, else UTF-8. */
static rr_status tell_encoding(const char *file, const uint8_t *bytes, size_t len, char *encoding, size_t size, rr_error *err)
{
    const char *mark = len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? "UTF-8"
                       : len >= 2 && memcmp(bytes, "\xff\xfe", 2) == 0   ? "UTF-16LE"
                       : len >= 2 && memcmp(bytes, "\xfe\xff", 2) == 0   ? "UTF-16BE"
                                                                         : NULL;
    bool little = len >= 4 && bytes[0] == '<' && bytes[1] == 0, big = len >= 4 && bytes[0] == 0 && bytes[1] == '<';
    bool wide = (mark != NULL && mark[4] == '1') || little || big;
    size_t first = mark == NULL ? (big ? 1 : 0) : !wide ? 3 : mark[6] == 'B' ? 3 : 2;
    find_declared(bytes, len, wide ? 2 : 1, first, encoding, size);
    if (mark != NULL && encoding[0] != '\0' && (wide ? !names_utf16(encoding) : !names_utf8(encoding)))
        return rr__fail_at(err, RR_EENCODING, file, 1, 1, RR__MSG_BOM_CONTRADICTS, mark, encoding, NULL);
    const char *told = mark != NULL ? mark : little ? "UTF-16LE" : big ? "UTF-16BE" : encoding[0] == '\0' ? "UTF-8" : NULL;
    if (told != NULL)
        memcpy(encoding, told, strlen(told) + 1);
    return RR_OK;
}

rr_status rr__xml_open(rr__xml **out, const rr_allocator *a, const char *file, const rr__xml_handler *handler, void *user, rr_error *err)
{
    pthread_once(&once, initialise);
    rr__xml *xml = rr__alloc(a, sizeof *xml);
    *out = xml;
    if (xml == NULL)
        return rr__fail_nomem(err);
    xml->file = file;
    xml->handler = handler;
    xml->user = user;
    xml->err = err;
    xml->allocator = a;
    rr__buf_init(&xml->text, a, 2 * TEXT_MAX);
    rr__buf_init(&xml->utf8, a, 0);
    xml->utf8.secret = xml->text.secret = true; /* profiles are read by this */
    return RR_OK;
}

void rr__xml_destroy(rr__xml *xml)
{
    if (xml == NULL)
        return;
    if (xml->parser != NULL) {
        take_error_functions(xml);
        close_parser(xml);
        restore_error_functions(xml);
    }
    rr__transcoder_close(&xml->transcoder);
    rr__buf_finish(&xml->text);
    rr__buf_finish(&xml->utf8);
    rr__free_secret(xml->allocator, xml->value, xml->value_room);
    rr__free_secret(xml->allocator, xml, sizeof *xml);
}

rr_status rr__xml_parse(const rr_allocator *a, const char *file, const void *bytes, size_t len, size_t chunk,
                        const rr__xml_handler *handler, void *user, rr_error *err)
{
    char encoding[64];
    rr__bytes text;
    rr__xml *xml = NULL;
    rr_error own;
    if (err == NULL)
        err = &own;
    if (len == 0)
        return rr__fail_at(err, RR_ESYNTAX, file, 0, 0, RR__MSG_EMPTY_FILE, NULL);
    rr_status status = tell_encoding(file, bytes, len, encoding, sizeof encoding, err);
    if (status == RR_OK)
        status = rr__transcode(&text, a, file, encoding, bytes, len, err);
    if (status != RR_OK)
        return status;
    status = rr__xml_open(&xml, a, file, handler, user, err);
    if (status == RR_OK)
        status = parse_utf8(xml, (const char *)text.data, text.len, chunk == 0 ? CHUNK : chunk);
    rr__xml_destroy(xml);
    rr__bytes_finish(&text);
    return status;
}

/* ---- piece by piece ---- */

static void feed_piece(rr__xml *xml, const uint8_t *bytes, size_t len)
{
    rr__buf_clear(&xml->utf8);
    rr_status status = rr__transcoder_feed(&xml->transcoder, xml->file, xml->encoding, bytes, len, &xml->utf8, xml->err);
    if (status == RR_OK)
        feed(xml, xml->utf8.data, xml->utf8.len, CHUNK);
    else if (xml->status == RR_OK) {
        xml->status = status;
        xml->err->line = rr__xml_line(xml);
    }
}

/* The first bytes are enough to tell the encoding by, or all there are. */
static void begin_document(rr__xml *xml)
{
    xml->status = xml->head_len == 0 ? rr__fail_at(xml->err, RR_ESYNTAX, xml->file, 0, 0, RR__MSG_EMPTY_FILE, NULL)
                                     : tell_encoding(xml->file, xml->head, xml->head_len, xml->encoding, sizeof xml->encoding, xml->err);
    if (xml->status == RR_OK)
        xml->status = rr__transcoder_open(&xml->transcoder, xml->file, xml->encoding, xml->err);
    if (xml->status != RR_OK)
        return;
    if (!open_parser(xml))
        xml->status = rr__fail_nomem(xml->err);
    else
        feed_piece(xml, xml->head, xml->head_len);
}

rr_status rr__xml_feed(rr__xml *xml, const void *bytes, size_t len)
{
    const uint8_t *from = bytes;
    if (xml->status != RR_OK)
        return xml->status;
    take_error_functions(xml);
    if (xml->parser == NULL) {
        size_t room = sizeof xml->head - xml->head_len, n = len < room ? len : room;
        memcpy(xml->head + xml->head_len, from, n);
        xml->head_len += n;
        from += n;
        len -= n;
        if (xml->head_len == sizeof xml->head)
            begin_document(xml);
    }
    if (xml->status == RR_OK && len > 0)
        feed_piece(xml, from, len);
    restore_error_functions(xml);
    return xml->status;
}

rr_status rr__xml_end(rr__xml *xml)
{
    if (xml->status != RR_OK)
        return xml->status;
    take_error_functions(xml);
    if (xml->parser == NULL)
        begin_document(xml);
    if (xml->status == RR_OK)
        xml->status = rr__transcoder_end(&xml->transcoder, xml->file, xml->encoding, xml->err);
    if (xml->status == RR_OK)
        end(xml);
    restore_error_functions(xml);
    return xml->status;
}

void rr__xml_escape(rr__buf *out, const char *text, size_t len)
{
    size_t plain = 0;
    for (size_t i = 0; i < len; i++) {
        const char *escape = text[i] == '&'    ? "&amp;"
                             : text[i] == '<'  ? "&lt;"
                             : text[i] == '>'  ? "&gt;"
                             : text[i] == '"'  ? "&quot;"
                             : text[i] == '\n' ? "&#10;"
                             : text[i] == '\t' ? "&#9;"
                             : text[i] == '\r' ? "&#13;"
                                               : NULL;
        if (escape == NULL)
            continue;
        rr__buf_add(out, text + plain, i - plain);
        rr__buf_text(out, escape);
        plain = i + 1;
    }
    rr__buf_add(out, text + plain, len - plain);
}
