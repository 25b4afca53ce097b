# SPDX-License-Identifier: MIT
"""reroute: which roles a displaced worker can reach from here, what is missing, and which courses close the gap.

::

    import reroute

    with reroute.Context() as context:
        taxonomy = context.load_taxonomy("/usr/share/reroute/taxonomies/cn-transition")
        matcher = taxonomy.matcher()
        profile = context.profile({"id": "w-001", "history": [{"title": "taxi driver", "years": 12}]})
        profile.resolve(taxonomy)
        for match in matcher.match(profile, reroute.Options(top=3, date="2026-11-24")):
            print(match.rank, taxonomy.occupation(match.occupation).label("zh"), match.fit_ppm)

A taxonomy, its matcher and the plugins of a region are opened once and shared by any number of threads: while the library
works, other threads of Python run. Whatever is made with a thing keeps it alive; ``close`` (or ``with``) gives up this
name for it, and the memory goes when nothing needs it any more. A profile must not be used by two threads while it is
resolved. Results as ``json`` are the bytes of ``reroute ... -f json``; what the structs' fields mean is said in the headers
(``include/reroute``), where None here is -1, RR_NONE or NULL there.

Errors are :class:`Error`, with a status, a number that stays and a place; ``ValueError`` is text that C can't take."""
from __future__ import annotations

from typing import Tuple

from . import _base, _records
from ._base import Error, Finding
from ._context import Context, Overrides, Profile
from ._library import ABI, lib as _lib
from ._lists import Lists, field_name
from ._match import Comparison, Explanation, Judging, Limits, Matcher, MatchResult, Options, PathResult, PlanResult, Plans, Result
from ._record import Recorded
from ._records import *  # noqa: F401,F403
from ._taxonomy import Descriptor, Occupation, Plugins, Resolution, Taxonomy

__all__ = ["ABI", "Context", "Taxonomy", "Occupation", "Descriptor", "Resolution", "Profile", "Plugins", "Overrides", "Options",
           "Limits", "Matcher", "Result", "MatchResult", "Plans", "PlanResult", "PathResult", "Comparison", "Explanation",
           "Judging", "Lists", "Recorded", "Finding", "Error", "checks", "check_word", "deadline_in", "field_name", "version", "visible"]
__all__ += _records.__all__


def version() -> str:
    """The version of the library that runs."""
    return _records.text(_lib.rr_version())


def visible(given: str) -> str:
    """A text as messages and terminals may show it: control, escape and bidi characters made visible."""
    return _base.sized(lambda out, size: _lib.rr_text_visible(_base.as_bytes(given), out, size))


def checks(lang: str = "en") -> Tuple[_records.Check, ...]:
    """The checks for plugins' authors: :meth:`Context.check_plugin` runs one."""
    kind = _base.enumerator(_records.Lang, lang)
    return tuple(_base.read(_records.Check, _lib.rr_check_at, i, kind) for i in range(_lib.rr_check_count()))


def check_word(state: _records.CheckState) -> str:
    """The word of a state, which stays: "pass", "fail" ..."""
    return _records.text(_lib.rr_check_state_name(state))


def deadline_in(seconds: float) -> int:
    """For the ``deadline`` of all calls that answer one request together: they fail with ``Status.ELATE`` when it is over."""
    return _lib.rr_deadline_in(max(0, min(int(seconds * 1000), 0xFFFFFFFF)))
