# SPDX-License-Identifier: MIT
"""What the functions of libreroute take: one table for options, one for functions."""
from __future__ import annotations

import ctypes as c
from typing import Any, Dict, Tuple, Type

from ._records import AppliedLimits, Ask, Candidate, Change, Check, CheckResult, Code, Compared, Constraints, Crosswalk, DescriptorFacts, Entry, \
    Evaluation, Exposure, Facet, Fact, ImportRow, Job, Label, Language, Licence, Match, MatchRow, Note, OccupationFacts, Offer, \
    Override, OverrideEffect, Path, Pay, Plan, PlanOpen, PlanProof, PluginInfo, PluginRun, RECORDS, RecordAsked, Requirement, \
    Skill, Source, Standard, Str, TaxonomyInfo, Term, Unresolved, Vec


# --- structs that go in, and errors ---

class Error(c.Structure):
    _fields_ = [("status", c.c_int), ("number", c.c_uint16), ("arg_count", c.c_uint16), ("line", c.c_uint32),
                ("column", c.c_uint32), ("file", c.c_char * 256), ("args", c.c_char * 512)]

FINDING = c.CFUNCTYPE(None, c.c_void_p, c.POINTER(Error))
CANCELLED = c.CFUNCTYPE(c.c_int, c.c_void_p)
PROGRESS = c.CFUNCTYPE(None, c.c_void_p, c.c_char_p, c.c_uint64, c.c_uint64)
EACH = c.CFUNCTYPE(c.c_int, c.c_void_p, c.c_void_p)
UNRESOLVED = c.CFUNCTYPE(None, c.c_void_p, c.POINTER(Unresolved.c_struct))
STREAMED = c.CFUNCTYPE(c.c_int, c.c_void_p, c.c_void_p, c.c_uint32, c.POINTER(Error))
IMPORTED = c.CFUNCTYPE(None, c.c_void_p, c.POINTER(ImportRow.c_struct))

class ContextOptions(c.Structure):
    _fields_ = [("size", c.c_size_t), ("allocator", c.c_void_p), ("cancelled", CANCELLED), ("progress", PROGRESS),
                ("user", c.c_void_p), ("log", FINDING)]

class Sink(c.Structure):
    _fields_ = [("user", c.c_void_p), ("write", c.c_void_p)]

class Buffer(c.Structure):
    _fields_ = [("bytes", c.c_void_p), ("size", c.c_size_t), ("len", c.c_size_t)]

class ProfileReadOptions(c.Structure):
    _fields_ = [("size", c.c_size_t), ("format", c.c_int), ("encoding", c.c_char_p), ("finding", FINDING), ("user", c.c_void_p),
                ("failed_id", c.c_void_p)]

class PluginsOptions(c.Structure):
    _fields_ = [("size", c.c_size_t), ("paths", c.POINTER(c.c_char_p)), ("path_count", c.c_size_t),
                ("search", c.POINTER(c.c_char_p)), ("search_count", c.c_size_t), ("region", c.c_char_p), ("helper", c.c_char_p),
                ("require_isolation", c.c_int), ("state_file", c.c_char_p), ("start_ms", c.c_uint32), ("call_ms", c.c_uint32),
                ("finding", FINDING), ("user", c.c_void_p), ("date", c.c_char * 11)]

class MatchOptions(c.Structure):
    _fields_ = [("size", c.c_size_t), ("no_titles", c.c_int), ("no_text", c.c_int), ("top", c.c_uint32), ("all_roles", c.c_int),
                ("date", c.c_char * 11), ("region", c.c_char_p), ("plugins", c.c_void_p), ("overrides", c.c_void_p),
                ("deadline_ms", c.c_int64)]

class PlanOptions(c.Structure):
    _fields_ = [("size", c.c_size_t), ("max_weeks", c.c_int32), ("hours_per_week", c.c_int32), ("travel_minutes", c.c_int32),
                ("max_cost_minor", c.c_int64), ("currency", c.c_char * 4), ("earliest_start", c.c_char * 11), ("modes", c.c_uint32),
                ("has_home", c.c_int32), ("home_lat_e6", c.c_int32), ("home_lon_e6", c.c_int32), ("effort", c.c_uint32)]

