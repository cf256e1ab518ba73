"""How a statement reached the article (speech, writing, thought), whether it is denied there, and the
confidence that a run asked for.

The statements that are there get theirs from the article's text and their places in it, by the rules of
the program that upgrades: as if it had read the article again.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

COLUMNS = (
    ("attribution", "medium VARCHAR DEFAULT 'speech' NOT NULL"),
    ("attribution", "negated BOOLEAN DEFAULT 0 NOT NULL"),
    ("run", "min_confidence FLOAT"),
)
"""Added in place: a batch would make the table anew and drop its triggers."""

PLACES = """
SELECT a.number, s.role, s.start, s."end" FROM attribution a JOIN span s ON s.attribution = a.number
WHERE a.article_id = :article AND s.start < s."end"
UNION ALL
SELECT a.number, 'source', m.start, m."end" FROM attribution a JOIN mention m ON m.attribution = a.number
WHERE a.article_id = :article AND m.start < m."end"
"""


def upgrade() -> None:
    for table, column in COLUMNS:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column}")
    fill(op.get_bind())
    op.execute("CREATE INDEX ix_attribution_medium ON attribution (medium)")


def fill(connection) -> None:
    """Computes what is new of every statement, an article at a time: a text is read once."""
    from quotes.document import Span
    from quotes.extract.medium import medium_of, negated

    articles = connection.execute(sa.text("SELECT DISTINCT article_id FROM attribution")).scalars()
    for article in articles.all():
        text = connection.execute(
            sa.text("SELECT text FROM article WHERE id = :article"), {"article": article}
        ).scalar()
        found = {}
        for number, role, start, end in connection.execute(sa.text(PLACES), {"article": article}):
            roles = found.setdefault(number, {"cue": [], "source": [], "content": []})
            roles[role].append(Span(start, end))
        rows = []
        for number, roles in found.items():
            places = [tuple(sorted(roles[r])) for r in ("cue", "source", "content")]
            row = {"number": number, "medium": medium_of(text, *places).value}
            rows.append(row | {"negated": negated(text, *places)})
        if rows:
            connection.execute(
                sa.text(
                    "UPDATE attribution SET medium = :medium, negated = :negated WHERE number = :number"
                ),
                rows,
            )


def downgrade() -> None:
    op.execute("DROP INDEX ix_attribution_medium")
    for table, column in reversed(COLUMNS):
        op.execute(f"ALTER TABLE {table} DROP COLUMN {column.split()[0]}")
