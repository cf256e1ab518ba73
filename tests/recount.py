"""What is kept instead of counted, counted anew: to be compared with what the database has."""

from __future__ import annotations

from sqlalchemy import Connection, text

KEPT = {
    "names": "SELECT id, attributions FROM name",
    "speakers": "SELECT id, attributions FROM speaker",
    "pointers": "SELECT number, speaker_id FROM attribution",
    "tally": "SELECT what, month, publisher, number FROM tally",
    "texts": "SELECT DISTINCT rowid FROM attribution_fts WHERE attribution_fts MATCH 'number'",
    "silent": "SELECT id FROM name WHERE attributions AND speaker_id IS NULL",
    "empty": "SELECT id FROM speaker WHERE id NOT IN (SELECT speaker_id FROM name WHERE speaker_id IS NOT NULL)",
    "corrected": "SELECT DISTINCT attribution FROM mention WHERE read_reason IS NOT NULL",
    "half corrected": "SELECT attribution FROM mention WHERE read_reason IS NULL AND "
    "attribution IN (SELECT attribution FROM mention WHERE read_reason IS NOT NULL)",
}

COUNTED = {
    "names": "SELECT n.id, count(DISTINCT m.attribution) FROM name n "
    "LEFT JOIN mention m ON m.name_id = n.id GROUP BY n.id",
    "speakers": "SELECT s.id, count(DISTINCT m.attribution) FROM speaker s LEFT JOIN name n "
    "ON n.speaker_id = s.id LEFT JOIN mention m ON m.name_id = n.id GROUP BY s.id",
    "pointers": "SELECT a.number, (SELECT n.speaker_id FROM mention m JOIN name n ON n.id = m.name_id "
    "WHERE m.attribution = a.number ORDER BY m.position LIMIT 1) FROM attribution a",
    "tally": "SELECT 'article', coalesce(substr(published, 1, 7), ''), coalesce(publisher, ''), count(*) "
    "FROM article GROUP BY 2, 3 UNION ALL SELECT medium, coalesce(substr(published, 1, 7), ''), "
    "coalesce(publisher, ''), count(*) FROM attribution GROUP BY 1, 2, 3",
    "texts": "SELECT number FROM attribution WHERE text LIKE '%number%'",
    "silent": "SELECT 1 WHERE 0",
    "empty": "SELECT 1 WHERE 0",
    "corrected": "SELECT DISTINCT a.number FROM attribution a JOIN correction c "
    "ON c.attribution_id = a.id WHERE c.field = 'speaker' AND c.withdrawn IS NULL",
    "half corrected": "SELECT 1 WHERE 0",
}


def recount(connection: Connection, *but: str) -> None:
    """Fails if anything that is kept is not what counting gives; ``but``: what is not to be compared."""
    for what in KEPT.keys() - set(but):
        kept, counted = (
            sorted(map(tuple, connection.execute(text(q[what]))), key=repr) for q in (KEPT, COUNTED)
        )
        assert kept == counted, what
    connection.execute(
        text("INSERT INTO attribution_fts (attribution_fts, rank) VALUES ('integrity-check', 1)")
    )
    assert not connection.execute(text("PRAGMA foreign_key_check")).all()
