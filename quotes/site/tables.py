"""What Datasette is told of our tables: facets, order, descriptions, and queries made ready."""

from __future__ import annotations

from typing import Any

QUERIES = {
    "most_quoted": {
        "title": "Who is quoted most",
        "sql": """select s.name, s.kind, s.attributions as statements,
            (select count(distinct a.article_id) from attribution a where a.speaker_id = s.id) as articles,
            (select min(a.published) from attribution a where a.speaker_id = s.id) as first,
            (select max(a.published) from attribution a where a.speaker_id = s.id) as last
            from speaker s where s.attributions > 0 order by s.attributions desc, s.name limit 100""",
    },
    "said_about": {
        "title": "Who said what about …",
        "sql": """select a.id, s.name as speaker, a.medium, a.negated, a.text, r.title, r.publisher, r.published
            from attribution_fts f join attribution a on a.number = f.rowid
            join article r on r.id = a.article_id left join speaker s on s.id = a.speaker_id
            where attribution_fts match '"' || replace(:words, '"', '') || '"' and a.medium != 'thought'
            order by r.published desc limit 200""",
    },
    "cues": {
        "title": "The words that attribute",
        "sql": """select lower(cue) as cue, count(*) as statements from attribution
            where cue != '' group by lower(cue) order by statements desc, cue limit 200""",
    },
    "unnamed": {
        "title": "What unnamed sources said",
        "sql": """select a.id, a.source, a.medium, a.negated, a.text, r.title, r.publisher, r.published from attribution a
            join article r on r.id = a.article_id
            where a.speaker_id is null and a.source != '' and a.medium != 'thought' order by a.published desc limit 200""",
    },
    "merges": {
        "title": "Names that were judged, and why",
        "sql": """select l.text as name, r.text as other, j.verdict, j.score, j.reason, j.by, j.at, j.withdrawn
            from judgement j join name l on l.id = j.left_id join name r on r.id = j.right_id
            order by j.id desc limit 500""",
    },
}

METADATA: dict[str, Any] = {
    "attribution": {
        "facets": ["kind", "medium", "negated", "speaker_id"],
        "sort_desc": "published",
        "description": "One row a statement: who (speaker, and source as printed), how (cue), what (text).",
        "columns": {
            "id": "Computed from the article and the place of the content; never changes",
            "kind": "direct: wholly in quotation marks; mixed: partly; indirect: not",
            "medium": "speech, writing, or thought: what is believed, felt, intended or expected",
            "negated": "1: the article denies it of the source (denied, did not say, declined to)",
            "text": "The content, cut from the article",
            "cue": "The words that attribute it, as printed",
            "source": "The words that name who speaks, as printed",
            "speaker_id": "The party that the source is taken for; of joint sources the first",
            "confidence": "The probability, 0 to 1, that the words are said and the source is right",
            "start": "Where the content begins, in code points of the article's text",
            "published": "The day on which the article appeared, ISO 8601",
            "publisher": "Who published the article",
            "wording": "A key of the words: statements that share it say the same",
        },
    },
    "speaker": {"sort_desc": "attributions", "facets": ["kind"]},
    "article": {"sort_desc": "published", "facets": ["publisher"], "label_column": "title"},
    "name": {
        "label_column": "text",
        "description": "One way to write a party's name; which are one speaker follows from the judgements.",
    },
    "mention": {
        "description": "A party that a statement's source means, why, and what the article calls it.",
    },
    "judgement": {
        "sort_desc": "id",
        "description": "That two names are the same, different or unsure: by whom, why, withdrawn when.",
    },
    "correction": {
        "sort_desc": "id",
        "description": "What a person said of one statement: who speaks, or that it is not to be shown.",
        # It keeps what was hidden.
        "allow": {"id": "root"},
    },
    "tally": {
        "description": "How many articles and statements there are of a month and publisher."
    },
    "block": {"hidden": True},
    "attribution_vocab": {"hidden": True},
    "name_vocab": {"hidden": True},
    "alembic_version": {"hidden": True},
}
