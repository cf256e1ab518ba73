"""What a site of a million statements needs: counts that are kept instead of counted, indexes in the order
in which pages show, names by their words; and corrections of single statements.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = """
ALTER TABLE article ADD COLUMN excerpt BOOLEAN DEFAULT 0 NOT NULL;
ALTER TABLE attribution ADD COLUMN publisher VARCHAR;
ALTER TABLE attribution ADD COLUMN wording INTEGER;
ALTER TABLE mention ADD COLUMN read_name_id INTEGER REFERENCES name (id);
ALTER TABLE mention ADD COLUMN read_reason VARCHAR;
CREATE TABLE correction (
    id INTEGER NOT NULL,
    attribution_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    field VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    kind VARCHAR,
    snapshot VARCHAR,
    reason VARCHAR NOT NULL,
    "by" VARCHAR NOT NULL,
    at VARCHAR NOT NULL,
    withdrawn VARCHAR,
    withdrawn_by VARCHAR,
    action_id INTEGER,
    PRIMARY KEY (id),
    FOREIGN KEY (article_id) REFERENCES article (id) ON DELETE CASCADE,
    FOREIGN KEY (action_id) REFERENCES action (id)
);
CREATE INDEX ix_correction_attribution_id ON correction (attribution_id);
CREATE INDEX ix_correction_article_id ON correction (article_id);
CREATE INDEX ix_correction_action_id ON correction (action_id);
CREATE TABLE tally (
    what VARCHAR NOT NULL,
    month VARCHAR NOT NULL,
    publisher VARCHAR NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (what, month, publisher)
);
DROP INDEX ix_attribution_speaker_id;
CREATE INDEX ix_attribution_said ON attribution (speaker_id, published, publisher, medium, article_id);
CREATE INDEX ix_attribution_publisher ON attribution (publisher, published);
CREATE INDEX ix_attribution_wording ON attribution (wording) WHERE wording IS NOT NULL;
CREATE VIRTUAL TABLE name_fts USING fts5(words, tokenize="unicode61");
CREATE VIRTUAL TABLE name_vocab USING fts5vocab('name_fts', 'row');
CREATE VIRTUAL TABLE attribution_vocab USING fts5vocab('attribution_fts', 'row')
"""

KEY = "{what}, coalesce(substr({row}.published, 1, 7), ''), coalesce({row}.publisher, '')"

MORE = f"""    INSERT INTO tally (what, month, publisher, number) VALUES ({KEY}, 1)
    ON CONFLICT (what, month, publisher) DO UPDATE SET number = number + 1;"""

LESS = f"""    UPDATE tally SET number = number - 1 WHERE (what, month, publisher) = ({KEY});
    DELETE FROM tally WHERE number = 0 AND (what, month, publisher) = ({KEY});"""


def _triggers(table: str, what: str, columns: str) -> list[str]:
    new, old = what.replace("row.", "new."), what.replace("row.", "old.")
    more, less = MORE.format(what=new, row="new"), LESS.format(what=old, row="old")
    return [
        f"CREATE TRIGGER {table}_{name} AFTER {when} ON {table} BEGIN\n{then}\nEND"
        for name, when, then in (
            ("counted", "INSERT", more),
            ("uncounted", "DELETE", less),
            ("recounted", f"UPDATE OF {columns}", f"{less}\n{more}"),
        )
    ]


TRIGGERS = (
    *_triggers("article", "'article'", "published, publisher"),
    *_triggers("attribution", "row.medium", "medium, published, publisher"),
)

FILL = """
UPDATE attribution SET publisher = (SELECT publisher FROM article WHERE id = attribution.article_id);
INSERT INTO tally (what, month, publisher, number)
    SELECT 'article', coalesce(substr(published, 1, 7), ''), coalesce(publisher, ''), count(*) FROM article
    GROUP BY 2, 3;
INSERT INTO tally (what, month, publisher, number)
    SELECT medium, coalesce(substr(published, 1, 7), ''), coalesce(publisher, ''), count(*) FROM attribution
    GROUP BY 1, 2, 3
"""

BACK = """
DROP TABLE attribution_vocab;
DROP TABLE name_vocab;
DROP TABLE name_fts;
DROP INDEX ix_attribution_wording;
DROP INDEX ix_attribution_publisher;
DROP INDEX ix_attribution_said;
CREATE INDEX ix_attribution_speaker_id ON attribution (speaker_id);
DROP TABLE tally;
DROP TABLE correction;
ALTER TABLE mention DROP COLUMN read_reason;
ALTER TABLE mention DROP COLUMN read_name_id;
ALTER TABLE attribution DROP COLUMN wording;
ALTER TABLE attribution DROP COLUMN publisher;
ALTER TABLE article DROP COLUMN excerpt
"""


def upgrade() -> None:
    for statement in TABLES.split(";"):
        op.execute(statement.strip())
    for statement in FILL.split(";"):
        op.execute(statement.strip())
    fill(op.get_bind())
    for statement in TRIGGERS:
        op.execute(statement)


def fill(connection) -> None:
    """The wording of every statement, a thousand at a time, and the words of every name."""
    from quotes.store.blocks import write_words
    from quotes.wording import wording

    last = -1
    while rows := connection.execute(
        sa.text(
            "SELECT number, text FROM attribution WHERE number > :n ORDER BY number LIMIT 1000"
        ),
        {"n": last},
    ).all():
        last = rows[-1].number
        connection.execute(
            sa.text("UPDATE attribution SET wording = :w WHERE number = :n"),
            [{"n": r.number, "w": wording(r.text)} for r in rows],
        )
    write_words(connection, connection.execute(sa.text("SELECT id FROM name")).scalars().all())


def downgrade() -> None:
    for name in ("recounted", "uncounted", "counted"):
        for table in ("article", "attribution"):
            op.execute(f"DROP TRIGGER {table}_{name}")
    # What persons corrected goes with its table: the statements are then again what was read. What was
    # hidden is not in the older shape at all.
    op.execute(
        "UPDATE mention SET name_id = read_name_id, reason = read_reason WHERE read_reason IS NOT NULL"
    )
    for statement in BACK.split(";"):
        op.execute(statement.strip())
