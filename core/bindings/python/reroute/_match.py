# SPDX-License-Identifier: MIT
"""Matching: what is asked, and results: matches, explanations, plans, paths, comparisons."""
from __future__ import annotations

import ctypes as c
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple, Union

from . import _library, _records
from ._base import Borrowed, Handle, Object, PathLike, as_bytes, as_field, as_path, item, listed, or_unstated, read, while_there
from ._library import lib
from ._records import text as from_text

if TYPE_CHECKING:
    from ._context import Overrides, Profile
    from ._lists import Lists
    from ._record import Asked
    from ._taxonomy import Occupation, Plugins, Taxonomy


@dataclass(frozen=True)
class Options:
    """What is asked, for matches and all that builds on them: rr_match_options. ``top`` 0: all roles; ``date`` YYYY-MM-DD is
    today, without it conditions on years are unknown; ``deadline``: of :func:`deadline_in`."""
    top: int = 0
    date: str = ""
    region: Optional[str] = None
    plugins: Optional[Plugins] = None
    overrides: Optional[Overrides] = None
    no_titles: bool = False
    no_text: bool = False
    all_roles: bool = False
    deadline: int = 0

    def _struct(self) -> Any:
        return _library.MatchOptions(size=c.sizeof(_library.MatchOptions), no_titles=self.no_titles, no_text=self.no_text, top=self.top,
                               all_roles=self.all_roles, date=as_field(self.date, 11), region=as_bytes(self.region),
                               plugins=None if self.plugins is None else self.plugins._handle.pointer,
                               overrides=None if self.overrides is None else self.overrides._handle.pointer, deadline_ms=self.deadline)

    def _handles(self) -> List[Handle]:
        return [one._handle for one in (self.plugins, self.overrides) if one is not None]


@dataclass(frozen=True)
class Limits:
    """What the person can spend: each overrules the profile's constraint of the same name. rr_plan_options; ``home`` is
    (latitude, longitude) in degrees."""
    max_weeks: Optional[int] = None
    hours_per_week: Optional[int] = None
    travel_minutes: Optional[int] = None
    max_cost_minor: Optional[int] = None
    currency: str = ""
    earliest_start: str = ""
    modes: int = 0
    home: Optional[Tuple[float, float]] = None
    effort: int = 0

    def _struct(self) -> Any:
        lat, lon = (0.0, 0.0) if self.home is None else self.home
        return _library.PlanOptions(c.sizeof(_library.PlanOptions), or_unstated(self.max_weeks), or_unstated(self.hours_per_week),
                              or_unstated(self.travel_minutes), or_unstated(self.max_cost_minor), as_field(self.currency, 4),
                              as_field(self.earliest_start, 11), self.modes, self.home is not None, round(lat * 1e6), round(lon * 1e6), self.effort)


@dataclass(frozen=True)
class Judging:
    """How the ranking is judged: rr_evaluate_options. ``fold`` of ``folds`` of the sources, 0: all; ``weights``: "K2=0.5 ...",
    instead of the model's."""
    no_titles: bool = False
    no_text: bool = False
    fold: int = 0
    folds: int = 0
    weights: Optional[str] = None

    def _struct(self) -> Any:
        return _library.EvaluateOptions(c.sizeof(_library.EvaluateOptions), self.no_titles, self.no_text, self.fold, self.folds, as_bytes(self.weights))


