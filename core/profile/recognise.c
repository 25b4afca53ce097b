/* SPDX-License-Identifier: MIT */
/* Words as people write them in, the model's word out, or nothing when it is not certain. */
#include <string.h>

#include "profile/model.h"

typedef struct word { const char *written, *meant; } word;

const char rr__education_words[] =
    "primary junior-secondary senior-secondary vocational-secondary vocational-college bachelor master doctorate";
const char rr__state_words[] = "stated verified struck";

static const char *find_word(const word *words, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(words[i].written, text) == 0)
            return words[i].meant;
    return NULL;
}
#define FIND(words, text) find_word((words), sizeof(words) / sizeof(words)[0], (text))

/* 研究生 and 大学 mean two steps each and are not here. */
const char *rr__recognise_education(const char *text)
{
    static const word words[] = {
        {"primary", "primary"}, {"junior-secondary", "junior-secondary"}, {"senior-secondary", "senior-secondary"},
        {"vocational-secondary", "vocational-secondary"}, {"vocational-college", "vocational-college"},
        {"bachelor", "bachelor"}, {"master", "master"}, {"doctorate", "doctorate"},
        {"小学", "primary"}, {"初中", "junior-secondary"}, {"高中", "senior-secondary"}, {"普通高中", "senior-secondary"},
        {"中专", "vocational-secondary"}, {"中职", "vocational-secondary"}, {"职高", "vocational-secondary"},
        {"技校", "vocational-secondary"}, {"中技", "vocational-secondary"}, {"职业高中", "vocational-secondary"},
        {"中等职业教育", "vocational-secondary"}, {"大专", "vocational-college"}, {"专科", "vocational-college"},
        {"高职", "vocational-college"}, {"大学专科", "vocational-college"}, {"本科", "bachelor"}, {"学士", "bachelor"},
        {"大学本科", "bachelor"}, {"硕士", "master"}, {"硕士研究生", "master"}, {"博士", "doctorate"}, {"博士研究生", "doctorate"}};
    return FIND(words, text);
}

/* Lower case, without dots and apostrophes; cut to fit. */
static void simplify(char *out, size_t size, const char *text)
{
    size_t used = 0;
    for (; *text != '\0' && used + 1 < size; text++) {
        if (*text == '.' || *text == '\'')
            continue;
        if (strncmp(text, "\xe2\x80\x99", 3) == 0) { /* the typographic apostrophe */
            text += 2;
            continue;
        }
        out[used++] = (char)(*text >= 'A' && *text <= 'Z' ? *text + 32 : *text);
    }
    out[used] = '\0';
}

/* Not strcasecmp: it follows the locale. */
static bool same_letters(const char *text, const char *capitals)
{
    for (; *text != '\0' && (*text >= 'a' && *text <= 'z' ? *text - 32 : *text) == *capitals; text++)
        capitals++;
    return *text == '\0' && *capitals == '\0';
}

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

const char *rr__recognise_study(const char *text)
{
    static const word words[] = {
        {"high school", "senior-secondary"}, {"high school diploma", "senior-secondary"}, {"abitur", "senior-secondary"},
        {"bachelor", "bachelor"}, {"bachelors", "bachelor"}, {"bachelors degree", "bachelor"}, {"bachelor degree", "bachelor"},
        {"bs", "bachelor"}, {"bsc", "bachelor"}, {"ba", "bachelor"}, {"beng", "bachelor"}, {"btech", "bachelor"},
        {"master", "master"}, {"masters", "master"}, {"masters degree", "master"}, {"master degree", "master"},
        {"msc", "master"}, {"mba", "master"}, {"meng", "master"},
        {"phd", "doctorate"}, {"dphil", "doctorate"}, {"doctor", "doctorate"}, {"doctorate", "doctorate"}};
    char simple[256];
    const char *step = rr__recognise_education(text);
    simplify(simple, sizeof simple, text);
    if (step == NULL)
        step = FIND(words, simple);
    if (step == NULL && strstr(simple, "candidate") == NULL && strstr(simple, "student") == NULL && strstr(simple, "progress") == NULL)
        step = begins(simple, "bachelor of ") ? "bachelor" : begins(simple, "master of ") ? "master" : begins(simple, "doctor of ") ? "doctorate" : NULL;
    explicit_bzero(simple, sizeof simple);
    return step;
}

