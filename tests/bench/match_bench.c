/* SPDX-License-Identifier: MIT */
/* A frozen taxonomy in; profiles a second of the library out, in batches of 1,000 single-job histories, top
 * 10, one core. With a folder, also writes the same features for the peer in match_numpy.py.
 *     match_bench FILE [FOLDER] [--plain]        --plain: without titles and text */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "match/index.h"

enum { BATCH = 1000, TOP = 10, ROUNDS = 48 };

/* Processor time: what else the machine does counts neither here nor for the peer. */
static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void put(const char *folder, const char *name, const void *bytes, size_t size, size_t count)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    if (file == NULL || fwrite(bytes, size, count, file) != count || fclose(file) != 0) {
        fprintf(stderr, "cannot write %s\n", path);
        exit(1);
    }
}

/* Each document's entries as (row, feature, value), sides weighted so that a product is the score. */
static void write_features(const char *folder, const rr__index *index, const float *weights, const uint32_t *sources)
{
    size_t capacity = index->entries + 1, count = 0;
    uint32_t *rows = calloc(capacity, sizeof *rows), *columns = calloc(capacity, sizeof *columns), *dense = calloc(capacity, sizeof *dense);
    float *left = calloc(capacity, sizeof *left), *right = calloc(capacity, sizeof *right), *bias = calloc(index->documents, sizeof *bias);
    float *levels = calloc(index->documents, sizeof *levels), scale_weight = 0;
    for (uint32_t t = 0; t < index->terms; t++) {
        const rr__index_term *term = &rr__index_terms(index)[t];
        const uint32_t *forward = rr__index_forward(index, t);
        bool rated = term->how.kind == RR__TERM_RATED, distance = rated && term->how.distance;
        for (uint32_t d = 0; d < index->documents && weights[t] > 0; d++) {
            for (uint32_t i = forward[d]; i < forward[d + 1]; i++) {
                const rr__entry_of *e = &rr__index_entries(index)[i];
                rows[count] = d;
                columns[count] = e->feature;
                dense[count] = rated;
                left[count] = e->value * weights[t] * (distance ? (float)(2e6 / (double)term->how.divisor) : 1);
                right[count++] = e->value;
            }
            if (term->how.kind == RR__TERM_SCALE) {
                levels[d] = rr__index_bias(index, t)[d];
                scale_weight = weights[t] / (float)((double)term->how.divisor / 1e6);
            } else {
                bias[d] += weights[t] * rr__index_bias(index, t)[d];
            }
        }
    }
    uint32_t head[3] = {index->documents, index->features, (uint32_t)count};
    put(folder, "head", head, sizeof *head, 3);
    put(folder, "rows", rows, sizeof *rows, count);
    put(folder, "columns", columns, sizeof *columns, count);
    put(folder, "dense", dense, sizeof *dense, count);
    put(folder, "left", left, sizeof *left, count);
    put(folder, "right", right, sizeof *right, count);
    put(folder, "bias", bias, sizeof *bias, index->documents);
    put(folder, "levels", levels, sizeof *levels, index->documents);
    put(folder, "scale", &scale_weight, sizeof scale_weight, 1);
    put(folder, "sources", sources, sizeof *sources, BATCH);
    free(rows), free(columns), free(dense), free(left), free(right), free(bias), free(levels);
}

int main(int argc, char **argv)
{
    rr_context *context = NULL;
    rr_taxonomy *taxonomy = NULL;
    rr_matcher *matcher = NULL;
    rr_scratch *scratch = NULL;
    rr_error err = {0};
    int plain = argc > 1 && strcmp(argv[argc - 1], "--plain") == 0;
    const char *path = argc > 1 ? argv[1] : "";
    if (rr_context_create(&context, NULL, &err) != RR_OK || rr_taxonomy_load(&taxonomy, context, &path, 1, NULL, NULL, &err) != RR_OK ||
        rr_matcher_create(&matcher, context, taxonomy, &err) != RR_OK || rr_scratch_create(&scratch, matcher, &err) != RR_OK) {
        char text[512];
        rr_error_format(&err, RR_LANG_EN, text, sizeof text);
        fprintf(stderr, "%s\n", text);
        return 1;
    }
    static uint32_t documents[BATCH], sources[BATCH], targets[BATCH * TOP];
    static int32_t fits[BATCH * TOP];
    for (uint32_t i = 0; i < BATCH; i++) {
        documents[i] = i * 7919u % matcher->index->documents;
        sources[i] = rr__index_documents(matcher->index)[documents[i]];
    }
    if (argc - plain > 2) {
        float weights[RR__TERMS_MAX];
        rr__term_weights(weights, matcher->index, rr__combination_of(plain, plain));
        write_features(argv[2], matcher->index, weights, documents);
    }
    double best = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        double start = now();
        if (rr_matcher_similar(matcher, scratch, sources, BATCH, TOP, plain, plain, targets, fits, &err) != RR_OK)
            return 1;
        double took = now() - start;
        best = took < best ? took : best;
    }
    if (argc - plain > 2) {
        static uint32_t found[BATCH * TOP];
        for (uint32_t i = 0; i < BATCH * TOP; i++)
            found[i] = rr__index_document_of(matcher->index)[targets[i]];
        put(argv[2], "targets", found, sizeof *found, BATCH * TOP);
    }
    printf("%.0f\n", BATCH / best);
    rr_scratch_destroy(scratch);
    rr_matcher_destroy(matcher);
    rr_taxonomy_destroy(taxonomy);
    rr_context_destroy(context);
    return 0;
}
