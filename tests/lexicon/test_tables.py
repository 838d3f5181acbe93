"""The tables of the lexicon: faults are refused with file and cure; every term in them exists where it leads."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from rdflib import OWL, RDF, SKOS, Graph

import kg.lexicon.cues
import kg.lexicon.frames
import kg.lexicon.names
from kg.errors import DataError
from kg.lexicon import read_cues, read_frames, read_names
from kg.lexicon.frames import OBJECTS
from kg.lexicon.tables import only, table
from kg.model.claim import Certainty, Modality
from tests.faults import fails

ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology"
MODULES = {"names": kg.lexicon.names, "cues": kg.lexicon.cues, "frames": kg.lexicon.frames}
READERS: dict[str, Callable[[], object]] = {"names": read_names, "cues": read_cues, "frames": read_frames}

# Arguments that are no role in the graph: what they hold is written in another way, as the event's place.
NO_ROLES = {"place"}


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """The tables are read once in a run: forget them, so that a changed one is seen, and once more behind the test."""
    for read in (read_names, read_cues, read_frames):
        read.cache_clear()
    yield
    for read in (read_names, read_cues, read_frames):
        read.cache_clear()


def changed(monkeypatch: pytest.MonkeyPatch, name: str, change: Callable[[dict[str, Any]], object]) -> None:
    """Let the reader of a table find it changed."""
    data = copy.deepcopy(dict(table(f"{name}.toml")))
    change(data)
    monkeypatch.setattr(MODULES[name], "table", lambda _: data)


def refused(name: str) -> str:
    with pytest.raises(DataError) as caught:
        READERS[name]()
    assert f"kg/lexicon/{name}.toml" in caught.value.place
    return str(caught.value)


def terms(file: str, *kinds: Any) -> set[str]:
    graph = Graph().parse(ONTOLOGY / file)
    return {str(term).rpartition("#")[2] for kind in kinds for term in graph.subjects(RDF.type, kind)}


CLASSES = terms("diplograph.ttl", OWL.Class)
PROPERTIES = terms("diplograph.ttl", OWL.ObjectProperty)
CONCEPTS = terms("vocab.ttl", SKOS.Concept)


# --- faults ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", READERS)
def test_the_shipped_tables_are_read(name: str) -> None:
    assert READERS[name]() is READERS[name]()


@pytest.mark.parametrize("name", READERS)
def test_an_unknown_key_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    changed(monkeypatch, name, lambda data: data.update(honorfics=["Mr"]))
    message = refused(name)
    assert "unknown key 'honorfics'" in message
    assert "Known keys:" in message


def test_an_unknown_key_of_a_cue_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    changed(monkeypatch, "cues", lambda data: data["verb"][0].update(modalty="Report"))
    assert "unknown key 'modalty'" in refused("cues")


@pytest.mark.parametrize(("section", "row"), [("noun", {"modalty": "Hope"}), ("hedge", {"certanty": "Probable"})])
@fails("only the rows of verbs are looked through")
def test_an_unknown_key_of_a_noun_or_hedge_is_refused(
    section: str, row: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(monkeypatch, "cues", lambda data: data[section][0].update(row))
    assert "unknown key" in refused("cues")


@fails("the rows of titles are not looked through")
def test_an_unknown_key_of_a_title_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    changed(monkeypatch, "names", lambda data: data["title"][0].update(rolle="Ambassador"))
    assert "unknown key" in refused("names")


def test_an_unknown_key_of_a_frame_is_refused_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    changed(monkeypatch, "frames", lambda data: data["frame"][0].update(verb=["call"]))
    message = refused("frames")
    assert "unknown key 'verb'" in message
    assert f"frame '{table('frames.toml')['frame'][0]['id']}'" in message


def test_an_unknown_object_is_refused_with_those_known(monkeypatch: pytest.MonkeyPatch) -> None:
    changed(monkeypatch, "frames", lambda data: data["frame"][0].update(object="persons"))
    message = refused("frames")
    assert "unknown object 'persons'" in message
    assert all(word in message for word in OBJECTS)


def test_a_frame_id_used_twice_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    changed(monkeypatch, "frames", lambda data: data["frame"].append(dict(data["frame"][0])))
    assert "used twice" in refused("frames")


@pytest.mark.parametrize(
    ("name", "section", "key"),
    [("frames", "frame", "id"), ("frames", "frame", "type"), ("cues", "verb", "modality"), ("names", "title", "role")],
)
@pytest.mark.xfail(strict=True, raises=(KeyError, TypeError), reason="a missing key ends in a traceback")
def test_a_missing_key_is_refused_and_not_a_traceback(
    name: str, section: str, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed(monkeypatch, name, lambda data: data[section][0].pop(key))
    assert key in refused(name)


@pytest.mark.parametrize("name", READERS)
@pytest.mark.xfail(strict=True, raises=KeyError, reason="a missing list ends in a traceback")
def test_a_missing_list_is_refused_and_not_a_traceback(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    changed(
        monkeypatch, name, lambda data: data.pop({"names": "honorifics", "cues": "approving", "frames": "trend"}[name])
    )
    refused(name)


def test_only_names_the_fault_the_place_and_the_known_keys() -> None:
    only({"id": 1}, {"id", "type"}, "a.toml")
    with pytest.raises(DataError, match=r"^a\.toml: unknown key 'idd'\. Known keys: id, type\.$"):
        only({"idd": 1}, {"id", "type"}, "a.toml")


def test_a_table_that_is_no_toml_is_refused_with_its_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "names.toml").write_text('honorifics = ["Mr"\nfemale =', "utf-8")
    monkeypatch.setattr("kg.lexicon.tables.files", lambda _: tmp_path)
    with pytest.raises(DataError, match=r"kg/lexicon/names\.toml: not valid TOML: .*line 2"):
        table("names.toml")


# --- what the tables lead to -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("frame", read_frames().all, ids=lambda frame: frame.id)
def test_every_class_of_a_frame_is_in_the_ontology(frame: Any) -> None:
    named = {frame.type, *frame.subtypes.values(), *([frame.else_type] if frame.else_type else [])}
    assert named <= CLASSES


@pytest.mark.parametrize("frame", read_frames().all, ids=lambda frame: frame.id)
def test_every_role_and_relation_of_a_frame_is_in_the_ontology(frame: Any) -> None:
    assert set(frame.roles.values()) - NO_ROLES <= PROPERTIES
    assert not frame.relation or frame.relation in PROPERTIES


@pytest.mark.parametrize("frame", read_frames().all, ids=lambda frame: frame.id)
def test_every_frame_is_evoked_by_some_word_and_has_a_role(frame: Any) -> None:
    assert frame.verbs or frame.nouns
    assert frame.roles


@pytest.mark.parametrize("frame", read_frames().all, ids=lambda frame: frame.id)
def test_what_a_frame_asks_for_can_be_met(frame: Any) -> None:
    assert set(frame.needs_one) <= set(frame.roles)
    assert not frame.light or frame.nouns, "light verbs carry a noun"


def test_every_list_of_objects_is_a_kind_of_object() -> None:
    assert set(read_frames().objects) <= OBJECTS


def test_trends_are_concepts_of_the_vocabulary() -> None:
    assert set(read_frames().trend) <= CONCEPTS


def test_the_indexes_hold_every_frame_in_the_order_of_the_file() -> None:
    frames = read_frames()
    order = [frame.id for frame in frames.all]
    for index in (frames.by_verb, frames.by_noun):
        for rows in index.values():
            places = [order.index(frame.id) for frame in rows]
            assert places == sorted(places)
    assert {frame.id for rows in (*frames.by_verb.values(), *frames.by_noun.values()) for frame in rows} == set(order)


def test_every_cue_has_a_modality_and_a_certainty_that_exist() -> None:
    cues = read_cues()
    found: list[Any] = [*cues.verbs.values(), *cues.nouns.values(), *cues.hedges]
    assert {cue.modality for cue in found} - {""} <= {modality.value for modality in Modality}
    assert {cue.certainty for cue in found} - {""} <= {certainty.value for certainty in Certainty}
    assert all(cue.modality for cue in cues.verbs.values())
    assert all(cue.modality for cue in cues.nouns.values())


def test_the_modalities_and_certainties_of_cues_are_in_the_vocabulary() -> None:
    cues = read_cues()
    found: list[Any] = [*cues.verbs.values(), *cues.nouns.values(), *cues.hedges]
    assert {word for cue in found for word in (cue.modality, cue.certainty)} - {""} <= CONCEPTS


def test_a_lemma_in_two_rows_of_cues_keeps_its_first() -> None:
    first: dict[str, str] = {}
    for row in table("cues.toml")["verb"]:
        for lemma in row["lemmas"]:
            first.setdefault(lemma, row["modality"])
    assert {lemma: cue.modality for lemma, cue in read_cues().verbs.items()} == first


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("names", marks=fails("'academy' stands twice in organisation_nouns")),
        "cues",
        "frames",
    ],
)
def test_a_list_has_no_word_twice(name: str) -> None:
    for path, words in lists(table(f"{name}.toml"), name):
        assert len(words) == len(set(words)), f"{path}: {sorted(word for word in words if words.count(word) > 1)}"


def test_a_lemma_is_written_small() -> None:
    for lemma in (*read_cues().verbs, *read_cues().nouns, *read_frames().by_verb, *read_frames().by_noun):
        assert lemma == lemma.lower().strip()


def lists(value: Any, path: str) -> Iterator[tuple[str, list[str]]]:
    """Every list of words in a table, with its path."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from lists(inner, f"{path}.{key}")
    elif isinstance(value, list) and value and isinstance(value[0], str):
        yield path, value
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from lists(inner, f"{path}[{place}]")


def test_the_role_of_every_title_is_in_the_vocabulary() -> None:
    assert {title.role for row in read_names().titles.values() for title in row} <= CONCEPTS


def test_titles_come_longest_first_and_each_has_one_role() -> None:
    rows = read_names().titles
    for row in rows.values():
        assert [len(title.words) for title in row] == sorted((len(title.words) for title in row), reverse=True)
    titles = [title for row in rows.values() for title in row]
    assert len({title.words for title in titles}) == len(titles)
    assert all(word == word.lower() for title in titles for word in title.words)


def test_honorifics_of_women_are_honorifics() -> None:
    names = read_names()
    assert names.female <= names.honorifics


def test_every_pronoun_has_a_group_that_the_resolver_knows() -> None:
    groups = set(read_names().pronouns.values())
    assert groups == {"male", "female", "neuter", "plural", "first", "first_plural", "second"}