class PathOptions(c.Structure):
    _fields_ = [("size", c.c_size_t), ("limits", c.POINTER(PlanOptions)), ("most_steps", c.c_uint32), ("stop_months", c.c_uint32),
                ("most_paths", c.c_uint32), ("floor_minor", c.c_int64)]

class RenderOptions(c.Structure):
    _fields_ = [("size", c.c_size_t), ("format", c.c_int), ("lang", c.c_int), ("colour", c.c_int), ("verbose", c.c_int),
                ("columns", c.c_uint32), ("view", c.c_int), ("beside", c.c_int), ("record", c.POINTER(RecordAsked.c_struct))]

class EvaluateOptions(c.Structure):
    _fields_ = [("size", c.c_size_t), ("no_titles", c.c_int), ("no_text", c.c_int), ("fold", c.c_uint32), ("folds", c.c_uint32),
                ("weights", c.c_char_p)]

class Listed(c.Structure):
    _fields_ = [("id", c.c_char_p), ("line", c.c_uint64), ("unresolved", c.c_uint32), ("count", c.c_uint32),
                ("rows", c.POINTER(MatchRow.c_struct)), ("failure", c.POINTER(Error))]

class Checked(c.Structure):
    _fields_ = [("index", c.c_size_t), ("state", c.c_int), ("detail", c.c_char_p)]

class OverrideUnresolved(c.Structure):
    _fields_ = [("err", c.POINTER(Error)), ("override", c.POINTER(Override.c_struct)), ("kind", c.c_int),
                ("candidates", c.POINTER(Candidate.c_struct)), ("candidate_count", c.c_size_t),
                ("names", c.POINTER(c.c_char_p)), ("name_count", c.c_size_t)]

OVERRIDE_UNRESOLVED = c.CFUNCTYPE(None, c.c_void_p, c.POINTER(OverrideUnresolved))

# Every struct that this package lays out itself, by its name in C: a test holds them against the compiler's.
STRUCTS: Dict[str, Type[c.Structure]] = {
    "rr_error": Error, "rr_context_options": ContextOptions, "rr_sink": Sink, "rr_buffer": Buffer,
    "rr_profile_read_options": ProfileReadOptions, "rr_plugins_options": PluginsOptions, "rr_match_options": MatchOptions,
    "rr_plan_options": PlanOptions, "rr_path_options": PathOptions, "rr_render_options": RenderOptions,
    "rr_override_unresolved": OverrideUnresolved, "rr_evaluate_options": EvaluateOptions, "rr_listed": Listed, "rr_checked": Checked,
    "rrp_str": Str, "rrp_vec": Vec, **{one.c_name: one.c_struct for one in RECORDS}}


# --- functions ---

_P, _OUT, _ERR = c.c_void_p, c.POINTER(c.c_void_p), c.POINTER(Error)
_TEXT, _TEXTS, _INT, _SIZE, _U32 = c.c_char_p, c.POINTER(c.c_char_p), c.c_int, c.c_size_t, c.c_uint32
_MATCH, _PLAN, _PATH, _HOW, _SINK = (c.POINTER(one) for one in (MatchOptions, PlanOptions, PathOptions, RenderOptions, Sink))

def _to(record: Any) -> Any:
    return c.POINTER(record.c_struct)

_FOUND = (_P, _INT, _TEXT, _to(Candidate), _SIZE, c.POINTER(_SIZE), _ERR)
_RENDER = (_HOW, _SINK, _ERR)
_RENDER_ASKED = (_P, _P, _P, _MATCH, *_RENDER)

