"""Short forms of given names, and given names that one original has in several spellings.

Written from general knowledge of names in English-language news.
"""

from __future__ import annotations

from enum import IntEnum


class Kin(IntEnum):
    """How two given names stand to each other by custom: two names, perhaps one, one."""

    NONE = 0
    HINT = 1
    ONE = 2


_SHORT = """
abraham = abe
alan allan allen = / al
albert = bert / al
alexander = / alex sandy sasha oleksandr
alexandra = / alex sandy sasha
alfred = alf / al fred
andrew = andy / drew
ann anne = / annie
anthony = tony / anton
arthur = art
barbara = barb
benjamin = ben / benny bibi
bernard = bernie
calvin = cal
catherine katherine kathryn katharine cathryn = / kate kathy cathy katie kit
charles = charlie chuck / chas
christina christine cristina = / chris tina chrissy
christopher = / chris kit topher
clifford = cliff
daniel = dan danny
david = dave / davy
deborah debra = debbie deb
donald = don / donny
dorothy = / dot dottie
douglas = doug
edward = eddie / ed ted teddy ned
edwin = / ed
edmund = / ed ted ned
eleanor = / nell ellie
elizabeth elisabeth = liz / beth betsy betty eliza lizzie libby
emily = / em emmy
ernest = ernie
frances = / fran frankie
francis = / frank
franklin = / frank
frederick frederic = / fred freddie
gabrielle = gabby
gabriel = gabe
geoffrey jeffrey jeffery = jeff / geoff
george = / georgie
gerald = / gerry jerry
gerard = / gerry
gregory = greg
harold = / hal harry
henry = / hank harry hal
herbert = herb / bert
howard = / howie
isaac = ike
jacob = jake / jack
jacqueline = jackie
james = jim jimmy / jamie jimbo
janet = / jan
jennifer = jen / jenny
jerome = / jerry
jeremy = / jerry
jessica = jess / jessie
john = / jack johnny jon
jonathan jonathon = / jon john jonny
joseph = joe joey / josef jose
joshua = josh
judith = / judy
kenneth = ken / kenny
kimberly = / kim
lawrence laurence = larry
leonard = / len lenny leo
louis lewis = / lou
madeleine madeline = / maddie
margaret = maggie / peggy meg marge
martin = marty
matthew = matt
michael = mike / mick mickey mikhail
mitchell = mitch
nathan = / nate
nathaniel = / nate
newton = newt
nicholas nicolas = nick / nicky
norman = norm
oliver = / ollie
pamela = pam
patricia = / pat patty trish tricia
patrick = / pat paddy
peter = pete / pyotr petro pedro
philip phillip = phil
randall = / randy
randolph = / randy
raymond = ray
rebecca = becky
reginald = reg / reggie
richard = rich / dick rick ricky
robert = rob / bob bobby robbie
ronald = ron / ronnie
rudolph rudolf = rudy
russell = russ
samantha = / sam
samuel = / sam sammy
sandra = / sandy
sarah sara = / sally sadie
sophia sofia = / sophie
stanley = stan
stephanie stefanie = steph
stephen steven = steve / stevie
stuart stewart = stu
susan suzanne susanna = sue / suzy
teresa theresa = / terry tess
terence terrence = / terry
theodore = / ted teddy theo
thomas = tom tommy
timothy = tim
valerie = val
victoria = / vicky vicki tori
vincent = vince
vladimir = vlad / volodymyr wladimir
walter = walt / wally
william = / bill will willie billy liam
zachary = zach zack
"""
"""One name a line: its spellings, then after ``=`` the short forms that readers of the news take for
this name and no other, after ``/`` those that only hint at it."""

_SPELLINGS = """
abdullah abdallah abdulla
ahmed ahmad
aisha ayesha aicha
aleksei aleksey alexei alexey
alexander aleksandr aleksander alexandr
andrei andrey andrej
ali aly
dmitry dmitri dmitriy dmitrii dimitri
fatima fatimah fatema
gamal jamal
hassan hasan
hussein husain hossein hussain husayn husein
ibrahim ebrahim
khalid khaled
mahmoud mahmud mahmood
mikhail michail
mohammed mohamed mohammad muhammad mohamad muhammed muhamad muhamed
muammar moammar muamar moamar
mustafa mostafa moustafa
nikolai nikolay nicolai
omar umar
osama usama
pyotr petr piotr
rashid rasheed rachid
saeed saeid
sergei sergey sergej serguei
vasily vasili vassily vasiliy
viktor victor
yasser yasir yaser
yevgeny evgeny yevgeniy evgeni evgeniy
yulia yuliya iulia julija
yuri yury yuriy iouri
yusuf youssef yousef yousuf yussuf
"""
"""Given names of other scripts, each with the spellings that Latin letters give it."""

_full: dict[str, str] = {}
_sure: dict[str, str] = {}
_hint: dict[str, frozenset[str]] = {}
for _line in _SHORT.strip().splitlines():
    _names, _, _shorts = _line.partition(" =")
    _one, _, _maybe = _shorts.partition("/")
    _long = _names.split()
    _full |= dict.fromkeys(_long, _long[0])
    _sure |= dict.fromkeys(_one.split(), _long[0])
    for _word in _maybe.split():
        _hint[_word] = _hint.get(_word, frozenset()) | {_long[0]}

_script = {w: line.split()[0] for line in _SPELLINGS.strip().splitlines() for w in line.split()}

EASTERN = (frozenset(_script) - {"alexander", "victor"}) | frozenset(
    """
    abdel abdul abdelaziz abu adel anwar ayatollah ayman bashar boris fyodor fedor gennady hafez hamid haidar hosni
    igor imran ismail iosif ivan jalal karim leonid lev maxim mehmet mehdi moqtada muqtada nasser nawaz nicolae nikita
    nouri nuri oleg oleksandr oleksiy pavel pervez petro rafik rafiq ramzan recep reza riyad roman saad saddam salman
    salva slobodan stanislav tariq tatiana tatyana vitaly vitali vladimir volodymyr vyacheslav yegor yelena yitzhak
    ziad zine
    """.split()
)
"""Given names that go with a family name from another script, which Latin letters spell many ways."""

CLIPPED = frozenset(_sure)
"""Short forms that stand for one name."""


def canonical(given: str) -> str:
    """The given name, folded, under which its spellings and certain short forms are kept."""
    return _full.get(given) or _sure.get(given) or _script.get(given) or given


def hinted(given: str) -> frozenset[str]:
    """The names that a folded short form may stand for and does not stand for surely."""
    return _hint.get(given, frozenset())


def kin(a: str, b: str) -> Kin:
    """How two given names, folded and not equal, stand to each other.

    ONE for two spellings of one name of another script (Sergei, Sergey), and for a short form clipped
    from one name and no other beside that name (Mike, Michael; Tom, Thomas; Tony, Anthony): that is how
    the labelled pairs have it. HINT for a form that begins or goes otherwise than the name, as Bill and
    Bob do, or stands for several (Ted, Sam, Chris, Jack), for two short forms of one name (Tom, Tommy),
    and for two spellings between which people choose (Stephen, Steven).
    """
    if a in _script and _script[a] == _script.get(b):
        return Kin.ONE
    for short, long in ((a, b), (b, a)):
        if short in _sure and _full.get(long) == _sure[short]:
            return Kin.ONE
    if canonical(a) == canonical(b):
        return Kin.HINT
    left, right = hinted(a), hinted(b)
    return Kin.HINT if canonical(a) in right or canonical(b) in left or left & right else Kin.NONE
