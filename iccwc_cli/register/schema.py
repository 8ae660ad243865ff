"""The register's tables: the events, kept for ever, and what is derived from them, which can be made again."""

from __future__ import annotations

from iccwc_cli.referral.record import ENTERED_IN_ERROR

APPLICATION_ID = 0x49434357
"""`ICCW`: tells a register from any other SQLite file."""

VERSION = 4
"""Of the derived tables. A register of an older version is brought forward by deriving them anew from its events."""

EVENTS = """
CREATE TABLE events (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  referral TEXT NOT NULL,
  seq INTEGER NOT NULL CHECK (seq > 0),
  at TEXT NOT NULL,
  by TEXT NOT NULL,
  what TEXT NOT NULL,
  before TEXT,
  after TEXT,
  channel TEXT,
  reason TEXT,
  detail TEXT NOT NULL,
  previous TEXT,
  hash TEXT NOT NULL UNIQUE,
  UNIQUE (referral, seq)
) STRICT;
CREATE TRIGGER events_stay BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;
CREATE TRIGGER events_never_change BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
"""
"""Positions rise without a gap, so that a removed event leaves one; the triggers refuse what is not appending."""

DERIVED = """
CREATE TABLE referrals (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  created_at TEXT NOT NULL,
  status TEXT NOT NULL,
  moved_at TEXT NOT NULL,
  requested_at TEXT,
  advised_on TEXT,
  replaced_by TEXT,
  country TEXT NOT NULL,
  reference TEXT,
  language TEXT,
  outcome TEXT NOT NULL,
  tlp TEXT NOT NULL,
  urgency TEXT NOT NULL,
  authority TEXT NOT NULL,
  title TEXT,
  description TEXT NOT NULL,
  events INTEGER NOT NULL,
  head TEXT NOT NULL REFERENCES events (hash)
) STRICT;
CREATE INDEX referrals_by_status ON referrals (status, id);
CREATE INDEX referrals_by_country ON referrals (country, id);
CREATE INDEX referrals_by_reference ON referrals (reference, country, id) WHERE reference IS NOT NULL;
CREATE INDEX referrals_by_move ON referrals (status, moved_at);
CREATE INDEX referrals_by_date ON referrals (created_at);
CREATE INDEX referrals_by_outcome ON referrals (outcome, id);
CREATE INDEX referrals_by_label ON referrals (tlp);
CREATE TABLE suggested (
  referral TEXT NOT NULL REFERENCES referrals (id) ON DELETE CASCADE,
  rank INTEGER NOT NULL,
  partner TEXT NOT NULL,
  PRIMARY KEY (referral, rank)
) STRICT, WITHOUT ROWID;
CREATE TABLE tasks (
  referral TEXT NOT NULL REFERENCES referrals (id) ON DELETE CASCADE,
  place INTEGER NOT NULL,
  partner TEXT NOT NULL,
  state TEXT NOT NULL,
  moved_at TEXT NOT NULL,
  PRIMARY KEY (referral, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX tasks_by_move ON tasks (state, moved_at);
CREATE TABLE concerns (
  kind TEXT NOT NULL CHECK (kind IN ('partner', 'need')),
  name TEXT NOT NULL,
  referral TEXT NOT NULL REFERENCES referrals (id) ON DELETE CASCADE,
  PRIMARY KEY (kind, name, referral)
) STRICT, WITHOUT ROWID;
CREATE INDEX concerns_of_referral ON concerns (referral);
CREATE TABLE sketches (
  hash INTEGER NOT NULL,
  referral TEXT NOT NULL REFERENCES referrals (id) ON DELETE CASCADE,
  PRIMARY KEY (hash, referral)
) STRICT, WITHOUT ROWID;
CREATE INDEX sketches_of_referral ON sketches (referral);
CREATE VIRTUAL TABLE words USING fts5 (
  title, authority, description, reference,
  content='referrals', content_rowid='number', tokenize='unicode61 remove_diacritics 2'
);
"""
"""What a referral is now, ready to be found. Its number is its id's, so that the full-text index is in their order."""

VALID = f"status <> '{ENTERED_IN_ERROR}'"
"""Of a referral that was not recorded by mistake."""

STANDS = f"{VALID} AND replaced_by IS NULL"
"""Of a valid referral whose place no other has taken."""

FORGET = """
DROP TABLE IF EXISTS words;
DROP TABLE IF EXISTS sketches;
DROP TABLE IF EXISTS concerns;
DROP TABLE IF EXISTS tasks;
DROP TABLE IF EXISTS suggested;
DROP TABLE IF EXISTS referrals;
"""
"""Removes the derived tables of any version, before they are made anew."""
