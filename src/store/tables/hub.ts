import { at, count, flag, int, json, table, text } from '../column.ts';

/** Other systems: what is connected, what was pulled, what has to leave. */
export const hubTables = {
  connection: table(
    {
      id: int(),
      organizer_id: int().ref('organizer'),
      dialect: text(),
      name: text(),
      base_url: text(),
      settings: json().default('{}'),
      /** encrypted */
      secrets_sealed: text().default(''),
      /** JSON list of topics that it wants of the outbox */
      topics: json().default('[]'),
      /** when it is pulled, and when everything is pulled anew: cron's five fields in the organizer's zone; empty: never */
      schedule: text().default('*/15 * * * *'),
      full_schedule: text().default('30 3 * * *'),
      /** null: as the connector has it */
      gap_ms: int().nullable,
      calls_per_minute: int().nullable,
      timeout_ms: int().nullable,
      enabled: int().default(1),
      /** the breaker: tries in a row that failed, until when nobody is called, and since when nobody is until a person looked */
      failures: count(),
      paused_until: at().nullable,
      halted_at: at().nullable,
      /** until when it is not called because it asked for that itself */
      asked_until: at().nullable,
      /** what went wrong last; empty once a call went well */
      trouble: text().default(''),
      /** the same by its code, with what it is about (`domain/hub-reasons.ts`); null: it has none */
      trouble_why: json().nullable,
      created_at: at(),
      updated_at: at(),
      deleted_at: at().nullable,
    },
    { index: [['organizer_id']] },
  ),
  /** Who does a piece of work that one process does at a time, and until when unless it says more. */
  lease: table({ name: text(), holder: text(), until: at() }, { key: ['name'] }),
  link: table(
    {
      connection_id: int().ref('connection'),
      kind: text(),
      foreign_id: text(),
      local_id: int(),
      /** of the record as last seen: unchanged needs no work */
      digest: text().default(''),
      seen_at: at(),
      /** a tombstone: gone at the source since */
      deleted_at: at().nullable,
    },
    { key: ['connection_id', 'kind', 'foreign_id'], index: [['connection_id', 'kind', 'local_id']] },
  ),
  /** The id under which a dialect shows what was not born here; see domain/served-id.ts for what was. */
  served_id: table(
    { organizer_id: int(), dialect: text(), kind: text(), served_id: text(), local_id: int() },
    {
      key: ['organizer_id', 'dialect', 'kind', 'served_id'],
      unique: [['organizer_id', 'dialect', 'kind', 'local_id']],
    },
  ),
  cursor: table(
    { connection_id: int().ref('connection'), kind: text(), value: text(), updated_at: at() },
    { key: ['connection_id', 'kind'] },
  ),
  run: table(
    {
      id: int(),
      connection_id: int().ref('connection'),
      /** everything was asked for, so that what was not seen is gone */
      full: flag(),
      /** 1: a trial that a person asked for, which wrote nothing else */
      dry_run: flag(),
      started_at: at(),
      ended_at: at().nullable,
      /** seen so far, and expected in all where the source tells */
      records: count(),
      expected: int().nullable,
      /** ok, failed */
      outcome: text().nullable,
      counts: json().default('{}'),
      /** what it failed by, and the same by its code (`domain/hub-reasons.ts`); null: it has none */
      message: text().default(''),
      why: json().nullable,
    },
    { index: [['connection_id', 'started_at']] },
  ),
  quarantine: table(
    {
      id: int(),
      connection_id: int().ref('connection'),
      kind: text(),
      foreign_id: text(),
      reason: text(),
      /** the same by its code, with what it is about (`domain/hub-reasons.ts`); null: it has none */
      why: json().nullable,
      /** which mapping of the connection's settings lacks which name; empty where no mapping would mend it */
      setting: text().default(''),
      named: text().default(''),
      payload: json().personal,
      tries: int().default(1),
      created_at: at(),
      updated_at: at(),
      resolved_at: at().nullable,
      /** a person wants it left out; it stays so while its reason does */
      dropped_at: at().nullable,
    },
    {
      unique: [['connection_id', 'kind', 'foreign_id']],
      index: [{ on: ['connection_id', 'id'], where: { column: 'resolved_at', is: 'null' } }],
    },
  ),
  /** The last look at how a connected system differs from the ledger. */
  drift_check: table(
    {
      connection_id: int().ref('connection'),
      organizer_id: int(),
      started_at: at(),
      /** null: it runs */
      ended_at: at().nullable,
      /** tickets and orders that differ, and those of them that are named */
      differing: count(),
      differences: json().default('[]'),
    },
    { key: ['connection_id'], index: [['organizer_id']] },
  ),
  /**
   * A use of a ticket that another system told, kept before it is answered: five at once are one, and one of a ticket that
   * is not here yet waits for it.
   */
  notice: table(
    {
      id: int(),
      organizer_id: int(),
      /** whose word it is; null: nobody's that is connected */
      connection_id: int().nullable,
      code: text(),
      event_ref: text().default(''),
      payload: json().personal,
      /** 1: somebody told it in the place of that system */
      on_behalf: int().default(0),
      told_at: at(),
      received_at: at(),
      times: int().default(1),
      /** null: it waits for its ticket */
      settled_at: at().nullable,
      /** used, already, ambiguous */
      outcome: text().nullable,
    },
    {
      unique: [['organizer_id', 'code']],
      index: [{ on: ['organizer_id', 'received_at'], where: { column: 'settled_at', is: 'null' } }],
    },
  ),
  outbox: table(
    {
      id: int(),
      organizer_id: int(),
      connection_id: int(),
      topic: text(),
      /** deliveries of one subject keep their order */
      subject_kind: text(),
      subject_id: int(),
      payload: json().default('{}'),
      created_at: at(),
      /** null: delivered, given up, or dropped */
      due_at: at().nullable,
      attempts: count(),
      last_error: text().nullable,
      /** the same by its code, with what it is about (`domain/hub-reasons.ts`); null: it has none */
      why: json().nullable,
      /** what the other system said once it was delivered, such as that it was so already */
      note: text().default(''),
      delivered_at: at().nullable,
      dead_at: at().nullable,
      /** a person wants it told no more, or there is nobody to tell it to */
      dropped_at: at().nullable,
    },
    {
      index: [
        { on: ['connection_id', 'due_at', 'id'], where: { column: 'due_at', is: 'not null' } },
        { on: ['connection_id', 'id'], where: { column: 'dead_at', is: 'not null' } },
        ['subject_kind', 'subject_id'],
      ],
    },
  ),
};
