"""What the shape of a page says: turns of a transcript, signatures, answers, headlines, letters, datelines.

A corpus of news prose teaches a model nothing of these, and they need no model: a label and a colon, a
dash and a name, a salutation. Where the shape leaves no doubt, the layout tells the statement; elsewhere it
says nothing, and the model decides. The rules rest on marks, capitals and set words, as style books of
newspapers and of transcription have them: a transcript's speaker stands before a colon at the beginning of
a paragraph, and again at every change of speakers; a pull quote is signed after a dash; a dateline is a
place in capitals before a dash. Patterns are bounded, so the time is linear in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from quotes.document import Span
from quotes.extract.furniture import DATE, MONTH, TIME
from quotes.extract.people import KIN, ROLES
from quotes.names.clean import fold

# -- how things are printed -----------------------------------------------------------------------

WORD = r"[A-ZÀ-Þ][\w.'’-]{0,30}"
PARTICLE = r"(?:and|&|of|the|de|la|le|van|der|den|von|bin|al|el|di|da|du|dos|ter|ten)"
NAME = rf"{WORD}(?:\s(?:{PARTICLE}\s){{0,2}}{WORD}){{0,5}}"
"""One to six capitalized words, as the names of people and papers have them."""

CAPITALS = r"(?:Ma?c)?[A-ZÀ-Þ](?:[A-ZÀ-Þ0-9.'’&#/-]|(?<=M)c(?=[A-Z])){1,30}"
SHOUTED = rf"{CAPITALS}(?:\s(?:{CAPITALS}|\d{{1,3}}|[A-Z&]|de|van|von)){{0,7}}"
NOTE = r"(?:\s?\([^()\n]{1,60}\)|\s?\[[^\[\]\n]{1,60}\])?"
"""REED (on camera), Ada Quill (D-Kelby)."""

HANDLE = r"@\w{1,30}"
DASH = r"(?:—|–|―|‒|--?|~)"
BULLET = r"(?:[•‣▪◦●·■□►▸*]\s{0,3}|[–—-]\s{1,3}|\d{1,2}[.)]\s{1,3})"
CLOCK = r"(?:\[\d{1,2}:\d\d(?::\d\d)?\]|\(\d{1,2}:\d\d(?::\d\d)?\)|\d{1,2}:\d\d(?::\d\d)?)"
BOLD = r"(?:\*\*|__)"

QUESTION = re.compile(
    rf"{BOLD}?(?P<label>[QA]\d{{0,2}}\.?(?=\s?:)|[QA]\.(?=\s)|[QA](?=\s[–—-]\s)"
    rf"|(?i:question|answer)(?: \d{{1,2}})?(?=\s?:)){BOLD}?\s?[:–—-]?{BOLD}?(?:\s+|$)"
)
"""``Q:``, ``A.``, ``Q –``, ``Question:``."""

LABEL = re.compile(
    rf"{BULLET}?(?:{CLOCK}\s{{1,3}})?{BOLD}?"
    rf"(?P<label>(?P<shouted>{SHOUTED}{NOTE}(?:,\s[^a-z:\n“”\"]{{1,60}})?)|(?P<handle>{HANDLE})"
    rf"|(?P<name>{NAME}{NOTE})(?P<description>(?:,\s?[^:“”„«»\"\n]{{1,90}})?))"
    rf"(?:\s{CLOCK})?{BOLD}?\s?:{BOLD}?(?:\s+|$)"
)
"""What stands before a colon at the beginning of a paragraph: capitals, a handle, or a name with or
without a description (Joan Bell, 58, caretaker)."""

RECORD = re.compile(
    r"(?P<label>(?:(?:The\s)?(?:Mr|Mrs|Ms|Miss|Dr|Sen|Rep|Hon|Senator|Chairman|Judge)\.?\s[A-ZÀ-Þ'’-]{2,30}"
    r"|The (?:PRESIDING OFFICER|PRESIDENT|SPEAKER|CHAIRMAN|CHAIR|CLERK)))\.\s+"
)
"""``Mr. OAKES.``, as parliaments print their debates."""

WIDE = 160
"""A label's colon stands among the first so many characters of its paragraph, or there is no label."""

