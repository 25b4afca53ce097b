# SPDX-License-Identifier: MIT
"""The structs of libreroute's headers, as Python values: each class below is a table of a C struct, in its order.

A field's annotation says its type in Python and how it is read: ``Stated`` is a number that is -1 in C when it is not
stated and None here, ``Index`` one that is RR_NONE. What is read is copied, so it outlives the result it came from."""
from __future__ import annotations

import ctypes as c
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Tuple, Type, TypeVar, get_args, get_type_hints

try:
    from typing import Annotated, get_origin
except ImportError:  # pragma: no cover
    raise ImportError("reroute needs Python 3.9 or later") from None

NONE = 0xFFFFFFFF  # RR_NONE


# --- enumerations: the names in C are the prefix and the name ---

class Status(IntEnum):
    OK = 0; ENOMEM = 1; EIO = 2; ESYNTAX = 3; EDOCTYPE = 4; EENCODING = 5; ELIMIT = 6; EINVALID = 7; ENOTFOUND = 8
    EAMBIGUOUS = 9; EDAMAGED = 10; ECANCELLED = 11; EUSAGE = 12; ELATE = 13

class Lang(IntEnum):
    EN = 0; ZH = 1

class Severity(IntEnum):
    ERROR = 0; WARNING = 1; NOTE = 2

class Format(IntEnum):
    TEXT = 0; JSON = 1; JSONL = 2; CSV = 3; TSV = 4; HTML = 5

class View(IntEnum):
    CASEWORKER = 0; CLIENT = 1

class ProfileFormat(IntEnum):
    AUTO = 0; XML = 1; JSON = 2; JSON_RESUME = 3; CSV = 4

class Concept(IntEnum):
    OCCUPATION = 0; DESCRIPTOR = 1

class ResolvedBy(IntEnum):
    ID = 0; CODE = 1; LABEL = 2; ALT_LABEL = 3; PATTERN = 4; NEAREST = 5

class Confidence(IntEnum):
    UNSTATED = 0; LOW = 1; MEDIUM = 2; HIGH = 3

class Basis(IntEnum):
    SOURCED = 0; JUDGED = 1

class Outlook(IntEnum):
    UNKNOWN = 0; EMERGING = 1; STABLE = 2; DECLINING = 3

class Role(IntEnum):
    BOTH = 0; SOURCE = 1; TARGET = 2

class RuleClass(IntEnum):
    LAW = 0; CUSTOM = 1; PROGRAMME = 2

class VerdictState(IntEnum):
    UNKNOWN = 0; MET = 1; UNMET = 2

class Origin(IntEnum):
    INFERRED = 0; STATED = 1; VERIFIED = 2; ESTIMATED = 3

class OverrideKind(IntEnum):
    STRIKE = 0; ADD = 1; LEVEL = 2; VERDICT = 3; FINDING = 4; ORDER = 5

class ContributionKind(IntEnum):
    DESCRIPTOR = 0; TITLES = 1; TEXT = 2; MISSING = 3; OFFSET = 4; CLAMP = 5; REST = 6

class ChangeKind(IntEnum):
    GAP = 0; VERDICT = 1; ASK = 2; RULE = 3; ASK_RULE = 4

class PlanKind(IntEnum):
    """Bits of ``Plan.kinds``."""
    CHEAPEST = 1; FASTEST = 2; COMPLETE = 4

class QuestionKind(IntEnum):
    NEED = 0; EXAM = 1; SEATS = 2; TRAVEL = 3; PRICE = 4; LEVEL = 5

class GrantState(IntEnum):
    COUNTED = 0; UNKNOWN = 1; NO_AMOUNT = 2; UNMET = 3; EXAM_UNMET = 4; EXCLUDED = 5; CURRENCY = 6

class OpenReason(IntEnum):
    NOT_NEEDED = 0; NOT_TAUGHT = 1; LEVEL = 2; NO_SEAT = 3; TOO_LATE = 4; PREREQUISITE = 5; HOURS = 6; COST = 7
    MODE = 8; TRAVEL = 9; CURRENCY = 10; PRICE = 11; LENGTH = 12; TOGETHER = 13

class IncomeState(IntEnum):
    NO_FLOOR = 0; MET = 1; UNKNOWN = 2; BELOW = 3

