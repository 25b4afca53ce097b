/* SPDX-License-Identifier: MIT */
/* The loops that accumulate.h describes, included by accumulate.c once for each SET: WIDTH is how many lanes
 * one register holds, TARGET lets the compiler use it. No guard, on purpose. */
#define JOINED(name, set) name##_##set
#define NAMED_FOR(name, set) JOINED(name, set)
#define NAMED(name) NAMED_FOR(name, SET)
#define TEXT_OF(set) #set
#define TEXT(set) TEXT_OF(set)
#define FLOATS NAMED(floats)
#define INTS NAMED(ints)
#define WORDS NAMED(words)
#define AT(type, array, d) (*(type *)(void *)((array) + (d)))
#define READ(type, array, d) (*(const type *)(const void *)((array) + (d)))
/* lane by lane a where the mask is set, else b */
#define CHOOSE(type, mask, a, b) ((type)(((mask) & (INTS)(a)) | (~(mask) & (INTS)(b))))

typedef float FLOATS __attribute__((vector_size(4 * WIDTH), aligned(4), may_alias));
typedef int32_t INTS __attribute__((vector_size(4 * WIDTH), aligned(4), may_alias));
typedef uint64_t WORDS __attribute__((vector_size(4 * WIDTH), aligned(4), may_alias));

/* Four registers at a time, since each sum waits for the one before. */
TARGET static void NAMED(add_columns)(float *scores, const float *const *columns, const float *values, uint32_t count, uint32_t padded)
{
    uint32_t d = 0;
    for (; d + 4 * WIDTH <= padded; d += 4 * WIDTH) {
        FLOATS a = READ(FLOATS, scores, d), b = READ(FLOATS, scores, d + WIDTH), c = READ(FLOATS, scores, d + 2 * WIDTH),
               e = READ(FLOATS, scores, d + 3 * WIDTH);
        for (uint32_t k = 0; k < count; k++) {
            const float *column = columns[k] + d;
            a += READ(FLOATS, column, 0) * values[k];
            b += READ(FLOATS, column, WIDTH) * values[k];
            c += READ(FLOATS, column, 2 * WIDTH) * values[k];
            e += READ(FLOATS, column, 3 * WIDTH) * values[k];
        }
        AT(FLOATS, scores, d) = a;
        AT(FLOATS, scores, d + WIDTH) = b;
        AT(FLOATS, scores, d + 2 * WIDTH) = c;
        AT(FLOATS, scores, d + 3 * WIDTH) = e;
    }
    for (; d < padded; d += WIDTH) {
        FLOATS a = READ(FLOATS, scores, d);
        for (uint32_t k = 0; k < count; k++)
            a += READ(FLOATS, columns[k], d) * values[k];
        AT(FLOATS, scores, d) = a;
    }
}

TARGET static void NAMED(add_columns_abreast)(float *scores, const float *const *columns, const float *values, uint32_t count, uint32_t padded)
{
    float *second = scores + padded, *third = second + padded, *fourth = third + padded;
    for (uint32_t d = 0; d < padded; d += WIDTH) {
        FLOATS a = READ(FLOATS, scores, d), b = READ(FLOATS, second, d), c = READ(FLOATS, third, d), e = READ(FLOATS, fourth, d);
        for (uint32_t k = 0; k < count; k++) {
            FLOATS column = READ(FLOATS, columns[k], d);
            const float *own = values + (size_t)k * RR__ABREAST;
            a += column * own[0];
            b += column * own[1];
            c += column * own[2];
            e += column * own[3];
        }
        AT(FLOATS, scores, d) = a;
        AT(FLOATS, second, d) = b;
        AT(FLOATS, third, d) = c;
        AT(FLOATS, fourth, d) = e;
    }
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

TARGET static void NAMED(find_contenders)(int32_t *best, const int32_t *fits, uint32_t padded)
{
    for (uint32_t lane = 0; lane < RR__CONTENDERS; lane += WIDTH) {
        INTS most = (INTS){0} + INT32_MIN;
        for (uint32_t d = lane; d < padded; d += RR__CONTENDERS) {
            INTS own = READ(INTS, fits, d);
            most = CHOOSE(INTS, own > most, own, most);
        }
        AT(INTS, best, lane) = most;
    }
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

static const rr__loops SET = {TEXT(SET), NAMED(add_columns), NAMED(add_columns_abreast), NAMED(add_distance), NAMED(add_constant),
                              NAMED(round_fits), NAMED(find_contenders), NAMED(find_reaching)};

#undef JOINED
#undef NAMED_FOR
#undef NAMED
#undef TEXT_OF
#undef TEXT
#undef FLOATS
#undef INTS
#undef WORDS
#undef AT
#undef READ
#undef CHOOSE
#undef SET
#undef TARGET
#undef WIDTH