NO_SPEAKER = frozenset(
    """
    note notes editor editors update updates updated correction corrections clarification photo photos picture pictures
    photograph image images video videos audio caption credit watch listen read related more breaking exclusive live letter letters
    interview obituary podcast column essay opinion analysis comment review preview explainer factbox fact facts claim claims rating source sources where when
    what who why how time times date dates place location venue price prices cost costs ticket tickets phone tel email
    e-mail website web address hours open opening contact info information details ingredients method serves makes
    directions preparation result results score scores goals scorers attendance lineup lineups line-ups substitutes
    subs bookings weather verdict pros cons background context summary conclusion warning tip tips example examples
    step part chapter section category name age job occupation city hometown born died education family hobbies tags
    topics filed share next previous also plus ps nb total totals profile points takeaways headline deadline status
    genre runtime cast starring language country year size weight height length width colour color material distance
    http https re subject from to cc bcc sir madam here there this that these those it but and yes no now then first
    second third finally today tomorrow yesterday january february march april may june july august september october
    november december monday tuesday wednesday thursday friday saturday sunday aries taurus gemini cancer leo virgo
    libra scorpio sagittarius capricorn aquarius pisces best worst good bad bottom top takeaway latest
    """.split()
)
"""Words before a colon that head a note, a datum or a list, and name nobody who speaks."""

SPEAKING = re.compile(
    r"(?:^|\s)(?:mr|mrs|ms|miss|dr|sen|rep|gov|hon|prof|rev|sir|lord|lady|president|senator|chair(?:man|woman)?|speaker|judge|"
    r"justice|the court|the witness|the clerk|host|anchor|announcer|moderator|interviewer|reporter|operator|narrator|"
    r"correspondent|counsel|question(?:er)?|caller|audience member|(?:un)?identified (?:fe)?male|witness)\b|\([a-z]",
    re.IGNORECASE,
)
"""What a transcript puts into its labels and a table does not: a form of address, an office of the
conversation, or a note in small letters, (on camera)."""

PERSONAL = re.compile(
    r"\b(?:I|I[’'](?:m|ve|d|ll)|[Ww]e|[Ww]e[’']\w+|[Mm]y|[Mm]e|[Oo]urs?|us|[Ll]et[’']s|[Yy]our [Hh]onou?r)\b|\?"
)
"""Signs that somebody speaks: the first person, or a question."""

ENDS = re.compile(r"[.!?…—–-][\"”’'»“)\]*_]{0,4}$")
STAGE = re.compile(
    r"^[(\[][^\n]{0,300}[)\]]\.?$|^\W{0,3}(?:BEGIN|END) (?:VIDEO|AUDIO)|^\W*$|^(?:LAUGHTER|APPLAUSE|CROSSTALK)\b"
)
SAYING = (
    r"(?:said|says|say|saying|told|tells|tell|added|adds|asked|asks|wrote|writes|tweeted|tweets|posted|replied|replies|"
    r"answered|answers|explained|explains|recalled|recalls|warned|warns|joked|jokes|insisted|insists|noted|notes|reads|read|"
    r"continued|continues|declared|argued|argues|put|puts|spoke|went|goes|quipped|reporters)"
)
NARRATED = re.compile(
    rf"[,?!.][”\"’]\s(?:[\w’'.-]{{1,30}}\s){{0,4}}?{SAYING}\b"
    r"|^(?:He|She|They)\s(?:(?:\w+ly|then)\s)?(?:laugh|smile|pause|nod|shrug|sigh|grin|chuckle|gesture|look|turn|lean|point|wave)(?:s|ed|d)\b"
)
"""Somebody else tells it: a quotation with its cue, or what "he" does while he speaks."""

SAYS = re.compile(
    rf"^(?:{SAYING})\b|\b{SAYING}(?:\s(?:that|it|so|him|her|them|us|me|this|plainly))?$|\b(?!retired)\w{{2,}}ed$",
    re.IGNORECASE,
)
"""A label that begins or ends so is a clause with its verb: the model's business."""

OPENS, CLOSES = "“\"‘'«„»", {"“": "”", '"': '"', "‘": "’", "'": "'", "«": "»", "„": "“”", "»": "«"}

SIGNED = re.compile(
    rf"\s*{DASH}\s{{0,2}}(?P<who>{HANDLE}|(?:{NAME}|{SHOUTED}){NOTE}(?:,\s?[^“”„«»\"\n!?]{{1,90}}?)??)"
    rf"(?:\s*[,·|]?\s*(?:on\s)?(?:(?i:{TIME})\s*[·,|-]\s*)?(?P<when>(?i:{DATE}|{MONTH}\s\d{{1,2}}))(?:\s*(?:at|,)?\s*(?i:{TIME}))?)?\.?\s*$",
)
"""A dash and a name at the end: “…” — Ada Quill, mayor; … — Joan Bell (@joan) May 3, 2021."""

