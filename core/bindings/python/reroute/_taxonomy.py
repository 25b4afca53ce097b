# SPDX-License-Identifier: MIT
"""The taxonomy, its occupations and descriptors, and the plugins of a region."""
from __future__ import annotations

import ctypes as c
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Dict, Iterator, Optional, Sequence, Tuple, Union

from . import _library, _records
from ._base import Error, Finding, Handle, Object, PathLike, as_bytes, as_field, as_list, as_path, at_index, collector, enumerator, item, read, \
    sized, while_there
from ._library import lib
from ._match import Matcher
from ._records import text as from_text

if TYPE_CHECKING:
    from ._context import Context


@dataclass(frozen=True)
class Resolution:
    """What a text may mean. OK: the first candidate and no other; EAMBIGUOUS: one of them; ENOTFOUND: none, they are near."""
    status: Any
    candidates: Tuple[Any, ...]

    def __bool__(self) -> bool:
        return self.status == _records.Status.OK


class Described:
    """An occupation or descriptor: a view, which keeps its taxonomy alive."""
    _label: Any
    _description: Any
    _render_it: Any
    facts: Any

    def __init__(self, taxonomy: "Taxonomy", index: int) -> None:
        self._taxonomy, self._handle, self.index = taxonomy, taxonomy._handle, index

    def label(self, lang: str = "en") -> str:
        return from_text(self._label(self._handle, self.index, enumerator(_records.Lang, lang)))

    def description(self, lang: str = "en") -> str:
        return from_text(self._description(self._handle, self.index, enumerator(_records.Lang, lang)))

    def render(self, **how: Any) -> str:
        """Everything the taxonomy says of it; takes what :meth:`Result.render` takes."""
        return self._taxonomy._context._render(self._render_it, self._handle, self.index, **how)

    def data(self, lang: str = "en") -> Dict[str, Any]:
        return json.loads(self.render(lang=lang))

    def __repr__(self) -> str:
        return f"<reroute {self.id}>"

    @property
    def id(self) -> str:
        return self.facts.id

    def _listed(self, record: Any, function: Any, count: str, *more: Any) -> Tuple[Any, ...]:
        return at_index(record, function, self._handle, self.index, getattr(self.facts, count), *more)


class Occupation(Described):
    _label, _description, _render_it = lib.rr_occupation_label, lib.rr_occupation_description, lib.rr_render_occupation

    @property
    def facts(self) -> _records.OccupationFacts:
        return read(_records.OccupationFacts, lib.rr_taxonomy_occupation, self._handle, self.index)

    @property
    def names(self) -> Tuple[_records.Label, ...]:
        return self._listed(_records.Label, lib.rr_occupation_name, "label_count")

    @property
    def requirements(self) -> Tuple[_records.Requirement, ...]:
        return self._listed(_records.Requirement, lib.rr_occupation_requirement, "requirement_count")

    @property
    def codes(self) -> Tuple[_records.Code, ...]:
        return self._listed(_records.Code, lib.rr_occupation_code, "code_count")

    @property
    def crosswalks(self) -> Tuple[_records.Crosswalk, ...]:
        return self._listed(_records.Crosswalk, lib.rr_occupation_crosswalk, "crosswalk_count")

    @property
    def exposures(self) -> Tuple[_records.Exposure, ...]:
        return self._listed(_records.Exposure, lib.rr_occupation_exposure, "exposure_count")

    @property
    def pays(self) -> Tuple[_records.Pay, ...]:
        return self._listed(_records.Pay, lib.rr_occupation_pay, "pay_count")

    @property
    def standards(self) -> Tuple[_records.Standard, ...]:
        return self._listed(_records.Standard, lib.rr_occupation_standard, "standard_count")

    def standard_hours(self, standard: int) -> Dict[str, int]:
        """Hours of training by level, of the standard of that index."""
        level, hours, found = c.c_char_p(), c.c_int32(), {}
        for k in range(self.standards[standard].hours_count):
            lib.rr_occupation_standard_hours(self._handle, self.index, standard, k, c.byref(level), c.byref(hours))
            found[from_text(level.value)] = hours.value
        return found

    @property
    def entries(self) -> Tuple[_records.Entry, ...]:
        """Conditions of entry: their texts by :meth:`entry_text`, and so on, by the same index."""
        return self._listed(_records.Entry, lib.rr_occupation_entry, "entry_count")

    def entry_text(self, entry: int, lang: str = "en") -> str:
        return from_text(lib.rr_occupation_entry_text(self._handle, self.index, entry, enumerator(_records.Lang, lang)))

    def entry_question(self, entry: int, lang: str = "en") -> str:
        """What to ask the person, where it isn't known."""
        return from_text(lib.rr_occupation_entry_question(self._handle, self.index, entry, enumerator(_records.Lang, lang)))

    def entry_claims(self, entry: int, lang: str = "en") -> Tuple[_records.Note, ...]:
        """What different sources claim."""
        kind = enumerator(_records.Lang, lang)
        return tuple(read(_records.Note, lib.rr_occupation_entry_claim, self._handle, self.index, entry, k, kind)
                     for k in range(self.entries[entry].claim_count))

    def notes(self, lang: str = "en") -> Tuple[_records.Note, ...]:
        return self._listed(_records.Note, lib.rr_occupation_note, "note_count", enumerator(_records.Lang, lang))

    def tasks(self, lang: str = "en") -> Tuple[str, ...]:
        kind = enumerator(_records.Lang, lang)
        return tuple(from_text(lib.rr_occupation_task(self._handle, self.index, k, kind)) for k in range(self.facts.task_count))


