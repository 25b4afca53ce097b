/* SPDX-License-Identifier: MIT */
/* Texts in; stems, pairs and n-grams out, joined by bars. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

static bool join(void *user, const char *token, size_t len)
{
    rr__buf *out = user;
    if (out->len > 0)
        rr__buf_char(out, '|');
    rr__buf_add(out, token, len);
    return !out->failed;
}

static void check(const char *text, const char *lang, const char *words, const char *grams)
{
    rr__buf out;
    rr__tokenizer *t = rr__tokenizer_create(&rr__malloc_allocator);
    assert_non_null(t);
    rr__buf_init(&out, &rr__malloc_allocator, 10000);
    for (int round = 0; round < 2; round++) { /* the second time from memory */
        rr__buf_clear(&out);
        assert_true(rr__words(t, text, lang, join, &out));
        assert_string_equal(out.len == 0 ? "" : out.data, words);
        rr__buf_clear(&out);
        assert_true(rr__ngrams(t, text, join, &out));
        assert_string_equal(out.len == 0 ? "" : out.data, grams);
    }
    rr__buf_finish(&out);
    rr__tokenizer_destroy(t);
}

static void base_words__english_is_stemmed_and_han_is_paired(void **state)
{
    (void)state;
    check("Driving trucks, drives", "en", "drive|truck|drive", " driv|drivi|rivin|iving|ving | truc|truck|rucks|ucks | driv|drive|rives|ives ");
    check("AI训练师", "zh", "ai|训练|练师", " ai |训练|练师");
    check("师", "zh", "师", "师");
    check("", "en", "", "");
    check("—", "en", "", "");
    check("les conducteurs", "fr", "les|conducteurs", " les | cond|condu|onduc|nduct|ducte|ucteu|cteur|teurs|eurs ");
    check("été", "fr", "été", " été ");
}

static bool refuse(void *user, const char *token, size_t len)
{
    (void)token, (void)len;
    return --*(int *)user >= 0;
}

static void base_words__stop_when_the_callback_says_so(void **state)
{
    (void)state;
    rr__tokenizer *t = rr__tokenizer_create(&rr__malloc_allocator);
    int words = 1, grams = 1;
    assert_non_null(t);
    assert_false(rr__words(t, "one two three", "en", refuse, &words));
    assert_int_equal(words, -1);
    assert_false(rr__ngrams(t, "训练师傅", refuse, &grams));
    assert_int_equal(grams, -1);
    rr__tokenizer_destroy(t);
    rr__tokenizer_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(base_words__english_is_stemmed_and_han_is_paired),
        cmocka_unit_test(base_words__stop_when_the_callback_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