NAMELESS = re.compile(
    rf"\s*{DASH}\s{{0,2}}(?P<who>[Aa]nonymous|(?:an?|the|my)\s(?:[\w’'-]{{1,30}}\s?){{1,8}})$"
)
"""… – a nurse in Kelby: a signature without a name."""

UNDER = re.compile(
    rf"(?P<who>{SHOUTED})(?:,\s[^“”\"\n]{{1,90}})$|(?P<full>{WORD}(?:\s(?:{PARTICLE}\s)?{WORD}){{1,4}},\s[^“”\"\n.!?:]{{1,80}})$"
)
"""A line of its own under a quotation: ADA QUILL, after the vote. Ada Quill, mayor of Kelby"""

CLAUSE = re.compile(
    rf",\s(?:[\w’'-]{{1,30}}\s){{0,6}}?{SAYING}\b|,\s(?!retired|unemployed|self-employed)\w{{2,30}}ed\b"
    r"|\b(?:was|were|is|are|has|had|have|will|would|who)\b"
)
"""What follows a name there has a verb: it is the article's own sentence, no description."""

HEADLINE_WORDS = 20
HEADED = re.compile(
    r"^(?P<mark>[‘“'\"])(?P<said>[^\n]{3,160}?)[’”'\"](?:\s?:|\s[–—-])\s+(?P<who>(?:(?!(?:after|on|in|at|as|over|before|amid|"
    r"during|when|while|ahead|following|about|to|from|says?|with|against|by|how|why|what)\b)[\w.’'-]{1,30}\s?){1,7})(?P<rest>[^\n]{0,80})$"
)
"""‘We lost everything’: mill worker after blaze."""

PEOPLE = frozenset(
    """
    man woman boy girl child kid neighbour neighbor friend colleague guest visitor customer driver baker vet shepherd
    warden caretaker shopkeeper landlord tenant worker witness victim survivor passenger clerk porter pilot sailor
    skipper soldier uncle aunt niece nephew cousin grandmother grandfather partner boss host opponent rival striker
    goalkeeper referee solicitor surgeon coroner conductor novelist poet painter sculptor hydrologist linguist
    foreman auctioneer pensioner villager resident voter critic
    """.split()
)
"""Nouns for people that are no offices (``parties.ROLES``) nor kin (``parties.KIN``)."""

BODY = frozenset(
    "police coastguard court study report survey poll inquiry union officials experts scientists doctors residents "
    "witnesses engineers ministry watchdog lawyers campaigners researchers analysts minister government council".split()
)
SAYER = re.compile(
    r"^(?P<said>[^\n:“”\"]{8,160})(?::|\s[–—-])\s+(?P<who>[\w’'-]+(?:\s[\w’'-]+){0,2})$"
)
"""Dam is safe: engineers. Only with somebody's role or a body behind the colon."""

DATELINE = re.compile(
    r"(?:[A-ZÀ-Þ][A-ZÀ-Þ.'’-]{2,25}(?:[\s/][A-ZÀ-Þ.'’-]{1,25}){0,4}"
    rf"(?:,\s[A-ZÀ-Þ][\w.'’-]{{1,20}}(?:\s[A-ZÀ-Þ][\w.'’-]{{1,20}}){{0,2}})?"
    rf"(?:,?\s(?i:{MONTH})\s?\d{{1,2}}(?:,\s?\d{{4}})?|,?\s\d{{1,2}}\s(?i:{MONTH})(?:\s\d{{4}})?)?(?:,?\s?\([^()\n]{{2,40}}\))?"
    rf"|[A-ZÀ-Þ][\w.'’-]{{2,25}}(?:\s[A-ZÀ-Þ][\w.'’-]{{1,25}}){{0,3}}(?:,\s[A-ZÀ-Þ][\w.'’-]{{1,20}}(?:\s[A-ZÀ-Þ][\w.'’-]{{1,20}}){{0,2}})?"
    rf"(?:,?\s(?i:{MONTH})\s?\d{{1,2}}(?:,\s?\d{{4}})?(?:,?\s?\([^()\n]{{2,40}}\))?"
    rf"|,?\s\d{{1,2}}\s(?i:{MONTH})(?:\s\d{{4}})?(?:,?\s?\([^()\n]{{2,40}}\))?|,?\s?\((?:AP|AFP|UPI|Reuters|PA|DPA|Xinhua|[\w. ]{{2,30}}(?:Wire|News|Agency|Press))\)))"
    r"\s?(?:—|–|--|(?<=\s)-(?=\s))\s*(?=[A-ZÀ-Þ0-9“\"‘'«„»(\[$£€])"
)
"""VELDE, May 3 — ; KELBY (AP) — ; Kelby, 3 May (Reuters) - . In small letters only with date or agency."""

