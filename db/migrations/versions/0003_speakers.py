"""Names found by keys, what a person does to speakers as actions that can be undone, Wikidata
identifiers, descriptions, and every party of joint sources.

A source's places move to ``span``, beside those of content and cue: ``mention`` is about parties now. What
the rules make of the names is computed anew after the upgrade (``quotes.store.identity.rebuild``); what
they judged before stays in the ledger, withdrawn where they judge otherwise now.

Revision ID: 0003
Revises: 0002
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE action (
    id INTEGER NOT NULL,
    what VARCHAR NOT NULL,
    summary VARCHAR NOT NULL,
    "by" VARCHAR NOT NULL,
    at VARCHAR NOT NULL,
    withdrawn VARCHAR,
    withdrawn_by VARCHAR,
    PRIMARY KEY (id)
);
CREATE TABLE label (
    id INTEGER NOT NULL,
    name_id INTEGER NOT NULL,
    field VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    "by" VARCHAR NOT NULL,
    at VARCHAR NOT NULL,
    withdrawn VARCHAR,
    withdrawn_by VARCHAR,
    action_id INTEGER,
    PRIMARY KEY (id),
    FOREIGN KEY (name_id) REFERENCES name (id),
    FOREIGN KEY (action_id) REFERENCES action (id)
);
CREATE INDEX ix_label_name_id ON label (name_id);
CREATE INDEX ix_label_action_id ON label (action_id);
CREATE TABLE block (
    key VARCHAR NOT NULL,
    name_id INTEGER NOT NULL,
    PRIMARY KEY (key, name_id),
    FOREIGN KEY (name_id) REFERENCES name (id) ON DELETE CASCADE
);
CREATE INDEX ix_block_name_id ON block (name_id);
DROP INDEX ix_name_block;
ALTER TABLE name DROP COLUMN block;
ALTER TABLE name ADD COLUMN attributions INTEGER DEFAULT 0 NOT NULL;
CREATE INDEX ix_name_scope ON name (scope);
ALTER TABLE speaker ADD COLUMN wikidata VARCHAR;
CREATE INDEX ix_speaker_wikidata ON speaker (wikidata);
ALTER TABLE judgement ADD COLUMN action_id INTEGER REFERENCES action (id);
CREATE INDEX ix_judgement_action_id ON judgement (action_id);
ALTER TABLE mention ADD COLUMN description VARCHAR;
ALTER TABLE mention ADD COLUMN description_start INTEGER;
ALTER TABLE mention ADD COLUMN description_end INTEGER;
DROP INDEX ix_mention_name_id;
CREATE INDEX ix_mention_called ON mention (name_id, description);
CREATE INDEX ix_mention_joint ON mention (name_id) WHERE position > 0;
INSERT INTO span (attribution, role, position, start, "end")
    SELECT attribution, 'source', position, start, "end" FROM mention WHERE start IS NOT NULL;
UPDATE mention SET "end" = (SELECT max(m."end") FROM mention m WHERE m.attribution = mention.attribution)
    WHERE position = 0;
DELETE FROM mention WHERE position > 0;
UPDATE name SET attributions =
    (SELECT count(DISTINCT attribution) FROM mention WHERE mention.name_id = name.id)
"""

BACK = """
DELETE FROM mention WHERE position > 0;
UPDATE mention SET "end" = (SELECT s."end" FROM span s
    WHERE s.attribution = mention.attribution AND s.role = 'source' AND s.position = 0)
    WHERE start IS NOT NULL;
INSERT INTO mention (attribution, position, start, "end", name_id, reason)
    SELECT s.attribution, s.position, s.start, s."end", m.name_id, m.reason
    FROM span s JOIN mention m ON m.attribution = s.attribution
    WHERE s.role = 'source' AND s.position > 0;
DELETE FROM span WHERE role = 'source';
DROP INDEX ix_mention_joint;
DROP INDEX ix_mention_called;
CREATE INDEX ix_mention_name_id ON mention (name_id);
ALTER TABLE mention DROP COLUMN description_end;
ALTER TABLE mention DROP COLUMN description_start;
ALTER TABLE mention DROP COLUMN description;
DROP INDEX ix_judgement_action_id;
ALTER TABLE judgement DROP COLUMN action_id;
DROP INDEX ix_speaker_wikidata;
ALTER TABLE speaker DROP COLUMN wikidata;
DROP INDEX ix_name_scope;
ALTER TABLE name DROP COLUMN attributions;
ALTER TABLE name ADD COLUMN block VARCHAR DEFAULT '' NOT NULL;
CREATE INDEX ix_name_block ON name (block);
DROP TABLE block;
DROP TABLE label;
DROP TABLE action
"""


def upgrade() -> None:
    for statement in TABLES.split(";"):
        op.execute(statement.strip())


def downgrade() -> None:
    for statement in BACK.split(";"):
        op.execute(statement.strip())
