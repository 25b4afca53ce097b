# SPDX-License-Identifier: MIT
"""Decisions on record: written by results, read here, made again and compared."""
from __future__ import annotations

import ctypes as c
from typing import TYPE_CHECKING, Any, List, Mapping, Optional, Sequence, Tuple, Union

from . import _library, _records
from ._base import Finding, Handle, Object, as_bytes, as_content, collector
from ._library import lib

if TYPE_CHECKING:
    from ._context import Context, Overrides, Profile
    from ._taxonomy import Plugins, Taxonomy

Asked = Union[None, bool, int, str, Sequence[str]]  # an option: a flag, a number, a text, a list; None: a text that was not given


def as_asked(command: str, arguments: Sequence[str], options: Mapping[str, Asked]) -> Any:
    def texts(given: Sequence[str]) -> Any:
        made = [as_bytes(one) for one in given]
        return (c.c_char_p * len(made))(*made)

    kind, listed = _records.RecordType, []
    for name, value in options.items():
        of = kind.FLAG if isinstance(value, bool) else kind.NUMBER if isinstance(value, int) else \
            kind.TEXT if value is None or isinstance(value, str) else kind.LIST
        own = () if value is None or isinstance(value, int) else [value] if isinstance(value, str) else list(value)
        listed.append(_records.RecordOption.c_struct(as_bytes(name), of, value if isinstance(value, int) else 0, texts(own), len(own), 0))
    given = texts(arguments)
    return _records.RecordAsked.c_struct(as_bytes(command), given, len(arguments), (_records.RecordOption.c_struct * len(listed))(*listed), len(listed))


class Recorded(Object):
    """A decision on record. Whoever has its taxonomy and plugins can make it again: ``profile()`` and ``overrides()``, resolved,
    matched as ``asked`` says, written by ``Result.record``: :meth:`is_` then says whether the bytes are the same."""

    def __init__(self, context: Context, handle: Handle) -> None:
        super().__init__(handle)
        self._context = context

    @property
    def asked(self) -> _records.RecordAsked:
        return _records.RecordAsked.read(lib.rr_record_get_asked(self._handle)[0])

    def _part(self, function: Any, end: Any) -> Handle:
        out, error = c.c_void_p(), _library.Error()
        self._context._check(function(self._handle, self._context._handle, c.byref(out), c.byref(error)), error)
        return Handle(out.value, end, [self._context._handle])

    def profile(self) -> "Profile":
        """The recorded input, not yet resolved."""
        from ._context import Profile
        return Profile(self._context, self._part(lib.rr_record_profile, lib.rr_profile_destroy), ())

    def overrides(self) -> "Overrides":
        """The recorded overrides, not yet resolved."""
        from ._context import Overrides
        return Overrides(self._context, self._part(lib.rr_record_overrides, lib.rr_overrides_destroy))

    def is_(self, content: Union[str, bytes]) -> Optional[int]:
        """None when these are the record's own bytes, else the first line that differs."""
        given, line = as_content(content), c.c_uint32()
        return None if lib.rr_record_is(self._handle, given, len(given), c.byref(line)) else line.value

    def compare(self, now: Optional["Recorded"] = None, *, taxonomy: Optional[Taxonomy] = None, plugins: Optional[Plugins] = None) -> Tuple[Finding, ...]:
        """All that is not as it was recorded: the record itself, its input, the program, the taxonomy, each plugin. ``now``: a
        record made now; without one, what there is."""
        findings, finding = collector()
        told, error = c.c_size_t(), _library.Error()
        handles: List[Any] = [None if one is None else one._handle for one in (now, taxonomy, plugins)]
        self._context._check(lib.rr_record_compare(self._handle, *handles, finding, None, c.byref(told), c.byref(error)), error)
        return tuple(findings)