BULLETED = re.compile(r"(?:[•‣▪◦●■□►▸]\s{0,3}|[*–—-]\s{1,3})(?=[A-ZÀ-Þ“\"‘'«„0-9@])")

SIGNER = re.compile(
    r"(?P<who>[A-ZÀ-Þ][\w.’'-]*(?:\s[\w.’'-]+){0,3}?\s[A-ZÀ-Þ][\w’'-]+)(?=\s*(?:[,\n(]|$))"
)
"""The line of a signature: a name, and nothing or a comma behind it."""

SALUTATION = re.compile(
    r"(?:(?:SIRS?|Sirs?|MADAM|Madam)(?:\s?[,;:.–—-]|$)[\s,:;.–—-]*|(?:Dear|DEAR)\s(?:(?:Sir|Madam|Editor|Editors|SIR|MADAM|EDITOR)s?"
    r"(?:\s(?:or|and|/)\s(?:Sir|Madam))?|Mr\.? Editor)\s?(?:[,:;.–—-]|$)[\s,:;.–—-]*"
    r"|(?:To|TO)\s(?:the|THE)\s(?:Editors?|EDITORS?)\s?(?:[,:;.–—-]|$)[\s,:;.–—-]*"
    r"|(?:Re|RE|Regarding)\s?(?::|(?=[“\"‘]))[^\n.?!]{3,160}?(?:[.?!]|[.?!]?[”\"’],?[^\n.“”\"]{0,40}\.)\s+(?=[A-ZÀ-Þ]))"
)
"""How a letter to the editor opens: Sir, –; To the Editor:; Dear Editor,; Re: “A bridge too few,” 3 May."""

LETTER_WITHIN = 4
"""A letter's salutation stands in one of the first so many paragraphs: below a heading, above a story."""

OPINION = re.compile(
    r"\b(?P<who>I)\s(?P<cue>(?:(?:[a-z]+ly|also|still|do|must|can only|can|would|will|have|had)\s){0,2}(?:believe|fear|doubt|hope|think|"
    r"suspect|trust|know|suggest|propose|agree|wonder|say|argue|understand)(?:d|ed)?)\s(?P<said>(?:that|whether|if|why|how)\s[^.;!?\n]{4,400})"
)
"""The first person of a letter, with a verb of thought and its clause."""

GOES_ON_AFTER_STOP = re.compile(r";\s(?=(?:they|it|he|she|we|I|this|that is|there)\b)")

FEW = 3
MANY = 30
"""How many paragraphs without a label may stand between two turns: in any transcript, and in one that
certainly is (four turns and more whose labels come back)."""

SIGNATURE_WORDS = 9

LABEL_WORDS, TOP_WORDS = 16, 3
"""The most words of a label before a quotation; in a headline, where every word may have a capital, fewer."""


# -- what comes out -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Told:
    """A statement that the layout tells. ``place`` is what it stands on, label and signature included: the
    model's statements there give way. If not ``sure``, one of the model's that has the same words and
    somebody as its source stays. A ``turn`` of a conversation may hold statements of others.
    """

    content: tuple[Span, ...]
    source: Span
    place: tuple[Span, ...]
    cue: Span | None = None
    sure: bool = True
    turn: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """What the layout says of one text.

    ``places``: its own paragraphs, as given. ``body``: the places that the tagger should read, without
    bullets and the salutations and signatures of letters. ``told``: statements, in the order of the text, apart from one another.
    ``silent``: where what has no source is no statement (letters; the line that introduces others).
    ``letter``: the places of a letter to the editor. ``datelines``: in no statement; the tagger reads them,
    as it did in training.
    """

    places: tuple[Span, ...]
    body: tuple[Span, ...]
    told: tuple[Told, ...]
    silent: tuple[Span, ...]
    letter: tuple[Span, ...]
    datelines: tuple[Span, ...]
    voices: tuple[tuple[Span, Span], ...] = ()
    """Where somebody speaks of himself as I, and where he is named: turns and their labels, letters and their
    signatures; in order."""