class Result(Object):
    """A result: immutable; it keeps alive what it was made of."""
    _run: Any
    _end: Any
    _render_it: Any
    _more: Tuple[Any, ...] = ()  # what the renderer takes besides

    def __init__(self, matcher: "Matcher", profile: Profile, options: Options, before: Sequence[Any] = (), after: Sequence[Any] = (),
                 run: Any = None) -> None:
        self._context, self._options = matcher.taxonomy._context, options
        self._taxonomy, self._matcher, self._person = matcher.taxonomy._handle, matcher._handle, profile._handle
        parents = [self._matcher, self._person, *options._handles()]
        self._asked = options._struct()
        super().__init__(self._context._make(run or self._run, self._end, parents, self._matcher, self._person, *before,
                                             c.byref(self._asked), *after))

    def render(self, format: str = "json", lang: str = "en", *, view: str = "caseworker", colour: bool = False, verbose: bool = False,
               beside: bool = False, columns: int = 0) -> str:
        """As "text", "json", "jsonl", "csv", "tsv" or "html", in "en" or "zh": the bytes of the command of that name."""
        return self._context._render(self._render_it, self._handle, *self._more, self._taxonomy, self._person,
                                     c.byref(self._asked), format=format, lang=lang, view=view, colour=colour, verbose=verbose,
                                     beside=beside, columns=columns)

    def json(self, lang: str = "en") -> str:
        return self.render("json", lang)

    def record(self, command: str, arguments: Sequence[str] = (), options: Optional[Mapping[str, Asked]] = None, *, lang: str = "en") -> str:
        """The whole decision on record, as JSON: the profile, what was asked for, the overrides, the versions of everything, the
        result. :meth:`Context.parse_record` reads it. It is as personal as a case file."""
        from ._record import as_asked
        return self._context._render(self._render_it, self._handle, *self._more, self._taxonomy, self._person, c.byref(self._asked),
                                     lang=lang, record=as_asked(command, arguments, options or {}))

    def data(self, lang: str = "en") -> Dict[str, Any]:
        """The JSON as a dict."""
        return json.loads(self.json(lang))


class MatchResult(Result, Sequence[Any]):
    """The roles, best first, as :class:`Match` by index."""
    _run, _end, _render_it = lib.rr_match_run, lib.rr_match_result_destroy, lib.rr_render_match

    def __len__(self) -> int:
        return lib.rr_match_count(self._handle)

    def __getitem__(self, index: Any) -> Any:
        return item(self, index, lambda i: _records.Match.read(lib.rr_match_at(self._handle, i)[0]))

    def __iter__(self) -> Iterator[_records.Match]:
        return (self[i] for i in range(len(self)))

    @property
    def ranked(self) -> int:
        return lib.rr_match_ranked(self._handle)

    @property
    def sunk(self) -> int:
        """Roles below all others, because a rule of law is not met."""
        return lib.rr_match_sunk(self._handle)

    @property
    def left_out(self) -> Tuple[_records.Match, ...]:
        """Roles that overrides leave out of the list."""
        return listed(_records.Match, lib.rr_match_left_out_count, lib.rr_match_left_out, self._handle)

    @property
    def plugin_runs(self) -> Tuple[_records.PluginRun, ...]:
        """How the plugins fared, in their order."""
        return while_there(_records.PluginRun, lib.rr_match_plugin, self._handle)

    @property
    def override_effects(self) -> Tuple[_records.OverrideEffect, ...]:
        """What each override did."""
        return while_there(_records.OverrideEffect, lib.rr_match_override, self._handle)

    def render_trial(self, after: "MatchResult", top: int = 10, **how: Any) -> str:
        """This match, without plugins, beside the same one with plugins, both of all roles: what the plugins changed."""
        return self._context._render(lib.rr_render_trial, self._handle, after._handle, top, self._taxonomy, self._person,
                                     c.byref(after._asked), **how)


@dataclass(frozen=True)
class Plans:
    """Plans of one role, cheapest first, with what was proven of them and what stays open."""
    plans: Tuple[_records.Plan, ...]
    proofs: Tuple[_records.PlanProof, ...]
    open: Tuple[_records.PlanOpen, ...]
    limits: _records.AppliedLimits
    searched: bool
    match: _records.Match
    plugin_runs: Tuple[_records.PluginRun, ...] = field(repr=False)


