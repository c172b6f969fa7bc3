"""The tables of the database, as the code reads and writes them.

The shape itself is made by `sbd.reviews.migrations`, step by step; a test compares the
two. Times are text in UTC (``2026-01-31T10:00:00.000000Z``), which sorts as it reads.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

#: A site and everything judged about it.
projects = Table(
    "projects",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("made", Text, nullable=False),
)

#: One plan of a project; its id is that of its folder in the data folder.
variants = Table(
    "variants",
    metadata,
    Column("id", Text, primary_key=True),
    Column("project", ForeignKey("projects.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("made", Text, nullable=False),
)

#: A plan as it was when it was judged: the plan file's bytes and its reading options.
plans = Table(
    "plans",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("variant", ForeignKey("variants.id"), nullable=False),
    Column("sha256", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("settings", Text, nullable=False),  # JSON
    Column("content", LargeBinary, nullable=False),
    Column("made", Text, nullable=False),
    UniqueConstraint("variant", "sha256", "settings"),
)

#: What entered a set of scores, never the scores.
assessments = Table(
    "assessments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("plan", ForeignKey("plans.id"), nullable=False),
    Column("checklist", Text, nullable=False),
    Column("checklist_version", Text, nullable=False),
    Column("checklist_sha256", Text, nullable=False),
    Column("date", Text, nullable=False),
    Column("made", Text, nullable=False),
)

#: Where answers are given: by somebody alone, or in a meeting with a code.
sessions = Table(
    "sessions",
    metadata,
    Column("id", Text, primary_key=True),
    Column("variant", ForeignKey("variants.id"), nullable=False),
    Column("assessment", ForeignKey("assessments.id")),
    Column("kind", Text, nullable=False),  # alone | meeting
    Column("title", Text, nullable=False, server_default=""),
    Column("lang", Text, nullable=False, server_default="en"),
    Column("token", Text, unique=True),
    Column("code", Text),
    Column("current", Text),  # criterion on the screen
    Column("stage", Text, nullable=False, server_default="join"),
    Column("opened", Text, nullable=False),
    Column("closed", Text),
)
Index(
    "open_codes",
    sessions.c.code,
    unique=True,
    sqlite_where=sessions.c.closed.is_(None),
)
Index(
    "alone_once",
    sessions.c.variant,
    unique=True,
    sqlite_where=sessions.c.kind == "alone",
)

#: What the facilitator expects of a discipline, and what it may see.
session_disciplines = Table(
    "session_disciplines",
    metadata,
    Column("session", ForeignKey("sessions.id"), primary_key=True),
    Column("discipline", Text, primary_key=True),
    Column("expected", Boolean, nullable=False),
    Column("restricted", Boolean, nullable=False),
)

#: The criteria on the table: open (rated blind), revealed or settled.
session_criteria = Table(
    "session_criteria",
    metadata,
    Column("session", ForeignKey("sessions.id"), primary_key=True),
    Column("criterion", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("sensitive", Boolean, nullable=False),
    Column("state", Text, nullable=False),
)

#: Drawings for the ballot and the screen, so that nobody's phone needs the plan read.
session_pictures = Table(
    "session_pictures",
    metadata,
    Column("session", ForeignKey("sessions.id"), primary_key=True),
    Column("edition", Text, primary_key=True),
    Column("role", Text, primary_key=True),  # ballot | stage | paper
    Column("svg", Text, nullable=False),
)

#: Lettered places of the plan that a phone can name without a script.
session_places = Table(
    "session_places",
    metadata,
    Column("session", ForeignKey("sessions.id"), primary_key=True),
    Column("letter", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("sector", Text, nullable=False),  # n, ne, ..., centre
    Column("lon", Float, nullable=False),
    Column("lat", Float, nullable=False),
)

#: Who takes part. `voice` leads to a person's answers; erasing deletes the row.
participants = Table(
    "participants",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("session", ForeignKey("sessions.id"), nullable=False),
    Column("pseudonym", Text, nullable=False),
    Column("voice", Text, nullable=False, unique=True),
    Column("key_sha256", Text, unique=True),
    Column("discipline", Text, nullable=False),
    Column("name", Text),
    Column("lang", Text, nullable=False),
    Column("joined", Text, nullable=False),
    UniqueConstraint("session", "pseudonym"),
    sqlite_autoincrement=True,
)

#: Every answer ever given; the latest of a voice on a criterion counts.
ratings = Table(
    "ratings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("session", ForeignKey("sessions.id"), nullable=False),
    Column("voice", Text, nullable=False),
    Column("discipline", Text, nullable=False),
    Column("criterion", Text, nullable=False),
    Column("answer", Text, nullable=False),  # 0-4 | unknown | not_applicable
    Column("comment", Text),
    Column("lon", Float),
    Column("lat", Float),
    Column("given", Text, nullable=False),
    sqlite_autoincrement=True,
)
Index("ratings_of", ratings.c.session, ratings.c.criterion, ratings.c.voice)
Index("ratings_by", ratings.c.voice, ratings.c.criterion)

#: Every decision of a meeting; the latest on a criterion counts.
decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("session", ForeignKey("sessions.id"), nullable=False),
    Column("criterion", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("reason", Text),
    Column("dissent", Text),
    Column("rater", Text, nullable=False),
    Column("discipline", Text, nullable=False),
    Column("lon", Float),
    Column("lat", Float),
    Column("given", Text, nullable=False),
    sqlite_autoincrement=True,
)
Index("decisions_of", decisions.c.session, decisions.c.criterion)

#: Remarks pinned on the plan beside the ratings.
comments = Table(
    "comments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("session", ForeignKey("sessions.id"), nullable=False),
    Column("criterion", Text),
    Column("voice", Text),
    Column("discipline", Text),
    Column("text", Text, nullable=False),
    Column("lon", Float),
    Column("lat", Float),
    Column("given", Text, nullable=False),
    sqlite_autoincrement=True,
)

#: What is to be done, by whom, until when.
actions = Table(
    "actions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("variant", ForeignKey("variants.id"), nullable=False),
    Column("session", ForeignKey("sessions.id")),
    Column("criterion", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("owner", Text),
    Column("phase", Text, nullable=False),
    Column("due", Text),
    Column("state", Text, nullable=False),
    Column("made", Text, nullable=False),
    Column("changed", Text, nullable=False),
    sqlite_autoincrement=True,
)

#: What happened, by whom (a pseudonym): rows are added, never changed.
log = Table(
    "log",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("project", Text, nullable=False),
    Column("session", Text),
    Column("actor", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("args", Text, nullable=False),  # JSON
    sqlite_autoincrement=True,
)