def layout(text: str, places: Sequence[Span]) -> Layout:
    """What the shape of ``text`` tells, whose own paragraphs (without furniture) are ``places``, in order.

    Looks at marks, capitals and set words, never at meaning; an ordinary article has its places back
    and nothing told. Takes time linear in the text.
    """
    told = _turns(text, places)
    taken = {s.start for t in told for s in t.place}
    told += _quoted(text, places, taken)
    first, letter = _letter(text, places)
    told += _opinions(text, letter)
    told.sort(key=lambda t: t.content[0])
    begun = sorted(t.place[0].start for t in told)
    silent = [*letter, *_introductions(text, places, begun)]
    body = _body(text, [*places[:first], *letter])
    return Layout(
        tuple(places),
        tuple(body),
        tuple(told),
        tuple(silent),
        tuple(letter),
        tuple(_datelines(text, places)),
        tuple(sorted([*_voices(told), *_signers(text, places[first:])])),
    )


# -- transcripts and interviews ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Label:
    """A label at the beginning of paragraph ``number``: its words, where the turn's begin, the shape
    ("question", "shouted", "name"), and what makes two labels the same. ``stop``: heads no turn."""

    number: int
    span: Span
    start: int
    shape: str
    key: str
    stop: bool = False


def _label(text: str, number: int, place: Span) -> _Label | None:
    start, end = place
    m = QUESTION.match(text, start, end)
    if m:
        return _Label(number, Span(*m.span("label")), m.end(), "question", m["label"][0].upper())
    m = RECORD.match(text, start, end)
    if m:
        return _Label(number, Span(*m.span("label")), m.end(), "shouted", _key(m["label"]))
    if text.find(":", start, min(end, start + WIDE)) < 0:
        return None
    m = LABEL.match(text, start, end)
    if not m or m["description"] or m["handle"]:
        return None
    key = _key(m["label"])
    words = key.split()
    stop = not words or words[0] in NO_SPEAKER or words[-1] in NO_SPEAKER
    shape = "shouted" if m["shouted"] else "name"
    return _Label(number, Span(*m.span("label")), m.end(), shape, key, stop)


def _key(label: str) -> str:
    return " ".join(re.findall(r"[\w-]+", fold(re.sub(r"[(\[,].*", "", label))))


def _words_of(words: str) -> list[str]:
    return re.findall(r"\w+", fold(words.replace("’", " ").replace("'", " ")))


def _turns(text: str, places: Sequence[Span]) -> list[Told]:
    """The turns of transcripts and interviews in the text."""
    labels = [x for i, p in enumerate(places) if (x := _label(text, i, p))]
    if len(labels) > 1 and labels[0].number == 0 and labels[0].shape == "name":
        # A headline has a name and a colon too; a conversation goes on in the next paragraph.
        labels = labels[1:] if labels[1].number > 1 else labels
    if sum(not x.stop for x in labels) < 2:
        return []
    spoken = [x for x in labels if not x.stop and x.shape != "name"]
    certain = len(spoken) >= 4 and len({x.key for x in spoken}) < len(spoken)
    most = MANY if certain else FEW
    out: list[Told] = []
    run: list[_Label] = []
    for label in labels:
        if run and _apart(text, places, run[-1].number, label.number, most):
            out += _dialogue(text, places, run, certain)
            run = []
        run.append(label)
    return out + _dialogue(text, places, run, certain)


def _apart(text: str, places: Sequence[Span], i: int, j: int, most: int) -> bool:
    """Whether more than ``most`` paragraphs of words stand between the paragraphs ``i`` and ``j``."""
    if j - i - 1 <= most:
        return False
    count = 0
    for k in range(i + 1, j):
        count += not _stage(text, places[k])
        if count > most:
            return True
    return False


def _stage(text: str, place: Span) -> bool:
    """Whether a paragraph is a stage direction: (LAUGHTER)."""
    return place.end - place.start <= 300 and bool(STAGE.match(place.of(text)))


