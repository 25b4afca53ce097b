/* SPDX-License-Identifier: MIT */
/* Guangdong: the sample courses of courses.xml, what provincial programmes and rules say of a role, and who may
 * ask for the province's skill subsidy. README.md says which of it is a fact and what is open. */
#define HERE "CN-GD"
#include "../shared.h"

/* ---- what is said of a role ---- */

SAY(domestic, "The province runs a training programme for domestic service (Nanyue domestic service), so places "
    "in this field are likelier; amounts were not found",
    "广东实施“南粤家政”培训工程，该领域培训机会相对较多；补贴金额未查得");
SAY(care, "The province runs a training programme for domestic service (Nanyue domestic service) that may take "
    "this occupation too",
    "广东实施“南粤家政”培训工程，可能涵盖本职业");
SAY(ask_care, "Does the Nanyue domestic service programme take this occupation here, and what does it pay?", "当地“南粤家政”是否涵盖本职业？补贴标准是多少？");
SAY(technician, "The province runs a training programme for technicians (Guangdong technicians) that may take "
    "this occupation",
    "广东实施“广东技工”培训工程，可能涵盖本职业");
SAY(ask_technician, "Does the Guangdong technicians programme take this occupation here, and what does it pay?", "当地“广东技工”是否涵盖本职业？补贴标准是多少？");
SAY(article_24, "Guangzhou's regulation, art. 24: from L4 on, a safety operator may handle emergencies remotely "
    "once the tests are certified; the operator watches the vehicle and its surroundings",
    "广州市条例第二十四条：L4及以上车辆经测试认证后，可由安全员进行远程应急处置；安全员须监控车辆及周边环境");
SAY(licence, "Safety operators in Guangzhou and Shenzhen: whatever licence the rules there require (their text "
    "could not be read)",
    "广州、深圳安全员：须具备当地规定所要求的证照（文本未能查得）");
/* The taxonomy asks for the ratio itself. */
SAY(ask_licence, "Which licence do the city's rules and this employer require, and is it held?",
    "所在城市规定及该雇主要求什么证照？本人是否具备？");
SAY(advert, "An advert for on-board test staff in Shenzhen: no drink-driving and no serious accident in five "
    "years, no serious violation in three (an employer's wish, not law)",
    "深圳某随车测试岗位招聘要求：五年内无酒驾、无重大事故，三年内无严重违章（雇主要求，并非法规）");
SAY(ask_advert, "Any drink-driving or serious accident in five years, or serious violation in three?", "近五年有无酒驾、重大事故？近三年有无严重交通违法？");
SAY(wage, "Minimum monthly wage since March 2025: Shenzhen CNY 2,520, Guangzhou CNY 2,500 (not verified; the "
    "last figure read is Shenzhen's CNY 2,360 of 2023)",
    "月最低工资：2025年3月起深圳2,520元、广州2,500元（未核实；最近查得为深圳2023年2,360元）");

#define PROGRAMMES RRP_S("Guangdong's three provincial training programmes / 粤菜师傅、广东技工、南粤家政三项工程")

static uint32_t judge_advert(const rrp_profile *profile)
{
    return both(fact_is(profile, "drink-driving-5y", "no"),
                both(fact_is(profile, "serious-accident-5y", "no"), fact_is(profile, "serious-violation-3y", "no")));
}

