# SPDX-License-Identifier: MIT
"""The context, and what is made with it alone: taxonomies, profiles, overrides."""
from __future__ import annotations

import ctypes as c
import json
import os
import threading
from typing import Any, Callable, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple, Union

from . import _library, _records
from ._base import Error, Finding, Handle, Object, PathLike, as_bytes, as_content, as_list, as_path, collector, enumerator, item, listed
from ._library import lib
from ._record import Recorded
from ._records import text as from_text
from ._taxonomy import Plugins, Taxonomy

PROFILE_ID_ROOM = 513  # bytes that hold any id, RR_PROFILE_ID_ROOM


class Context(Object):
    """What everything else is made with; one an application is enough.

    ``cancelled`` is asked in long work: true ends it with ``Status.ECANCELLED``. What it raises ends it too and comes out
    of the call. ``progress`` gets (step, done, total), ``log`` a :class:`Finding` of what is nobody's result, such as a
    plugin that is left out from now on. All three are called on the thread of a call, by several threads at once; what the
    last two raise goes to ``sys.unraisablehook``."""

    def __init__(self, *, cancelled: Optional[Callable[[], bool]] = None, progress: Optional[Callable[[str, int, int], None]] = None,
                 log: Optional[Callable[[Finding], None]] = None) -> None:
        thrown = self._thrown = threading.local()

        def ask(_user: Any) -> int:
            try:
                return 1 if getattr(thrown, "what", None) is not None or cancelled() else 0  # type: ignore[misc]
            except BaseException as what:
                thrown.what = what
                return 1

        options = _library.ContextOptions(size=c.sizeof(_library.ContextOptions))
        if cancelled is not None:
            options.cancelled = _library.CANCELLED(ask)
        if progress is not None:
            options.progress = _library.PROGRESS(lambda _user, step, done, total: progress(from_text(step), done, total))  # type: ignore[misc]
        if log is not None:
            options.log = _library.FINDING(lambda _user, raw: log(Finding(raw[0])))  # type: ignore[misc]
        out, error = c.c_void_p(), _library.Error()
        self._check(lib.rr_context_create(c.byref(out), c.byref(options), c.byref(error)), error)
        super().__init__(Handle(out.value, lib.rr_context_destroy, keep=options))

    def _check(self, status: int, error: Any, findings: Sequence[Finding] = ()) -> None:
        what = getattr(self._thrown, "what", None)
        self._thrown.what = None
        if what is not None:
            raise what
        if status != _records.Status.OK:
            error.status = status
            raise Error(Finding(error), findings)

    def _make(self, function: Any, end: Any, parents: Sequence[Handle], *given: Any, findings: Sequence[Finding] = ()) -> Handle:
        out, error = c.c_void_p(), _library.Error()
        status = function(c.byref(out), *given, c.byref(error))
        handle = Handle(out.value, end, parents) if out.value else None
        self._check(status, error, findings)
        assert handle is not None
        return handle

    def _render(self, function: Any, *given: Any, format: str = "json", lang: str = "en", view: str = "caseworker", colour: bool = False,
                verbose: bool = False, beside: bool = False, columns: int = 0, record: Any = None) -> str:
        how = _library.RenderOptions(size=c.sizeof(_library.RenderOptions), format=enumerator(_records.Format, format), lang=enumerator(_records.Lang, lang),
                               view=enumerator(_records.View, view), colour=colour, verbose=verbose, beside=beside, columns=columns,
                               record=None if record is None else c.pointer(record))
        return self._written(lambda sink, error: function(*given, c.byref(how), sink, error))

    def _written(self, write: Callable[[Any, Any], int]) -> str:
        size = 1 << 16
        while True:
            out, error = c.create_string_buffer(size), _library.Error()
            buffer = _library.Buffer(c.addressof(out), size, 0)
            sink = lib.rr_buffer_sink(c.byref(buffer))
            self._check(write(c.byref(sink), c.byref(error)), error)
            if buffer.len < size:
                return c.string_at(out, buffer.len).decode("utf-8")
            size = buffer.len + 1

    def load_taxonomy(self, paths: Union[PathLike, Sequence[PathLike]], *, cache: Optional[PathLike] = None) -> "Taxonomy":
        """Loads XML files, frozen files or folders of XML. ``cache`` is a folder of the application's own where what XML
        says is kept ready for the next time."""
        files, findings, finding = as_list(paths), *collector()
        function, more = (lib.rr_taxonomy_load, ()) if cache is None else (lib.rr_taxonomy_load_cached, (as_path(cache),))
        return Taxonomy(self, self._make(function, lib.rr_taxonomy_destroy, [self._handle], self._handle, files, len(files),
                                         *more, finding, None, findings=findings), findings)

    def parse_taxonomy(self, content: Union[str, bytes], name: str = "memory") -> "Taxonomy":
        """The same from one XML document or frozen block; ``name`` stands in errors for a file name."""
        given, findings, finding = as_content(content), *collector()
        return Taxonomy(self, self._make(lib.rr_taxonomy_load_memory, lib.rr_taxonomy_destroy, [self._handle], self._handle,
                                         as_bytes(name), given, len(given), finding, None, findings=findings), findings)

    def import_taxonomy(self, scheme: str, folder: PathLike, *, model: Optional[PathLike] = None) -> "Taxonomy":
        """From the official files of a scheme ("onet", "esco"). ``model``: an XML file with facets, terms and weights."""
        rows: List[_records.ImportRow] = []
        give = _library.IMPORTED(lambda _user, row: rows.append(_records.ImportRow.read(row[0])))
        handle = self._make(lib.rr_taxonomy_import, lib.rr_taxonomy_destroy, [self._handle], self._handle, as_bytes(scheme), as_path(folder),
                            None if model is None else as_path(model), give, None)
        return Taxonomy(self, handle, (), rows)

    def check_plugin(self, taxonomy: Taxonomy, folder: PathLike, check: str, *, helper: Optional[PathLike] = None, lang: str = "en") -> _records.CheckResult:
        """Runs one of :func:`checks` on a plugin. It runs the plugin's code inside this process, which a broken one may end or
        hang: do it in a process of its own, one at a time. Without ``helper`` the checks that need it are skipped."""
        out, error = _records.CheckResult.c_struct(), _library.Error()
        status = lib.rr_check_run(self._handle, taxonomy._handle, as_path(folder), lib.rr_check_find(as_bytes(check)),
                                  None if helper is None else as_path(helper), enumerator(_records.Lang, lang), c.byref(out), c.byref(error))
        self._check(status, error)
        return _records.CheckResult.read(out)

    def render_checks(self, results: Mapping[str, _records.CheckResult], **how: Any) -> str:
        """Verdicts of checks, by id; takes what :meth:`Result.render` takes."""
        texts = [as_bytes(one.detail) for one in results.values()]
        given = (_library.Checked * len(results))(*(_library.Checked(lib.rr_check_find(as_bytes(id)), one.state, detail)
                                                    for (id, one), detail in zip(results.items(), texts)))
        return self._render(lib.rr_render_checks, self._handle, given, len(results), **how)

    def read_record(self, path: PathLike) -> "Recorded":
        """A decision on record."""
        return Recorded(self, self._make(lib.rr_record_read, lib.rr_record_destroy, [self._handle], self._handle, as_path(path)))

    def parse_record(self, content: Union[str, bytes], name: str = "memory") -> "Recorded":
        given = as_content(content)
        return Recorded(self, self._make(lib.rr_record_read_memory, lib.rr_record_destroy, [self._handle], self._handle, as_bytes(name), given, len(given)))

    def profile(self, given: Mapping[str, Any]) -> "Profile":
        """A profile from what core/profile/README.md says of JSON: ``{"id": ..., "history": [...], ...}``."""
        return self.parse_profiles(json.dumps(given, ensure_ascii=False), "profile", format="json")[0]

    def read_profiles(self, path: PathLike, *, format: str = "auto", encoding: Optional[str] = None) -> List["Profile"]:
        """All profiles of a file: XML, JSON, JSON lines, JSON Resume or CSV."""
        return self._profiles(lib.rr_profile_read, (as_path(path),), format, encoding)

    def parse_profiles(self, content: Union[str, bytes], name: str = "memory", *, format: str = "auto", encoding: Optional[str] = None) -> List["Profile"]:
        """The same from memory; ``name`` stands in errors for a file name, and tells CSV and JSON lines by its end."""
        given = as_content(content)
        return self._profiles(lib.rr_profile_read_memory, (as_bytes(name), given, len(given)), format, encoding)

    def _profiles(self, function: Any, source: Tuple[Any, ...], format: str, encoding: Optional[str]) -> List["Profile"]:
        made: List[Handle] = []
        findings, finding = collector()
        handle, error, failed_id = self._handle, _library.Error(), c.create_string_buffer(PROFILE_ID_ROOM)
        options = _library.ProfileReadOptions(c.sizeof(_library.ProfileReadOptions), enumerator(_records.ProfileFormat, format), as_bytes(encoding),
                                              finding, None, c.addressof(failed_id))

        def each(_user: Any, pointer: int) -> int:
            made.append(Handle(pointer, lib.rr_profile_destroy, [handle]))
            return 0

        status = function(handle, *source, c.byref(options), _library.EACH(each), None, c.byref(error))
        try:
            self._check(status, error, findings)
        except Error as what:
            what.profile_id = from_text(failed_id.value) or None
            raise
        return [Profile(self, one, findings) for one in made]

    def stream_profiles(self, pieces: Iterable[bytes], name: str = "memory") -> Iterator[Tuple[int, Union["Profile", Error]]]:
        """Any number of profiles of one XML document, as it comes, in constant memory: the line that each begins on, and the
        profile or, in the place of one that is wrong, its error."""
        handle, error = self._handle, _library.Error()
        ready: List[Tuple[int, Union[Profile, Error]]] = []

        def each(_user: Any, pointer: Optional[int], line: int, why: Any) -> int:
            ready.append((line, Error(Finding(why[0]), profile_id=from_text(lib.rr_profile_stream_failed_id(stream)) or None) if pointer is None
                          else Profile(self, Handle(pointer, lib.rr_profile_destroy, [handle]), ())))
            return 0

        give = _library.STREAMED(each)
        stream = self._make(lib.rr_profile_stream_create, lib.rr_profile_stream_destroy, [handle], handle, as_bytes(name), give, None)
        for piece in pieces:
            given = bytes(piece)
            status = lib.rr_profile_stream_feed(stream, given, len(given), c.byref(error))
            yield from ready
            ready.clear()
            self._check(status, error)
        status = lib.rr_profile_stream_end(stream, c.byref(error))
        yield from ready
        self._check(status, error)

    def overrides(self, given: Union[Sequence[Mapping[str, Any]], PathLike]) -> "Overrides":
        """What the caseworker decides: a list as in core/override/README.md, or the path of such a file."""
        made = Overrides(self, self._make(lib.rr_overrides_create, lib.rr_overrides_destroy, [self._handle], self._handle))
        findings, finding = collector()
        error, pointer = _library.Error(), made._handle
        if isinstance(given, (str, os.PathLike)):
            status = lib.rr_overrides_read(pointer, as_path(given), finding, None, c.byref(error))
        else:
            content = as_content(json.dumps(list(given), ensure_ascii=False))
            status = lib.rr_overrides_read_memory(pointer, b"overrides", content, len(content), finding, None, c.byref(error))
        self._check(status, error, findings)
        return made


