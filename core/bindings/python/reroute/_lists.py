# SPDX-License-Identifier: MIT
"""Short lists of many profiles, and roles that are alike: what a batch needs, without explanations."""
from __future__ import annotations

import ctypes as c
from typing import TYPE_CHECKING, Any, Dict, List, Optional, Sequence, Tuple, Union

from . import _library, _records
from ._base import Error, Finding, Object, as_bytes, enumerator
from ._library import lib
from ._records import text as from_text

if TYPE_CHECKING:
    from ._context import Profile
    from ._match import Matcher, Options
    from ._taxonomy import Occupation

Rows = Tuple[_records.MatchRow, ...]


def field_name(field: Union[str, _records.ListField]) -> str:
    """A field as JSON, CSV and ``reroute batch --select`` call it."""
    return from_text(lib.rr_list_field_name(enumerator(_records.ListField, field)))


class Lists(Object):
    """What one thread's lists are made in: ranks, scores, fits and readiness as :class:`MatchResult` has them. ``options.top``
    says how many roles, at least one."""

    def __init__(self, matcher: "Matcher") -> None:
        self._context, self._matcher, self._taxonomy = matcher.taxonomy._context, matcher._handle, matcher.taxonomy
        super().__init__(self._context._make(lib.rr_scratch_create, lib.rr_scratch_destroy, [self._matcher], self._matcher))

    def one(self, profile: "Profile", options: "Options") -> Rows:
        rows, count, error = (_records.MatchRow.c_struct * options.top)(), c.c_uint32(options.top), _library.Error()
        held = options._handles()  # until the call is over
        self._context._check(lib.rr_match_list(self._matcher, self._handle, profile._handle, c.byref(options._struct()), rows,
                                               c.byref(count), c.byref(error)), error)
        del held
        return tuple(_records.MatchRow.read(rows[i]) for i in range(count.value))

    def many(self, profiles: Sequence["Profile"], options: "Options") -> List[Union[Rows, Error]]:
        """The same for many, which is faster: best by a hundred. In the place of one that can't be matched, its error."""
        count, room, error = len(profiles), options.top, _library.Error()
        handles = [one._handle for one in profiles]
        people = (c.c_void_p * count)(*(one.pointer for one in handles))
        rows, counts, errors = (_records.MatchRow.c_struct * (count * room))(), (c.c_uint32 * count)(), (_library.Error * count)()
        held = options._handles()
        self._context._check(lib.rr_match_lists(self._matcher, self._handle, people, count, c.byref(options._struct()), room, rows,
                                                counts, errors, c.byref(error)), error)
        del held
        return [Error(Finding(errors[i])) if errors[i].status != _records.Status.OK
                else tuple(_records.MatchRow.read(rows[i * room + k]) for k in range(counts[i])) for i in range(count)]

    def similar(self, roles: Sequence[Union["Occupation", int, str]], top: int = 10, *, no_titles: bool = False, no_text: bool = False,
                render: Optional[Dict[str, Any]] = None) -> Any:
        """For each role the ones most alike, as (occupation, fit_ppm); with ``render``, what :meth:`Result.render` takes, as text."""
        count = len(roles)
        sources = (c.c_uint32 * count)(*(self._taxonomy._occupation(role) for role in roles))
        targets, fits, error = (c.c_uint32 * (count * top))(), (c.c_int32 * (count * top))(), _library.Error()
        self._context._check(lib.rr_matcher_similar(self._matcher, self._handle, sources, count, top, no_titles, no_text, targets, fits,
                                                    c.byref(error)), error)
        if render is not None:
            return self._context._render(lib.rr_render_similar, self._taxonomy._handle, sources, count, top, targets, fits, **render)
        return [tuple((targets[i * top + k], fits[i * top + k]) for k in range(top) if targets[i * top + k] != _records.NONE)
                for i in range(count)]

    def render(self, rows: Union[Rows, Error], *, id: Optional[str] = None, line: int = 0, unresolved: int = 0,
               fields: Sequence[Union[str, _records.ListField]] = ("id", "rank", "occupation", "score"), **how: Any) -> str:
        """One person's list as a line of JSON, or rows of CSV or TSV; the error of one that could not be matched says nothing of
        the person."""
        listed = _library.Listed(as_bytes(id), line, unresolved)
        if isinstance(rows, Error):
            listed.failure = c.pointer(rows.finding._raw)
        else:
            kind = _records.MatchRow.c_struct
            listed.rows = (kind * len(rows))(*(kind(one.rank, one.occupation, one.score_ppm, one.fit_ppm,
                                                    -1 if one.readiness_ppm is None else one.readiness_ppm) for one in rows))
            listed.count = len(rows)
        return self._listed(lib.rr_render_list, (c.byref(listed),), fields, how)

    def render_head(self, fields: Sequence[Union[str, _records.ListField]] = ("id", "rank", "occupation", "score"), **how: Any) -> str:
        """The first row of CSV or TSV."""
        return self._listed(lib.rr_render_list_head, (), fields, how)

    def _listed(self, function: Any, what: Tuple[Any, ...], fields: Sequence[Any], how: Dict[str, Any]) -> str:
        wanted = (c.c_int * len(fields))(*(enumerator(_records.ListField, field) for field in fields))
        more: Dict[str, Any] = {"format": "jsonl", **how}
        return self._context._render(function, self._taxonomy._handle, *what, wanted, len(fields), **more)
