"""Words of the names of bodies, and acronyms known to readers of the news.

Written from general knowledge; an acronym that is not here is judged by its letters.
"""

from __future__ import annotations

from quotes.names.clean import fold, strip_possessive

SMALL = frozenset(("of", "and", "for", "the", "in", "on", "&", "to", "at"))
"""Words that a body's name has or lacks without being another's."""

LEGAL = frozenset(
    "inc incorporated corp corporation co company ltd limited plc llc llp ag nv gmbh spa pty".split()
)
"""Legal forms, which the news prints or leaves out: Apple is Apple Inc."""

RESPELLED = {
    "defence": "defense",
    "labour": "labor",
    "centre": "center",
    "centres": "centers",
    "organisation": "organization",
    "programme": "program",
    "dept": "department",
    "univ": "university",
    "assn": "association",
    "intl": "international",
    "govt": "government",
    "natl": "national",
}
"""British spellings and abbreviations under American ones."""

UNIONS = {"un": ["united", "nations"], "eu": ["european", "union"]}
"""Acronyms in front of the names of what belongs to them: the UN Security Council."""

OFFICES = frozenset("ministry department".split())
"""What may stand before or after what it is for: the Ministry of Defence is the Defence Ministry."""

STATE = OFFICES | frozenset("government army navy parliament embassy military police".split())
"""Bodies of a state: with these, Israeli is of Israel."""

DEMONYMS = {
    adjective: country
    for country, adjectives in (
        line.split(":")
        for line in """
        us:american us usa
        uk:british uk britain
        afghanistan:afghan
        argentina:argentine argentinian
        australia:australian
        austria:austrian
        brazil:brazilian
        canada:canadian
        chile:chilean
        china:chinese
        colombia:colombian
        cuba:cuban
        denmark:danish
        egypt:egyptian
        finland:finnish
        france:french
        germany:german
        greece:greek
        hungary:hungarian
        india:indian
        indonesia:indonesian
        iran:iranian
        iraq:iraqi
        ireland:irish
        israel:israeli
        italy:italian
        japan:japanese
        jordan:jordanian
        kenya:kenyan
        lebanon:lebanese
        libya:libyan
        malaysia:malaysian
        mexico:mexican
        netherlands:dutch
        nigeria:nigerian
        norway:norwegian
        pakistan:pakistani
        poland:polish
        portugal:portuguese
        russia:russian
        spain:spanish
        sweden:swedish
        switzerland:swiss
        syria:syrian
        turkey:turkish turkiye
        ukraine:ukrainian
        venezuela:venezuelan
        yemen:yemeni
        """.split("\n")
        if line.strip()
    )
    for country, adjectives in [(country.strip(), adjectives)]
    for adjective in adjectives.split()
}