class Profile(Object):
    """What is known of one person, under a pseudonymous id. ``findings`` are the warnings and notes of its reading."""

    def __init__(self, context: Context, handle: Handle, findings: Sequence[Finding]) -> None:
        super().__init__(handle)
        self._context, self.findings = context, tuple(findings)

    @property
    def id(self) -> str:
        return from_text(lib.rr_profile_id(self._handle))

    @property
    def region(self) -> Optional[str]:
        return from_text(lib.rr_profile_region(self._handle)) or None

    @property
    def education(self) -> Optional[str]:
        return from_text(lib.rr_profile_education(self._handle)) or None

    @property
    def constraints(self) -> _records.Constraints:
        return _records.Constraints.read(lib.rr_profile_constraints(self._handle)[0])

    @property
    def jobs(self) -> Tuple[_records.Job, ...]:
        """With the occupations that they were resolved to."""
        return listed(_records.Job, lib.rr_profile_job_count, lib.rr_profile_job, self._handle)

    @property
    def skills(self) -> Tuple[_records.Skill, ...]:
        return listed(_records.Skill, lib.rr_profile_skill_count, lib.rr_profile_skill, self._handle)

    @property
    def licences(self) -> Tuple[_records.Licence, ...]:
        return listed(_records.Licence, lib.rr_profile_licence_count, lib.rr_profile_licence, self._handle)

    @property
    def facts(self) -> Dict[str, str]:
        return {one.name: one.value for one in listed(_records.Fact, lib.rr_profile_fact_count, lib.rr_profile_fact, self._handle)}

    @property
    def languages(self) -> Tuple[_records.Language, ...]:
        return listed(_records.Language, lib.rr_profile_language_count, lib.rr_profile_language, self._handle)

    def render(self, taxonomy: Taxonomy, **how: Any) -> str:
        """What it says, with names of the taxonomy; takes what :meth:`Result.render` takes."""
        return self._context._render(lib.rr_render_profile, self._handle, taxonomy._handle, **how)

    def resolve(self, taxonomy: Taxonomy) -> Tuple[_records.Unresolved, ...]:
        """Finds its jobs and skills in the taxonomy, which must be done before matching. What it could not find, with its
        candidates: personal data, for the screen only."""
        found: List[_records.Unresolved] = []
        error, give = _library.Error(), _library.UNRESOLVED(lambda _user, what: found.append(_records.Unresolved.read(what[0])))
        status = lib.rr_profile_resolve(self._handle, taxonomy._handle, give, None, c.byref(error))
        self._context._check(_records.Status.OK if status == _records.Status.EAMBIGUOUS else status, error)
        return tuple(found)

    def write(self, format: str = "json", *, header: bool = True) -> str:
        """As XML, JSON or one row of CSV."""
        kind = enumerator(_records.ProfileFormat, format)
        return self._context._written(lambda sink, error: lib.rr_profile_write(self._handle, kind, header, sink, error))

    def data(self) -> Dict[str, Any]:
        return json.loads(self.write())

    def sha256(self) -> str:
        out, error = (c.c_char * 65)(), _library.Error()
        self._context._check(lib.rr_profile_sha256(self._handle, out, c.byref(error)), error)
        return from_text(out.value)


