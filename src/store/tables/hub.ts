import { at, count, int, json, table, text } from '../column.ts';

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
      enabled: int().default(1),
      created_at: at(),
      updated_at: at(),
    },
    { index: [['organizer_id']] },
  ),
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
      started_at: at(),
      ended_at: at().nullable,
      outcome: text().nullable,
      counts: json().default('{}'),
      message: text().default(''),
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
      payload: json().personal,
      tries: int().default(1),
      created_at: at(),
      updated_at: at(),
      resolved_at: at().nullable,
    },
    { unique: [['connection_id', 'kind', 'foreign_id']] },
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
      due_at: at(),
      attempts: count(),
      last_error: text().nullable,
      delivered_at: at().nullable,
      dead_at: at().nullable,
    },
    {
      index: [
        { on: ['connection_id', 'due_at'], where: { column: 'delivered_at', is: 'null' } },
        ['subject_kind', 'subject_id'],
      ],
    },
  ),
};