class Way(IntEnum):
    PLAN = 0; NO_COURSE = 1; PART = 2; LAW = 3; NONE = 4; NOT_FOUND = 5; NO_CATALOGUE = 6; NOTHING_STATED = 7

class RiskKind(IntEnum):
    ENTRY = 0; RULE = 1; EXAM = 2; EXPOSURE = 3; DECLINING = 4; SEATS = 5; PRICE = 6; UNPROVEN = 7

class AskKind(IntEnum):
    ENTRY = 0; RULE = 1; COURSE = 2; GRANT = 3; OPEN = 4; HOURS = 5; SUPPORT = 6; PAY = 7; CONDITIONS = 8; OPENINGS = 9

PREFIXES: Dict[Type[IntEnum], str] = {
    Status: "RR_", Lang: "RR_LANG_", Severity: "RR_SEVERITY_", Format: "RR_FORMAT_", View: "RR_VIEW_",
    ProfileFormat: "RR_PROFILE_", Concept: "RR_CONCEPT_", ResolvedBy: "RR_BY_", Confidence: "RR_CONFIDENCE_",
    Basis: "RR_BASIS_", Outlook: "RR_OUTLOOK_", Role: "RR_ROLE_", RuleClass: "RR_CLASS_", VerdictState: "RR_VERDICT_",
    Origin: "RR_ORIGIN_", OverrideKind: "RR_OVERRIDE_", ContributionKind: "RR_CONTRIBUTION_", ChangeKind: "RR_CHANGE_",
    PlanKind: "RR_PLAN_", QuestionKind: "RR_QUESTION_", GrantState: "RR_GRANT_", OpenReason: "RR_OPEN_",
    IncomeState: "RR_INCOME_", Way: "RR_WAY_", RiskKind: "RR_RISK_", AskKind: "RR_ASK_"}


# --- how a field is read ---

class Str(c.Structure):
    """rrp_str"""
    _fields_ = [("p", c.c_void_p), ("n", c.c_uint64)]

class Vec(c.Structure):
    """rrp_vec"""
    _fields_ = [("data", c.c_void_p), ("count", c.c_uint32), ("stride", c.c_uint32)]

class Reader(NamedTuple):
    ctype: Any
    read: Callable[[Any], Any]

class Many(NamedTuple):
    """A C array; its count is the field behind it, of that name."""
    counter: str
    of: Any

class Ref(NamedTuple):
    """A pointer, which may be NULL."""
    of: Any

class Each(NamedTuple):
    """An rrp_vec of records."""
    of: Any

class Opaque(NamedTuple):
    """Something of the library's own behind the C field `name`, not read."""
    name: str


def text(value: Optional[bytes]) -> str:
    return "" if value is None else value.decode("utf-8", "replace")

def _str(value: Str) -> str:
    return text(c.string_at(value.p, value.n)) if value.n else ""

def _stated(value: int) -> Optional[int]:
    return None if value == -1 else value

U16 = Annotated[int, Reader(c.c_uint16, int)]
U32 = Annotated[int, Reader(c.c_uint32, int)]
U64 = Annotated[int, Reader(c.c_uint64, int)]
I32 = Annotated[int, Reader(c.c_int32, int)]
I64 = Annotated[int, Reader(c.c_int64, int)]
Size = Annotated[int, Reader(c.c_size_t, int)]
Bool = Annotated[bool, Reader(c.c_int, bool)]
Index = Annotated[Optional[int], Reader(c.c_uint32, lambda value: None if value == NONE else value)]
Stated = Annotated[Optional[int], Reader(c.c_int32, _stated)]
Stated64 = Annotated[Optional[int], Reader(c.c_int64, _stated)]
Text = Annotated[str, Reader(c.c_char_p, text)]
MaybeText = Annotated[Optional[str], Reader(c.c_char_p, lambda value: None if value is None else text(value))]
Bytes = Annotated[str, Reader(Str, _str)]
Date = Annotated[str, Reader(c.c_char * 11, text)]
Currency = Annotated[str, Reader(c.c_char * 4, text)]
Hash = Annotated[str, Reader(c.c_char * 65, text)]

def _ctype(of: Any) -> Any:
    return of.c_struct if isinstance(of, type) and issubclass(of, Record) else of

def _value(of: Any) -> Callable[[Any], Any]:
    return of.read if isinstance(of, type) and issubclass(of, Record) else lambda value: value