class Descriptor(Described):
    _label, _description, _render_it = lib.rr_descriptor_label, lib.rr_descriptor_description, lib.rr_render_descriptor

    @property
    def facts(self) -> _records.DescriptorFacts:
        return read(_records.DescriptorFacts, lib.rr_taxonomy_descriptor, self._handle, self.index)

    @property
    def names(self) -> Tuple[_records.Label, ...]:
        return self._listed(_records.Label, lib.rr_descriptor_name, "label_count")

    @property
    def crosswalks(self) -> Tuple[_records.Crosswalk, ...]:
        return self._listed(_records.Crosswalk, lib.rr_descriptor_crosswalk, "crosswalk_count")

    def _related(self, kind: Any, function: Any, count: int) -> Tuple[Any, ...]:
        return tuple(kind(self._taxonomy, function(self._handle, self.index, k)) for k in range(count))

    @property
    def broader(self) -> Tuple["Descriptor", ...]:
        return self._related(Descriptor, lib.rr_descriptor_broader, self.facts.broader_count)

    @property
    def narrower(self) -> Tuple["Descriptor", ...]:
        return self._related(Descriptor, lib.rr_descriptor_narrower, self.facts.narrower_count)

    @property
    def occupations(self) -> Tuple[Occupation, ...]:
        """Those that require it."""
        return self._related(Occupation, lib.rr_descriptor_occupation, self.facts.occupation_count)

    def written(self, level: Optional[int]) -> str:
        """A level as its scale writes it; "" for None."""
        return sized(lambda out, size: lib.rr_level_format(self._handle, self.index, -1 if level is None else level, out, size))