def plans_of(handle: Handle, pointer: Any) -> Plans:
    at = Borrowed(pointer, handle)
    return Plans(listed(_records.Plan, lib.rr_plan_count, lib.rr_plan_at, at),
                 listed(_records.PlanProof, lib.rr_plan_proof_count, lib.rr_plan_proof_at, at),
                 listed(_records.PlanOpen, lib.rr_plan_open_count, lib.rr_plan_open_at, at),
                 _records.AppliedLimits.read(lib.rr_plan_result_limits(pointer)[0]), bool(lib.rr_plan_searched(pointer)),
                 _records.Match.read(lib.rr_match_at(lib.rr_plan_result_match(pointer), 0)[0]),
                 while_there(_records.PluginRun, lib.rr_plan_plugin, at))


class PlanResult(Result):
    """The courses that close one role's gap, in ``plans``."""
    _run, _end, _render_it = lib.rr_plan_run, lib.rr_plan_result_destroy, lib.rr_render_plan

    @property
    def plans(self) -> Plans:
        return plans_of(self._handle, self._handle)


class Explanation(Result):
    """Why a role, why not, and the smallest set of changes that would make it viable."""
    _run, _end, _render_it = lib.rr_explain, lib.rr_explanation_destroy, lib.rr_render_explanation

    @property
    def _more(self) -> Tuple[Any, ...]:  # type: ignore[override]
        return (self._matcher,)

    @property
    def match(self) -> _records.Match:
        return _records.Match.read(lib.rr_explanation_match(self._handle)[0])

    @property
    def ranked(self) -> int:
        return lib.rr_explanation_ranked(self._handle)

    @property
    def plugin_runs(self) -> Tuple[_records.PluginRun, ...]:
        handle = self._handle
        return while_there(_records.PluginRun, lib.rr_match_plugin, Borrowed(lib.rr_explanation_result(handle), handle))

    @property
    def override_effects(self) -> Tuple[_records.OverrideEffect, ...]:
        handle = self._handle
        return while_there(_records.OverrideEffect, lib.rr_match_override, Borrowed(lib.rr_explanation_result(handle), handle))

    @property
    def changes(self) -> Tuple[_records.Change, ...]:
        return listed(_records.Change, lib.rr_explanation_change_count, lib.rr_explanation_change, self._handle)

    @property
    def reachable(self) -> bool:
        """The changes suffice."""
        return bool(lib.rr_explanation_reachable(self._handle))

    @property
    def plans(self) -> Optional[Plans]:
        """Within the limits that the profile states, where the options name plugins and a date."""
        handle = self._handle
        pointer = lib.rr_explanation_plan(handle)
        return None if pointer is None else plans_of(handle, pointer)


class PathResult(Result):
    """The direct way, and ways over other roles."""
    _run, _end, _render_it = lib.rr_path_run, lib.rr_path_result_destroy, lib.rr_render_path

    @property
    def paths(self) -> Tuple[_records.Path, ...]:
        return listed(_records.Path, lib.rr_path_count, lib.rr_path_at, self._handle)

    @property
    def considered(self) -> int:
        return lib.rr_path_considered(self._handle)

    @property
    def floor_minor(self) -> Optional[int]:
        floor = lib.rr_path_floor(self._handle)
        return None if floor == -1 else floor


class Comparison(Result):
    """Two to six roles side by side, in ``roles``, and what to ask, in ``asks``."""
    _run, _end, _render_it = lib.rr_compare_run, lib.rr_comparison_destroy, lib.rr_render_comparison

    @property
    def roles(self) -> Tuple[_records.Compared, ...]:
        return listed(_records.Compared, lib.rr_compared_count, lib.rr_compared_at, self._handle)

    @property
    def asks(self) -> Tuple[_records.Ask, ...]:
        return listed(_records.Ask, lib.rr_ask_count, lib.rr_ask_at, self._handle)


