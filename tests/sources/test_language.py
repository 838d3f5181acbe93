"""A text in another language is said to be one; an English one never is, telegrams and names included."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.sources import read_report
from kg.sources.language import foreign_language_of
from kg.sources.prose import MOST_WORDS

# Sentences of our own, each of the same content: a minister received an ambassador and spoke of a road.
OTHERS = {
    "German": (
        "Der Minister hat den Botschafter am Montag empfangen und mit ihm über die "
        "Straße gesprochen, die nicht offen ist."
    ),
    "French": (
        "Le ministre a reçu l'ambassadeur dans la matinée et lui a dit que la route "
        "n'était pas ouverte pour les marchands."
    ),
    "Spanish": (
        "El ministro recibió al embajador por la mañana y le dijo que el camino no "
        "estaba abierto para los comerciantes."
    ),
    "Italian": (
        "Il ministro ha ricevuto l'ambasciatore e gli ha detto che la strada non è aperta per i mercanti della città."
    ),
    "Hungarian": (
        "A miniszter hétfőn fogadta a nagykövetet, és azt mondta neki, hogy az út nem nyitott, de ez nem is volt így."
    ),
    "Polish": (
        "Minister przyjął ambasadora w poniedziałek i powiedział, że droga nie jest "
        "otwarta dla kupców, ale że się nie boi."
    ),
    "Romanian": (
        "Ministrul l-a primit pe ambasador și i-a spus că drumul nu este deschis pentru "
        "negustori, dar că va fi în curând."
    ),
    "Russian": (
        "Министр принял посла в понедельник и сказал, что дорога не открыта для купцов, но что он за это не боится."
    ),
    "Czech": (
        "Ministr přijal velvyslance v pondělí a řekl, že cesta není otevřena pro kupce, "
        "ale že to je k lepšímu a že se nebojí."
    ),
    "Dutch": (
        "De minister heeft de ambassadeur op maandag ontvangen en zei dat de weg niet "
        "open is voor het volk van de stad."
    ),
    "Korean": "장관은 월요일에 대사를 접견하고 길이 아직 열리지 않았다고 말하였으며 상인들은 기다려야 한다고 덧붙였다.",
    "Chinese": "部长星期一接见了大使，并且告诉他道路还没有开放，商人们必须等待，直到新的命令下达为止，大使表示理解。",
}
TELEGRAM = (
    "Minister received Ambassador Monday. Road closed, traders waiting, garrison reinforced. Ambassador inquired "
    "reason. Minister gave no answer; promised reply Friday. Request instructions soonest. Sapt informed separately. "
    "Repeated Zenda, Hentzau. In view of above consider to postpone the visit."
)


@pytest.mark.parametrize("language", OTHERS)
def test_a_text_in_another_language_is_named(language: str) -> None:
    assert foreign_language_of((OTHERS[language] + " ") * 4) == language


@pytest.mark.parametrize(
    "text", [TELEGRAM, "The Minister said that the road was open, and that he was glad of it. " * 6]
)
def test_english_is_english_even_in_a_telegram(text: str) -> None:
    assert foreign_language_of(text) == ""


def test_an_english_report_with_much_quoted_german_is_english() -> None:
    english = "The Minister said to the Ambassador that he had read this in the paper of the town: "
    assert foreign_language_of((english + "“Die Straße ist nicht offen.” ") * 6) == ""


def test_a_few_words_are_no_ground_for_a_judgement() -> None:
    assert foreign_language_of("Der Minister ist nicht da.") == ""


def test_what_is_no_language_that_we_tell_is_another_language() -> None:
    assert foreign_language_of(
        "Ministeri vastaanotti suurlähettilään maanantaina sanoen tien olevan suljettu. " * 6
    ) == ("another language")


def test_a_report_in_another_language_is_refused_and_not_parsed(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text("Report\n\nMay 4, 1960\n\n" + (OTHERS["Hungarian"] + "\n\n") * 6, encoding="utf-8")
    with pytest.raises(SourceError, match="not English but Hungarian"):
        read_report(path)


def test_a_document_of_one_word_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text("Report\n\nMay 4, 1960\n\nnothing.\n", encoding="utf-8")
    with pytest.raises(SourceError, match="no body"):
        read_report(path)


def test_a_document_of_200_000_words_is_refused_with_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    paragraph = "The Minister said that the road was open again and that all were free to go. " * 10
    path.write_text("Report\n\nMay 4, 1960\n\n" + f"{paragraph}\n\n" * 1_250, encoding="utf-8")
    with pytest.raises(SourceError, match=f"200,000 words; the limit for one report is {MOST_WORDS:,}"):
        read_report(path)