static const region_rule rules[] = {
    {.roles = "cn:domestic-worker ",
     .finding = {.rule_class = RRP_PROGRAMME, .state = RRP_MET, .delta_ppm = 10000, .confidence = RRP_HIGH,
                 .code = RRP_S("gd-nanyue-domestic"), .texts = SAID(domestic), .source = PROGRAMMES}},
    {.roles = "cn:elderly-care-worker cn:long-term-care-worker cn:medical-care-assistant cn:infant-guide ",
     .finding = {.rule_class = RRP_PROGRAMME, .flags = RRP_INFORMATION, .confidence = RRP_HIGH,
                 .code = RRP_S("gd-nanyue-care"), .texts = SAID(care), .questions = SAID(ask_care), .source = PROGRAMMES}},
    {.roles = "cn:robot-om cn:robot-operator cn:machine-vision-om cn:icv-om cn:electrician cn:lift-mechanic "
              "cn:vehicle-mechanic cn:battery-repairer cn:drone-repairer cn:iot-installer ",
     .finding = {.rule_class = RRP_PROGRAMME, .flags = RRP_INFORMATION, .confidence = RRP_HIGH,
                 .code = RRP_S("gd-technicians"), .texts = SAID(technician), .questions = SAID(ask_technician), .source = PROGRAMMES}},
    {.roles = "cn:remote-safety-operator ", .from_day = DAY(2025, 2, 28),
     .finding = {.rule_class = RRP_LAW, .state = RRP_MET, .flags = RRP_INFORMATION, .confidence = RRP_HIGH,
                 .code = RRP_S("gd-guangzhou-article-24"), .texts = SAID(article_24),
                 .source = RRP_S("Guangzhou regulation, in force 28 February 2025 / 广州市条例，2025年2月28日起施行")}},
    {.roles = "cn:remote-safety-operator ", .from_day = DAY(2022, 8, 1),
     .finding = {.rule_class = RRP_LAW, .confidence = RRP_HIGH, .code = RRP_S("gd-operator-ratio"), .texts = SAID(licence),
                 .questions = SAID(ask_licence),
                 .source = RRP_S("Shenzhen regulation of 1 August 2022 and rules of 20 October 2022, Guangzhou "
                     "regulation of 28 February 2025: they exist, their text was not read / "
                     "深圳条例（2022年8月1日）及实施细则（2022年10月20日）、广州条例（2025年2月28日）：确有其文，未能查得条文")}},
    {.roles = "cn:icv-tester ", .judge = judge_advert,
     .finding = {.rule_class = RRP_CUSTOM, .confidence = RRP_MEDIUM, .code = RRP_S("gd-advert-clean-record"), .texts = SAID(advert),
                 .questions = SAID(ask_advert), .source = RRP_S("A job advertisement, Shenzhen / 深圳某招聘广告")}},
    {.from_day = DAY(2025, 3, 1),
     .finding = {.rule_class = RRP_LAW, .state = RRP_MET, .flags = RRP_INFORMATION, .confidence = RRP_MEDIUM,
                 .code = RRP_S("gd-minimum-wage"), .texts = SAID(wage),
                 .source = RRP_S("General knowledge, not verified; 2023 figure published / 常识，未核实；2023年数据为公布值")}},
};

static int32_t score(void *self, rrp_call *call, const rrp_profile *profile, const rrp_vec *candidates, rrp_vec *verdicts)
{
    (void)self;
    return apply_rules(call, profile, candidates, verdicts, rules, COUNT(rules));
}

/* ---- what the province pays towards a certificate ---- */

#define SUBSIDY_RULES \
    RRP_S("Guangdong's measures for the skill subsidy, from a mirror of the text / 广东省职业技能提升补贴办法（转载文本）")
SAY(subsidy, "Guangdong's skill subsidy: for people with household registration, social insurance or registered unemployment "
    "in the province, men of 16 to 60, women of 16 to 55; not full-time students, civil staff or pensioners; the "
    "certificate must be in the province's catalogue, from a listed body; claim within 12 months. The amount depends "
    "on the occupation and was not found",
    "广东省职业技能提升补贴：具有本省户籍、在本省参加社会保险或办理失业登记，男16至60周岁、女16至55周岁；全日制在校生、"
    "公职人员、领取养老金人员除外；证书须在省目录内且由备案机构核发，12个月内申领。各职业标准未查得");
SAY(ask_amount, "Is the certificate in the province's catalogue, and what is paid for it?", "该证书是否在省补贴目录内？补贴标准是多少？");
SAY(ask_tie, "Is the household registration, the social insurance or the registration as unemployed in "
    "Guangdong? And is the certificate in the province's catalogue, and what is paid for it?",
    "户籍、社保或失业登记是否在广东？该证书是否在省补贴目录内？补贴标准是多少？");
SAY(ask_person, "Which age, man or woman, and any of these: full-time student, civil staff, "
    "pensioner? And is the certificate in the province's catalogue, and what is paid for it?",
    "年龄、性别？是否为全日制在校生、公职人员或已领取养老金？该证书是否在省补贴目录内？补贴标准是多少？");
SAY(uplift, "Certificates of level 3 on a shortage list get up to 30 % on top of the subsidy; 30 % of which "
    "amount was not found, so nothing is counted",
    "列入紧缺职业（工种）目录的三级证书，补贴标准可上浮最高30%；基数未查得，故不计入金额");