# name: (what it returns, what it takes)
FUNCTIONS: Dict[str, Tuple[Any, Tuple[Any, ...]]] = {
    "rr_version": (_TEXT, ()),
    "rr_abi": (_INT, ()),
    "rr_text_visible": (_SIZE, (_TEXT, _P, _SIZE)),
    "rr_error_format": (_SIZE, (_ERR, _INT, _P, _SIZE)),
    "rr_error_severity": (_INT, (_ERR,)),
    "rr_context_create": (_INT, (_OUT, c.POINTER(ContextOptions), _ERR)),
    "rr_context_destroy": (None, (_P,)),
    "rr_deadline_in": (c.c_int64, (_U32,)),
    "rr_buffer_sink": (Sink, (c.POINTER(Buffer),)),
    "rr_taxonomy_load": (_INT, (_OUT, _P, _TEXTS, _SIZE, FINDING, _P, _ERR)),
    "rr_taxonomy_load_cached": (_INT, (_OUT, _P, _TEXTS, _SIZE, _TEXT, FINDING, _P, _ERR)),
    "rr_taxonomy_load_memory": (_INT, (_OUT, _P, _TEXT, _TEXT, _SIZE, FINDING, _P, _ERR)),
    "rr_taxonomy_destroy": (None, (_P,)),
    "rr_taxonomy_save": (_INT, (_P, _TEXT, _ERR)),
    "rr_taxonomy_write_xml": (_INT, (_P, _SINK, _ERR)),
    "rr_taxonomy_import": (_INT, (_OUT, _P, _TEXT, _TEXT, _TEXT, IMPORTED, _P, _ERR)),
    "rr_import_row_what": (_TEXT, (_to(ImportRow), _INT)),
    "rr_taxonomy_source": (_INT, (_P, _U32, _to(Source))),
    "rr_taxonomy_facet": (_INT, (_P, _U32, _to(Facet))),
    "rr_facet_label": (_TEXT, (_P, _U32, _INT)),
    "rr_taxonomy_find_occupation": (_U32, (_P, _TEXT)),
    "rr_taxonomy_find_descriptor": (_U32, (_P, _TEXT)),
    "rr_taxonomy_get_info": (None, (_P, _to(TaxonomyInfo))),
    "rr_taxonomy_label": (_TEXT, (_P, _INT)),
    "rr_taxonomy_occupation": (_INT, (_P, _U32, _to(OccupationFacts))),
    "rr_taxonomy_descriptor": (_INT, (_P, _U32, _to(DescriptorFacts))),
    "rr_occupation_label": (_TEXT, (_P, _U32, _INT)),
    "rr_occupation_description": (_TEXT, (_P, _U32, _INT)),
    "rr_occupation_requirement": (_INT, (_P, _U32, _U32, _to(Requirement))),
    "rr_occupation_code": (_INT, (_P, _U32, _U32, _to(Code))),
    "rr_occupation_crosswalk": (_INT, (_P, _U32, _U32, _to(Crosswalk))),
    "rr_occupation_entry": (_INT, (_P, _U32, _U32, _to(Entry))),
    "rr_occupation_entry_text": (_TEXT, (_P, _U32, _U32, _INT)),
    "rr_occupation_entry_question": (_TEXT, (_P, _U32, _U32, _INT)),
    "rr_occupation_entry_claim": (_INT, (_P, _U32, _U32, _U32, _INT, _to(Note))),
    "rr_occupation_exposure": (_INT, (_P, _U32, _U32, _to(Exposure))),
    "rr_occupation_pay": (_INT, (_P, _U32, _U32, _to(Pay))),
    "rr_occupation_standard": (_INT, (_P, _U32, _U32, _to(Standard))),
    "rr_occupation_standard_hours": (_INT, (_P, _U32, _U32, _U32, c.POINTER(_TEXT), c.POINTER(c.c_int32))),
    "rr_occupation_note": (_INT, (_P, _U32, _U32, _INT, _to(Note))),
    "rr_occupation_task": (_TEXT, (_P, _U32, _U32, _INT)),
    "rr_occupation_name": (_INT, (_P, _U32, _U32, _to(Label))),
    "rr_descriptor_label": (_TEXT, (_P, _U32, _INT)),
    "rr_descriptor_description": (_TEXT, (_P, _U32, _INT)),
    "rr_descriptor_broader": (_U32, (_P, _U32, _U32)),
    "rr_descriptor_narrower": (_U32, (_P, _U32, _U32)),
    "rr_descriptor_occupation": (_U32, (_P, _U32, _U32)),
    "rr_descriptor_crosswalk": (_INT, (_P, _U32, _U32, _to(Crosswalk))),
    "rr_descriptor_name": (_INT, (_P, _U32, _U32, _to(Label))),
    "rr_level_format": (_SIZE, (_P, _U32, c.c_int32, _P, _SIZE)),
    "rr_taxonomy_resolve": (_INT, _FOUND),
    "rr_taxonomy_search": (_INT, _FOUND),
    "rr_profile_read": (_INT, (_P, _TEXT, c.POINTER(ProfileReadOptions), EACH, _P, _ERR)),
    "rr_profile_read_memory": (_INT, (_P, _TEXT, _TEXT, _SIZE, c.POINTER(ProfileReadOptions), EACH, _P, _ERR)),
    "rr_profile_destroy": (None, (_P,)),
    "rr_profile_id": (_TEXT, (_P,)),
    "rr_profile_region": (_TEXT, (_P,)),
    "rr_profile_education": (_TEXT, (_P,)),
    "rr_profile_constraints": (_to(Constraints), (_P,)),
    "rr_profile_job_count": (_SIZE, (_P,)),
    "rr_profile_job": (_to(Job), (_P, _SIZE)),
    "rr_profile_skill_count": (_SIZE, (_P,)),
    "rr_profile_skill": (_to(Skill), (_P, _SIZE)),
    "rr_profile_licence_count": (_SIZE, (_P,)),
    "rr_profile_licence": (_to(Licence), (_P, _SIZE)),
    "rr_profile_fact_count": (_SIZE, (_P,)),
    "rr_profile_fact": (_to(Fact), (_P, _SIZE)),
    "rr_profile_language_count": (_SIZE, (_P,)),
    "rr_profile_language": (_to(Language), (_P, _SIZE)),
    "rr_profile_stream_create": (_INT, (_OUT, _P, _TEXT, STREAMED, _P, _ERR)),
    "rr_profile_stream_feed": (_INT, (_P, _TEXT, _SIZE, _ERR)),
    "rr_profile_stream_end": (_INT, (_P, _ERR)),
    "rr_profile_stream_failed_id": (_TEXT, (_P,)),
    "rr_profile_stream_destroy": (None, (_P,)),
    "rr_profile_resolve": (_INT, (_P, _P, UNRESOLVED, _P, _ERR)),
    "rr_profile_write": (_INT, (_P, _INT, _INT, _SINK, _ERR)),
    "rr_profile_sha256": (_INT, (_P, c.c_char * 65, _ERR)),
    "rr_plugins_open": (_INT, (_OUT, _P, _P, c.POINTER(PluginsOptions), _ERR)),
    "rr_plugins_destroy": (None, (_P,)),
    "rr_plugins_helper": (_SIZE, (_P, _SIZE)),
    "rr_plugins_count": (_SIZE, (_P,)),
    "rr_plugins_at": (_INT, (_P, _SIZE, _to(PluginInfo))),
    "rr_plugins_name": (_TEXT, (_P, _SIZE, _INT)),
    "rr_plugins_state_text": (_TEXT, (_TEXT, _INT)),
    "rr_plugins_detail": (None, (_P, _SIZE, _TEXT, _INT, _P, _SIZE)),
    "rr_plugins_course_count": (_SIZE, (_P,)),
    "rr_plugins_course": (_INT, (_P, _SIZE, _to(Offer))),
    "rr_plugins_unknown_count": (_SIZE, (_P, _SIZE)),
    "rr_plugins_unknown": (_TEXT, (_P, _SIZE, _SIZE, c.POINTER(_U32))),
    "rr_overrides_create": (_INT, (_OUT, _P, _ERR)),
    "rr_overrides_destroy": (None, (_P,)),
    "rr_overrides_read": (_INT, (_P, _TEXT, FINDING, _P, _ERR)),
    "rr_overrides_read_memory": (_INT, (_P, _TEXT, _TEXT, _SIZE, FINDING, _P, _ERR)),
    "rr_overrides_count": (_SIZE, (_P,)),
    "rr_overrides_at": (_to(Override), (_P, _SIZE)),
    "rr_overrides_resolve": (_INT, (_P, _P, _P, OVERRIDE_UNRESOLVED, _P, _ERR)),
    "rr_matcher_create": (_INT, (_OUT, _P, _P, _ERR)),
    "rr_matcher_destroy": (None, (_P,)),
    "rr_matcher_term_count": (_SIZE, (_P,)),
    "rr_matcher_term": (_INT, (_P, _SIZE, _INT, _INT, _to(Term))),
    "rr_matcher_similar": (_INT, (_P, _P, c.POINTER(_U32), _SIZE, _U32, _INT, _INT, c.POINTER(_U32), c.POINTER(c.c_int32), _ERR)),
    "rr_evaluate": (_INT, (_to(Evaluation), _P, _TEXT, c.POINTER(EvaluateOptions), _ERR)),
    "rr_tune": (_INT, (_P, _TEXT, c.POINTER(EvaluateOptions), _P, _SIZE, _to(Evaluation), _ERR)),
    "rr_scratch_create": (_INT, (_OUT, _P, _ERR)),
    "rr_scratch_destroy": (None, (_P,)),
    "rr_match_list": (_INT, (_P, _P, _P, _MATCH, _to(MatchRow), c.POINTER(_U32), _ERR)),
    "rr_match_lists": (_INT, (_P, _P, _OUT, _SIZE, _MATCH, _U32, _to(MatchRow), c.POINTER(_U32), _ERR, _ERR)),
    "rr_match_run": (_INT, (_OUT, _P, _P, _MATCH, _ERR)),
    "rr_match_one": (_INT, (_OUT, _P, _P, _U32, _MATCH, _ERR)),
    "rr_match_result_destroy": (None, (_P,)),
    "rr_match_count": (_SIZE, (_P,)),
    "rr_match_at": (_to(Match), (_P, _SIZE)),
    "rr_match_left_out_count": (_SIZE, (_P,)),
    "rr_match_left_out": (_to(Match), (_P, _SIZE)),
    "rr_match_ranked": (_SIZE, (_P,)),
    "rr_match_sunk": (_SIZE, (_P,)),
    "rr_match_plugin": (_INT, (_P, _SIZE, _to(PluginRun))),
    "rr_match_override": (_INT, (_P, _SIZE, _to(OverrideEffect))),
    "rr_explain": (_INT, (_OUT, _P, _P, _U32, _MATCH, _ERR)),
    "rr_explanation_destroy": (None, (_P,)),
    "rr_explanation_match": (_to(Match), (_P,)),
    "rr_explanation_result": (_P, (_P,)),
    "rr_explanation_ranked": (_SIZE, (_P,)),
    "rr_explanation_change_count": (_SIZE, (_P,)),
    "rr_explanation_change": (_to(Change), (_P, _SIZE)),
    "rr_explanation_plan": (_P, (_P,)),
    "rr_explanation_reachable": (_INT, (_P,)),
    "rr_plan_run": (_INT, (_OUT, _P, _P, _U32, _MATCH, _PLAN, _ERR)),
    "rr_plan_result_destroy": (None, (_P,)),
    "rr_plan_result_match": (_P, (_P,)),
    "rr_plan_count": (_SIZE, (_P,)),
    "rr_plan_at": (_to(Plan), (_P, _SIZE)),
    "rr_plan_proof_count": (_SIZE, (_P,)),
    "rr_plan_proof_at": (_to(PlanProof), (_P, _SIZE)),
    "rr_plan_searched": (_INT, (_P,)),
    "rr_plan_open_count": (_SIZE, (_P,)),
    "rr_plan_open_at": (_to(PlanOpen), (_P, _SIZE)),
    "rr_plan_plugin": (_INT, (_P, _SIZE, _to(PluginRun))),
    "rr_plan_result_limits": (_to(AppliedLimits), (_P,)),
    "rr_path_run": (_INT, (_OUT, _P, _P, _U32, _MATCH, _PATH, _ERR)),
    "rr_path_result_destroy": (None, (_P,)),
    "rr_path_count": (_SIZE, (_P,)),
    "rr_path_at": (_to(Path), (_P, _SIZE)),
    "rr_path_considered": (_U32, (_P,)),
    "rr_path_floor": (c.c_int64, (_P,)),
    "rr_compare_run": (_INT, (_OUT, _P, _P, c.POINTER(_U32), _SIZE, _MATCH, _PLAN, _ERR)),
    "rr_comparison_destroy": (None, (_P,)),
    "rr_compared_count": (_SIZE, (_P,)),
    "rr_compared_at": (_to(Compared), (_P, _SIZE)),
    "rr_ask_count": (_SIZE, (_P,)),
    "rr_ask_at": (_to(Ask), (_P, _SIZE)),
    "rr_render_match": (_INT, _RENDER_ASKED),
    "rr_render_plan": (_INT, _RENDER_ASKED),
    "rr_render_path": (_INT, _RENDER_ASKED),
    "rr_render_comparison": (_INT, _RENDER_ASKED),
    "rr_render_explanation": (_INT, (_P, *_RENDER_ASKED)),
    "rr_render_occupation": (_INT, (_P, _U32, *_RENDER)),
    "rr_render_descriptor": (_INT, (_P, _U32, *_RENDER)),
    "rr_render_candidates": (_INT, (_P, _INT, _to(Candidate), _SIZE, *_RENDER)),
    "rr_render_taxonomy": (_INT, (_P, *_RENDER)),
    "rr_render_plugins": (_INT, (_P, _P, *_RENDER)),
    "rr_render_profile": (_INT, (_P, _P, *_RENDER)),
    "rr_render_trial": (_INT, (_P, _P, _U32, _P, _P, _MATCH, *_RENDER)),
    "rr_render_similar": (_INT, (_P, c.POINTER(_U32), _SIZE, _U32, c.POINTER(_U32), c.POINTER(c.c_int32), *_RENDER)),
    "rr_render_evaluation": (_INT, (_to(Evaluation), *_RENDER)),
    "rr_render_checks": (_INT, (_P, c.POINTER(Checked), _SIZE, *_RENDER)),
    "rr_render_list": (_INT, (_P, c.POINTER(Listed), c.POINTER(_INT), _SIZE, *_RENDER)),
    "rr_render_list_head": (_INT, (_P, c.POINTER(_INT), _SIZE, *_RENDER)),
    "rr_list_field_name": (_TEXT, (_INT,)),
    "rr_check_count": (_SIZE, ()),
    "rr_check_at": (_INT, (_SIZE, _INT, _to(Check))),
    "rr_check_find": (_SIZE, (_TEXT,)),
    "rr_check_state_name": (_TEXT, (_INT,)),
    "rr_check_run": (_INT, (_P, _P, _TEXT, _SIZE, _TEXT, _INT, _to(CheckResult), _ERR)),
    "rr_record_read": (_INT, (_OUT, _P, _TEXT, _ERR)),
    "rr_record_read_memory": (_INT, (_OUT, _P, _TEXT, _TEXT, _SIZE, _ERR)),
    "rr_record_destroy": (None, (_P,)),
    "rr_record_get_asked": (_to(RecordAsked), (_P,)),
    "rr_record_profile": (_INT, (_P, _P, _OUT, _ERR)),
    "rr_record_overrides": (_INT, (_P, _P, _OUT, _ERR)),
    "rr_record_is": (_INT, (_P, _TEXT, _SIZE, c.POINTER(_U32))),
    "rr_record_compare": (_INT, (_P, _P, _P, _P, FINDING, _P, c.POINTER(_SIZE), _ERR)),
}