def _each(vec: Vec, of: Any) -> List[Any]:
    """Records may be shorter or longer than this module knows them: what lacks is zero."""
    size, found = c.sizeof(of.c_struct), []
    for i in range(vec.count if vec.data else 0):
        one = of.c_struct()
        c.memmove(c.addressof(one), vec.data + i * vec.stride, min(size, vec.stride))
        found.append(of.read(one))
    return found

def _readers(name: str, hint: Any) -> Tuple[List[Tuple[str, Any]], Optional[Callable[[Any], Any]]]:
    """The C fields of one annotation, and how the struct's value for it is read."""
    mark: Any = get_args(hint)[1] if get_origin(hint) is Annotated else hint
    if isinstance(mark, type) and issubclass(mark, IntEnum):
        known = {int(one): one for one in mark}
        return [(name, c.c_int)], lambda s: known.get(getattr(s, name), getattr(s, name))  # a later library may know more
    if isinstance(mark, type) and issubclass(mark, Record):
        return [(name, mark.c_struct)], lambda s: mark.read(getattr(s, name))
    if isinstance(mark, Opaque):
        return [(mark.name, c.c_void_p)], None
    if isinstance(mark, Many):
        value = _value(mark.of)
        return ([(name, c.POINTER(_ctype(mark.of))), (mark.counter, c.c_size_t)],
                lambda s: tuple(value(getattr(s, name)[i]) for i in range(getattr(s, mark.counter))))
    if isinstance(mark, Ref):
        return [(name, c.POINTER(_ctype(mark.of)))], lambda s: mark.of.read(getattr(s, name)[0]) if getattr(s, name) else None
    if isinstance(mark, Each):
        return [(name, Vec)], lambda s: tuple(_each(getattr(s, name), mark.of))
    if mark is TEXTS:
        return [(name, Vec)], lambda s: {one.lang: one.text for one in _each(getattr(s, name), LangText)}
    reader: Any = mark
    return [(name, reader.ctype)], lambda s: reader.read(getattr(s, name))


class Record:
    """A value read from a C struct, whose name is `c_name`."""
    c_name: str
    c_struct: Any
    _read: List[Tuple[str, Callable[[Any], Any]]]

    @classmethod
    def read(cls, struct: Any) -> Any:
        return cls(**{name: read(struct) for name, read in cls._read})

RECORDS: List[Type[Record]] = []
T = TypeVar("T")

def record(c_name: str) -> Callable[[Type[T]], Type[T]]:
    """Makes the ctypes structure of a table, and the table an immutable value."""
    def make(cls: Any) -> Any:
        fields: List[Tuple[str, Any]] = []
        cls.c_name, cls._read = c_name, []
        own = cls.__dict__["__annotations__"]
        hints = {name: hint for name, hint in get_type_hints(cls, globals(), include_extras=True).items() if name in own}
        for name, hint in hints.items():
            parts, read = _readers(name, hint)
            fields += parts
            if read is not None:
                cls._read.append((name, read))
            else:
                del own[name]
        cls.c_struct = type(c_name, (c.Structure,), {"_fields_": fields})
        RECORDS.append(cls)
        return dataclass(frozen=True)(cls)
    return make

TEXTS = object()
Texts = Annotated[Dict[str, str], TEXTS]  # by language


# --- records of plugins (plugin.h) ---

@record("rrp_text")
class LangText(Record):
    lang: Bytes
    text: Bytes

@record("rrp_skill_level")
class SkillLevel(Record):
    skill: U32
    level: I32

@record("rrp_school")
class School(Record):
    id: Bytes
    url: Bytes
    address: Bytes
    names: Texts
    region: U32
    flags: U32
    has: U32
    confidence: U32
    lat_e6: I32
    lon_e6: I32
    source: Bytes
    source_url: Bytes

@record("rrp_need")
class Need(Record):
    group: U32
    kind: U32
    ref: U32
    level: I32
    months: I32
    reserved: U32
    value: Bytes
    texts: Texts

@record("rrp_session")
class Session(Record):
    id: Bytes
    has: U32
    mode: U32
    recur: U32
    nth: U32
    weekday: U32
    start_day: I32
    end_day: I32
    apply_by_day: I32
    apply_days_before: I32
    seats: I32
    price_minor: I64

