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

CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

CREATE TABLE article (
    id VARCHAR NOT NULL,
    hash VARCHAR NOT NULL,
    title VARCHAR,
    authors VARCHAR,
    publisher VARCHAR,
    published VARCHAR,
    url VARCHAR,
    language VARCHAR,
    text VARCHAR NOT NULL,
    origin VARCHAR,
    added VARCHAR NOT NULL, excerpt BOOLEAN DEFAULT 0 NOT NULL,
    PRIMARY KEY (id)
);

CREATE INDEX ix_article_hash ON article (hash);

CREATE INDEX ix_article_published ON article (published);

CREATE INDEX ix_article_publisher ON article (publisher);

CREATE INDEX ix_article_url ON article (url);

CREATE TRIGGER article_counted AFTER INSERT ON article BEGIN
    INSERT INTO tally (what, month, publisher, number) VALUES ('article', coalesce(substr(new.published, 1, 7), ''), coalesce(new.publisher, ''), 1)
    ON CONFLICT (what, month, publisher) DO UPDATE SET number = number + 1;
END;

CREATE TRIGGER article_recounted AFTER UPDATE OF published, publisher ON article BEGIN
    UPDATE tally SET number = number - 1 WHERE (what, month, publisher) = ('article', coalesce(substr(old.published, 1, 7), ''), coalesce(old.publisher, ''));
    DELETE FROM tally WHERE number = 0 AND (what, month, publisher) = ('article', coalesce(substr(old.published, 1, 7), ''), coalesce(old.publisher, ''));
    INSERT INTO tally (what, month, publisher, number) VALUES ('article', coalesce(substr(new.published, 1, 7), ''), coalesce(new.publisher, ''), 1)
    ON CONFLICT (what, month, publisher) DO UPDATE SET number = number + 1;
END;

CREATE TRIGGER article_uncounted AFTER DELETE ON article BEGIN
    UPDATE tally SET number = number - 1 WHERE (what, month, publisher) = ('article', coalesce(substr(old.published, 1, 7), ''), coalesce(old.publisher, ''));
    DELETE FROM tally WHERE number = 0 AND (what, month, publisher) = ('article', coalesce(substr(old.published, 1, 7), ''), coalesce(old.publisher, ''));
END;

CREATE TABLE attribution (
    number INTEGER NOT NULL,
    id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    run_id INTEGER NOT NULL,
    kind VARCHAR NOT NULL,
    text VARCHAR NOT NULL,
    cue VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    speaker_id INTEGER,
    confidence FLOAT NOT NULL,
    start INTEGER NOT NULL,
    published VARCHAR, medium VARCHAR DEFAULT 'speech' NOT NULL, negated BOOLEAN DEFAULT 0 NOT NULL, publisher VARCHAR, wording INTEGER,
    PRIMARY KEY (number),
    UNIQUE (id),
    FOREIGN KEY (article_id) REFERENCES article (id) ON DELETE CASCADE,
    FOREIGN KEY (run_id) REFERENCES run (id),
    FOREIGN KEY (speaker_id) REFERENCES speaker (id)
);

CREATE INDEX ix_attribution_article_id ON attribution (article_id);

CREATE INDEX ix_attribution_kind ON attribution (kind);

CREATE INDEX ix_attribution_medium ON attribution (medium);

CREATE INDEX ix_attribution_published ON attribution (published);

CREATE INDEX ix_attribution_publisher ON attribution (publisher, published);

CREATE INDEX ix_attribution_run_id ON attribution (run_id);

CREATE INDEX ix_attribution_said ON attribution (speaker_id, published, publisher, medium, article_id);

CREATE INDEX ix_attribution_wording ON attribution (wording) WHERE wording IS NOT NULL;

CREATE TRIGGER attribution_ad AFTER DELETE ON attribution BEGIN
    INSERT INTO attribution_fts (attribution_fts, rowid, text) VALUES ('delete', old.number, old.text);
END;

CREATE TRIGGER attribution_ai AFTER INSERT ON attribution BEGIN
    INSERT INTO attribution_fts (rowid, text) VALUES (new.number, new.text);
END;

CREATE TRIGGER attribution_au AFTER UPDATE OF number, text ON attribution BEGIN
    INSERT INTO attribution_fts (attribution_fts, rowid, text) VALUES ('delete', old.number, old.text);
    INSERT INTO attribution_fts (rowid, text) VALUES (new.number, new.text);
END;

CREATE TRIGGER attribution_counted AFTER INSERT ON attribution BEGIN
    INSERT INTO tally (what, month, publisher, number) VALUES (new.medium, coalesce(substr(new.published, 1, 7), ''), coalesce(new.publisher, ''), 1)
    ON CONFLICT (what, month, publisher) DO UPDATE SET number = number + 1;
END;

CREATE TRIGGER attribution_recounted AFTER UPDATE OF medium, published, publisher ON attribution BEGIN
    UPDATE tally SET number = number - 1 WHERE (what, month, publisher) = (old.medium, coalesce(substr(old.published, 1, 7), ''), coalesce(old.publisher, ''));
    DELETE FROM tally WHERE number = 0 AND (what, month, publisher) = (old.medium, coalesce(substr(old.published, 1, 7), ''), coalesce(old.publisher, ''));
    INSERT INTO tally (what, month, publisher, number) VALUES (new.medium, coalesce(substr(new.published, 1, 7), ''), coalesce(new.publisher, ''), 1)
    ON CONFLICT (what, month, publisher) DO UPDATE SET number = number + 1;