class Taxonomy(Object):
    """A loaded taxonomy: immutable, for any number of threads. ``findings`` are the warnings and notes of its loading,
    ``account`` says how an import went, file by file."""

    def __init__(self, context: Context, handle: Handle, findings: Sequence[Finding], account: Sequence[_records.ImportRow] = ()) -> None:
        super().__init__(handle)
        self._context, self.findings, self.account = context, tuple(findings), tuple(account)

    def matcher(self) -> "Matcher":
        """Makes it ready for matching; as immutable and as shared."""
        handle = self._context._make(lib.rr_matcher_create, lib.rr_matcher_destroy, [self._handle],
                                     self._context._handle, self._handle)
        return Matcher(Taxonomy(self._context, self._handle, self.findings), handle)  # a name of its own, which nobody else closes

    def plugins(self, region: Optional[str], paths: Union[PathLike, Sequence[PathLike]] = (), *, search: Union[PathLike, Sequence[PathLike]] = (),
                helper: Optional[PathLike] = None, in_process: bool = False, require_isolation: bool = False,
                state_file: Optional[PathLike] = None, start_ms: int = 0, call_ms: int = 0, date: str = "") -> "Plugins":
        """Opens the plugins in ``paths`` (which must exist) and ``search`` (which may be missing) that serve the region; None
        lists them all and starts none. Their code runs in the helper program beside the library, or the one that is named
        ("": none); ``in_process``: inside this process, with all that it may do to it."""
        own, more, findings, finding = as_list(paths), as_list(search), *collector()
        beside = sized(lib.rr_plugins_helper).encode("utf-8", "surrogateescape") if helper is None else as_path(helper)
        options = _library.PluginsOptions(size=c.sizeof(_library.PluginsOptions), paths=own, path_count=len(own), search=more, search_count=len(more),
                                    region=as_bytes(region), helper=None if in_process else beside, require_isolation=require_isolation,
                                    state_file=None if state_file is None else as_path(state_file), start_ms=start_ms, call_ms=call_ms,
                                    finding=finding, date=as_field(date, 11))
        handle = self._context._make(lib.rr_plugins_open, lib.rr_plugins_destroy, [self._handle], self._context._handle,
                                     self._handle, c.byref(options), findings=findings)
        return Plugins(self, handle, findings)

    @property
    def info(self) -> _records.TaxonomyInfo:
        out = _records.TaxonomyInfo.c_struct()
        lib.rr_taxonomy_get_info(self._handle, c.byref(out))
        return _records.TaxonomyInfo.read(out)

    def label(self, lang: str = "en") -> str:
        return from_text(lib.rr_taxonomy_label(self._handle, enumerator(_records.Lang, lang)))

    @staticmethod
    def account_text(row: _records.ImportRow, lang: str = "en") -> str:
        """What a line of ``account`` is about, in the language."""
        given = _records.ImportRow.c_struct(as_bytes(row.file), as_bytes(row.what), row.kind, row.rows)
        return from_text(lib.rr_import_row_what(c.byref(given), enumerator(_records.Lang, lang)))

    @property
    def sources(self) -> Tuple[_records.Source, ...]:
        return while_there(_records.Source, lib.rr_taxonomy_source, self._handle)

    @property
    def facets(self) -> Tuple[_records.Facet, ...]:
        return while_there(_records.Facet, lib.rr_taxonomy_facet, self._handle)

    def facet_label(self, facet: int, lang: str = "en") -> str:
        return from_text(lib.rr_facet_label(self._handle, facet, enumerator(_records.Lang, lang)))

    def find_occupation(self, id: str) -> Optional[Occupation]:
        """By its id and nothing else; None: there is none."""
        index = lib.rr_taxonomy_find_occupation(self._handle, as_bytes(id))
        return None if index == _records.NONE else Occupation(self, index)

    def find_descriptor(self, id: str) -> Optional[Descriptor]:
        index = lib.rr_taxonomy_find_descriptor(self._handle, as_bytes(id))
        return None if index == _records.NONE else Descriptor(self, index)

    def occupation(self, what: Union[int, str]) -> Occupation:
        """By index, or the one that an id, code or title means. Error ENOTFOUND, EAMBIGUOUS: with candidates."""
        return Occupation(self, self._one(_records.Concept.OCCUPATION, what))

    def descriptor(self, what: Union[int, str]) -> Descriptor:
        """A skill, tool or whatever else a role may require, in the same way."""
        return Descriptor(self, self._one(_records.Concept.DESCRIPTOR, what))

    @property
    def occupations(self) -> Iterator[Occupation]:
        return (Occupation(self, i) for i in range(self.info.occupation_count))

    @property
    def descriptors(self) -> Iterator[Descriptor]:
        return (Descriptor(self, i) for i in range(self.info.descriptor_count))

    def resolve(self, concept: str, text: str, most: int = 10) -> Resolution:
        """What a person may have meant: ``concept`` is "occupation" or "descriptor"."""
        status, found, error = self._find(lib.rr_taxonomy_resolve, concept, text, most)
        if status not in (_records.Status.OK, _records.Status.EAMBIGUOUS, _records.Status.ENOTFOUND):
            self._context._check(status, error)
        return Resolution(_records.Status(status), found)

    def search(self, concept: str, text: str, most: int = 10) -> Tuple[_records.Candidate, ...]:
        """The names nearest to the text, best first."""
        status, found, error = self._find(lib.rr_taxonomy_search, concept, text, most)
        self._context._check(status, error)
        return found

    def save(self, path: PathLike) -> None:
        """Writes it frozen, with its matching index: the fastest to load."""
        error = _library.Error()
        self._context._check(lib.rr_taxonomy_save(self._handle, as_path(path), c.byref(error)), error)

    def xml(self) -> str:
        """As XML that loads to the identical content."""
        return self._context._written(lambda sink, error: lib.rr_taxonomy_write_xml(self._handle, sink, error))

    def render(self, **how: Any) -> str:
        """What it is and holds; takes what :meth:`Result.render` takes."""
        return self._context._render(lib.rr_render_taxonomy, self._handle, **how)

    def render_candidates(self, concept: str, candidates: Sequence[_records.Candidate], **how: Any) -> str:
        kind = _records.Candidate.c_struct
        given = (kind * len(candidates))(*(kind(one.index, one.by, one.likeness_ppm, one.undetermined) for one in candidates))
        return self._context._render(lib.rr_render_candidates, self._handle, enumerator(_records.Concept, concept), given, len(candidates), **how)

    def _find(self, function: Any, concept: Any, text: str, most: int) -> Tuple[int, Tuple[_records.Candidate, ...], Any]:
        out, count, error = (_records.Candidate.c_struct * most)(), c.c_size_t(), _library.Error()
        status = function(self._handle, enumerator(_records.Concept, concept), as_bytes(text), out, most, c.byref(count), c.byref(error))
        return status, tuple(_records.Candidate.read(out[i]) for i in range(count.value)), error

    def _occupation(self, role: Union[Occupation, int, str]) -> int:
        if not isinstance(role, Occupation):
            return self._one(_records.Concept.OCCUPATION, role)
        if role._handle is not self._handle:
            raise ValueError("an occupation of another taxonomy")
        return role.index

    def _one(self, concept: Any, what: Union[int, str]) -> int:
        if isinstance(what, int):
            count = self.info.occupation_count if concept == _records.Concept.OCCUPATION else self.info.descriptor_count
            if not 0 <= what < count:
                raise IndexError(f"no {concept.name.lower()} {what}")
            return what
        status, found, error = self._find(lib.rr_taxonomy_resolve, concept, what, 10)
        if status != _records.Status.OK:
            error.status = status
            raise Error(Finding(error), candidates=found)
        return found[0].index


