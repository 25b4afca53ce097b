/* SPDX-License-Identifier: MIT */
/* A table of expert judgements in, rows by document out. */
#include "match/truth.h"

#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/error.h"
#include "base/file.h"
#include "base/text.h"

enum { FILE_LIMIT = 1 << 28, ID_MAX = 256 };

typedef struct columns { size_t source, target, gain; bool tiers; } columns;

/* An id as it stands, behind the taxonomy's own prefix, or an official code that only one occupation has. */
static uint32_t find_document(const rr_matcher *m, const char *id)
{
    char prefixed[ID_MAX];
    const char *scheme = rr__block_text(m->taxonomy->block, rr__block_head(m->taxonomy->block)->id);
    uint32_t occupation = rr_taxonomy_find_occupation(m->taxonomy, id);
    if (occupation == RR_NONE && strlen(scheme) + strlen(id) + 2 < sizeof prefixed) {
        memcpy(prefixed, scheme, strlen(scheme));
        prefixed[strlen(scheme)] = ':';
        memcpy(prefixed + strlen(scheme) + 1, id, strlen(id) + 1);
        occupation = rr_taxonomy_find_occupation(m->taxonomy, prefixed);
    }
    if (occupation == RR_NONE) {
        rr_candidate found[1];
        size_t count = 0;
        if (rr_taxonomy_resolve(m->taxonomy, RR_CONCEPT_OCCUPATION, id, found, 1, &count, NULL) == RR_OK && count == 1 && found[0].by == RR_BY_CODE)
            occupation = found[0].index;
    }
    return occupation == RR_NONE ? RR_NONE : rr__index_document_of(m->index)[occupation];
}

static bool find_columns(const rr__csv *csv, size_t count, columns *c)
{
    *c = (columns){SIZE_MAX, SIZE_MAX, SIZE_MAX, false};
    for (size_t i = 0; i < count; i++) {
        const char *name = rr__csv_cell(csv, i);
        if (strcmp(name, "source") == 0 || strcmp(name, "O*NET-SOC Code") == 0)
            c->source = i;
        else if (strcmp(name, "target") == 0 || strcmp(name, "Related O*NET-SOC Code") == 0)
            c->target = i;
        else if (strcmp(name, "gain") == 0 || strcmp(name, "Relatedness Tier") == 0)
            c->gain = i;
        c->tiers = c->tiers || strcmp(name, "Relatedness Tier") == 0;
    }
    return c->source != SIZE_MAX && c->target != SIZE_MAX && c->gain != SIZE_MAX;
}

static bool read_gain(const char *text, bool tiers, double *gain)
{
    static const struct { const char *name; double gain; } names[] = {{"Primary-Short", 3}, {"Primary-Long", 2}, {"Supplemental", 1}};
    int64_t millionths = 0;
    for (size_t i = 0; i < 3 && tiers; i++)
        if (strcmp(names[i].name, text) == 0) {
            *gain = names[i].gain;
            return true;
        }
    if (tiers || !rr__parse_decimal(text, strlen(text), &millionths) || millionths < 0 || millionths > 1000000000)
        return false;
    *gain = (double)millionths / 1e6;
    return true;
}

static int compare(const void *a, const void *b)
{
    const rr__truth_row *x = a, *y = b;
    if (x->source != y->source)
        return x->source < y->source ? -1 : 1;
    if (x->target != y->target)
        return x->target < y->target ? -1 : 1;
    return x->gain > y->gain ? -1 : x->gain < y->gain;
}

/* Which fold a source belongs to hangs on its id alone, so that folds stay the same from run to run. */
static bool in_fold(const rr_matcher *m, uint32_t document, uint32_t fold, uint32_t folds)
{
    const char *id = rr__block_text(m->taxonomy->block, rr__block_occupation(m->taxonomy->block, rr__index_documents(m->index)[document])->id);
    return folds == 0 || rr__hash64(id, strlen(id)) % folds == fold;
}

static rr_status read_rows(rr__truth *truth, const rr_matcher *m, rr__csv *csv, uint32_t fold, uint32_t folds, rr_error *err)
{
    size_t count = 0;
    columns c;
    rr_status status = rr__csv_row(csv, &count, err);
    if (status == RR_OK && !find_columns(csv, count, &c))
        return rr__fail_at(err, RR_EINVALID, csv->file, 1, 0, RR__MSG_TRUTH_COLUMNS, NULL);
    while (status == RR_OK && (status = rr__csv_row(csv, &count, err)) == RR_OK && count > 0) {
        rr__truth_row row = {find_document(m, rr__csv_cell(csv, c.source)), find_document(m, rr__csv_cell(csv, c.target)), 0};
        if (!read_gain(rr__csv_cell(csv, c.gain), c.tiers, &row.gain))
            return rr__fail_at(err, RR_EINVALID, csv->file, csv->row_line, 0, RR__MSG_TRUTH_NUMBER, rr__csv_cell(csv, c.gain), NULL);
        if (row.source == RR_NONE || row.target == RR_NONE || row.source == row.target)
            truth->skipped++;
        else if (in_fold(m, row.source, fold, folds) && !rr__vec_push(&truth->rows, &row))
            status = rr__fail_nomem(err);
    }
    return status;
}

static rr_status group(rr__truth *truth, const char *path, rr_error *err)
{
    uint32_t kept = 0, end = 0;
    rr__truth_row *rows = truth->rows.data;
    if (truth->rows.count == 0)
        return rr__fail_at(err, RR_EINVALID, path, 0, 0, RR__MSG_TRUTH_EMPTY, NULL);
    qsort(rows, truth->rows.count, sizeof *rows, compare);
    for (size_t i = 0; i < truth->rows.count; i++) {
        bool same_source = kept > 0 && rows[kept - 1].source == rows[i].source;
        if (same_source && rows[kept - 1].target == rows[i].target)
            continue; /* a pair named twice counts once, with its higher gain */
        if (!same_source && !rr__vec_push(&truth->sources, &kept))
            return rr__fail_nomem(err);
        rows[kept++] = rows[i];
    }
    truth->rows.count = kept;
    end = kept;
    return rr__vec_push(&truth->sources, &end) ? RR_OK : rr__fail_nomem(err);
}

rr_status rr__truth_read(rr__truth *truth, const rr_matcher *m, const char *path, uint32_t fold, uint32_t folds, rr_error *err)
{
    const rr_allocator *a = &m->context->allocator;
    rr__bytes raw, text = {0};
    rr__csv csv;
    *truth = (rr__truth){.skipped = 0};
    rr__vec_init(&truth->rows, a, sizeof(rr__truth_row));
    rr__vec_init(&truth->sources, a, sizeof(uint32_t));
    rr_status status = rr__file_open(&raw, a, path, FILE_LIMIT, err);
    if (status != RR_OK)
        return status;
    status = rr__transcode(&text, a, path, NULL, raw.data, raw.len, err);
    if (status == RR_OK) {
        rr__csv_init(&csv, a, path, (const char *)text.data, text.len, '\t', false);
        status = read_rows(truth, m, &csv, fold, folds, err);
        rr__csv_finish(&csv);
    }
    rr__bytes_finish(&raw);
    return status != RR_OK ? status : group(truth, path, err);
}

void rr__truth_finish(rr__truth *truth)
{
    rr__vec_finish(&truth->rows);
    rr__vec_finish(&truth->sources);
}