class Overrides(Object, Sequence[Any]):
    """What the caseworker decides against the computed answer, as :class:`Override` by index."""

    def __init__(self, context: Context, handle: Handle) -> None:
        super().__init__(handle)
        self._context = context

    def __len__(self) -> int:
        return lib.rr_overrides_count(self._handle)

    def __getitem__(self, index: Any) -> Any:
        return item(self, index, lambda i: _records.Override.read(lib.rr_overrides_at(self._handle, i)[0]))

    def resolve(self, taxonomy: Taxonomy, plugins: Optional[Plugins] = None) -> "Overrides":
        """Finds what each names; must be done before matching, and not while a result made with them lives. The error is of
        the first that is not known, with its candidates."""
        told: List[Error] = []

        def give(_user: Any, what: Any) -> None:
            one = what[0]
            told.append(Error(Finding(one.err[0]), (), [_records.Candidate.read(one.candidates[i]) for i in range(one.candidate_count)],
                              [from_text(one.names[i]) for i in range(one.name_count)]))

        error = _library.Error()
        status = lib.rr_overrides_resolve(self._handle, taxonomy._handle, None if plugins is None else plugins._handle,
                                           _library.OVERRIDE_UNRESOLVED(give), None, c.byref(error))
        if status != _records.Status.OK and told:
            told[0].findings = tuple(one.finding for one in told)
            raise told[0]
        self._context._check(status, error)
        return self
