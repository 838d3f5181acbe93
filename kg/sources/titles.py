"""What the title of a document says of it: its kind, who sent it to whom, who wrote it, who spoke with whom."""

from __future__ import annotations

import re

from attrs import field, frozen


def _words(listed: str) -> frozenset[str]:
    """The words of a list that blanks part."""
    return frozenset(listed.split())


_QUALIFIED = (
    r"(?:(?:Action|Information(?:al)?|Intelligence|Draft|Summary|Circular|Coded|Ciphered|Encrypted|"
    r"Urgent|Research)\s+)?"
)
# In this order at one place: the longer name wins. The values are the kinds of `Report.kind`.
_KINDS: tuple[tuple[str, str], ...] = (
    (
        r"(?:Memorand(?:um|a)|Record|Minutes|Notes?|Transcript|Report|Protocol|Stenogram|Summary)\s+(?:of|on|about)\s+(?:the\s+Substance\s+of\s+)?(?:a\s+|the\s+|an?\s+\w+\s+)?"
        r"(?:Tele(?:phone|con)\s+)?(?:Conversations?|Talks?|Meetings?|Discussions?)",
        "memorandum of conversation",
    ),
    (r"(?:Record|Minutes|Notes)\s+of\s+(?:\S+\s+){1,8}?(?:Meeting|Session)", "minutes"),
    (r"Memorandum\s+for\s+the\s+Records?", "memorandum for the record"),
    (r"Memorandum\s+for\s+the\s+Files?", "memorandum for the record"),
    (r"Editorial\s+Note", "editorial note"),
    (r"Diary\s+Entry", "diary entry"),
    (r"(?:Special\s+)?National\s+Intelligence\s+Estimate", "intelligence estimate"),
    (r"Note\s+Verbale|Verbal\s+Note", "note"),
    (r"Aide-?\s?[Mm][ée]moire", "aide-memoire"),
    (_QUALIFIED + r"(?:Telegrams?|Cables?|Cablegram|Cipher(?:ed)?\s+Message)", "telegram"),
    (_QUALIFIED + r"Airgram", "airgram"),
    (r"Despatch|Dispatch", "despatch"),
    (r"Journal|Diary", "journal"),
    (_QUALIFIED + r"Letters?", "letter"),
    (_QUALIFIED + r"Memorand(?:um|a)", "memorandum"),
    (_QUALIFIED + r"Reports?", "report"),
    (r"Instructions?", "instruction"),
    (r"Protocol", "protocol"),
    (r"Minutes", "minutes"),
    (r"Transcript", "transcript"),
    (r"Messages?", "message"),
    (r"Statement", "statement"),
    (r"Resolution|Decree|Decision", "resolution"),
    (r"Notes?", "note"),
    (r"Information", "report"),
    (r"Paper", "paper"),
)
_KIND = tuple((re.compile(r"\b" + words + r"\b", re.IGNORECASE), kind) for words, kind in _KINDS)
_NUMBER = re.compile(r"\s*(?:No\.?\s*)?\d+\.\s+(?=\S)")
_FROM = re.compile(r"\bfrom\s+(?:the\s+)?", re.IGNORECASE)
_BY = re.compile(r"\b(?:(?:prepared|written|drafted)\s+(?:by|in)|by)\s+(?:the\s+)?", re.IGNORECASE)
_TO = re.compile(r"\s+to\s+(?:the\s+)?", re.IGNORECASE)
# After these the word "to" belongs to the office: "the Ambassador to Poland", "the Mission to the United Nations".
_OFFICE_TO = re.compile(
    r"(?:Ambassador|Representative|Envoy|Delegate|Assistant|Adviser|Advisor|Mission|Delegation|Minister|Consul|"
    r"Liaison|Attach[ée]|Secretary|Observer|Visit|Trip|Return|Counselor|Counsellor|Aide)s?(?:\s+\([^)]*\))?$"
)
_TAIL = re.compile(
    r",\s*(?=TOP SECRET|SECRET|CONFIDENTIAL|Top Secret|Secret|Confidential|No\.|Nr\.|N[°º]|Urgent|URGENT|Flash|Regular|"
    r"[“\"'‘]|[Ss]ubject|\d)|:\s|\s\[\d+\]|\s\((?:[Ee]xcerpts?|[Ee]xtract)\)|\s(?:on|about|regarding|concerning)\s(?=the\s|a\s|his\s|its\s|their\s)"
    r"|\s+for\s+(?:the\s+(?:period|month|year)\b|(?:\d|January|February|March|April|May|June|July|August|September|October|November|December))"
    r"|\s+on\s+\d|,?\s+dated\s"
)
_BETWEEN = re.compile(r"\b(?:between|with)\s+(?:the\s+)?", re.IGNORECASE)
_AND = re.compile(r",?\s+and\s+(?:the\s+)?")
_FOOTNOTE = re.compile(r"\s*(?:\[\d+\]|\((?:[Ee]xcerpts?|[Ee]xtract)\))\s*$")
_ORGANISATION = re.compile(
    r"\b(?:Embassy|Legation|Consulate|Mission|Department|Ministry|Government|Committee|Council|Board|Bureau|Office|"
    r"Agency|Section|Delegation|Commission|Staff|Institute|Chiefs|Directorate|Center|Centre|Party|Interests|CC|MFA|"
    r"Presidium|Politburo|Headquarters|Secretariat)\b"
)
# Words of offices, and of places that stand in the names of offices: none of them is part of a person's name.
_OFFICE_WORDS = _words(
    """
    Acting Adviser Advisor Affairs Agency Aide Ambassador Ambassador's Assistant Attaché Attache Chairman Chancellor
    Charge Chargé Chief Comrade Consul Counselor Counsellor Deputy Diplomatic Director Executive First Foreign
    General Governor Head Honorary Leader Lord Major Marshal Military Minister Mr Mrs National Premier President
    President's Presidential Prime Privy Representative Second Secretary Security Senator Senior Treasury Interior
    Commerce Agriculture Labor Justice Special State States Third Under Undersecretary Union Vice Embassy Department
    Ministry Delegate Envoy Extraordinary Plenipotentiary Defense Defence Economic Political Cultural Commercial
    Central Member Professor Colonel Captain Admiral Lieutenant Officer
    """
)
_COUNTRY_WORDS = _words(
    """
    Afghanistan Africa Albania Albanian Algeria America American Argentina Asia Australia Austria Austrian Belgium
    Britain British Bulgaria Bulgarian Burma Cambodia Canada Canadian China Chinese Congo Cuba Cuban Cyprus Czech
    Czechoslovak Czechoslovakia Denmark East Egypt Europe European Finland France French German Germany Ghana Greece
    Hungarian Hungary India Indian Indonesia Indonesian Iran Iraq Ireland Israel Italian Italy Japan Japanese
    Kingdom Korea Korean Laos Mexico Mongolia Mongolian Netherlands North Norway Pakistan People’s People's Poland
    Polish Portugal Republic Romania Romanian Rumania Russia Russian South Soviet Spain Sweden Swiss Switzerland
    Syria Thailand Turkey United Vietnam Vietnamese Yugoslav Yugoslavia Nations Democratic Federal Socialist
    """
)
_SIDES = _COUNTRY_WORDS | _words("US USA USSR UK GDR FRG GRC ROK PRC DPRK GVN Side Delegation") | {"States", "Britain"}
_INITIALS = re.compile(r"(?:[A-ZÀ-Þ]\.-?)+")
_NAME_WORD = re.compile(r"[A-ZÀ-ÞĀ-Ž][\w'’-]*[a-zà-ÿ][\w'’-]*|[A-ZÀ-Þ]{3,}")
_PARTICLE = frozenset({"de", "von", "van", "der", "al", "el", "la", "le", "du", "di"})


