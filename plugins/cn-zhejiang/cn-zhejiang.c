/* SPDX-License-Identifier: MIT */
/* Zhejiang: the sample courses of courses.xml, what the province and Hangzhou say of a role, the minimum wage
 * against the person's own floor, and the question that the province's plan leaves open. */
#define HERE "CN-ZJ"
#include "../shared.h"

#define PLAN_FROM DAY(2025, 7, 15)
#define PLAN_UNTIL DAY(2027, 12, 31)
#define PLAN \
    RRP_S("Zhejiang's action plan for skills 2025-2027, 15 July 2025, 20 departments / " \
          "浙江省《技能促富…行动方案（2025—2027）》，2025年7月15日，二十部门")
#define MINIMUM_WAGE \
    RRP_S("Zhejiang's minimum wage from 1 January 2024, published; later figures not verified / " \
          "浙江省2024年1月1日起最低工资标准（公布值），此后标准未核实")
#define TOP_TIER_FEN 249000

SAY(plan, "Zhejiang's plan 2025-2027 of 20 departments wants more pay through more skill; what it pays for a "
    "course was not found",
    "浙江省二十部门《技能促富…行动方案（2025—2027）》以技能提升促进增收；对课程的补贴标准未查得");
SAY(wage, "Minimum monthly wage by tier: CNY 2,490, 2,260 and 2,010 from 1 January 2024 (a weak source says "
    "2,660 from 2026)",
    "月最低工资分三档：2024年1月1日起2,490元、2,260元、2,010元（有弱来源称2026年起为2,660元）");
SAY(wage_below_floor, "Minimum monthly wage by tier: CNY 2,490, 2,260 and 2,010 from 1 January 2024 (a weak "
    "source says 2,660 from 2026). The stated income floor is above the top tier: a post at the minimum would "
    "not carry it",
    "月最低工资分三档：2024年1月1日起2,490元、2,260元、2,010元（有弱来源称2026年起为2,660元）。所述收入底线高于最高档：最低工资岗位达不到该底线");
SAY(hangzhou_2018, "Hangzhou's rules of 2018 for test drivers: 50 hours of operating the automated system, no "
    "full-points record in three cycles, no drink-driving",
    "杭州市2018年细则（测试驾驶人）：自动驾驶系统操作50小时以上，最近三个记分周期无满分记录，无酒驾");
SAY(ask_hangzhou_2018, "In Hangzhou: how many hours with the automated system are on record, any full-points "
    "record in three cycles, any drink-driving?",
    "在杭州：自动驾驶系统操作多少小时？近三个记分周期有无满分记录？有无酒驾？");
SAY(platform, "Hangzhou's measures of 2025: from L4 on the operator needs a remote platform with real-time "
    "interaction, video and network monitoring, warning of anomalies, guidance for decisions and stored data",
    "杭州市2025年实施办法：L4及以上须有远程平台，具备实时交互、视频监控、网络监测、异常预警、决策引导和数据存储");
SAY(licence, "Safety operators in Hangzhou: whatever licence is required there (it could not be found)", "杭州安全员：须具备当地所要求的证照（未查得）");
/* The taxonomy asks for the ratio itself. */
SAY(ask_licence, "Which licence do the city's rules and this employer require, and is it held?",
    "所在城市规定及该雇主要求什么证照？本人是否具备？");
SAY(grant, "Zhejiang's plan 2025-2027 may pay towards this certificate; amounts were not found", "浙江省技能促富行动（2025—2027）可能对该证书有补贴，金额未查得");
SAY(ask_grant, "Does the city pay towards this certificate under the plan, how much, and for whom?", "本市是否据该行动方案对该证书给予补贴？标准多少？对象是谁？");

static uint32_t judge_hangzhou_2018(const rrp_profile *profile)
{
    int32_t hours = number_of(profile, "ads-operation-hours");
    return both(hours < 0 ? RRP_UNKNOWN : hours >= 50 ? RRP_MET : RRP_UNMET,
                both(fact_is(profile, "full-points-3-cycles", "no"), fact_is(profile, "drink-driving-5y", "no")));
}