END;

CREATE TRIGGER attribution_uncounted AFTER DELETE ON attribution BEGIN
    UPDATE tally SET number = number - 1 WHERE (what, month, publisher) = (old.medium, coalesce(substr(old.published, 1, 7), ''), coalesce(old.publisher, ''));
    DELETE FROM tally WHERE number = 0 AND (what, month, publisher) = (old.medium, coalesce(substr(old.published, 1, 7), ''), coalesce(old.publisher, ''));
END;

CREATE VIRTUAL TABLE attribution_fts USING fts5(
    text, content="attribution", content_rowid="number", tokenize="porter unicode61 remove_diacritics 2"
);

CREATE VIRTUAL TABLE attribution_vocab USING fts5vocab('attribution_fts', 'row');

CREATE TABLE block (
    key VARCHAR NOT NULL,
    name_id INTEGER NOT NULL,
    PRIMARY KEY (key, name_id),
    FOREIGN KEY (name_id) REFERENCES name (id) ON DELETE CASCADE
);

CREATE INDEX ix_block_name_id ON block (name_id);

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

CREATE INDEX ix_correction_action_id ON correction (action_id);

CREATE INDEX ix_correction_article_id ON correction (article_id);

CREATE INDEX ix_correction_attribution_id ON correction (attribution_id);

CREATE TABLE failure (
    id INTEGER NOT NULL,
    origin VARCHAR NOT NULL,
    error VARCHAR NOT NULL,
    at VARCHAR NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE judgement (
    id INTEGER NOT NULL,
    left_id INTEGER NOT NULL,
    right_id INTEGER NOT NULL,
    verdict VARCHAR NOT NULL,
    score FLOAT NOT NULL,
    reason VARCHAR NOT NULL,
    "by" VARCHAR NOT NULL,
    at VARCHAR NOT NULL,
    withdrawn VARCHAR,
    withdrawn_by VARCHAR, action_id INTEGER REFERENCES action (id),
    PRIMARY KEY (id),
    FOREIGN KEY (left_id) REFERENCES name (id),
    FOREIGN KEY (right_id) REFERENCES name (id)
);

CREATE INDEX ix_judgement_action_id ON judgement (action_id);

CREATE INDEX ix_judgement_left_id ON judgement (left_id);

CREATE INDEX ix_judgement_right_id ON judgement (right_id);

CREATE INDEX ix_judgement_verdict ON judgement (verdict);

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

CREATE INDEX ix_label_action_id ON label (action_id);

CREATE INDEX ix_label_name_id ON label (name_id);

CREATE TABLE mention (
    attribution INTEGER NOT NULL,
    position INTEGER NOT NULL,
    start INTEGER,
    "end" INTEGER,
    name_id INTEGER,
    reason VARCHAR NOT NULL, description VARCHAR, description_start INTEGER, description_end INTEGER, read_name_id INTEGER REFERENCES name (id), read_reason VARCHAR,
    PRIMARY KEY (attribution, position),
    FOREIGN KEY (attribution) REFERENCES attribution (number) ON DELETE CASCADE,
    FOREIGN KEY (name_id) REFERENCES name (id)
);

CREATE INDEX ix_mention_called ON mention (name_id, description);

CREATE INDEX ix_mention_joint ON mention (name_id) WHERE position > 0;

CREATE TABLE name (
    id INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    scope VARCHAR NOT NULL,
    speaker_id INTEGER, attributions INTEGER DEFAULT 0 NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (text, kind, scope),
    FOREIGN KEY (speaker_id) REFERENCES speaker (id)
);

CREATE INDEX ix_name_scope ON name (scope);

CREATE INDEX ix_name_speaker_id ON name (speaker_id);

CREATE VIRTUAL TABLE name_fts USING fts5(words, tokenize="unicode61");

CREATE VIRTUAL TABLE name_vocab USING fts5vocab('name_fts', 'row');

CREATE TABLE run (
    id INTEGER NOT NULL,
    article_id VARCHAR NOT NULL,
    model VARCHAR NOT NULL,
    version VARCHAR NOT NULL,
    at VARCHAR NOT NULL,
    attributions INTEGER NOT NULL, min_confidence FLOAT,
    PRIMARY KEY (id),
    FOREIGN KEY (article_id) REFERENCES article (id) ON DELETE CASCADE
);

CREATE INDEX ix_run_article_id ON run (article_id);

CREATE TABLE span (
    attribution INTEGER NOT NULL,
    role VARCHAR NOT NULL,
    position INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    PRIMARY KEY (attribution, role, position),
    FOREIGN KEY (attribution) REFERENCES attribution (number) ON DELETE CASCADE
);

CREATE TABLE speaker (
    id INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    attributions INTEGER NOT NULL, wikidata VARCHAR,
    PRIMARY KEY (id)
);

CREATE INDEX ix_speaker_attributions ON speaker (attributions);

CREATE INDEX ix_speaker_name ON speaker (name);

CREATE INDEX ix_speaker_wikidata ON speaker (wikidata);

CREATE TABLE tally (
    what VARCHAR NOT NULL,
    month VARCHAR NOT NULL,
    publisher VARCHAR NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (what, month, publisher)
);
