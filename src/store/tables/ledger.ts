import { at, int, json, table, text } from '../column.ts';

/** What was done, by whom; and what is wrong. */
export const ledgerTables = {
  /** Append-only. The seal's columns are filled once, when the row joins the chain. */
  ledger: table(
    {
      id: int(),
      organizer_id: int(),
      recorded_at: at(),
      actor_kind: text(),
      actor_id: int().nullable,
      action: text(),
      subject_kind: text(),
      subject_id: int(),
      before: json().nullable,
      after: json().nullable,
      reason: text().nullable,
      seal_id: int().nullable,
      seal_position: int().nullable,
    },
    {
      index: [
        ['subject_kind', 'subject_id'],
        { on: ['id'], where: { column: 'seal_id', is: 'null' } },
        { on: ['seal_id', 'seal_position'], where: { column: 'seal_id', is: 'not null' } },
      ],
    },
  ),
  ledger_seal: table(
    {
      id: int(),
      /** 1 for the first; several processes seal, so ids alone do not give the order */
      position: int(),
      sealed_at: at(),
      row_count: int(),
      /** short marks of every field of its rows, by which a check names the one that does not fit */
      row_marks: text(),
      previous_hash: text(),
      hash: text(),
    },
    { unique: [['position']] },
  ),
  alarm: table(
    {
      id: int(),
      organizer_id: int(),
      code: text(),
      subject_kind: text(),
      subject_id: int(),
      details: json().default('{}'),
      raised_at: at(),
      cleared_at: at().nullable,
    },
    {
      index: [
        ['organizer_id', 'code', 'subject_id'],
        { on: ['organizer_id'], where: { column: 'cleared_at', is: 'null' } },
      ],
    },
  ),
  /** Facts about this database itself. */
  meta: table({ key: text(), value: text() }, { key: ['key'] }),
  /** The last id handed out; see store/ids.ts. */
  id_block: table({ id: int(), next: int() }),
};