class Matcher(Object):
    """A taxonomy made ready for matching: immutable, for any number of threads. Roles are given as an :class:`Occupation`,
    an index, or the text that means one."""

    def __init__(self, taxonomy: Taxonomy, handle: Handle) -> None:
        super().__init__(handle)
        self.taxonomy = taxonomy

    def lists(self) -> "Lists":
        """For short lists of many profiles, fast: one for each thread."""
        from ._lists import Lists
        return Lists(self)

    def terms(self, *, no_titles: bool = False, no_text: bool = False) -> Tuple[_records.Term, ...]:
        """The terms of the model and what they weigh."""
        return tuple(read(_records.Term, lib.rr_matcher_term, self._handle, i, no_titles, no_text)
                     for i in range(lib.rr_matcher_term_count(self._handle)))

    def evaluate(self, truth: PathLike, how: Judging = Judging()) -> _records.Evaluation:
        """Ranking quality against expert truth: a TSV of source, target and gain, or O*NET's file of related occupations."""
        out, error = _records.Evaluation.c_struct(), _library.Error()
        self.taxonomy._context._check(lib.rr_evaluate(c.byref(out), self._handle, as_path(truth), c.byref(how._struct()), c.byref(error)), error)
        return _records.Evaluation.read(out)

    def tune(self, truth: PathLike, how: Judging = Judging()) -> Tuple[str, _records.Evaluation]:
        """Weights that rank best, as ``Judging.weights`` takes them, and what they reach on rows they were not tuned on."""
        out, text, error = _records.Evaluation.c_struct(), c.create_string_buffer(65536), _library.Error()
        status = lib.rr_tune(self._handle, as_path(truth), c.byref(how._struct()), text, len(text), c.byref(out), c.byref(error))
        self.taxonomy._context._check(status, error)
        return from_text(text.value), _records.Evaluation.read(out)

    def render_evaluation(self, evaluation: _records.Evaluation, **how: Any) -> str:
        given = _records.Evaluation.c_struct(*(getattr(evaluation, name) for name, _ in _records.Evaluation.c_struct._fields_))
        return self.taxonomy._context._render(lib.rr_render_evaluation, c.byref(given), **how)

    def match(self, profile: Profile, options: Options = Options(), *, role: Union[Occupation, int, str, None] = None) -> MatchResult:
        """Ranks the roles for a resolved profile; with ``role`` gives that one alone, ranked among all, with every contribution."""
        if role is None:
            return MatchResult(self, profile, options)
        return MatchResult(self, profile, options, [self.taxonomy._occupation(role)], run=lib.rr_match_one)

    def explain(self, profile: Profile, role: Union[Occupation, int, str], options: Options = Options()) -> Explanation:
        return Explanation(self, profile, options, [self.taxonomy._occupation(role)])

    def plan(self, profile: Profile, role: Union[Occupation, int, str], options: Options, limits: Limits = Limits()) -> PlanResult:
        return PlanResult(self, profile, options, [self.taxonomy._occupation(role)], [c.byref(limits._struct())])

    def path(self, profile: Profile, role: Union[Occupation, int, str], options: Options, *, limits: Optional[Limits] = None, most_steps: int = 0,
             stop_months: int = 0, most_paths: int = 0, floor_minor: Optional[int] = None) -> PathResult:
        within = None if limits is None else c.pointer(limits._struct())
        how = _library.PathOptions(c.sizeof(_library.PathOptions), within, most_steps, stop_months, most_paths, or_unstated(floor_minor))
        return PathResult(self, profile, options, [self.taxonomy._occupation(role)], [c.byref(how)])

    def compare(self, profile: Profile, roles: Sequence[Union[Occupation, int, str]], options: Options, limits: Limits = Limits()) -> Comparison:
        indices = (c.c_uint32 * len(roles))(*(self.taxonomy._occupation(role) for role in roles))
        return Comparison(self, profile, options, [indices, len(roles)], [c.byref(limits._struct())])
