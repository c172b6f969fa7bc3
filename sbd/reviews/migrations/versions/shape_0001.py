"""The first shape: projects, meetings, what was answered and what is to be done."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None

#: The log is only added to; the database itself refuses anything else.
_TRIGGERS = ("update", "delete")
_TABLES = """
CREATE TABLE projects (
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  made TEXT NOT NULL,
  PRIMARY KEY (id)
);
CREATE TABLE variants (
  id TEXT NOT NULL,
  project TEXT NOT NULL,
  name TEXT NOT NULL,
  made TEXT NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY(project) REFERENCES projects (id)
);
CREATE TABLE plans (
  id INTEGER NOT NULL,
  variant TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  name TEXT NOT NULL,
  settings TEXT NOT NULL,
  content BLOB NOT NULL,
  made TEXT NOT NULL,
  PRIMARY KEY (id),
  UNIQUE (variant, sha256, settings),
  FOREIGN KEY(variant) REFERENCES variants (id)
);
CREATE TABLE assessments (
  id INTEGER NOT NULL,
  "plan" INTEGER NOT NULL,
  checklist TEXT NOT NULL,
  checklist_version TEXT NOT NULL,
  checklist_sha256 TEXT NOT NULL,
  date TEXT NOT NULL,
  made TEXT NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY("plan") REFERENCES plans (id)
);
CREATE TABLE sessions (
  id TEXT NOT NULL,
  variant TEXT NOT NULL,
  assessment INTEGER,
  kind TEXT NOT NULL,
  title TEXT DEFAULT '' NOT NULL,
  lang TEXT DEFAULT 'en' NOT NULL,
  token TEXT,
  code TEXT,
  current TEXT,
  stage TEXT DEFAULT 'join' NOT NULL,
  opened TEXT NOT NULL,
  closed TEXT,
  PRIMARY KEY (id),
  FOREIGN KEY(variant) REFERENCES variants (id),
  FOREIGN KEY(assessment) REFERENCES assessments (id),
  UNIQUE (token)
);
CREATE UNIQUE INDEX alone_once ON sessions (variant)
  WHERE kind = 'alone';
CREATE UNIQUE INDEX open_codes ON sessions (code)
  WHERE closed IS NULL;
CREATE TABLE session_disciplines (
  session TEXT NOT NULL,
  discipline TEXT NOT NULL,
  expected BOOLEAN NOT NULL,
  restricted BOOLEAN NOT NULL,
  PRIMARY KEY (session, discipline),
  FOREIGN KEY(session) REFERENCES sessions (id)
);
CREATE TABLE session_criteria (
  session TEXT NOT NULL,
  criterion TEXT NOT NULL,
  position INTEGER NOT NULL,
  sensitive BOOLEAN NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (session, criterion),
  FOREIGN KEY(session) REFERENCES sessions (id)
);
CREATE TABLE session_pictures (
  session TEXT NOT NULL,
  edition TEXT NOT NULL,
  role TEXT NOT NULL,
  svg TEXT NOT NULL,
  PRIMARY KEY (session, edition, role),
  FOREIGN KEY(session) REFERENCES sessions (id)
);
CREATE TABLE session_places (
  session TEXT NOT NULL,
  letter TEXT NOT NULL,
  kind TEXT NOT NULL,
  sector TEXT NOT NULL,
  lon FLOAT NOT NULL,
  lat FLOAT NOT NULL,
  PRIMARY KEY (session, letter),
  FOREIGN KEY(session) REFERENCES sessions (id)
);
CREATE TABLE participants (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  session TEXT NOT NULL,
  pseudonym TEXT NOT NULL,
  voice TEXT NOT NULL,
  key_sha256 TEXT,
  discipline TEXT NOT NULL,
  name TEXT,
  lang TEXT NOT NULL,
  joined TEXT NOT NULL,
  UNIQUE (session, pseudonym),
  FOREIGN KEY(session) REFERENCES sessions (id),
  UNIQUE (voice),
  UNIQUE (key_sha256)
);
CREATE TABLE ratings (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  session TEXT NOT NULL,
  voice TEXT NOT NULL,
  discipline TEXT NOT NULL,
  criterion TEXT NOT NULL,
  answer TEXT NOT NULL,
  comment TEXT,
  lon FLOAT,
  lat FLOAT,
  given TEXT NOT NULL,
  FOREIGN KEY(session) REFERENCES sessions (id)
);
CREATE INDEX ratings_by ON ratings (voice, criterion);
CREATE INDEX ratings_of ON ratings (session, criterion, voice);
CREATE TABLE decisions (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  session TEXT NOT NULL,
  criterion TEXT NOT NULL,
  answer TEXT NOT NULL,
  reason TEXT,
  dissent TEXT,
  rater TEXT NOT NULL,
  discipline TEXT NOT NULL,
  lon FLOAT,
  lat FLOAT,
  given TEXT NOT NULL,
  FOREIGN KEY(session) REFERENCES sessions (id)
);
CREATE INDEX decisions_of ON decisions (session, criterion);
CREATE TABLE comments (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  session TEXT NOT NULL,
  criterion TEXT,
  voice TEXT,
  discipline TEXT,
  text TEXT NOT NULL,
  lon FLOAT,
  lat FLOAT,
  given TEXT NOT NULL,
  FOREIGN KEY(session) REFERENCES sessions (id)
);
CREATE TABLE actions (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  variant TEXT NOT NULL,
  session TEXT,
  criterion TEXT NOT NULL,
  text TEXT NOT NULL,
  owner TEXT,
  phase TEXT NOT NULL,
  due TEXT,
  state TEXT NOT NULL,
  made TEXT NOT NULL,
  changed TEXT NOT NULL,
  FOREIGN KEY(variant) REFERENCES variants (id),
  FOREIGN KEY(session) REFERENCES sessions (id)
);
CREATE TABLE log (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  project TEXT NOT NULL,
  session TEXT,
  actor TEXT NOT NULL,
  event TEXT NOT NULL,
  args TEXT NOT NULL
);
"""


def upgrade() -> None:
    """Make the tables."""
    for statement in _TABLES.split(";")[:-1]:
        op.execute(statement)
    for change in _TRIGGERS:
        op.execute(
            f"CREATE TRIGGER log_no_{change} BEFORE {change.upper()} ON log "
            "BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END"
        )
