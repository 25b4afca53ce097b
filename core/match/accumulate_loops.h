/* SPDX-License-Identifier: MIT */
/* The loops that accumulate.h describes, included by accumulate.c once for each SET: WIDTH is how many lanes
 * one register holds, TARGET lets the compiler use it, TOGETHER is how many queries its registers take at once. PACKED
 * and what goes with it are there where the processor multiplies pairs of 16 bits. No guard, on purpose. */
#define JOINED(name, set) name##_##set
#define NAMED_FOR(name, set) JOINED(name, set)
#define NAMED(name) NAMED_FOR(name, SET)
#define TEXT_OF(set) #set
#define TEXT(set) TEXT_OF(set)
#define FLOATS NAMED(floats)
#define INTS NAMED(ints)
#define UINTS NAMED(uints)
#define SHORTS NAMED(shorts)
#define WORDS NAMED(words)
#define AT(type, array, d) (*(type *)(void *)((array) + (d)))
#define READ(type, array, d) (*(const type *)(const void *)((array) + (d)))
/* lane by lane a where the mask is set, else b */
#define CHOOSE(type, mask, a, b) ((type)(((mask) & (INTS)(a)) | (~(mask) & (INTS)(b))))

typedef float FLOATS __attribute__((vector_size(4 * WIDTH), aligned(4), may_alias));
typedef int32_t INTS __attribute__((vector_size(4 * WIDTH), aligned(4), may_alias));
typedef uint32_t UINTS __attribute__((vector_size(4 * WIDTH), aligned(4), may_alias)); /* that sums may pass the end of */
typedef int16_t SHORTS __attribute__((vector_size(2 * WIDTH), aligned(2), may_alias));
typedef uint64_t WORDS __attribute__((vector_size(4 * WIDTH), aligned(4), may_alias));

/* Products of the pairs of 16 bits in both, added to the sum of their lane. */
#if defined(PACKED)
#define ADD_PAIRS(sum, a, b) ((UINTS)ADD_PRODUCTS((PACKED)(sum), (PACKED)(a), (PACKED)(b)))
#else
#define FIRST_OF_PAIR(a) ((INTS)((UINTS)(a) << 16) >> 16)
#define ADD_PAIRS(sum, a, b) ((sum) + (UINTS)(FIRST_OF_PAIR(a) * FIRST_OF_PAIR(b)) + (UINTS)(((a) >> 16) * ((b) >> 16)))
#endif

/* TOGETHER queries at once, or one: what a tile says is read once for all of them. */
TARGET static inline __attribute__((always_inline)) void NAMED(add_pairs)(int32_t *sums, const int16_t *tile, const int16_t *values,
                                                                           const rr__pairs *pairs, uint32_t padded, const uint32_t together)
{
    for (uint32_t d = 0; d < RR__TILE; d += REGISTERS * WIDTH) {
        UINTS own[TOGETHER][REGISTERS] = {{{0}}};
        const int16_t *from = tile + (size_t)d * 2;
        for (uint32_t k = 0; k < pairs->count; k++, from += 2 * RR__TILE) {
            UNROLL for (uint32_t q = 0; q < together; q++) {
                int32_t both;
                memcpy(&both, values + (size_t)q * pairs->width + (size_t)k * 2, sizeof both);
                UNROLL for (uint32_t r = 0; r < REGISTERS; r++)
                    own[q][r] = ADD_PAIRS(own[q][r], READ(INTS, from, r * 2 * WIDTH), (INTS){0} + both);
            }
        }
        UNROLL for (uint32_t q = 0; q < together; q++)
            UNROLL for (uint32_t r = 0; r < REGISTERS; r++)
                AT(UINTS, sums, (size_t)q * padded + d + r * WIDTH) += own[q][r];
    }
}