@record("rrp_certificate")
class Certificate(Record):
    id: Bytes
    issuer: Bytes
    names: Texts
    occupation: U32
    level: U32
    has: U32
    confidence: U32
    exam_fee_minor: I64
    needs: Annotated[Tuple[Need, ...], Each(Need)]
    source: Bytes
    source_url: Bytes

@record("rrp_course")
class Course(Record):
    id: Bytes
    school_id: Bytes
    url: Bytes
    currency: Bytes
    titles: Texts
    has: U32
    flags: U32
    mode: U32
    confidence: U32
    price_minor: I64
    hours: U32
    weeks: U32
    teaches: Annotated[Tuple[SkillLevel, ...], Each(SkillLevel)]
    needs: Annotated[Tuple[Need, ...], Each(Need)]
    sessions: Annotated[Tuple[Session, ...], Each(Session)]
    certificates: Annotated[Tuple[Certificate, ...], Each(Certificate)]
    source: Bytes
    source_url: Bytes

@record("rrp_finding")
class PluginFinding(Record):
    rule_class: U32
    state: U32
    delta_ppm: I32
    flags: U32
    confidence: U32
    reserved: U32
    code: Bytes
    course_id: Bytes
    texts: Texts
    questions: Texts
    source: Bytes
    source_url: Bytes

@record("rrp_grant")
class Grant(Record):
    course_id: Bytes
    code: Bytes
    currency: Bytes
    state: U32
    flags: U32
    has: U32
    confidence: U32
    amount_minor: I64
    cap_minor: I64
    share_ppm: U32
    per_person: U32
    claim_within_days: I32
    certificate_level: U32
    exclusion_group: Bytes
    texts: Texts
    questions: Texts
    documents: Texts
    source: Bytes
    source_url: Bytes

@record("rr_offer")
class Offer(Record):
    plugin: U32
    course: Annotated[Optional[Course], Ref(Course)]
    school: Annotated[Optional[School], Ref(School)]

@record("rr_plugin_info")
class PluginInfo(Record):
    id: Text
    version: Text
    vendor: Text
    licence: Text
    folder: Text
    regions: Text
    state: Text
    detail: Text
    isolation: Text
    sha256: Hash
    kinds: U32
    illustrative: Bool
    course_count: U32
    refused_count: U32
    rule_count: U32
    named: Bool

@record("rr_plugin_run")
class PluginRun(Record):
    state: Text
    detail: Text
    isolation: Text


# --- the taxonomy (taxonomy.h) ---

@record("rr_provenance")
class Provenance(Record):
    source: Index
    confidence: Confidence
    basis: Basis

@record("rr_exposure")
class Exposure(Record):
    index: Text
    grade: MaybeText
    year: I32
    value_ppm: Stated
    provenance: Provenance

@record("rr_taxonomy_info")
class TaxonomyInfo(Record):
    id: Text
    version: Text
    licence: Text
    licence_url: Text
    attribution: Text
    sha256: Hash
    source_count: U32
    facet_count: U32
    descriptor_count: U32
    occupation_count: U32
    requirement_count: U32
    rated_occupation_count: U32
    label_count: U32
    broader_count: U32
    pattern_count: U32
    entry_count: U32
    exposure_count: U32
    crosswalk_count: U32
    viable_readiness_ppm: U32
    block_bytes: U64

@record("rr_occupation")
class OccupationFacts(Record):
    id: Text
    outlook: Outlook
    role: Role
    has_content: Bool
    provenance: Provenance
    requirement_count: U32
    code_count: U32
    crosswalk_count: U32
    entry_count: U32
    exposure_count: U32
    pay_count: U32
    standard_count: U32
    note_count: U32
    task_count: U32
    label_count: U32

@record("rr_descriptor")
class DescriptorFacts(Record):
    id: Text
    facet: U32
    provenance: Provenance
    broader_count: U32
    narrower_count: U32
    crosswalk_count: U32
    label_count: U32
    occupation_count: U32

@record("rr_candidate")
class Candidate(Record):
    index: U32
    by: ResolvedBy
    likeness_ppm: U32
    undetermined: Bool

@record("rr_unresolved")
class Unresolved(Record):
    """A job or skill of a profile that the taxonomy doesn't know for certain."""
    kind: Concept
    index: Size
    text: Text
    status: Status
    candidates: Annotated[Tuple[Candidate, ...], Many("candidate_count", Candidate)]


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


__all__ = [one.__name__ for one in (*PREFIXES, *RECORDS)]
