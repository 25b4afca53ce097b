# SPDX-License-Identifier: MIT
"""Records of overrides, matches, explanations, checks and decisions on record."""
from __future__ import annotations

import ctypes as c
from typing import Annotated, Optional, Tuple

from ._enums import RuleClass, VerdictState, Origin, OverrideKind, ContributionKind, ChangeKind, RecordType, CheckState
from ._records_taxonomy import Offer, PluginFinding
from ._struct import Bool, I32, I64, Index, Many, MaybeText, Record, Ref, Stated, Text, U32, record, Reader, text


# --- matching (override.h, match.h) ---

@record("rr_override")
class Override(Record):
    kind: OverrideKind
    skill: MaybeText
    level: MaybeText
    role: MaybeText
    plugin: MaybeText
    condition: MaybeText
    state: VerdictState
    place: U32
    reason: Text
    who: MaybeText
    date: MaybeText
    index: U32
    line: U32
    column: U32
    descriptor: Index
    occupation: Index
    entry: Index
    plugin_index: Index
    ascending_level: Stated

@record("rr_contribution")
class Contribution(Record):
    kind: ContributionKind
    term: Index
    descriptor: Index
    origin: Origin
    ppm: I32
    override: Annotated[Optional[Override], Ref(Override)]

@record("rr_held")
class Held(Record):
    descriptor: U32
    level: Stated
    origin: Origin
    job: Index
    contribution_ppm: I32
    override: Annotated[Optional[Override], Ref(Override)]

@record("rr_gap_item")
class GapItem(Record):
    descriptor: U32
    essential: Bool
    from_level: Stated
    to_level: Stated
    importance_ppm: Stated
    relative: Index
    covered_ppm: U32
    hours: Stated
    hours_basis: MaybeText
    readiness_ppm: U32
    course_count: U32
    first_course: Offer
    override: Annotated[Optional[Override], Ref(Override)]

@record("rr_verdict")
class Verdict(Record):
    entry: U32
    rule_class: RuleClass
    state: VerdictState
    override: Annotated[Optional[Override], Ref(Override)]
    computed: VerdictState

@record("rr_rule_finding")
class RuleFinding(Record):
    plugin: U32
    finding: Annotated[PluginFinding, Ref(PluginFinding)]
    override: Annotated[Optional[Override], Ref(Override)]
    computed: VerdictState

@record("rr_match")
class Match(Record):
    rank: U32
    occupation: U32
    score_ppm: I32
    fit_ppm: I32
    fit_percentile_ppm: U32
    readiness_ppm: Stated
    viable: Bool
    contributions: Annotated[Tuple[Contribution, ...], Many("contribution_count", Contribution)]
    held: Annotated[Tuple[Held, ...], Many("held_count", Held)]
    gap: Annotated[Tuple[GapItem, ...], Many("gap_count", GapItem)]
    verdicts: Annotated[Tuple[Verdict, ...], Many("verdict_count", Verdict)]
    findings: Annotated[Tuple[RuleFinding, ...], Many("finding_count", RuleFinding)]
    clipped_ppm: I64
    order: Annotated[Optional[Override], Ref(Override)]
    computed_rank: U32

@record("rr_override_effect")
class OverrideEffect(Record):
    override: Annotated[Optional[Override], Ref(Override)]
    applied: Bool
    was_held: Bool
    was_struck: Bool
    was_level: Stated
    was_origin: Origin
    was_state: VerdictState
    was_rank: U32
    rank: U32
    is_law: Bool

@record("rr_change")
class Change(Record):
    kind: ChangeKind
    index: U32
    readiness_ppm: U32


@record("rr_match_row")
class MatchRow(Record):
    """A role of a short list."""
    rank: U32
    occupation: U32
    score_ppm: I32
    fit_ppm: I32
    readiness_ppm: Stated

@record("rr_term")
class Term(Record):
    """A term of the model: what it compares and what it weighs."""
    id: Text
    facet: Index
    weight_ppm: I32

@record("rr_evaluation")
class Evaluation(Record):
    """Ranking quality against expert truth."""
    n: U32
    skipped_rows: U32
    ndcg20_ppm: U32
    recall10_ppm: U32
    precision5_ppm: U32
    mrr_ppm: U32


# --- checks of plugins (check.h), decisions on record (record.h) ---

@record("rr_check")
class Check(Record):
    id: Text
    group: Text
    why: Text
    hint: Text

@record("rr_check_result")
class CheckResult(Record):
    state: CheckState
    detail: Annotated[str, Reader(c.c_char * 512, text)]

@record("rr_record_option")
class RecordOption(Record):
    """An option as it was asked for; ``number`` of flags is 0 or 1."""
    name: Text
    type: RecordType
    number: I64
    texts: Annotated[Tuple[str, ...], Many("count", Text)]
    absent: Bool

@record("rr_record_asked")
class RecordAsked(Record):
    """What a decision on record asked for."""
    command: Text
    arguments: Annotated[Tuple[str, ...], Many("argument_count", Text)]
    options: Annotated[Tuple[RecordOption, ...], Many("option_count", RecordOption)]
