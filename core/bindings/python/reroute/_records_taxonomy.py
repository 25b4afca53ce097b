# SPDX-License-Identifier: MIT
"""Records of plugins, taxonomies and profiles: plugin.h, plugins.h, taxonomy.h, profile.h."""
from __future__ import annotations

import ctypes as c
from typing import Annotated, Optional, Tuple

from ._enums import Status, Concept, ResolvedBy, Confidence, Basis, Outlook, Role, RuleClass, FacetKind, MatchType, SkillState
from ._struct import Bool, Bytes, Currency, Date, Each, Hash, I32, I64, Index, Many, MaybeText, Record, Ref, Size, Stated, Stated64, Text, Texts, U32, U64, record, Reader, text


# --- records of plugins (plugin.h) ---

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

@record("rr_source")
class Source(Record):
    id: Text
    text: Text
    url: Text
    year: I32
    confidence: Confidence

@record("rr_facet")
class Facet(Record):
    id: Text
    kind: FacetKind
    descriptor_count: U32
    essential_from_ppm: U32

@record("rr_requirement")
class Requirement(Record):
    descriptor: U32
    essential: Bool
    importance_ppm: Stated
    level: Stated
    count: U32
    hours: Stated
    hours_basis: Text
    provenance: Provenance

@record("rr_code")
class Code(Record):
    scheme: Text
    edition: Text
    code: Text

@record("rr_crosswalk")
class Crosswalk(Record):
    scheme: Text
    code: Text
    match: MatchType
    provenance: Provenance

@record("rr_entry")
class Entry(Record):
    """A condition of entry; its texts, questions and claims are the occupation's to give."""
    code: Text
    rule_class: RuleClass
    disputed: Bool
    claim_count: U32
    provenance: Provenance

@record("rr_pay")
class Pay(Record):
    place: Text
    currency: Text
    period: Text
    year: I32
    low_minor: Stated64
    high_minor: Stated64
    provenance: Provenance

@record("rr_standard")
class Standard(Record):
    edition: Text
    lowest: Text
    highest: Text
    hours_count: U32
    provenance: Provenance

@record("rr_note")
class Note(Record):
    kind: Text
    text: Text
    provenance: Provenance

@record("rr_label")
class Label(Record):
    text: Text
    lang: Text
    preferred: Bool

@record("rr_import_row")
class ImportRow(Record):
    """A line of the account of an import; ``kind``: 0 read, 1 used, 2 merged, 3 refused."""
    file: Text
    what: Text
    kind: Annotated[int, Reader(c.c_int, int)]
    rows: U64

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


# --- a person (profile.h) ---

@record("rr_job")
class Job(Record):
    title: Text
    months: Stated
    until_year: Stated
    current: Bool
    occupation: Index
    resolved_by: ResolvedBy

@record("rr_skill")
class Skill(Record):
    text: Text
    level: Stated
    level_text: MaybeText
    state: SkillState
    reason: MaybeText
    descriptor: Index
    resolved_by: ResolvedBy

@record("rr_licence")
class Licence(Record):
    name: Text
    year: Stated

@record("rr_fact")
class Fact(Record):
    name: Text
    value: Text

@record("rr_language")
class Language(Record):
    tag: Text
    level: MaybeText

@record("rr_constraints")
class Constraints(Record):
    max_weeks: Stated
    hours_per_week: Stated
    travel_minutes: Stated
    max_cost_minor: Stated64
    income_floor_minor: Stated64
    currency: Currency
    earliest_start: Date
