"""spaCy's parse alone, of the reports of a folder: `python -m bench.parsing FOLDER [--jobs N] [--digest]`.

spaCy's small English pipeline with spaCy's own parts, all whose results `kg build` reads, on the paragraphs as they
stand; nothing is done with what it finds. With `--quick` it is the pipeline that `kg build` loads, in which three parts
are done in another way (`kg.text.parse.pipeline`). Prints the words and the tokens.

With `--digest` it is told, too, by a hash, what was found of each word: its lemma, tag, relation, governor and name.
Two pipelines, or one on two processors (`OPENBLAS_CORETYPE=Haswell`), that find the same print the same.
"""

from __future__ import annotations

import argparse
import multiprocessing
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from kg.pipeline import get_ready
from kg.sources import read_report
from kg.text.blas import one_thread
from kg.text.parse import BATCH, as_spacy_has_it, pipeline

PIPELINES: list[Language] = []  # of this process, and of those that are forked from it


def parsed(places: Sequence[Path], *, is_hashed: bool = False) -> tuple[int, int, str]:
    """How many words and tokens these reports have; and, if it is asked for, the hash of all that was found of them."""
    (nlp,) = PIPELINES
    words = tokens = 0
    found = sha256()
    for place in places:
        texts = [paragraph.exact for paragraph in read_report(place).paragraphs]
        words += sum(len(text.split()) for text in texts)
        with one_thread():
            for doc in nlp.pipe(texts, batch_size=BATCH):
                tokens += len(doc)
                if is_hashed:
                    found.update(_told(doc))
    return words, tokens, found.hexdigest()


def _told(doc: Doc) -> bytes:
    """A line for each word, with all that the build reads of it."""
    return "".join(
        f"{word.text}\t{word.lemma_}\t{word.tag_}\t{word.pos_}\t{word.morph}\t{word.dep_}\t{word.head.i}"
        f"\t{word.ent_iob_}\t{word.ent_type_}\n"
        for word in doc
    ).encode("utf-8", "surrogatepass")


def main() -> None:
    """Parse, and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="the folder of the reports")
    parser.add_argument("--jobs", type=int, default=1, help="how many processes parse")
    parser.add_argument("--quick", action="store_true", help="with the pipeline that kg build loads")
    parser.add_argument("--digest", action="store_true", help="tell by a hash what was found, in one process")
    given = parser.parse_args()
    if given.digest and given.jobs != 1:
        parser.error("a hash is made in one process")
    places = sorted(path for path in given.folder.iterdir() if path.is_dir())
    PIPELINES.append(pipeline() if given.quick else as_spacy_has_it())
    get_ready()
    if given.jobs == 1:
        found = [parsed(places, is_hashed=given.digest)]
    else:
        with multiprocessing.get_context("fork").Pool(given.jobs) as pool:
            found = pool.map(parsed, [places[number :: given.jobs] for number in range(given.jobs)])
            pool.close()
            pool.join()
    print(sum(words for words, _, _ in found), sum(tokens for _, tokens, _ in found))
    if given.digest:
        print(found[0][2])


if __name__ == "__main__":
    main()
