import type { Schema } from '../migrate.ts'

/**
 * The file of the event history: many small appends, read by time or by request.
 *
 * Of the three indexes that the data file once had, the one by name is gone: the name stands in the index by
 * time, where a search by name passes over others without looking at their rows. Both indexes grow at their ends,
 * for request ids begin with their time. docs/decisions/0004-event-history.md
 */
export const historySchema: Schema = {
  kind: 'an event history',
  applicationId: 0x58726f68, // "Xroh"
  steps: [
    `
    CREATE TABLE events (
      sequence INTEGER PRIMARY KEY,
      account TEXT NOT NULL,
      time INTEGER NOT NULL,
      "requestId" TEXT NOT NULL,
      "eventName" TEXT NOT NULL,
      "eventId" TEXT NOT NULL,
      event TEXT NOT NULL,
      decision TEXT
    ) STRICT;
    CREATE INDEX "events_byTime" ON events (account, time, "eventName");
    CREATE INDEX "events_byRequest" ON events ("requestId");

    -- When an access key or a role was used last.
    CREATE TABLE uses (
      account TEXT NOT NULL,
      subject TEXT NOT NULL,
      time INTEGER NOT NULL,
      region TEXT NOT NULL,
      service TEXT NOT NULL,
      PRIMARY KEY (account, subject)
    ) STRICT, WITHOUT ROWID;
    `,
    // What LookupEvents asks for stands in the index by time, and the order of events of one moment too: marks.ts
    `
    ALTER TABLE events ADD COLUMN marks BLOB NOT NULL DEFAULT x'';
    UPDATE events SET marks = event_marks("eventId", event);
    DROP INDEX "events_byTime";
    CREATE INDEX "events_byTime" ON events (account, time, sequence, "eventName", marks);
    `,
    // Where the last closed event file ended: src/store/event-files/
    `
    CREATE TABLE "eventFiles" (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      number INTEGER NOT NULL,
      "digestHash" TEXT NOT NULL,
      sequence INTEGER NOT NULL,
      chain TEXT NOT NULL
    ) STRICT;
    `,
    // What stays of events that the history lets go of.
    `
    CREATE TABLE accesses (
      account TEXT NOT NULL,
      "entityId" TEXT NOT NULL,
      service TEXT NOT NULL,
      action TEXT NOT NULL,
      time INTEGER NOT NULL,
      region TEXT NOT NULL,
      PRIMARY KEY (account, "entityId", service, action)
    ) STRICT, WITHOUT ROWID;
    `,
  ],
}
