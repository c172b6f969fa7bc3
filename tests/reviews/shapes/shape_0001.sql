BEGIN TRANSACTION;
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
INSERT INTO "actions" VALUES(1,'0123456789abcdef','0123456789abcdef','S-04','text','text','prevention','2026-03-01','open','2026-01-31T10:00:00.000000Z','2026-01-31T10:00:00.000000Z');
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
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
INSERT INTO "assessments" VALUES(1,1,'text','text','ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff','2026-01-31','2026-01-31T10:00:00.000000Z');
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
INSERT INTO "comments" VALUES(1,'0123456789abcdef','S-04','00000000000000aa','police','text',4.35,50.84,'2026-01-31T10:00:00.000000Z');
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
INSERT INTO "decisions" VALUES(1,'0123456789abcdef','S-04','3','text','text','facilitator','police',4.35,50.84,'2026-01-31T10:00:00.000000Z');
CREATE TABLE log (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  project TEXT NOT NULL,
  session TEXT,
  actor TEXT NOT NULL,
  event TEXT NOT NULL,
  args TEXT NOT NULL
);
INSERT INTO "log" VALUES(1,'2026-01-31T10:00:00.000000Z','0123456789abcdef','0123456789abcdef','P01','answered','{}');
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
INSERT INTO "participants" VALUES(1,'0123456789abcdef','text','00000000000000aa','ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff','police','Vlierplein','nl','2026-01-31T10:00:00.000000Z');
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
INSERT INTO "plans" VALUES(1,'0123456789abcdef','ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff','Vlierplein','{}',X'706C616E','2026-01-31T10:00:00.000000Z');
CREATE TABLE projects (
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  made TEXT NOT NULL,
  PRIMARY KEY (id)
);
INSERT INTO "projects" VALUES('0123456789abcdef','Vlierplein','2026-01-31T10:00:00.000000Z');
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
INSERT INTO "ratings" VALUES(1,'0123456789abcdef','00000000000000aa','police','S-04','3','text',4.35,50.84,'2026-01-31T10:00:00.000000Z');
CREATE TABLE session_criteria (
  session TEXT NOT NULL,
  criterion TEXT NOT NULL,
  position INTEGER NOT NULL,
  sensitive BOOLEAN NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (session, criterion),
  FOREIGN KEY(session) REFERENCES sessions (id)
);
INSERT INTO "session_criteria" VALUES('0123456789abcdef','S-04',1,1,'open');
CREATE TABLE session_disciplines (
  session TEXT NOT NULL,
  discipline TEXT NOT NULL,
  expected BOOLEAN NOT NULL,
  restricted BOOLEAN NOT NULL,
  PRIMARY KEY (session, discipline),
  FOREIGN KEY(session) REFERENCES sessions (id)
);
INSERT INTO "session_disciplines" VALUES('0123456789abcdef','police',1,1);
CREATE TABLE session_pictures (
  session TEXT NOT NULL,
  edition TEXT NOT NULL,
  role TEXT NOT NULL,
  svg TEXT NOT NULL,
  PRIMARY KEY (session, edition, role),
  FOREIGN KEY(session) REFERENCES sessions (id)
);
INSERT INTO "session_pictures" VALUES('0123456789abcdef','public','ballot','<svg/>');
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
INSERT INTO "session_places" VALUES('0123456789abcdef','A','meeting','ne',4.35,50.84);
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
INSERT INTO "sessions" VALUES('0123456789abcdef','0123456789abcdef',1,'meeting','Vlierplein','nl','aaaaaaaaaaaaaaaaaaaaaa','ABCDEF','S-04','rate','2026-01-31T10:00:00.000000Z',NULL);
CREATE TABLE variants (
  id TEXT NOT NULL,
  project TEXT NOT NULL,
  name TEXT NOT NULL,
  made TEXT NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY(project) REFERENCES projects (id)
);
INSERT INTO "variants" VALUES('0123456789abcdef','0123456789abcdef','Vlierplein','2026-01-31T10:00:00.000000Z');
CREATE UNIQUE INDEX alone_once ON sessions (variant)
  WHERE kind = 'alone';
CREATE UNIQUE INDEX open_codes ON sessions (code)
  WHERE closed IS NULL;
CREATE INDEX ratings_by ON ratings (voice, criterion);
CREATE INDEX ratings_of ON ratings (session, criterion, voice);
CREATE INDEX decisions_of ON decisions (session, criterion);
CREATE TRIGGER log_no_update BEFORE UPDATE ON log BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
CREATE TRIGGER log_no_delete BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'the log is only added to'); END;
COMMIT;
