# SPDX-License-Identifier: MIT
"""Records of plans, paths and comparisons: plan.h, path.h, compare.h."""
from __future__ import annotations

import ctypes as c
from typing import Annotated, Optional, Tuple

from ._enums import VerdictState, PlanKind, QuestionKind, GrantState, OpenReason, IncomeState, Way, RiskKind, AskKind
from ._records_match import Match
from ._records_taxonomy import Certificate, Exposure, Grant, Need, Offer, Session
from ._struct import Bool, Currency, I32, I64, Index, Many, Opaque, Record, Ref, Stated, Stated64, U32, record


# --- plans, paths, comparisons (plan.h, path.h, compare.h) ---

@record("rr_plan_question")
class PlanQuestion(Record):
    kind: QuestionKind
    certificate: Annotated[Optional[Certificate], Ref(Certificate)]
    need: Annotated[Optional[Need], Ref(Need)]
    descriptor: Index

@record("rr_plan_closes")
class PlanCloses(Record):
    gap: U32
    level: I32
    covered_ppm: U32

@record("rr_plan_exam")
class PlanExam(Record):
    certificate: Annotated[Certificate, Ref(Certificate)]
    admitted: VerdictState

@record("rr_plan_step")
class PlanStep(Record):
    offer: Offer
    session: Annotated[Session, Ref(Session)]
    start_day: I32
    end_day: I32
    apply_by_day: I32
    hours: U32
    hours_per_week: U32
    price_minor: I64
    fee_minor: I64
    granted_minor: I64
    own_minor: I64
    price_known: Bool
    mode: U32
    closes: Annotated[Tuple[PlanCloses, ...], Many("closes_count", PlanCloses)]
    before: Annotated[Tuple[int, ...], Many("before_count", c.c_uint32)]
    exams: Annotated[Tuple[PlanExam, ...], Many("exam_count", PlanExam)]
    questions: Annotated[Tuple[PlanQuestion, ...], Many("question_count", PlanQuestion)]

@record("rr_plan_grant")
class PlanGrant(Record):
    plugin: U32
    step: U32
    grant: Annotated[Grant, Ref(Grant)]
    state: GrantState
    exam_open: Bool
    amount_minor: I64
    saves_minor: I64
    claim_by_day: Stated

@record("rr_plan")
class Plan(Record):
    kinds: U32
    viable: Bool
    readiness_ppm: I32
    start_day: I32
    finish_day: I32
    weeks: U32
    hours: U32
    price_minor: I64
    fee_minor: I64
    granted_minor: I64
    own_minor: I64
    own_if_granted_minor: I64
    unknown_prices: U32
    steps: Annotated[Tuple[PlanStep, ...], Many("step_count", PlanStep)]
    grants: Annotated[Tuple[PlanGrant, ...], Many("grant_count", PlanGrant)]

@record("rr_plan_proof")
class PlanProof(Record):
    kind: PlanKind
    optimal: Bool
    bound: I64

@record("rr_plan_open")
class PlanOpen(Record):
    gap: U32
    plans: U32
    reason: OpenReason
    offer: Offer
    need: Annotated[Optional[Need], Ref(Need)]
    value: I64

@record("rr_plan_limits")
class AppliedLimits(Record):
    first_day: I32
    last_day: I32
    hours_per_week: I32
    hours_assumed: Bool
    travel_minutes: Stated
    max_cost_minor: Stated64
    currency: Currency
    modes: U32
    effort: U32
    threshold_ppm: U32
    course_count: U32

@record("rr_path_step")
class PathStep(Record):
    occupation: U32
    reached: Bool
    readiness_before_ppm: I32
    readiness_ppm: I32
    start_day: I32
    ready_day: I32
    leave_day: Stated
    _plans: Annotated[None, Opaque("plans")]
    plan: Annotated[Optional[Plan], Ref(Plan)]
    training_weeks: U32
    unpaid_weeks: U32
    own_minor: I64
    own_if_granted_minor: I64
    income: IncomeState
    pay: Index
    exposures: Annotated[Tuple[Exposure, ...], Many("exposure_count", Exposure)]

@record("rr_path")
class Path(Record):
    direct: Bool
    reaches: Bool
    steps: Annotated[Tuple[PathStep, ...], Many("step_count", PathStep)]
    weeks: U32
    unpaid_weeks: U32
    own_minor: I64
    own_if_granted_minor: I64
    income: IncomeState

@record("rr_training")
class Training(Record):
    weeks: U32
    day_weeks: U32
    beside_work: Bool

@record("rr_risk")
class Risk(Record):
    kind: RiskKind
    index: U32
    step: U32
    plan: Annotated[Optional[Plan], Ref(Plan)]

@record("rr_compared_pay")
class ComparedPay(Record):
    pay: U32
    here: I32

@record("rr_compared")
class Compared(Record):
    occupation: U32
    match: Annotated[Match, Ref(Match)]
    _plans: Annotated[None, Opaque("plans")]
    way: Way
    cheapest: Annotated[Optional[Plan], Ref(Plan)]
    fastest: Annotated[Optional[Plan], Ref(Plan)]
    cheapest_proven: Bool
    fastest_proven: Bool
    cheapest_training: Training
    fastest_training: Training
    pays: Annotated[Tuple[ComparedPay, ...], Many("pay_count", ComparedPay)]
    conditions: Annotated[Tuple[int, ...], Many("condition_count", c.c_uint32)]
    openings: Annotated[Tuple[int, ...], Many("opening_count", c.c_uint32)]
    risks: Annotated[Tuple[Risk, ...], Many("risk_count", Risk)]

@record("rr_ask")
class Ask(Record):
    kind: AskKind
    role: U32
    roles: U32
    index: U32
    step: U32
    plan: Annotated[Optional[Plan], Ref(Plan)]