def _dialogue(
    text: str, places: Sequence[Span], run: Sequence[_Label], certain: bool
) -> list[Told]:
    """The turns of one run of labels, or none if it is no dialogue."""
    turns = [x for x in run if not x.stop]
    if len(turns) < 2:
        return []
    words = [_words(text, places, x) for x in turns]
    if sum(bool(ENDS.search(w[-8:])) for w in words) < 0.75 * len(words):
        return []
    personal = sum(bool(PERSONAL.search(w[:2000])) for w in words)
    if not _evident(text, turns, personal):
        return []
    answers = {x.key for x in turns} == {"A"}
    out = []
    for n, label in enumerate(run):
        if label.stop:
            continue
        last = all(x.stop for x in run[n + 1 :])
        if n + 1 == len(run):
            stop = min(len(places), label.number + 1 + (MANY if certain else 0))
            bare = label.start >= places[label.number].end
            stop = max(stop, min(len(places), label.number + 2)) if bare else stop
        else:
            stop = run[n + 1].number
        told = _turn(text, places, label, stop, last, answers)
        if told:
            out.append(told)
    return out


def _words(text: str, places: Sequence[Span], label: _Label) -> str:
    """What a turn says beside its label; of a label alone on its line, the next paragraph."""
    here = places[label.number]
    if label.start < here.end:
        return text[label.start : here.end]
    if label.number + 1 < len(places):
        return places[label.number + 1].of(text)
    return ""


def _evident(text: str, turns: Sequence[_Label], personal: int) -> bool:
    """Whether labels are a conversation's: questions with answers; capitals, with a sign that somebody
    speaks; names that take turns, or follow straight on one another and speak."""
    keys = [x.key for x in turns]
    shapes = [x.shape for x in turns]
    if shapes.count("question") * 2 > len(turns):
        asked = [k for k, s in zip(keys, shapes, strict=True) if s == "question"]
        return ("Q" in asked and "A" in asked) or len(asked) >= 3
    alternate = any(a == c != b for a, b, c in zip(keys, keys[1:], keys[2:], strict=False))
    distinct = len(set(keys)) > 1
    if shapes.count("shouted") * 2 > len(turns):
        named = sum(
            bool(SPEAKING.search(x.span.of(text))) or not ROLES.isdisjoint(x.key.split())
            for x in turns
        )
        return (distinct and (alternate or named > 0)) or 3 * personal >= len(turns)
    if alternate and personal:
        return True
    straight = all(b.number - a.number == 1 for a, b in pairwise(turns))
    return distinct and straight and 2 * personal >= len(turns)


def _turn(
    text: str, places: Sequence[Span], label: _Label, stop: int, last: bool, answers: bool
) -> Told | None:
    """One turn: the words behind its label and the paragraphs after it, before ``stop``, as long as
    nothing says that somebody else goes on. After the last label only what speaks itself is taken."""
    here = places[label.number]
    content = [Span(label.start, here.end)] if label.start < here.end else []
    place = [here]
    name = label.key.split()[-1]
    for i in range(label.number + 1, stop):
        at = places[i]
        if _stage(text, at):
            continue
        words = at.of(text)
        if content and _resumes(words, label, name, last, answers):
            break
        content.append(at)
        place.append(at)
    if not any(c.isalnum() for s in content for c in s.of(text)):
        return None
    return Told(tuple(content), label.span, tuple(place), turn=True)


def _resumes(words: str, label: _Label, name: str, last: bool, answers: bool) -> bool:
    """Whether a paragraph without a label is the article's own again: a heading, the speaker named, a
    quotation with its cue, a question between answers."""
    if not ENDS.search(words[-8:]):
        return True
    asks = words.rstrip("”\"’' ").endswith("?")
    if label.shape == "question":
        if label.key == "Q":
            return not asks
        if answers and asks:
            return True
    elif name in _words_of(words[:600]):
        return True
    if NARRATED.search(words[:2000]):
        return True
    return last and not PERSONAL.search(words[:2000])


# -- quotations with a label or a signature -----------------------------------------------------------


def _quoted(text: str, places: Sequence[Span], taken: set[int]) -> list[Told]:
    """Answers (Joan Bell, 58, caretaker: “The clock.”), signed quotations and posts, and headlines."""
    out: list[Told] = []
    done = -1
    for i, place in enumerate(places):
        if place.start in taken or i <= done:
            continue
        told = None
        top = i == 0 and len(places) > 1
        if top:
            told = _headline(text, place)
        told = (
            told or _answer(text, place, TOP_WORDS if top else LABEL_WORDS) or _signed(text, place)
        )
        if not told and i + 1 < len(places) and places[i + 1].start not in taken:
            told = _signed_below(text, places, i)
            done = i + 1 if told else done
        if told:
            out.append(told)
    return out