enum { WAGE = 0 }; /* its place in the table: score says more of it to whom it concerns */
static const region_rule rules[] = {
    [WAGE] = {.from_day = DAY(2024, 1, 1),
     .finding = {.rule_class = RRP_LAW, .state = RRP_MET, .flags = RRP_INFORMATION, .confidence = RRP_HIGH,
                 .code = RRP_S("zj-minimum-wage"), .texts = SAID(wage), .source = MINIMUM_WAGE}},
    {.from_day = PLAN_FROM, .until_day = PLAN_UNTIL,
     .finding = {.rule_class = RRP_PROGRAMME, .state = RRP_MET, .flags = RRP_INFORMATION, .confidence = RRP_HIGH,
                 .code = RRP_S("zj-plan"), .texts = SAID(plan), .source = PLAN}},
    {.roles = "cn:icv-tester ", .judge = judge_hangzhou_2018,
     .finding = {.rule_class = RRP_LAW, .confidence = RRP_HIGH, .code = RRP_S("zj-hangzhou-test-driver"),
                 .texts = SAID(hangzhou_2018), .questions = SAID(ask_hangzhou_2018),
                 .source = RRP_S("Hangzhou's test rules, 2018 / 杭州市测试细则（2018）")}},
    {.roles = "cn:remote-safety-operator ", .from_day = DAY(2025, 6, 5),
     .finding = {.rule_class = RRP_LAW, .state = RRP_MET, .flags = RRP_INFORMATION, .confidence = RRP_HIGH,
                 .code = RRP_S("zj-hangzhou-platform"), .texts = SAID(platform),
                 .source = RRP_S("Hangzhou's measures, 5 June 2025 / 杭州市实施办法（2025年6月5日）")}},
    {.roles = "cn:remote-safety-operator ", .from_day = DAY(2025, 6, 5),
     .finding = {.rule_class = RRP_LAW, .confidence = RRP_LOW, .code = RRP_S("zj-operator-ratio"),
                 .texts = SAID(licence), .questions = SAID(ask_licence),
                 .source = RRP_S("Hangzhou's measures, 5 June 2025: looked for in them and not found / "
                     "杭州市实施办法（2025年6月5日）：查找未果")}},
};

/* The table, with the wage's text for somebody whose floor is above it. */
static int32_t score(void *self, rrp_call *call, const rrp_profile *profile, const rrp_vec *candidates, rrp_vec *verdicts)
{
    region_rule mine[COUNT(rules)];
    (void)self;
    memcpy(mine, rules, sizeof mine);
    if ((profile->has & RRP_PROFILE_FLOOR) != 0 && is_same(profile->currency, "CNY") && profile->income_floor_minor > TOP_TIER_FEN)
        mine[WAGE].finding.texts = (rrp_vec)SAID(wage_below_floor);
    return apply_rules(call, profile, candidates, verdicts, mine, COUNT(mine));
}

/* While the plan runs, every course with a certificate gets the open question; nothing is counted. */
static int32_t grants(void *self, rrp_call *call, const rrp_profile *profile, uint32_t occupation, const rrp_vec *courses, rrp_vec *out)
{
    rrp_grant *list = call->host->alloc(call, ((uint64_t)courses->count + 1) * sizeof *list, _Alignof(rrp_grant));
    uint32_t count = 0;
    (void)self, (void)occupation;
    if (list == NULL)
        return RRP_ENOMEM;
    for (uint32_t i = 0; i < courses->count && profile->as_of_day >= PLAN_FROM && profile->as_of_day <= PLAN_UNTIL; i++) {
        const rrp_course *course = RRP_AT(rrp_course, *courses, i);
        if (certificate_level(course) == 0)
            continue;
        list[count++] = (rrp_grant){
            .course_id = course->id, .code = RRP_S("zj-plan-subsidy"), .currency = RRP_S("CNY"), .flags = RRP_GRANT_ON_CERTIFICATE,
            .state = RRP_UNKNOWN, .confidence = RRP_LOW, .exclusion_group = RRP_S("cn-certificate-subsidy"),
            .texts = SAID(grant), .questions = SAID(ask_grant), .source = PLAN};
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

RRP_PLUGIN("org.reroute.cn-zhejiang", "Zhejiang (sample catalogue, provincial rules)", "2026.11", "reroute", "MIT", get);