_KNOWN = """
ACLU American Civil Liberties Union
ADL Anti-Defamation League
AFT American Federation of Teachers
AMA American Medical Association
AFP Agence France-Presse
AIPAC American Israel Public Affairs Committee
ANC African National Congress
AP Associated Press
APEC Asia-Pacific Economic Cooperation
ASEAN Association of Southeast Asian Nations
AU African Union
ATF Bureau of Alcohol, Tobacco, Firearms and Explosives
BBC British Broadcasting Corporation
BIS Bank for International Settlements
BJP Bharatiya Janata Party
BLS Bureau of Labor Statistics
BMA British Medical Association
BOE Bank of England
BOJ Bank of Japan
CBC Canadian Broadcasting Corporation
CBI Confederation of British Industry
CBO Congressional Budget Office
CBP Customs and Border Protection
CCP Chinese Communist Party
CDC Centers for Disease Control and Prevention
CDU Christian Democratic Union
CFPB Consumer Financial Protection Bureau
CFTC Commodity Futures Trading Commission
CIA Central Intelligence Agency
CNN Cable News Network
CPJ Committee to Protect Journalists
CPS Crown Prosecution Service
CSU Christian Social Union
DEA Drug Enforcement Administration
DHS Department of Homeland Security
DNC Democratic National Committee
DOD Department of Defense
DOE Department of Energy
DOJ Department of Justice
DOT Department of Transportation
DUP Democratic Unionist Party
EBRD European Bank for Reconstruction and Development
EC European Commission
ECB European Central Bank
ECHR European Court of Human Rights
EPA Environmental Protection Agency
EU European Union
FAA Federal Aviation Administration
FAO Food and Agriculture Organization
FBI Federal Bureau of Investigation
FCA Financial Conduct Authority
FCC Federal Communications Commission
FDA Food and Drug Administration
FDIC Federal Deposit Insurance Corporation
FEC Federal Election Commission
FEMA Federal Emergency Management Agency
FERC Federal Energy Regulatory Commission
FIFA Fédération Internationale de Football Association
FSB Federal Security Service
FTC Federal Trade Commission
GAO Government Accountability Office
GCC Gulf Cooperation Council
GE General Electric
GM General Motors
GOP Republican Party
HHS Department of Health and Human Services
HMRC HM Revenue and Customs
HRW Human Rights Watch
HUD Department of Housing and Urban Development
IAEA International Atomic Energy Agency
IBM International Business Machines
ICC International Criminal Court
ICE Immigration and Customs Enforcement
ICJ International Court of Justice
ICRC International Committee of the Red Cross
IDF Israel Defense Forces
IEA International Energy Agency
IFS Institute for Fiscal Studies
ILO International Labor Organization
IMF International Monetary Fund
IOC International Olympic Committee
IOM International Organization for Migration
IPCC Intergovernmental Panel on Climate Change
IRA Irish Republican Army
IRGC Islamic Revolutionary Guard Corps
IRS Internal Revenue Service
LAPD Los Angeles Police Department
LSE London School of Economics
MIT Massachusetts Institute of Technology
MLB Major League Baseball
MOD Ministry of Defense
MSF Médecins Sans Frontières
NAACP National Association for the Advancement of Colored People
NASA National Aeronautics and Space Administration
NATO North Atlantic Treaty Organization
NBA National Basketball Association
NBC National Broadcasting Company
NCAA National Collegiate Athletic Association
NFL National Football League
NHL National Hockey League
NHS National Health Service
NHTSA National Highway Traffic Safety Administration
NIH National Institutes of Health
NLRB National Labor Relations Board
NOAA National Oceanic and Atmospheric Administration
NPR National Public Radio
NRA National Rifle Association
NRC Nuclear Regulatory Commission
NSA National Security Agency
NSC National Security Council
NTSB National Transportation Safety Board
NYPD New York Police Department
NYSE New York Stock Exchange
NYT New York Times
OAS Organization of American States
OBR Office for Budget Responsibility
OECD Organization for Economic Cooperation and Development
OMB Office of Management and Budget
ONS Office for National Statistics
OPCW Organization for the Prohibition of Chemical Weapons
OPEC Organization of the Petroleum Exporting Countries
OSCE Organization for Security and Cooperation in Europe
OSHA Occupational Safety and Health Administration
PBOC People's Bank of China
PBS Public Broadcasting Service
PKK Kurdistan Workers Party
PLA People's Liberation Army
PLO Palestine Liberation Organization
PPP Pakistan People's Party
PRI Institutional Revolutionary Party
PSNI Police Service of Northern Ireland
RAF Royal Air Force
RBA Reserve Bank of Australia
RBI Reserve Bank of India
RCMP Royal Canadian Mounted Police
RNC Republican National Committee
RSPCA Royal Society for the Prevention of Cruelty to Animals
SEC Securities and Exchange Commission
SNP Scottish National Party
SPD Social Democratic Party of Germany
SPLC Southern Poverty Law Center
TSA Transportation Security Administration
TUC Trades Union Congress
UAE United Arab Emirates
UAW United Auto Workers
UCLA University of California, Los Angeles
UEFA Union of European Football Associations
UK United Kingdom
UKIP UK Independence Party
UN United Nations
UNESCO United Nations Educational, Scientific and Cultural Organization
UNHCR United Nations High Commissioner for Refugees
UNICEF United Nations Children's Fund
UNRWA United Nations Relief and Works Agency
US United States
USA United States
USAID United States Agency for International Development
USDA Department of Agriculture
USPS United States Postal Service
VA Department of Veterans Affairs
WSJ Wall Street Journal
WFP World Food Program
WHO World Health Organization
WTO World Trade Organization
WWF World Wildlife Fund
"""

_ALSO = """
United States of America = United States
Centers for Disease Control = Centers for Disease Control and Prevention
New York City Police Department = New York Police Department
Social Democrats = Social Democratic Party of Germany
Drug Enforcement Agency = Drug Enforcement Administration
Israeli Defense Forces = Israel Defense Forces
US Postal Service = United States Postal Service
US Agency for International Development = United States Agency for International Development
UN Refugee Agency = United Nations High Commissioner for Refugees
Organisation for Economic Co-operation and Development = Organization for Economic Cooperation and Development
Organisation for Security and Co-operation in Europe = Organization for Security and Cooperation in Europe
"""
"""Other names in use for the bodies above."""


def significant(words: list[str]) -> tuple[str, ...]:
    """The folded words of a body's name that tell it from another's, in their order and in one
    spelling; all of them where none is left otherwise. A body of a state is its country's, not its
    nation's: Israeli Defence Ministry gives israel, defense, ministry."""
    if not words:
        return ()
    some = [w for w in words if w not in SMALL]
    kept = [w for w in some if w not in LEGAL] or some or words
    kept = [RESPELLED.get(w, w) for w in kept]
    kept[:1] = UNIONS.get(kept[0], kept[:1])
    if len(kept) > 1 and kept[0] == "united" and kept[1] == "states" and STATE & set(kept):
        kept[:2] = ["us"]
    if STATE & set(kept):
        kept = [DEMONYMS.get(w, w) for w in kept]
        if "foreign" in kept:  # the Ministry of Foreign Affairs is the Foreign Ministry
            kept = [w for w in kept if w != "affairs"]
    return tuple(kept)


def _words(text: str) -> tuple[str, ...]:
    return significant([fold(strip_possessive(w)) for w in text.replace(",", "").split()])


ACRONYMS = {
    fold(line.split()[0]): _words(" ".join(line.split()[1:]))
    for line in _KNOWN.strip().splitlines()
}
"""Acronyms, folded, with the significant words of what every reader takes them for."""

SPELLED_OUT = frozenset(ACRONYMS.values())

ALSO = {
    _words(other): _words(one)
    for other, one in (line.split(" = ") for line in _ALSO.strip().splitlines())
    if _words(other) != _words(one)
}
