"""Whether a statement was said, written or thought, and whether the article denies it of its source.

The three media are those of speech, writing and thought presentation (Leech & Short 1981; Semino &
Short 2004). Rules decide, from the cue, the source and the words around them. The word lists are
frozen; they were made from the cues of PolNeAR's training part (19,832 attributions). What they reach
on its development part stands in ``docs/extraction.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from quotes.attribution import Medium
from quotes.document import Span

SPEECH = frozenset(
    """accept accuse acknowledge add address admit advise advocate affirm agree allege allegation announce
    announcement answer apologize applaud argue argument articulate ask assail assert assertion assurance
    assure attack attribute bash beg bemoan berate blame blast boast brag brand brief bring broadcast
    call campaign caution celebrate challenge champion chant characterize charge chastise chide cite claim
    clarify comment commend compare complain complaint concede condemn confess confirm confront
    congratulate contend correct counter credit criticism criticize cry debate decline declaration declare
    decry defend demand denial denounce deny depict deride describe detail disavow disclose discuss
    discussion dismiss dispute disclaim dodge echo elaborate emphasize encourage endorse endorsement
    equate exclaim exhort explain explanation express fire focus frame gush hail highlight hint hit host
    identify impersonate imply indicate inform insist instruct insult interrupt interview introduce invite
    invoke joke knock label lambaste lament lash laud laugh lecture lie liken list lobby maintain make mention
    mock moderate mumble murmur mutter name nominate note object objection observe offer order outline paint patter persuade
    pitch plead pledge point portray pose praise preach predict present press proclaim promise promote
    pronounce propose proposal protest push quip quote rail raise rant rap rattle react reaffirm
    reassure rebuff rebuke rebut recall recite recommend recommendation recount refer reference refuse refusal
    refute reiterate reject remark remind repeat reply request respond response retort reveal ridicule rip
    roar rule say scoff scold scream share shout sing slam slap speak speech state stipulate stress
    suggest suggestion summarize swear talk taunt tease tell testify testimony thank threat threaten toast
    tout trash trumpet urge utter vent voice volunteer vouch vow warn warning weigh welcome whisper
    yell admonish allude apology assess blurt cheer clamor coin concur contradict deadpan demonstrate dictate
    dub enthuse enumerate fault greet implore inquire interject jeer lodge narrate opine overrule petition
    poke profess prompt quibble refrain relate relay reprimand rib rumor sanction scorn shoot
    signal single skewer snap sneer sniff specify spell spin swipe term thunder touch trot unveil vilify
    wax whine""".split()
)

WRITING = frozenset(
    """author blog caption cable compose co-author co-write draft e-mail email file handwrite headline ink
    jot letter memo op-ed overwrite pen post posting print publish publication read reprint repost
    retweet scrawl scribble sign subtitle text title tweet tweetstorm type write""".split()
)

THOUGHT = frozenset(
    """admire admiration affection afraid agenda aim alarm ambition ambivalent anger angry anticipate
    anticipation anxiety anxious apparent apparently appear appreciate apprehension approach approval assume
    assumption attitude await aware awareness back backer backing bearish belief believe believer bent bet
    blind bullish calculate calculation care certain choose comfortable comprehend conceive
    concern concerned conclude conclusion confidence confident confuse consider consideration contemplate
    conviction convinced covet crave curious decide decision dedicated deem delight delighted
    design desire desperate determination determine determined devote disagreement disappoint disappointed
    disapprove disbelief discover disdain dislike distaste distrust doubt dread dream eager eagerness effort
    embarrass embrace enjoy enthusiasm enthusiastic envision envy estimation excited expect expectation
    experience eye faith fan fascinate favor favorite favour fathom fear feel feeling fond forecast foresee forget
    forgive frustrate frustrated frustration fume furious fury gauge glad goal grapple grasp grateful guess happy
    hate hatred hear hesitant hope hopeful hopefully horrify hunch idea ideology idolize ignore imagine
    impress inclined indifferent infer inspire instinct intend intent intention interest interested
    interpret interpretation irk judge judgment know knowledge learn leery lean long loathe look love lust
    mad mean mind misjudge mistake mistrust mull need nervous notion objective oblivious obsess
    opinion oppose opponent opposition optimism optimistic outrage perceive perception perplex perspective
    persuaded pessimistic philosophy plan plot ponder poised position prefer preference prejudice prepare
    prepared presume presumably prioritize proud puzzle rage ready realize reason reckon recognise
    recognize recollect regard regret rejoice reluctance reluctant rely remember resent resentment resigned
    resolve respect satisfied scare scared scary scheme see seek seem seemingly seethe sense sentiment
    shock shocked sick skeptical skepticism sceptical sentiment sound speculate speculation strategize strategy
    stun stunned strive suppose support supporter supportive supposed sure surmise surprise surprised
    suspect suspicion suspicious sway sympathetic sympathy sympathize theory think thinking thought tired
    treat trust unaware uncertain uncomfortable understand understanding underestimate uneasy unhappy
    unsure unwilling upset value view vision visualize want wary watch weary willing willingness wish witness
    wonder worry yearn worldview mindset mood stance stake instinctive despise detest adore cherish revere
    venerate mourn grieve panic pray dismay disgust disgusted annoy annoyed amaze amazed bother baffle
    bewilder aspire aspiration count counting craving zeal hostility hostile loyal loyalty
    fixate fixated obsessed preoccupied torn undecided conscious convince""".split()
)

WEAK = frozenset(
    "seem appear continue go begin start keep fail try attempt sound look apparently".split()
)
"""They say how, not what: "seemed to suggest" suggests. They count only if no other word does."""

DENIAL = frozenset(
    """avoid balk contradict debunk decline denial deny disagree disavow disclaim discount dismiss dismissal
    disprove dispute dodge doubt duck eschew fail failure pooh-pooh rebuff rebut rebuttal refrain refusal
    refuse refutation refute reject rejection renounce repudiate sidestep unable unaware unwilling withhold""".split()
)
"""The source does not say it, or says the opposite."""

NEGATION = frozenset(
    "not never no none nobody nothing nowhere neither nor without cannot hardly scarcely".split()
)

HARMLESS = re.compile(
    r"(?:\bnot|n[’']t|\bno|\bnever)\s+(?:only|just|merely|simply|alone|least|fewer|less than|more than|secret|"
    r"illusions?|question|wonder|bones|hesitat\w+|surprised?|shy)\b|\bno\s+matter\b|\bif\s+not\b|\bwhether\s+or\s+not\b|\bwhy\s+not\b",
    re.I,
)
"""Negations that deny nothing of the source: "not only said", "made no secret of"."""

DOCUMENT = frozenset(
    """account accounts ad advertisement advert affidavit agreement amendment analysis analyses announcement
    article articles autobiography ballot bill billboard biography blog book books brief bylaws
    cable cables caption census charter chart column complaint constitution contract cover coverage data
    decree deed diary directive document documents draft editorial editorials e-mail e-mails email emails
    essay estimate estimates feature figures file files filing filings findings footage forecast graphic
    guide guidelines handbook headline headlines index indictment instructions journal law laws lawsuit
    leaflet legislation letter letters list log magazine manifesto manual manuscript map memo memoir
    memorandum memos message messages metrics minutes motion newsletter newspaper newspapers note notes
    notice novel op-ed opinion order page pages paper papers pamphlet paragraph petition photo photograph
    photographs photos placard play poem poll polling polls post poster posting postings posts profile
    publication questionnaire ranking rankings record records regulation regulations release releases reply
    report reports research resolution review rule rules ruling scorecard screenshot script sections sign
    signs site slide slogan spreadsheet stats statement statements statistics statute story studies study
    subpoena suit summary survey surveys tabloid tabulation tally tape tapes text texts timeline tract
    transcript treaty tweet tweets verdict video videos warrant webpage website writings clip clips
    passage chapter newswire reporting transcripts returns average averages result results schedule playbook
    readout audio sheet roster version picture pictures trove count outlet""".split()
)

OUTLETS = re.compile(
    r"(?:Times|Journal|Tribune|Herald|Gazette|Magazine|Chronicle|Telegraph|Examiner|Inquirer|Enquirer|News|"
    r"Newsweek|TIME|Dispatch|Courier|Ledger|Register|Sentinel|Weekly|Daily|Today|TODAY|Wire|Bee|Beast|"
    r"Atlantic|Economist|Yorker|Politico|POLITICO|Reuters|Bloomberg|Breitbart|Buzz[Ff]eed|HuffPost|HuffPo|"
    r"Vox|Slate|Salon|AP|AFP|UPI|Axios|Vice|Gawker|Jezebel|Quartz|Caller|Intercept|Wikipedia|Wiki[Ll]eaks|"
    r"Politi[Ff]act|FactCheck|Drudge|Deadspin|Variety|Forbes|TMZ|Gallup|Nielsen|Snopes|FiveThirtyEight|"
    r"RealClearPolitics|ProPublica|Federalist|\w+\.(?:com|org|net|gov|co|uk))"
)
"""The last word of a publication's name. It is a list, so it takes a town's News for one and misses others."""

OUTLETS_IN_NAMES = re.compile(
    r"\w+ (?:\w+ )*(?:Post|Guardian|Independent|Observer|Sun|Globe|Mirror|Mail|Star|Standard|Record|Reporter|"
    r"Review|Report|Nation|Monitor|Blade|Index|Hill|Hedge|Press|Fortune|Mic)"
)
"""The same of words that are surnames too when they stand alone."""

HONORIFIC = re.compile(r"(?:Mr|Mrs|Ms|Miss|Dr|Sir|Sen|Rep|Gov|Gen|Mayor|Judge|Justice|President)\b")

BODIES = re.compile(
    r"\b(?:CNN|BBC|NBC|CBS|ABC|NPR|PBS|MSNBC|Fox|FOX|ESPN|C-SPAN|Radio|Census|Statistics|Pew|Budget Office|"
    r"Research|Institute|Bureau|University|Center|Centre|Polling|Pollster)\b"
)
"""Broadcasters and bodies of research: "according to" them is by what they published."""

CHANNEL = (
    r"(?:tweets?|statements?|posts?|posting|e-?mails?|letters?|memo(?:randum)?s?|op-ed|column|essay|blog|"
    r"memoirs?|autobiography|book|article|editorial|filings?|affidavit|brief|lawsuit|complaint|report|caption|"
    r"newsletter|release|web ?site|web page|paper|note|documents?|messages?|petition|survey|poll|study|"
    r"pamphlet|manifesto|diary|tweetstorm|Twitter|Facebook|Instagram|Reddit|Snapchat|Tumblr|LinkedIn|"
    r"Weibo|Telegram|Truth Social|Medium)"
)

BETWEEN = (
    r"(?:(?!(?:to|with|about|of|after|before|interview|speech|response|and|that|who|against|said|for|at)\b)"
    r"[\w’'&.$/-]+,?\s+){0,5}?"
)

IN_WRITING = re.compile(
    rf"\b(?:in|on|via|by|through|over|from)\s+{BETWEEN}{CHANNEL}\b(?!\s+(?:interview|chat|video|Live|Town|town))"
)
AT_HEAD = re.compile(
    rf"\W*(?:\w+\s+){{0,2}}?(?:In|On|Via|Through|From|in|on)\s+{BETWEEN}{CHANNEL}\b"
)
TO_WRITING = re.compile(
    r"\b(?:took|take|takes|taking|turned|turns)\s+to\s+(?:Twitter|Facebook|Instagram|social media)\b|"
    r"\b(?:tweets?|tweetstorm|open letter|press release|e-?mails?|op-ed|editorial|memo|affidavit)\b|"
    r"\b(?:issu|releas|publish|post|circulat|sen[dt]|wrot|writ|put|fil|submit|sign)\w*\b.{0,40}\b"
    r"(?:statement|letter|report|memo|note|message|brief|motion|lawsuit|complaint|petition|survey|poll|study|ad|article|tape|ruling|guide|list|paper)s?\b",
    re.I,
)

NOBODY = re.compile(
    r"^(?:no(?![.-])|none(?!\s+other)|nobody|no[- ]one|neither|not|few|hardly|nothing)\b(?!\s*\d)",
    re.I,
)
"""A source that is nobody: "no one", "not everyone", "few of them"."""

INVERTED = re.compile(
    r"\b(?:nor|neither|never|not once|at no time|in no way|nowhere)\s+(?:(?:did|do|does|has|have|had|would|will|can|could|is|are|was|were|should|may|might)\s+)?$",
    re.I,
)
"""Before a source: "nor did [she] {say}"."""

HELPERS = frozenset(
    """did do does has have had is are was were be been being would will can could may might must should ever
    yet so even actually really explicitly publicly specifically directly openly immediately formally outright
    to it once again ever also still fully quite necessarily exactly personally always""".split()
)

PEOPLE = frozenset(
    """he she they i we you who police officials official authorities residents witnesses witness spokesman
    spokeswoman spokesperson officers officer sources source agents deputies lawyers people men women man
    woman voters reporters reporter mother father family company companies prosecutors states users
    students hospitals hospital campaign campaigns democrats republicans candidates department""".split()
)
"""Sources that report with their mouths, or that are no publication."""

HEARSAY = frozenset("reportedly allegedly purportedly supposedly".split())
"""Somebody says so, whatever verb follows: "reportedly saw"."""

RESEARCHERS = frozenset(
    "researchers scientists economists academics scholars pollsters authors".split()
)
THINGS = frozenset("it this these that those which".split())
EVIDENCE = frozenset(
    "show suggest indicate find reveal illustrate list state contain include".split()
)

IRREGULAR = {
    form: lemma
    for lemma, forms in {
        "say": "said", "tell": "told", "write": "wrote written", "think": "thought", "know": "knew known",
        "see": "saw seen", "feel": "felt", "hear": "heard", "find": "found", "mean": "meant", "speak": "spoke spoken",
        "seek": "sought", "understand": "understood", "hold": "held", "choose": "chose chosen", "make": "made",
        "forget": "forgot forgotten", "foresee": "foresaw foreseen", "bring": "brought", "lead": "led",
        "go": "went gone", "begin": "began begun", "keep": "kept", "sing": "sang sung", "swear": "swore sworn",
        "take": "took taken", "give": "gave given", "shoot": "shot", "withhold": "withheld", "mistake": "mistook mistaken",
        "lay": "laid", "misunderstand": "misunderstood", "forgive": "forgave forgiven", "spell": "spelt",
        "overhear": "overheard", "dream": "dreamt", "learn": "learnt", "plead": "pled", "lie": "lied",
        "handwrite": "handwrote handwritten", "bet": "bets betting", "set": "sets", "put": "puts",
    }.items()
    for form in forms.split()
}  # fmt: skip

WORD = re.compile(r"[A-Za-z]+(?:[’'‘-][A-Za-z]+)*")
SENTENCE = re.compile(
    r"(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSen)(?<!\bRep)(?<!\bGov)(?<!\bGen)(?<!\b[A-Z])[.!?][”\"’')]*\s+|\n"
)
BREAK = re.compile(
    r",|;|\(|--|—|\b(?:of|from|by|in|for|on|at|who|that|which|whose|with|to|about|as|and)\b", re.I
)


def medium_of(
    text: str, cue: Sequence[Span], source: Sequence[Span], content: Sequence[Span]
) -> Medium:
    """Whether the content was said, written or thought, by the rules of this module.

    ``text`` is the article's; the spans, in order, are places in it; ``cue`` and ``source`` may be empty.
    Writing is what is written or published: by a cue of writing, a channel beside it ("in a
    statement"), or a source that is a document, a poll or a publication. Thought is what is believed,
    felt, perceived, intended or expected. All else is speech, acts that are done with words among them
    ("ruled", "endorsed"), and whatever no rule knows. Rules of English; they read no context beyond the
    sentence, so a person's "said" in a chat is speech.
    """
    words = [_plain(w) for w in _words(_cut(text, cue))]
    named = _cut(text, source)
    # A capital in the middle of a sentence is a name's: Mr. Law, and no law.
    name = bool(source) and source[0].start != _start(text, source[0].start)
    document, publication = _is_document(named, name), _is_publication(named)
    if "according" in words or words == ["per"]:
        publication = publication or bool(BODIES.search(BREAK.split(named, maxsplit=1)[0]))
    near = _near(text, cue, source, content)
    printed = _cut(text, cue)
    if document or IN_WRITING.search(printed) or TO_WRITING.search(printed):
        return Medium.WRITING
    head = _head(words, named, text, content)
    if head == Medium.THOUGHT:
        return head
    if head == Medium.WRITING or publication or near:
        return Medium.WRITING
    return Medium.SPEECH


def negated(
    text: str, cue: Sequence[Span], source: Sequence[Span] = (), content: Sequence[Span] = ()
) -> bool:
    """Whether the statement is denied of its source at the cue: "did not say", "denied that", "declined
    to", "no one said", "without saying".

    To deny is to assert the opposite, so "denied that" counts; so do to refuse and to reject. Two denials
    cancel: "did not deny" is not negated. A "not" inside the content is the source's own and does not
    count. Reads the cue, up to four words before it, and the source; arguments as for ``medium_of``.
    """
    named = _cut(text, source)
    if NOBODY.match(named):
        return True
    printed = _before(text, cue, source, content) + " " + _cut(text, cue)
    printed = HARMLESS.sub(
        " ", re.sub(r"rather than|instead of|stop\w* short of", "without", printed, flags=re.I)
    )
    printed = re.sub(r"\brul(?:e|es|ed|ing)\s+(?:\w+\s+)?out\b", "deny", printed, flags=re.I)
    count = 0
    grammar = bool(source) and bool(
        INVERTED.search(text[_start(text, source[0].start) : source[0].start])
    )
    past = None
    for i, word in enumerate(_words(printed)):
        low = _plain(word)
        if past is not None and i > past + 3:
            break  # a long cue: what stands later belongs to other words of it
        if low in NEGATION or low.endswith(("n't", "n’t")) or low == "cant":
            grammar = True
        elif any(f in DENIAL for f in _forms(low)):
            count += 1
            past = i if past is None else past
        elif past is None and any(f in SPEECH or f in WRITING or f in THOUGHT for f in _forms(low)):
            past = i
    return (count + grammar) % 2 == 1


def _head(words: Sequence[str], named: str, text: str, content: Sequence[Span]) -> Medium | None:
    """The medium of the first word of the cue that has one; words that only say how come last."""
    weak: Medium | None = None
    source = [w.lower() for w in _words(named)]
    for i, word in enumerate(words):
        forms = _forms(word)
        found = _one(
            word, forms, words[i + 1 : i + 3], words[max(0, i - 2) : i], source, text, content
        )
        if found is None:
            continue
        if any(f in WEAK for f in forms):
            weak = weak or found
            continue
        return found
    return weak


def _one(
    word: str,
    forms: frozenset[str],
    after: Sequence[str],
    before: Sequence[str],
    source: Sequence[str],
    text: str,
    content: Sequence[Span],
) -> Medium | None:
    last = source[-1] if source else ""
    if word in HEARSAY:
        return Medium.SPEECH
    if "report" in forms or word == "reporting":
        people = not source or source[0] in PEOPLE or last in PEOPLE
        return Medium.SPEECH if people or (word == "reports" and "of" in after) else Medium.WRITING
    if forms & EVIDENCE and source and (source[0] in THINGS and len(source) == 1):
        return Medium.WRITING
    if "find" in forms:
        if last in RESEARCHERS or (source and source[0] in RESEARCHERS):
            return Medium.WRITING
        # "He found it dull" is a view; what an inquiry finds, and "found that", is asserted.
        view = not source or source[-1] in ("i", "we", "he", "she", "they", "you", "who")
        asserted = (
            bool(content) and text[content[0].start : content[0].start + 5].lower() == "that "
        )
        return Medium.THOUGHT if view and not asserted else Medium.SPEECH
    if "conclude" in forms:
        return Medium.SPEECH
    if "agree" in forms:
        return Medium.THOUGHT if word in ("agree", "agrees") else Medium.SPEECH
    if "back" in forms and (word == "back" or set(after) & {"off", "down", "away"}):
        return None if word == "back" and not before and not after else Medium.SPEECH
    if "like" in forms:
        liking = word in ("likes", "liked") or "would" in before or "’d" in before
        return Medium.THOUGHT if liking else None
    if word in ("clear", "plain"):
        return Medium.THOUGHT if {"is", "was", "seems"} & set(before) else Medium.SPEECH
    if "express" in forms or word in ("voicing",):
        return Medium.SPEECH
    if forms & WRITING:
        return Medium.WRITING
    if forms & THOUGHT and not (word == "saw" and after[:1] == ["off"]):
        return Medium.THOUGHT
    return Medium.SPEECH if forms & SPEECH else None


def _near(text: str, cue: Sequence[Span], source: Sequence[Span], content: Sequence[Span]) -> bool:
    """Whether the words beside the cue name a written channel: before, at the head of the sentence;
    after, in the same sentence and before the content goes on."""
    places = [*cue, *source]
    if not cue:
        return False
    first, last = min(p.start for p in places), max(p.end for p in places)
    start = _start(text, first)
    before = _outside(text, start, first, content)
    if AT_HEAD.match(before):
        return True
    ends = {last, max(c.end for c in cue)}
    return any(IN_WRITING.search(_after(text, end, content)) for end in ends)


def _after(text: str, at: int, content: Sequence[Span]) -> str:
    """At most 70 characters after ``at``, to the end of the sentence or to the content."""
    end = min([at + 70, len(text), *(c.start for c in content if c.start >= at)])
    stop = SENTENCE.search(text, at, end)
    return text[at : stop.start() if stop else end]


def _before(text: str, cue: Sequence[Span], source: Sequence[Span], content: Sequence[Span]) -> str:
    """The words directly before the cue that belong to its verb: negations, denials and helpers, up to
    four, none of them the source's or the content's."""
    if not cue:
        return ""
    at = cue[0].start
    start = max([_start(text, at), *(p.end for p in (*source, *content) if p.end <= at)])
    kept: list[str] = []
    for word in reversed(_words(text[start:at])[-4:]):
        low = _plain(word)
        known = low in NEGATION or low in HELPERS or low.endswith(("n't", "n’t"))
        if not (known or low == "than" or low == "rather" or any(f in DENIAL for f in _forms(low))):
            break
        kept.insert(0, word)
    return " ".join(kept)


def _outside(text: str, start: int, end: int, content: Sequence[Span]) -> str:
    """``text[start:end]`` from the last content in it on."""
    return text[max([start, *(c.end for c in content if c.end <= end)]) : end]


@lru_cache(maxsize=64)
def _start(text: str, at: int) -> int:
    """Where the sentence that holds ``at`` begins; 240 characters back at most. (Several rules ask for the same
    place in turn: remembered, it costs a quarter.)"""
    start = max(0, at - 240)
    for stop in SENTENCE.finditer(text, start, at):
        start = stop.end()
    return start


def _is_document(named: str, name: bool) -> bool:
    """Whether a source's head is a document: "a poll by …", but no "poll worker". ``name``: a capital
    at its beginning is a name's."""
    words = _words(BREAK.split(named, maxsplit=1)[0])
    for i, word in enumerate(words):
        if word.lower() not in DOCUMENT or (
            word[0].isupper() and (word != words[-1] if i else name)
        ):
            continue
        if word[0].isupper() and i and OUTLETS.fullmatch(word):
            continue
        after = words[i + 1].lower() if i + 1 < len(words) else ""
        if (
            not after
            or after.endswith(("ed", "ing", "day", "ly"))
            or after in ("out", "it", "taken", "last", "this", "earlier")
        ):
            return True
    return False


def _is_publication(named: str) -> bool:
    """Whether a source is a publication, by the last word of its name."""
    first = BREAK.split(re.sub(r"[’']s?$", "", named), maxsplit=1)[0]
    first = " ".join(first.split()).strip(" .")
    if not first or HONORIFIC.match(first):
        return False
    return bool(OUTLETS.fullmatch(first.split()[-1]) or OUTLETS_IN_NAMES.fullmatch(first))


def _cut(text: str, spans: Sequence[Span]) -> str:
    return " ".join(span.of(text) for span in spans)


def _words(printed: str) -> list[str]:
    return WORD.findall(printed)


def _plain(word: str) -> str:
    return word.lower().replace("‘", "’")


@lru_cache(maxsize=20_000)
def _forms(word: str) -> frozenset[str]:
    """The lemmas that a lower-case word may be a form of, itself among them."""
    return frozenset(_lemmas(word))


def _lemmas(word: str) -> Iterator[str]:
    yield word
    if word in IRREGULAR:
        yield IRREGULAR[word]
    for ending, instead in (
        ("ies", "y"), ("ied", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"),
        ("’s", ""), ("'s", ""), ("ise", "ize"), ("ised", "ize"), ("ises", "ize"), ("ising", "ize"),
    ):  # fmt: skip
        if word.endswith(ending) and len(word) > len(ending) + 1:
            stem = word[: -len(ending)]
            yield stem + instead
            if ending in ("ed", "ing") and not instead and len(stem) > 3 and stem[-1] == stem[-2]:
                yield stem[:-1]
