# SPDX-License-Identifier: MIT
"""Finds and opens libreroute, and says what its functions take: one table for options, one for functions."""
from __future__ import annotations

import ctypes as c
import os
import sys
import sysconfig
from typing import Any, Dict, List, Tuple, Type

from ._records import RECORDS, Candidate, Change, Compared, DescriptorFacts, AppliedLimits, Match, OccupationFacts, Offer, \
    Override, OverrideEffect, Path, Plan, PlanOpen, PlanProof, PluginInfo, PluginRun, Ask, Str, TaxonomyInfo, Unresolved, Vec

ABI = 0  # RR_ABI: the number in libreroute.so.N


# --- structs that go in, and errors ---

class Error(c.Structure):
    _fields_ = [("status", c.c_int), ("number", c.c_uint16), ("arg_count", c.c_uint16), ("line", c.c_uint32),
                ("column", c.c_uint32), ("file", c.c_char * 256), ("args", c.c_char * 512)]

FINDING = c.CFUNCTYPE(None, c.c_void_p, c.POINTER(Error))
CANCELLED = c.CFUNCTYPE(c.c_int, c.c_void_p)
PROGRESS = c.CFUNCTYPE(None, c.c_void_p, c.c_char_p, c.c_uint64, c.c_uint64)
EACH = c.CFUNCTYPE(c.c_int, c.c_void_p, c.c_void_p)
UNRESOLVED = c.CFUNCTYPE(None, c.c_void_p, c.POINTER(Unresolved.c_struct))

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
                ("columns", c.c_uint32), ("view", c.c_int), ("beside", c.c_int), ("record", c.c_void_p)]

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
    "rr_override_unresolved": OverrideUnresolved, "rrp_str": Str, "rrp_vec": Vec, **{one.c_name: one.c_struct for one in RECORDS}}


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
    "rr_taxonomy_get_info": (None, (_P, _to(TaxonomyInfo))),
    "rr_taxonomy_label": (_TEXT, (_P, _INT)),
    "rr_taxonomy_occupation": (_INT, (_P, _U32, _to(OccupationFacts))),
    "rr_taxonomy_descriptor": (_INT, (_P, _U32, _to(DescriptorFacts))),
    "rr_occupation_label": (_TEXT, (_P, _U32, _INT)),
    "rr_occupation_description": (_TEXT, (_P, _U32, _INT)),
    "rr_descriptor_label": (_TEXT, (_P, _U32, _INT)),
    "rr_descriptor_description": (_TEXT, (_P, _U32, _INT)),
    "rr_level_format": (_SIZE, (_P, _U32, c.c_int32, _P, _SIZE)),
    "rr_taxonomy_resolve": (_INT, _FOUND),
    "rr_taxonomy_search": (_INT, _FOUND),
    "rr_profile_read": (_INT, (_P, _TEXT, c.POINTER(ProfileReadOptions), EACH, _P, _ERR)),
    "rr_profile_read_memory": (_INT, (_P, _TEXT, _TEXT, _SIZE, c.POINTER(ProfileReadOptions), EACH, _P, _ERR)),
    "rr_profile_destroy": (None, (_P,)),
    "rr_profile_id": (_TEXT, (_P,)),
    "rr_profile_region": (_TEXT, (_P,)),
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
    "rr_overrides_create": (_INT, (_OUT, _P, _ERR)),
    "rr_overrides_destroy": (None, (_P,)),
    "rr_overrides_read": (_INT, (_P, _TEXT, FINDING, _P, _ERR)),
    "rr_overrides_read_memory": (_INT, (_P, _TEXT, _TEXT, _SIZE, FINDING, _P, _ERR)),
    "rr_overrides_count": (_SIZE, (_P,)),
    "rr_overrides_at": (_to(Override), (_P, _SIZE)),
    "rr_overrides_resolve": (_INT, (_P, _P, _P, OVERRIDE_UNRESOLVED, _P, _ERR)),
    "rr_matcher_create": (_INT, (_OUT, _P, _P, _ERR)),
    "rr_matcher_destroy": (None, (_P,)),
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
}


# --- finding it ---

def places() -> List[str]:
    """Where the library is looked for, in this order: REROUTE_LIBRARY alone if it is set; the prefix that this package is
    installed in (share/reroute/python) or Python itself; where the system's linker looks."""
    given = os.environ.get("REROUTE_LIBRARY")
    if given:
        return [given]
    name, here = f"libreroute.so.{ABI}", os.path.dirname(os.path.realpath(__file__))
    own = os.path.join("share", "reroute", "python", "reroute")
    prefixes = ([here[:-len(own)]] if here.endswith(os.sep + own) else []) + [sys.prefix]
    folders = [folder for folder in (sysconfig.get_config_var("MULTIARCH"), "") if folder is not None]
    paths = [os.path.join(prefix, lib, folder, name) for prefix in prefixes for lib in ("lib", "lib64") for folder in folders]
    return [path for path in paths if os.path.exists(path)] + [name]

def _open() -> c.CDLL:
    path = places()[0]
    try:
        library = c.CDLL(path)
        library.rr_abi.restype = c.c_int
        abi = library.rr_abi()
    except (OSError, AttributeError) as why:
        raise ImportError(f"libreroute.so.{ABI} could not be loaded ({why}); REROUTE_LIBRARY may name it") from None
    if abi != ABI:
        raise ImportError(f"{path} has ABI {abi}; this package is for ABI {ABI}")
    for name, (result, arguments) in FUNCTIONS.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library

lib = _open()