class Plugins(Object, Sequence[Any]):
    """The plugins of a region, as :class:`PluginInfo` by index: shared by any number of threads. A plugin's fault is never
    an error: its ``state`` says why it takes no part."""

    def __init__(self, taxonomy: Taxonomy, handle: Handle, findings: Sequence[Finding]) -> None:
        super().__init__(handle)
        self._taxonomy, self._beneath, self.findings = taxonomy, taxonomy._handle, tuple(findings)

    def __len__(self) -> int:
        return lib.rr_plugins_count(self._handle)

    def __getitem__(self, index: Any) -> Any:
        return item(self, index, lambda i: read(_records.PluginInfo, lib.rr_plugins_at, self._handle, i))

    def name(self, index: int, lang: str = "en") -> str:
        return from_text(lib.rr_plugins_name(self._handle, index, enumerator(_records.Lang, lang)))

    @staticmethod
    def state_text(state: str, lang: str = "en") -> str:
        """A state in words."""
        return from_text(lib.rr_plugins_state_text(as_bytes(state), enumerator(_records.Lang, lang)))

    def detail_text(self, index: int, detail: str, lang: str = "en") -> str:
        """The ``detail`` of a PluginInfo or PluginRun in the language."""
        out = c.create_string_buffer(4096)
        lib.rr_plugins_detail(self._handle, index, as_bytes(detail), enumerator(_records.Lang, lang), out, len(out))
        return from_text(out.value)

    def unknown(self, index: int) -> Dict[str, int]:
        """Names of skills and occupations that the plugin uses and the taxonomy doesn't know, and how often."""
        times, found = c.c_uint32(), {}
        for k in range(lib.rr_plugins_unknown_count(self._handle, index)):
            name = from_text(lib.rr_plugins_unknown(self._handle, index, k, c.byref(times)))
            found[name] = times.value
        return found

    @property
    def courses(self) -> Iterator[_records.Offer]:
        pointer = self._handle
        return (read(_records.Offer, lib.rr_plugins_course, pointer, i) for i in range(lib.rr_plugins_course_count(pointer)))

    def render(self, **how: Any) -> str:
        return self._taxonomy._context._render(lib.rr_render_plugins, self._handle, self._beneath, **how)