# The longest title of 3,311 printed documents has 237 characters: a much longer line is no title.
LONGEST_TITLE_CHARS = 1_000


@frozen
class Part:
    """Words of a title and where in it they stand."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """The offset after the last character."""
        return self.start + len(self.text)


@frozen
class TitleParts:
    """What a title says; what it does not say is None or empty."""

    kind: str = ""
    sender: Part | None = None
    addressee: Part | None = None
    author: Part | None = None
    participants: tuple[Part, ...] = field(default=())


def title_parts(title: str) -> TitleParts:
    """Kind, sender, addressee, author and partners of a conversation, as the title names them.

    >>> parts = title_parts("Telegram From the Embassy in Poland to the Department of State")
    >>> parts.kind, parts.sender.text, parts.addressee.text
    ('telegram', 'Embassy in Poland', 'Department of State')
    >>> title_parts("Journal of Soviet Ambassador to the DPRK A.M. Puzanov for 21 August 1957").author.text
    'A.M. Puzanov'
    >>> [p.text for p in title_parts("Memorandum of Conversation between Ivan Petrov and Ambassador Li").participants]
    ['Ivan Petrov', 'Ambassador Li']
    """
    if len(title) > LONGEST_TITLE_CHARS:
        return TitleParts()
    number = _NUMBER.match(title)
    start = number.end() if number else 0
    found = _kind_in(title, start)
    kind, kind_start, kind_end = found if found else ("", start, start)
    if kind in ("memorandum of conversation", "minutes", "transcript"):
        return TitleParts(kind, participants=_partners(title, kind_end))
    if kind in ("diary entry", "journal") and (keeper := _stripped(title, start, kind_start)):
        possessor = re.sub(r"(?:'|’)s?$", "", keeper.text)
        named = person_in(possessor, keeper.start) if " " in possessor else Part(possessor, keeper.start)
        if kind == "diary entry" or possessor != keeper.text:
            return TitleParts(kind, author=named or Part(possessor, keeper.start))
    if kind in ("diary entry", "journal"):
        owner = re.compile(r"\s+(?:of|from|by)\s+(?:the\s+)?").match(title, kind_end)
        if owner is None:
            return TitleParts(kind)
        return _sent(kind, _stripped(title, owner.end(), _tail_start(title, owner.end())), None)
    sender, addressee = _sender_and_addressee(title, kind_end if kind else start, is_kind_known=bool(kind))
    return _sent(kind, sender, addressee)


def person_in(words: str, start: int = 0) -> Part | None:
    """The person's name in words such as "Secretary of State Rusk" or "the Ambassador to Poland (Cabot)"; else None.

    A single word is not taken for a person: "Pyongyang" sends telegrams too.

    >>> person_in("Soviet Ambassador to North Korea Vasily Moskovsky").text
    'Vasily Moskovsky'
    >>> person_in("Embassy in Moscow") is None
    True
    """
    named = re.search(r"\(((?:[A-ZÀ-Þ][\w.'’-]*\s?){1,4})\)\s*$", words)
    if named and not _ORGANISATION.search(named.group(1)):
        return Part(named.group(1).strip(), start + named.start(1))
    before = words.partition(",")[0]
    is_named = len(before.split()) > 1 and all(_is_name_word(word) for word in before.split())
    tail = words.partition(",")[2]
    if is_named and any(names_an_office(word) for word in tail.split()):
        return Part(before, start)  # "H. Hale, Ambassador of Norland", "H. Hale, Norlandic Ambassador in Strelsau"
    head = re.split(r"\s+(?:of|in|at|to|for)\s+", words, maxsplit=1)[0]
    if _ORGANISATION.search(head):
        return None
    of = re.match(r"((?:[A-ZÀ-Þ][\w.'’-]*\s){1,3}[A-ZÀ-Þ][\w'’-]+)(?:,\sJr\.,?)?\s(?:of|at)\sthe\s", words)
    if of and all(_is_name_word(word) for word in of.group(1).split()):
        return Part(of.group(1), start)
    tokens = list(re.finditer(r"\S+", words))
    first = len(tokens)
    while first and _is_name_word(tokens[first - 1].group()):
        first -= 1
    while first < len(tokens) and tokens[first].group() in _PARTICLE:
        first += 1
    if first == len(tokens):
        return None
    if len(tokens) == 1 or (
        first and tokens[first - 1].group().lower() in {"of", "in", "to", "for", "the", "at", "and"}
    ):
        return None
    return Part(words[tokens[first].start() : tokens[-1].end()], start + tokens[first].start())


def _sent(kind: str, sender: Part | None, addressee: Part | None) -> TitleParts:
    """The parts of something that one side wrote: a person who sends is its author; a name after an office is not
    part of the office."""
    if sender is None:
        return TitleParts(kind, addressee=addressee)
    author = person_in(sender.text, sender.start)
    if author is not None and kind in ("journal", "diary entry"):
        office = sender.text[: author.start - sender.start].rstrip(" ,")
        sender = Part(office, sender.start) if office else None
    return TitleParts(kind, sender, addressee, author)


def names_a_country(words: str) -> bool:
    """Whether the words are a country or its people and nothing else: the name of a side, not of a person.

    >>> names_a_country("United States"), names_a_country("U.S.S.R.:"), names_a_country("Mr. Poland")
    (True, True, False)
    """
    bare = [word.strip(",;:()").replace(".", "") for word in words.split() if word.lower() not in ("the", "of", "and")]
    return bool(bare) and all(_singular(word) in _SIDES for word in bare)


def names_an_office(words: str) -> bool:
    """Whether the first word is one of an office: "Director of S/S".

    >>> names_an_office("Director of S/S"), names_an_office("Rudolf Sapt")
    (True, False)
    """
    return words.split()[:1] != [] and words.split()[0].strip(",;") in _OFFICE_WORDS


def _singular(word: str) -> str:
    """ "Germans" as "German"; a word that is a country with its s stays."""
    return word if word in _SIDES else word.removesuffix("s")


def _kind_in(title: str, start: int) -> tuple[str, int, int] | None:
    """The kind that is named first, with its place; at the same place the first of the list."""
    best: tuple[str, int, int] | None = None
    for pattern, kind in _KIND:
        match = pattern.search(title, start)
        if match and (best is None or match.start() < best[1]):
            best = (kind, match.start(), match.end())
    return best


def _sender_and_addressee(title: str, start: int, *, is_kind_known: bool) -> tuple[Part | None, Part | None]:
    """The two sides of "KIND from A to B", "KIND, A to B", "KIND by A"; None where the title does not name them."""
    opened = _FROM.search(title, start)
    if opened is None:
        comma = re.compile(r",\s+(?:the\s+)?").match(title, start) if is_kind_known else None
        opened = comma or _BY.search(title, start)
    if opened is None:
        to = re.compile(r"\s+(?:to|for)\s+(?:the\s+)?").match(title, start) if is_kind_known else None
        addressee = _stripped(title, to.end(), _tail_start(title, to.end())) if to else None
        return None, addressee
    for match in _TO.finditer(title, opened.end()):
        if _OFFICE_TO.search(title[opened.end() : match.start()]) and _TO.search(title, match.end()):
            continue
        if _OFFICE_TO.search(title[opened.end() : match.start()]) and "(" not in title[: match.start()]:
            break
        sender = _stripped(title, opened.end(), match.start())
        if sender is not None:
            cut = _tail_start(title, sender.start)
            sender = _stripped(title, sender.start, min(cut, sender.end))
        return sender, _stripped(title, match.end(), _tail_start(title, match.end()))
    return _stripped(title, opened.end(), _tail_start(title, opened.end())), None


def _partners(title: str, start: int) -> tuple[Part, ...]:
    """Those who spoke with each other: "between A and B", "with B", "of A with B"."""
    opened = _BETWEEN.search(title, start)
    if opened is None:
        return ()
    parts: list[Part | None] = []
    of = re.compile(r"\s+(?:of|by)\s+(?:the\s+)?").match(title, start)
    if of and of.end() < opened.start():
        parts.append(_stripped(title, of.end(), opened.start()))
    end = _tail_start(title, opened.end())
    begin = opened.end()
    for match in _AND.finditer(title, opened.end(), end):
        parts.append(_stripped(title, begin, match.start()))
        begin = match.end()
    parts.append(_stripped(title, begin, end))
    return tuple(part for part in parts if part is not None)


def _tail_start(title: str, start: int) -> int:
    """Where what is no name any more begins: a classification, a number, a date, a subject."""
    tail = _TAIL.search(title, start)
    return tail.start() if tail else len(title)


def _stripped(title: str, start: int, end: int) -> Part | None:
    """The words between two offsets without commas and footnote numbers around them; None if nothing is left."""
    words = _FOOTNOTE.sub("", title[start:end]).rstrip(" ,;:\u00a0")
    bare = words.lstrip(" ,;:\u00a0")
    return Part(bare, start + len(words) - len(bare)) if bare else None


def _is_name_word(word: str) -> bool:
    """Whether a word can be part of a person's name and is no word of an office or a country."""
    bare = word.strip("[],;")
    if bare in _OFFICE_WORDS or bare in _COUNTRY_WORDS or bare in {"DPRK", "USSR", "GDR", "PRC", "ROK", "CPSU", "KWP"}:
        return False
    return bare in _PARTICLE or _INITIALS.fullmatch(bare) is not None or _NAME_WORD.fullmatch(bare) is not None