SAY(ask_uplift, "Is the occupation on the city's shortage list, and how much more is paid?", "该职业是否列入本市紧缺职业（工种）目录？上浮多少？");

/* Tied to the province by any of three; unmet only when all three say otherwise. */
static uint32_t judge_tie(const rrp_profile *profile)
{
    static const char *const ties[] = {"household-registration", "social-insurance-region", "unemployment-registration"};
    uint32_t state = RRP_UNMET;
    for (size_t i = 0; i < COUNT(ties); i++) {
        uint32_t tie = fact_is(profile, ties[i], HERE);
        if (tie == RRP_MET)
            return RRP_MET;
        if (tie == RRP_UNKNOWN)
            state = RRP_UNKNOWN;
    }
    return state;
}

/* 16 to 60, women to 55; full-time students, civil staff and pensioners are left out. */
static uint32_t judge_person(const rrp_profile *profile)
{
    static const char *const excluded[] = {"full-time-student", "civil-staff", "pensioner"};
    int32_t age = number_of(profile, "age");
    uint32_t of_age = age < 0 ? RRP_UNKNOWN : age < 16 || age > 60 ? RRP_UNMET : age <= 55 ? RRP_MET : fact_is(profile, "sex", "male");
    for (size_t i = 0; i < COUNT(excluded); i++)
        if (fact_is(profile, "status", excluded[i]) == RRP_MET)
            return RRP_UNMET;
    return both(of_age, fact_of(profile, "status").n == 0 ? RRP_UNKNOWN : RRP_MET);
}

/* Never met: whether the certificate is in the catalogue, and the amount, are open for everybody. */
static rrp_grant subsidy_for(uint32_t tie, uint32_t person)
{
    return (rrp_grant){
        .code = RRP_S("gd-skill-subsidy"), .currency = RRP_S("CNY"), .flags = RRP_GRANT_ON_CERTIFICATE, .has = RRP_GRANT_CLAIM,
        .state = both(tie, person) == RRP_UNMET ? RRP_UNMET : RRP_UNKNOWN, .confidence = RRP_HIGH, .claim_within_days = 365,
        .exclusion_group = RRP_S("cn-certificate-subsidy"), .texts = SAID(subsidy), .source = SUBSIDY_RULES,
        .questions = tie == RRP_UNKNOWN ? (rrp_vec)SAID(ask_tie) : person == RRP_UNKNOWN ? (rrp_vec)SAID(ask_person) : (rrp_vec)SAID(ask_amount)};
}

/* On top of the subsidy, so in no exclusion group. */
static const rrp_grant shortage_uplift = {
    .code = RRP_S("gd-shortage-uplift"), .currency = RRP_S("CNY"), .flags = RRP_GRANT_ON_CERTIFICATE, .state = RRP_UNKNOWN,
    .confidence = RRP_HIGH, .certificate_level = 3, .texts = SAID(uplift), .questions = SAID(ask_uplift),
    .source = RRP_S("Guangdong's uplift for shortage lists / 广东省紧缺职业（工种）补贴上浮规定")};

static int32_t grants(void *self, rrp_call *call, const rrp_profile *profile, uint32_t occupation, const rrp_vec *courses, rrp_vec *out)
{
    rrp_grant *list = call->host->alloc(call, (2 * (uint64_t)courses->count + 1) * sizeof *list, _Alignof(rrp_grant));
    rrp_grant general = subsidy_for(judge_tie(profile), judge_person(profile)), on_top = shortage_uplift;
    uint32_t count = 0;
    (void)self, (void)occupation;
    if (list == NULL)
        return RRP_ENOMEM;
    for (uint32_t i = 0; i < courses->count; i++) {
        const rrp_course *course = RRP_AT(rrp_course, *courses, i);
        general.course_id = on_top.course_id = course->id;
        if (certificate_level(course) != 0)
            list[count++] = general;
        if (certificate_level(course) == 3)
            list[count++] = on_top;
    }
    *out = (rrp_vec)RRP_VEC(rrp_grant, list, count);
    return RRP_OK;
}

static const void *get(const char *id)
{
    static const rrp_scoring scoring = {.size = sizeof scoring, .score = score};
    static const rrp_funding funding = {.size = sizeof funding, .grants = grants};
    return interface_of(id, &scoring, &funding);
}

RRP_PLUGIN("org.reroute.cn-guangdong", "Guangdong (sample catalogue, provincial rules)", "2026.11", "reroute", "MIT", get);