TARGET static void NAMED(add_dense)(int32_t *sums, const rr__pairs *pairs, uint32_t count, uint32_t padded)
{
    const int16_t *tile = pairs->tiles;
    for (uint32_t d = 0; d < padded; d += RR__TILE, tile += (size_t)pairs->count * 2 * RR__TILE) {
        uint32_t i = 0;
        for (; i + TOGETHER <= count; i += TOGETHER)
            NAMED(add_pairs)(sums + (size_t)i * padded + d, tile, pairs->values + (size_t)i * pairs->width, pairs, padded, TOGETHER);
        for (; i < count; i++)
            NAMED(add_pairs)(sums + (size_t)i * padded + d, tile, pairs->values + (size_t)i * pairs->width, pairs, padded, 1);
    }
}

#if defined(PACKED)
/* Two columns are taken together: their values in turn, times both values of the query in turn. */
TARGET static void NAMED(add_tile)(int32_t *sums, const int16_t *tile, const rr__picks *own)
{
    for (uint32_t d = 0; d < RR__TILE; d += 4 * WIDTH) {
        const char *from = (const char *)(tile + d), *later = (const char *)(tile + d + 2 * WIDTH);
        const int16_t *values = own->values;
        UINTS low = {0}, high = {0}, later_low = {0}, later_high = {0};
        for (const uint32_t *at = own->at, *end = at + own->count; at < end; at += 2, values += 2) {
            uint32_t both;
            memcpy(&both, values, sizeof both);
            PACKED a = (PACKED)READ(INTS, from, at[0]), b = (PACKED)READ(INTS, from, at[1]), times = (PACKED)((UINTS){0} + both);
            PACKED c = (PACKED)READ(INTS, later, at[0]), e = (PACKED)READ(INTS, later, at[1]);
            low = (UINTS)ADD_PRODUCTS((PACKED)low, LOW(a, b), times);
            high = (UINTS)ADD_PRODUCTS((PACKED)high, HIGH(a, b), times);
            later_low = (UINTS)ADD_PRODUCTS((PACKED)later_low, LOW(c, e), times);
            later_high = (UINTS)ADD_PRODUCTS((PACKED)later_high, HIGH(c, e), times);
        }
        AT(UINTS, sums, d) += (UINTS)FIRST((PACKED)low, (PACKED)high);
        AT(UINTS, sums, d + WIDTH) += (UINTS)SECOND((PACKED)low, (PACKED)high);
        AT(UINTS, sums, d + 2 * WIDTH) += (UINTS)FIRST((PACKED)later_low, (PACKED)later_high);
        AT(UINTS, sums, d + 3 * WIDTH) += (UINTS)SECOND((PACKED)later_low, (PACKED)later_high);
    }
}
#else
TARGET static void NAMED(add_tile)(int32_t *sums, const int16_t *tile, const rr__picks *own)
{
    for (uint32_t d = 0; d < RR__TILE; d += WIDTH) {
        const char *from = (const char *)(tile + d);
        UINTS sum = {0};
        for (uint32_t k = 0; k < own->count; k++)
            sum += (UINTS)(__builtin_convertvector(READ(SHORTS, from, own->at[k]), INTS) * own->values[k]);
        AT(UINTS, sums, d) += sum;
    }
}
#endif

/* Tile after tile over all queries, so that a tile's columns stay in the processor's cache. */
TARGET static void NAMED(add_columns)(int32_t *sums, const int16_t *tiles, uint32_t columns, const rr__picks *picks, uint32_t count, uint32_t padded)
{
    for (uint32_t d = 0; d < padded; d += RR__TILE)
        for (uint32_t i = 0; i < count; i++)
            NAMED(add_tile)(sums + (size_t)i * padded + d, tiles + (size_t)d * columns, &picks[i]);
}

TARGET static void NAMED(weigh_sums)(void *sums, float step, uint32_t padded)
{
    float *scores = sums;
    for (uint32_t d = 0; d < padded; d += WIDTH)
        AT(FLOATS, scores, d) = __builtin_convertvector(READ(INTS, scores, d), FLOATS) * step;
}

TARGET static void NAMED(add_biases)(float *scores, const float *biases, float weight, uint32_t padded)
{
    for (uint32_t d = 0; d < padded; d += WIDTH)
        AT(FLOATS, scores, d) += READ(FLOATS, biases, d) * weight;
}

