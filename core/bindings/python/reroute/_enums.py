# SPDX-License-Identifier: MIT
"""The enumerations of libreroute's headers: the names in C are the prefix and the name."""
from __future__ import annotations

from enum import IntEnum
from typing import Dict, Type


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

class FacetKind(IntEnum):
    RATED = 0; LISTED = 1; SCALE = 2

class MatchType(IntEnum):
    EXACT = 0; CLOSE = 1; BROAD = 2; NARROW = 3

class SkillState(IntEnum):
    STATED = 0; VERIFIED = 1; STRUCK = 2

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

class RecordType(IntEnum):
    FLAG = 0; NUMBER = 1; TEXT = 2; LIST = 3

class CheckState(IntEnum):
    PASS = 0; FAIL = 1; CRASH = 2; SKIP = 3; WARNING = 4

class ListField(IntEnum):
    ID = 0; LINE = 1; UNRESOLVED = 2; RANK = 3; OCCUPATION = 4; LABEL = 5; SCORE = 6; FIT = 7; READINESS = 8

PREFIXES: Dict[Type[IntEnum], str] = {
    Status: "RR_", Lang: "RR_LANG_", Severity: "RR_SEVERITY_", Format: "RR_FORMAT_", View: "RR_VIEW_",
    ProfileFormat: "RR_PROFILE_", Concept: "RR_CONCEPT_", ResolvedBy: "RR_BY_", Confidence: "RR_CONFIDENCE_",
    Basis: "RR_BASIS_", Outlook: "RR_OUTLOOK_", Role: "RR_ROLE_", RuleClass: "RR_CLASS_", VerdictState: "RR_VERDICT_",
    Origin: "RR_ORIGIN_", OverrideKind: "RR_OVERRIDE_", ContributionKind: "RR_CONTRIBUTION_", ChangeKind: "RR_CHANGE_",
    PlanKind: "RR_PLAN_", QuestionKind: "RR_QUESTION_", GrantState: "RR_GRANT_", OpenReason: "RR_OPEN_",
    IncomeState: "RR_INCOME_", Way: "RR_WAY_", RiskKind: "RR_RISK_", AskKind: "RR_ASK_",
    FacetKind: "RR_FACET_", MatchType: "RR_MATCH_", SkillState: "RR_SKILL_", RecordType: "RR_RECORD_", CheckState: "RR_CHECK_",
    ListField: "RR_LIST_"}