const char *rr__recognise_region(const char *text)
{
    static const word regions[] = {
        {"北京", "CN-BJ"}, {"天津", "CN-TJ"}, {"河北", "CN-HE"}, {"山西", "CN-SX"}, {"内蒙古", "CN-NM"}, {"辽宁", "CN-LN"},
        {"吉林", "CN-JL"}, {"黑龙江", "CN-HL"}, {"上海", "CN-SH"}, {"江苏", "CN-JS"}, {"浙江", "CN-ZJ"}, {"安徽", "CN-AH"},
        {"福建", "CN-FJ"}, {"江西", "CN-JX"}, {"山东", "CN-SD"}, {"河南", "CN-HA"}, {"湖北", "CN-HB"}, {"湖南", "CN-HN"},
        {"广东", "CN-GD"}, {"广西", "CN-GX"}, {"海南", "CN-HI"}, {"重庆", "CN-CQ"}, {"四川", "CN-SC"}, {"贵州", "CN-GZ"},
        {"云南", "CN-YN"}, {"西藏", "CN-XZ"}, {"陕西", "CN-SN"}, {"甘肃", "CN-GS"}, {"青海", "CN-QH"}, {"宁夏", "CN-NX"},
        {"新疆", "CN-XJ"}, {"台湾", "CN-TW"}, {"香港", "CN-HK"}, {"澳门", "CN-MO"}};
    static const char *const ends[] = {"", "省", "市", "自治区", "壮族自治区", "回族自治区", "维吾尔自治区", "特别行政区"};
    for (size_t i = 0; i < sizeof regions / sizeof regions[0]; i++)
        if (same_letters(text, regions[i].meant))
            return regions[i].meant;
    for (size_t i = 0; i < sizeof regions / sizeof regions[0]; i++)
        for (size_t k = 0; begins(text, regions[i].written) && k < sizeof ends / sizeof ends[0]; k++)
            if (strcmp(text + strlen(regions[i].written), ends[k]) == 0)
                return regions[i].meant;
    return NULL;
}

const char *rr__recognise_language(const char *text)
{
    static const word words[] = {
        {"english", "en"}, {"chinese", "zh"}, {"mandarin", "zh"}, {"cantonese", "yue"}, {"french", "fr"}, {"german", "de"},
        {"spanish", "es"}, {"portuguese", "pt"}, {"italian", "it"}, {"dutch", "nl"}, {"russian", "ru"}, {"japanese", "ja"},
        {"korean", "ko"}, {"arabic", "ar"}, {"hindi", "hi"}, {"vietnamese", "vi"}, {"thai", "th"}, {"turkish", "tr"},
        {"polish", "pl"}, {"swedish", "sv"}, {"ukrainian", "uk"}, {"indonesian", "id"},
        {"中文", "zh"}, {"汉语", "zh"}, {"普通话", "zh"}, {"粤语", "yue"}, {"英语", "en"}, {"英文", "en"}, {"日语", "ja"},
        {"韩语", "ko"}, {"法语", "fr"}, {"德语", "de"}, {"俄语", "ru"}, {"西班牙语", "es"}};
    char simple[256];
    simplify(simple, sizeof simple, text);
    const char *meant = FIND(words, simple);
    explicit_bzero(simple, sizeof simple);
    return meant;
}

bool rr__recognise_state(const char *text, rr_skill_state *state)
{
    static const word words[] = {{"stated", ""}, {"verified", "v"}, {"struck", "s"}, {"自述", ""}, {"已核实", "v"}, {"已划除", "s"}};
    const char *meant = FIND(words, text);
    if (meant != NULL)
        *state = meant[0] == 'v' ? RR_SKILL_VERIFIED : meant[0] == 's' ? RR_SKILL_STRUCK : RR_SKILL_STATED;
    return meant != NULL;
}

const char *rr__state_word(rr_skill_state state)
{
    return state == RR_SKILL_VERIFIED ? "verified" : state == RR_SKILL_STRUCK ? "struck" : "stated";
}

bool rr__recognise_yes_no(const char *text, int *yes)
{
    static const word words[] = {{"yes", "y"}, {"true", "y"}, {"是", "y"}, {"no", ""}, {"false", ""}, {"否", ""}};
    const char *meant = FIND(words, text);
    if (meant != NULL)
        *yes = meant[0] == 'y';
    return meant != NULL;
}