TARGET static void NAMED(add_distance)(float *scores, const float *levels, float own, float weight, float divisor, uint32_t padded)
{
    for (uint32_t d = 0; d < padded; d += WIDTH) {
        FLOATS far = READ(FLOATS, levels, d) - own;
        far = CHOOSE(FLOATS, far < 0, -far, far);
        AT(FLOATS, scores, d) -= weight * (far / divisor);
    }
}

TARGET static void NAMED(add_constant)(float *scores, float constant, uint32_t padded)
{
    for (uint32_t d = 0; d < padded; d += WIDTH)
        AT(FLOATS, scores, d) += constant;
}

TARGET static void NAMED(round_fits)(int32_t *fits, const float *scores, float lowest, float factor, uint32_t padded)
{
    const FLOATS none = {0}, all = none + 1000000;
    for (uint32_t d = 0; d < padded; d += WIDTH) {
        FLOATS fit = (READ(FLOATS, scores, d) - lowest) * factor;
        fit = CHOOSE(FLOATS, fit < none, none, fit);
        fit = CHOOSE(FLOATS, fit > all, all, fit);
        AT(INTS, fits, d) = __builtin_convertvector(fit + 0.5f, INTS);
    }
}

/* Of the best of each of RR__CONTENDERS groups, the one that as many reach as are asked for. */
TARGET static int32_t NAMED(find_least)(const int32_t *fits, uint32_t top, uint32_t padded)
{
    int32_t best[RR__CONTENDERS], least = INT32_MIN;
    for (uint32_t lane = 0; lane < RR__CONTENDERS; lane += WIDTH) {
        INTS most = (INTS){0} + INT32_MIN;
        for (uint32_t d = lane; d < padded; d += RR__CONTENDERS) {
            INTS own = READ(INTS, fits, d);
            most = CHOOSE(INTS, own > most, own, most);
        }
        AT(INTS, best, lane) = most;
    }
    INTS reached = (INTS){0} + INT32_MIN;
    for (uint32_t lane = 0; lane < RR__CONTENDERS; lane += WIDTH) {
        INTS own = READ(INTS, best, lane), count = {0};
        for (uint32_t i = 0; i < RR__CONTENDERS; i++)
            count -= (INTS){0} + best[i] >= own;
        reached = CHOOSE(INTS, (count >= (int32_t)top) & (own > reached), own, reached);
    }
    for (uint32_t lane = 0; lane < WIDTH; lane++)
        least = reached[lane] > least ? reached[lane] : least;
    return least;
}

TARGET static uint32_t NAMED(find_reaching)(const int32_t *fits, int32_t least, uint32_t from, uint32_t padded)
{
    for (; from < padded; from += RR__LANES) {
        INTS reaching = {0};
        uint64_t any = 0;
        for (uint32_t lane = 0; lane < RR__LANES; lane += WIDTH)
            reaching |= READ(INTS, fits, from + lane) >= least;
        for (uint32_t i = 0; i < WIDTH / 2; i++)
            any |= ((WORDS)reaching)[i];
        if (any != 0)
            break;
    }
    return from;
}

static const rr__loops SET = {TEXT(SET), NAMED(add_dense), NAMED(add_columns), NAMED(weigh_sums), NAMED(add_biases), NAMED(add_distance), NAMED(add_constant),
                              NAMED(round_fits), NAMED(find_least), NAMED(find_reaching)};

#undef JOINED
#undef NAMED_FOR
#undef NAMED
#undef TEXT_OF
#undef TEXT
#undef FLOATS
#undef INTS
#undef UINTS
#undef SHORTS
#undef WORDS
#undef AT
#undef READ
#undef CHOOSE
#undef SET
#undef TARGET
#undef WIDTH
#undef TOGETHER
#undef ADD_PAIRS
#undef FIRST_OF_PAIR
#undef PACKED
#undef LOW
#undef HIGH
#undef ADD_PRODUCTS
#undef FIRST
#undef SECOND
