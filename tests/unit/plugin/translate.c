/* SPDX-License-Identifier: MIT */
/* Details of faults in the reader's language: what is put together is taken apart, what is not ours stays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "plugin/session.h"

static void plugin_translate__a_detail_is_said_in_chinese(void **state)
{
    (void)state;
    static const struct { const char *en, *zh; } rows[] = {
        {"", ""},
        {"in score: signal 11 (SEGV)", "调用 score 时：信号 11 (SEGV)"},
        {"while it was loaded: no answer after 400 ms", "加载时：400 毫秒内没有回答"},
        {"in score: openat /etc/passwd", "调用 score 时：openat /etc/passwd"},
        {"in score: rt_sigaction for a thread", "调用 score 时：rt_sigaction（用于线程）"},
        {"in score: bad data; it says: no rates for 2027, at rates.tsv:3", "调用 score 时：数据有误；其原话：no rates for 2027，位于 rates.tsv:3"},
        {"in score: bad data; it says: look at it: in score, at the end", "调用 score 时：数据有误；其原话：look at it: in score, at the end"},
        {"in grants: bad data, at rates.tsv:3", "调用 grants 时：数据有误，位于 rates.tsv:3"},
        {"3 faults, the last: crash: in score: signal 11", "出错 3 次，最近一次：发生崩溃：调用 score 时：信号 11"},
        {"verdict 3, finding 0: a delta beyond 200,000 ppm", "第 3 个结论的第 0 条：delta 超过 200,000 ppm"},
        {"plugin.xml says org.a 1.0, the binary org.b 2.0", "plugin.xml 写的是 org.a 1.0，二进制文件为 org.b 2.0"},
        {"undefined symbol: nowhere", "未定义的符号：nowhere"},
        {"an unheard-of thing: in score", "an unheard-of thing：调用 score 时"},
    };
    char words[256];
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        rr__plugin_words(rows[i].en, RR_LANG_ZH, words, sizeof words);
        assert_string_equal(words, rows[i].zh);
        rr__plugin_words(rows[i].en, RR_LANG_EN, words, sizeof words);
        assert_string_equal(words, rows[i].en);
    }
}

static void plugin_translate__what_does_not_fit_is_cut(void **state)
{
    (void)state;
    char words[8];
    memset(words, 'x', sizeof words);
    rr__plugin_words("exit status 3", RR_LANG_ZH, words, 5);
    assert_string_equal(words, "退");
    assert_int_equal(words[5], 'x');
    rr__plugin_words("anything", RR_LANG_ZH, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plugin_translate__a_detail_is_said_in_chinese),
        cmocka_unit_test(plugin_translate__what_does_not_fit_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