def _is_quotation(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` is one quotation from mark to mark."""
    if end - start < 3 or text[start] not in OPENS or text[end - 1] not in CLOSES[text[start]]:
        return False
    mark, inner = text[start], text[start + 1 : end - 1]
    if mark in "‘'":
        return not re.search(r"[,.?!][’'](?:\s|$)", inner)
    if mark == '"':
        return '"' not in inner
    return not any(inner.count(c) > inner.count(mark) for c in CLOSES[mark])


def _answer(text: str, place: Span, most: int) -> Told | None:
    start, end = place
    if text.find(":", start, min(end, start + WIDE)) < 0 or text[end - 1] not in "”\"’'»“«":
        return None
    m = LABEL.match(text, start, end)
    if not m or not _is_quotation(text, m.end(), end):
        return None
    label = m["label"]
    words = _key(label).split()
    handle = bool(m["handle"])
    if not handle and (not words or words[0] in NO_SPEAKER or words[-1] in NO_SPEAKER):
        return None
    if (
        len(label.split()) > most
        or SAYS.search(label)
        or (m["description"] and CLAUSE.search(m["description"]))
    ):
        return None
    return Told((Span(m.end(), end),), Span(*m.span("label")), (place,), sure=False)


def _closing(text: str, start: int, end: int) -> int:
    """Where the quotation that opens at ``start`` is closed for the last time before ``end``; -1: never."""
    if start >= end or text[start] not in OPENS:
        return -1
    return max(text.rfind(c, start + 1, end) for c in CLOSES[text[start]])


def _signed(text: str, place: Span) -> Told | None:
    """“…” — Ada Quill, in one paragraph; or a post, whose handle and date make it one without marks."""
    start, end = place
    tail = max(start, end - 200)
    close = _closing(text, start, end)
    if close >= tail and _is_quotation(text, start, close + 1):
        at = close + 1
        m = SIGNED.match(text, at, end)
        if m is None and text[close - 1] in ".!?…":
            m = NAMELESS.match(text, at, end)
        if m and not _sentence(m["who"]):
            return Told((Span(start, at),), Span(*m.span("who")), (place,))
        return None
    if "@" not in text[tail:end]:
        return None
    for dash in re.finditer(r"(?<=\S)\s+(?:—|–|--)\s", text[tail:end]):
        m = SIGNED.match(text, tail + dash.start(), end)
        said = text[start : tail + dash.start()].rstrip()
        if m and m["when"] and "@" in m["who"] and said:
            return Told((Span(start, start + len(said)),), Span(*m.span("who")), (place,))
    return None


def _sentence(who: str) -> bool:
    """Whether a signature is none: it goes on with a sentence, or with a clause that has a verb."""
    return bool(re.search(r"[a-z]{3}\.\s+[A-Z]", who) or CLAUSE.search(who))


def _signed_below(text: str, places: Sequence[Span], i: int) -> Told | None:
    """A quotation whose signature stands in the next paragraph, the quotation's own first paragraphs
    (opened again in each, never closed) included."""
    here, below = places[i], places[i + 1]
    if below.end - below.start > 200:
        return None
    if not _is_quotation(text, *here):
        return None
    m: re.Match[str] | None = SIGNED.match(text, *below)
    if m is None and text[here.end - 2] in ".!?…":
        m = NAMELESS.match(text, *below)
    if m:
        if _sentence(m["who"]):
            return None
        who = Span(*m.span("who"))
    else:
        m = UNDER.match(text, *below)
        if not m or (m["full"] and CLAUSE.search(m["full"])) or _label(text, i + 1, below):
            return None
        who = Span(*m.span("who" if m["who"] else "full"))
        if _key(who.of(text)).split()[0] in NO_SPEAKER:
            return None
    content = [here]
    for k in range(i - 1, max(-1, i - 12), -1):
        before, mark = places[k], text[here.start]
        closes = _closing(text, *before) if text[before.start] == mark else 0
        if text[before.start] != mark or (closes >= 0 and mark != "‘"):
            break
        content.insert(0, before)
    return Told(tuple(content), who, (*content, below))


def _headline(text: str, place: Span) -> Told | None:
    """‘We lost everything’: mill worker; Dam is safe: engineers. Only of a line that is a headline: one
    of few words, without a stop."""
    line = place.of(text)
    if len(line) > 200 or len(line.split()) > HEADLINE_WORDS or line[-1] in '.!?”"':
        return None
    m = HEADED.match(line)
    base = place.start
    if m and m["rest"][:1].islower() | (not m["rest"]):
        who = m["who"].rstrip()
        if _somebody(who):
            quote = Span(base, base + m.end("said") + 1)
            at = base + m.start("who")
            return Told((quote,), Span(at, at + len(who)), (place,), sure=False)
    m = SAYER.match(line)
    if m and m["who"].islower() and _somebody(m["who"]):
        quote = Span(base, base + len(m["said"].rstrip()))
        return Told((quote,), Span(*(base + x for x in m.span("who"))), (place,), sure=False)
    return None


def _somebody(who: str) -> bool:
    """Whether a headline's words name somebody: by what they are, or by a name of a few words."""
    words = who.split()
    last = fold(words[-1])
    if not {last, last.removesuffix("s")}.isdisjoint(BODY | ROLES | PEOPLE | KIN.keys()):
        return True
    capitals = all(w[0].isupper() for w in words)
    return capitals and len(words) <= 3 and fold(words[0]) not in NO_SPEAKER


# -- letters --------------------------------------------------------------------------------------------


def _letter(text: str, places: Sequence[Span]) -> tuple[int, list[Span]]:
    """The paragraphs of letters to the editor, without salutations and signatures: from the first
    salutation on, if that stands near the text's beginning, to the end; and that one's number."""
    near = (i for i, p in enumerate(places[:LETTER_WITHIN]) if SALUTATION.match(text, *p))
    first = next(near, None)
    if first is None:
        return len(places), []
    out = []
    begun = False
    for start, end in places[first:]:
        greeting = SALUTATION.match(text, start, end)
        if greeting:
            start, begun = greeting.end(), False
        # Below its last sentence, a letter has its signature: short lines without a stop.
        short = end - start <= 120 and len(text[start:end].split()) < SIGNATURE_WORDS
        if start >= end or (begun and short and text[end - 1] not in '.!?…”"’:'):
            continue
        begun = True
        out.append(Span(start, end))
    return first, out


def _voices(told: Iterable[Told]) -> Iterator[tuple[Span, Span]]:
    """The words of each turn, and its label."""
    for t in told:
        if t.turn:
            yield from ((place, t.source) for place in t.content)


def _signers(text: str, places: Sequence[Span]) -> Iterator[tuple[Span, Span]]:
    """The paragraphs of letters to the editor, each with its letter's signature, if there is one."""
    letter: list[Span] = []
    for start, end in places:
        if SALUTATION.match(text, start, end):
            letter = []
        short = end - start <= 120 and len(text[start:end].split()) < SIGNATURE_WORDS
        if letter and short and text[end - 1] not in '.!?…”"’:':
            line = SIGNER.match(text, start, end)
            if line:
                yield from ((place, Span(*line.span("who"))) for place in letter)
            letter = []
            continue
        letter.append(Span(start, end))


def _opinions(text: str, letter: Sequence[Span]) -> list[Told]:
    """What the writer of a letter believes, fears, doubts, in the first person."""
    out = []
    for place in letter:
        for m in OPINION.finditer(text, *place):
            start, end = m.span("said")
            end = start + len(text[start:end].rstrip(" ,"))
            if any(c in text[start:end] for c in '“”"'):
                continue
            said = Span(start, end)
            whole = (Span(m.start(), end),)
            out.append(Told((said,), Span(*m.span("who")), whole, Span(*m.span("cue")), sure=False))
    return out


# -- what the tagger should read --------------------------------------------------------------------


def _introductions(text: str, places: Sequence[Span], told: Sequence[int]) -> Iterator[Span]:
    """Paragraphs that introduce what is told below them: they end with a colon, or are a heading."""
    for here, below in pairwise(places):
        if here.end - here.start > 200 or text[here.end - 1] in '.!?…”"’':
            continue
        at = bisect_left(told, below.start)
        if at < len(told) and told[at] == below.start:
            yield here


def _body(text: str, places: Sequence[Span]) -> Iterator[Span]:
    """The places without their bullets."""
    for start, end in places:
        m = BULLETED.match(text, start, end)
        yield Span(m.end() if m and m.end() < end else start, end)


def _datelines(text: str, places: Sequence[Span]) -> Iterator[Span]:
    for place in places:
        m = DATELINE.match(text, *place)
        if m:
            yield Span(*m.span())
