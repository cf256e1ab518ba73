"""What an article says somebody is: "minister for economic revitalization", "chief economist at Pell Bank".

Three places tell it: the words before a name (Infrastructure Minister Marguerite Ortel; the mayor, Ada
Quill), an apposition behind one (Akazawa, minister for trade, said), and a mention that is nothing but a
description (a senior official). What comes back is always a span of the text: without the article before
it, and ended before a relative clause, a name, or the comma that closes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from quotes.attribution import SpeakerKind
from quotes.document import Span
from quotes.extract.entities import PERSON
from quotes.extract.layout import PEOPLE, SAYING
from quotes.extract.parties import Cast, Party
from quotes.extract.people import KIN, ROLES, role
from quotes.names.clean import FEMALE, MALE, TITLES, fold

CALLINGS = frozenset(
    """
    fellow scholar expert specialist advocate aide surrogate member associate correspondent anchor champion star chef
    envoy whip head operative donor delegate backer supporter aide critic fellow intern graduate cousin author
    """.split()
)
"""Further nouns for people that stand in appositions."""

SHORT = frozenset(
    "sen rep gov gen lt col sgt capt prof del rev adm maj cmdr sens reps ceo cfo coo".split()
)
"""Titles printed short."""

KNOWN = ROLES | PEOPLE | KIN.keys() | SHORT | CALLINGS
RELATIONS = frozenset("rival opponent human person".split())
"""What somebody is only beside another, or everybody is."""

NO_OFFICE = (MALE | FEMALE | {"mx", "dr", "hon", "saint"}) - {
    "king",
    "queen",
    "prince",
    "princess",
    "pope",
}
"""How somebody is addressed; it says nothing of what he is."""

AGENT = re.compile(
    r"\w{3,}(?:ist|man|woman|person|eur|ician|maker|keeper|worker|holder|leader|founder|grapher|ologist)s?"
)
"""Nouns for people by their ending: lobbyist, fisherman, entrepreneur, politician."""

DETERMINERS = frozenset("a an the this that his her its their our my your".split())
OF = frozenset("of for at in with on to from by".split())
NO_MODIFIER = frozenset(
    """
    and or but nor as than so if when while where because since after before until although though who whom which whose
    that he she it they we you i is are was were be been being has have had do does did will would can could may might
    should must not no by with to from into about against between under over like including calling saying telling
    asking named told met saw says said say called asks asked add adds added write writes wrote monday tuesday
    wednesday thursday friday saturday sunday today yesterday tomorrow both either neither also even only just
    """.split()
)
"""What ends the words of a description, read backwards from a name."""

BEFORE_OFFICE = frozenset(
    """
    former then acting interim incoming outgoing deputy vice late current longtime retired state chief assistant senior
    ex-president fellow co-founder ex
    """.split()
)
"""Words in small letters that stand before an office in capitals: then President Ada Quill."""

TRAILING = re.compile(
    r"(?:\s(?:and|or|there|here|of|for|at|in|on|to|with|by|from|the|an?|called|titled|about))+$"
)
TITLE_PARTICIPLES = frozenset(
    "acting leading visiting founding managing ranking presiding sitting ruling rising".split()
)
PARTICIPLES = frozenset("retired elected appointed disgraced convicted".split())
TIME_WORDS = re.compile(
    r"(?<![\w-])(?:days?|weeks?|months?|years?|hours?|minutes?|night|morning|evening|afternoon|times?|moment|decades?|latter|"
    r"same|more|most|less|idea|fact|way|reason|result)\b"
)
"""Words of what looks like an apposition and tells when or how: , the day before,"""

CLAUSE = re.compile(rf"who|whom|whose|which|that|where|when|while|{SAYING}")
BEHIND = re.compile(
    r"(?:\s?[’']s?)?(?:\s?\([^()\n]{1,60}\))?(?:,?\s[DRI]-[\w.]{1,12}(?=,))?,\s+(?:(?:aged?\s)?\d{2},\s+)?"
    r"(?:who\s(?:is|was|serves as|served as)\s+)?(?:(?:then|now|once|formerly|also|currently)\s+)?"
    r"(?P<article>(?:an?|the|his|her|its|their)\s+)?(?=[\w“])"
)
"""What may stand between a name and its apposition: a party and state, an age, an article."""

STARTS = re.compile(
    r"(?:(?:an?|the|this|that|his|her|its|their|our|my|your|one of (?:the|his|her|its|their)|then|now)\s+)+",
    re.IGNORECASE,
)
CLOSES = re.compile(r",|;|:|\(|\s[-–—―]{1,2}\s|—|\s(?:who|whom|whose|which|that)\b")
NOBODY = re.compile(
    r"(?:who|whom|whose|which|that|he|she|they|it|I|we|you)\b|(?:the|an?|this|that|his|her|its|their|my)$",
    re.IGNORECASE,
)
PRONOUN = re.compile(
    r"(?:i|me|my|mine|we|us|our|ours|you|he|him|his|she|her|hers|it|its|they|them|their|theirs|who|whom|whose|which|that|"
    r"this|these|those|some|many|several|few|both|all|most|others?|another|nobody|everyone|everybody|anyone|"
    r"someone|somebody|none|one|no one|himself|herself|itself|themselves)(?:\s(?:of\s)?(?:us|them|you|others?|one))?",
    re.IGNORECASE,
)
QUOTES = ("(", "“", '"', "—", "–", "-", "''", "``", "‘")
KEEP_DOT = frozenset("Inc. Corp. Co. Ltd. Jr. Sr. U.S. U.K. U.N. D.C.".split())
MOST_WORDS = 24
"""An apposition of more words is a clause."""


def is_role(word: str) -> bool:
    """Whether a word says what somebody is: an office, a calling, kin."""
    folded = fold(word)
    single = folded.removesuffix("s")
    if folded in RELATIONS or single in RELATIONS:
        return False
    return (
        folded in KNOWN or single in KNOWN or role(folded) in ROLES or bool(AGENT.fullmatch(folded))
    )


class Describer:
    """Finds what one article says of each of its parties. Looks at each name once."""

    def __init__(self, cast: Cast) -> None:
        self.text = cast.text
        self.cast = cast
        self._known: dict[int, Span | None] = {}

    def unnamed(self, source: Span) -> Span | None:
        """The description that a mention consists of, without its article: "a senior official, who …" is a
        [senior official]. None for a pronoun."""
        text = self.text
        start, end = source
        lead = STARTS.match(text, start, end)
        start = lead.end() if lead else start
        stop = CLOSES.search(text, start, end)
        end = stop.start() if stop else end
        words = text[start:end].rstrip(" .’'")
        printed = " ".join(words.split())
        if not re.search(r"\w", words) or NOBODY.match(printed) or PRONOUN.fullmatch(printed):
            return None
        return Span(start, start + len(words))

    def named(self, party: Party, at: Span | None, source: Span | None) -> Span | None:
        """What the article says the ``party`` is: in the mention ``source`` (whose name stands ``at``), if it
        says so there, else at the first name of the party that has a title or an apposition."""
        if at is not None:
            here = self.at(at, party.kind)
            if here:
                return here
        elif source is not None and self._describes(source):
            return self.unnamed(source)
        if id(party) not in self._known:
            places = (self.at(n.span, party.kind) for n in self.cast.of(party))
            self._known[id(party)] = next((p for p in places if p), None)
        return self._known[id(party)]

    def _describes(self, source: Span) -> bool:
        words = re.findall(r"[\w’'-]+", source.of(self.text))
        return len(words) > 1 and any(is_role(w) for w in words)

    def at(self, name: Span, kind: SpeakerKind) -> Span | None:
        """The title before the name that stands at ``name``, else the apposition behind it."""
        before = self.before(name) if kind == PERSON else None
        return before or self.behind(name, kind)

    # -- before a name --------------------------------------------------------------------------

    def before(self, name: Span) -> Span | None:
        """The words before a person's name that say what he is, titles that the name was printed with
        included; None without an office or a calling among them."""
        text = self.text
        end = name.start
        for word in re.finditer(r"\S+", name.of(text)):
            rest = name.start + word.end()
            if fold(word[0]) not in TITLES | SHORT or rest >= name.end:
                break
            end = rest
        floor = self.cast.sentences[self.cast.sentence(name.start)]
        tokens = list(re.finditer(r"[\w’'./&-]+|[^\w\s]", text[max(floor, name.start - 120) : end]))
        base = max(floor, name.start - 120)
        while tokens and (fold(tokens[-1][0]) in NO_OFFICE or tokens[-1][0] == "."):
            tokens.pop()
        comma = bool(tokens) and tokens[-1][0] == ","
        if comma:
            tokens.pop()
        taken, owned = self._backwards([t[0] for t in tokens])
        some = tokens[len(tokens) - taken :]
        words = [t[0] for t in some]
        front = [t[0].lower() for t in tokens[: len(tokens) - taken]][-3:]
        if comma and len(front) > 1 and front[-2] in OF and front[-3:-1] != ["according", "to"]:
            return None  # In a letter to the mayor, Ada Quill said
        the = (
            front[-1:]
            and front[-1] in ("the", "a", "an")
            and words[-1:] != []
            and words[-1].islower()
        )
        if the and not comma and " " not in name.of(text):
            return None  # The judge Quill had in mind
        if not words or not _office(words) or (comma and not owned):
            return None
        start, stop = base + some[0].start(), base + some[-1].end()
        span = Span(start, stop)
        return None if any(c in span.of(text) for c in '“”"') else span

    def _backwards(self, words: list[str]) -> tuple[int, bool]:
        """How many of the last ``words`` make a description, and whether an article or a possessive opens it."""
        taken = 0
        crossed = False
        n = len(words)
        while taken < min(n, 12):
            word = words[n - 1 - taken]
            low = word.lower()
            if not re.match(r"\w", word):
                break
            if low in DETERMINERS:
                of = words[n - 2 - taken].lower() if taken + 2 <= n else ""
                if (
                    low == "the"
                    and of in OF
                    and taken
                    and not crossed
                    and not self._closed(words, taken)
                ):
                    taken += 1
                    continue
                return taken, True
            if low in OF:
                if not taken or crossed or self._closed(words, taken):
                    break
                if not (taken + 2 <= n and is_role(words[n - 2 - taken])):
                    break
                crossed = True
                taken += 1
                continue
            if low in NO_MODIFIER or (
                low.endswith("ed") and word[0].islower() and low not in PARTICIPLES
            ):
                break
            if word[0].islower() and taken:
                head = words[n - 1] if not crossed else ""
                if head[:1].isupper() and low not in BEFORE_OFFICE:
                    break
            if re.search(r"\w[’']s?$", word) or word in ("’s", "'s"):
                taken += 1
                while taken < n and words[n - 1 - taken][0].isupper():
                    taken += 1
                return taken, True
            taken += 1
        return taken, False

    def _closed(self, words: list[str], taken: int) -> bool:
        """Whether the words taken so far end in an office: what stands before "of" is somebody else."""
        return taken > 0 and is_role(words[-1])

    # -- behind a name --------------------------------------------------------------------------

    def behind(self, name: Span, kind: SpeakerKind) -> Span | None:
        """The apposition behind a name: , [minister for trade], said; , the [country's largest lender], said."""
        text = self.text
        m = BEHIND.match(text, name.end, name.end + 120)
        if not m:
            return None
        start, end, closed = m.end(), m.end(), False
        for n, (word, at) in enumerate(self._words(start)):
            printed = word.rstrip(',;:.”"’)')
            if (
                n >= MOST_WORDS
                or CLAUSE.fullmatch(word.lower().rstrip(",."))
                or word.startswith(QUOTES)
            ):
                closed = n > 0 and n < MOST_WORDS
                break
            end = at + len(printed)
            if word[-1] in ',;:”"':
                if word[-2:-1] == "." and word[:-1] in KEEP_DOT:
                    end += 1
                closed = True
                break
            if word[-1] == "." and self._sentence_ends(at + len(word)):
                end += word in KEEP_DOT
                closed = True
                break
        if not closed or end <= start:
            return None
        quoted = text[end : end + 2].lstrip().startswith(QUOTES[1:])
        cut = TRAILING.search(text[start:end])
        span = Span(start, end - len(cut[0]) if cut and cut.start() else end)
        return span if self._apposition(span, bool(m["article"]), kind, quoted) else None

    def _words(self, start: int) -> Iterator[tuple[str, int]]:
        """The words from ``start`` to the end of the paragraph, each with its place."""
        stop = self.cast.paragraph_end(start)
        for m in re.finditer(r"\S+", self.text[start : min(stop, start + 250)]):
            yield m[0], start + m.start()

    def _sentence_ends(self, at: int) -> bool:
        after = self.cast.sentence(at + 1)
        rest = self.text[at : at + 4].lstrip()
        return not rest or rest.startswith(QUOTES) or self.cast.sentences[after] > at

    def _apposition(self, span: Span, article: bool, kind: SpeakerKind, quoted: bool) -> bool:
        """Whether the words behind a name say what its bearer is; they may break off where somebody is
        ``quoted``."""
        words = re.findall(r"[\w’'.-]+", span.of(self.text))
        if (
            not words
            or TIME_WORDS.search(span.of(self.text))
            or words[0].lower() in NO_MODIFIER | OF
        ):
            return False
        if not article and words[0].endswith("ing") and words[0].lower() not in TITLE_PARTICIPLES:
            return False
        head = next((i for i, w in enumerate(words) if w.lower() in OF | {"and", "or"}), len(words))
        of_whom = bool(re.match(r"(?:[A-Z][\w.-]*\s)*[\w.-]+[’']s?\s", span.of(self.text)))
        office = head > 0 and any(is_role(w) for w in words[:head])
        for naming in self.cast.inside(span):
            # Ada Quill, the mayor Bo Tern: somebody else's office.
            gap = self.text[span.start : naming.span.start]
            after = self.text[naming.span.end : naming.span.end + 1]
            free = not re.search(
                r"\b(?:of|for|to|at|in|by|with|from|under)\s(?:[\w.]+\s){0,3}$", gap
            )
            if naming.party.kind == PERSON and free and after not in "’'" and naming.subject:
                return False
        if kind == PERSON:
            firm = article or of_whom or is_role(words[head - 1]) or is_role(words[0])
            plain = (
                article
                and not quoted
                and len(words) <= 8
                and self.text[span.start - 4 : span.start] != "the "
            )
            plain = plain and not any(w in NO_MODIFIER or w.endswith("ing") for w in words)
            return (office and firm) or plain
        return article or of_whom


def _office(words: list[str]) -> bool:
    """Whether words before a name say what its bearer is: the last is an office, or the one before "of"."""
    of = next((i for i, w in enumerate(words) if w.lower() in OF and i), len(words))
    return is_role(words[of - 1]) and fold(words[of - 1]) not in NO_OFFICE
