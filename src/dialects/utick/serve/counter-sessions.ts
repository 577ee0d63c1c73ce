import { Fault } from '../../../domain/faults.ts';
import { actorOf } from '../../../office/access/principal.ts';
import { describeSession } from '../../../office/counter/describe-session.ts';
import { listCounterSessions } from '../../../office/counter/list-counters.ts';
import { closeCounterSession, openCounterSession } from '../../../office/counter/session.ts';
import type { Office } from '../../../office/office.ts';
import type { Row } from '../../../store/tables.ts';
import type { Rx, Tx } from '../../../store/transaction.ts';
import type { CounterSession } from '../shapes.ts';
import type { Caller } from './caller.ts';
import { pageOf, type Paging } from './envelope.ts';
import { local, localOrNone, Shown } from './ids.ts';

export interface SessionFields {
  readonly starttime?: number | undefined;
  readonly startamount?: number | undefined;
  readonly endtime?: number | undefined;
  readonly endamount?: number | undefined;
  readonly userlabel?: string | undefined;
  readonly externaluserid?: string | undefined;
  readonly notes?: string | undefined;
}

/** A session is closed when it is counted: an `endtime` further from now than this is no such moment. */
const closing_ms_max = 600_000;

async function sessionsOf(
  rx: Rx,
  caller: Caller,
  rows: readonly Row<'counter_session'>[],
): Promise<CounterSession[]> {
  const shown = new Shown(rx, caller.organizer.id);
  await shown.load(
    'counter_session',
    rows.map(({ id }) => id),
  );
  await shown.load(
    'counter',
    rows.map(({ counter_id }) => counter_id),
  );
  return rows.map((row) => ({
    id: shown.of('counter_session', row.id),
    counterid: shown.of('counter', row.counter_id),
    starttime: row.opened_at,
    startamount: row.opening_amount,
    endtime: row.closed_at,
    endamount: row.closing_amount,
    userlabel: row.user_label,
    externaluserid: row.user_ref,
    notes: row.notes,
  }));
}

export function list(
  office: Office,
  caller: Caller,
  filter: Paging & { readonly counterid?: string | undefined },
): Promise<CounterSession[]> {
  return office.store.read(async (rx) => {
    const organizer_id = caller.organizer.id;
    const counter_id = await localOrNone(rx, organizer_id, 'counter', filter.counterid);
    const rows = await listCounterSessions(rx, { organizer_id, counter_id, ...pageOf(filter) });
    return sessionsOf(rx, caller, rows);
  });
}

export function read(office: Office, caller: Caller, id: string): Promise<CounterSession> {
  return office.store.read(async (rx) => shownById(rx, caller, (await byId(rx, caller, id)).id));
}

async function byId(rx: Rx, caller: Caller, id: string): Promise<Row<'counter_session'>> {
  const organizer_id = caller.organizer.id;
  const session_id = await local(rx, organizer_id, 'counter_session', id);
  const [row] = await listCounterSessions(rx, { organizer_id, id: session_id, limit: 1 });
  if (row === undefined) throw new Fault('not_found', { kind: 'counter session' });
  return row;
}

async function shownById(rx: Rx, caller: Caller, id: number): Promise<CounterSession> {
  const organizer_id = caller.organizer.id;
  const rows = await listCounterSessions(rx, { organizer_id, id, limit: 1 });
  const [session] = await sessionsOf(rx, caller, rows);
  if (session === undefined) throw new Fault('internal');
  return session;
}

/** Opens the counter's drawer, and closes it at once where an end is given: a session that is told afterwards. */
export function open(
  office: Office,
  caller: Caller,
  fields: SessionFields & { readonly counterid: string },
): Promise<CounterSession> {
  const organizer_id = caller.organizer.id;
  return office.store.write(actorOf(caller), async (tx) => {
    const counter_session_id = await openCounterSession(tx, {
      organizer_id,
      counter_id: await local(tx, organizer_id, 'counter', fields.counterid),
      opening_amount: fields.startamount,
      opened_at: fields.starttime,
      user_label: fields.userlabel ?? caller.username,
      notes: fields.notes,
    });
    const { externaluserid: user_ref } = fields;
    await describeSession(tx, { organizer_id, counter_session_id, user_ref });
    await closeWhenAsked(tx, office, { organizer_id, counter_session_id }, fields);
    return shownById(tx, caller, counter_session_id);
  });
}

export function change(
  office: Office,
  caller: Caller,
  id: string,
  fields: SessionFields & { readonly counterid?: string | undefined },
): Promise<CounterSession> {
  const organizer_id = caller.organizer.id;
  return office.store.write(actorOf(caller), async (tx) => {
    const row = await byId(tx, caller, id);
    const counter_id = await localOrNone(tx, organizer_id, 'counter', fields.counterid);
    // how and where it began stands in the till's journal
    for (const [field, given, kept] of [
      ['counterid', counter_id, row.counter_id],
      ['starttime', fields.starttime, Math.floor(row.opened_at / 1000) * 1000],
      ['startamount', fields.startamount, row.opening_amount],
    ] as const) {
      if (given !== undefined && given !== kept) throw new Fault('in_use', { field });
    }
    const key = { organizer_id, counter_session_id: row.id };
    const { userlabel: user_label, externaluserid: user_ref, notes } = fields;
    await describeSession(tx, { ...key, user_label, user_ref, notes });
    await closeWhenAsked(tx, office, key, fields);
    return shownById(tx, caller, row.id);
  });
}

async function closeWhenAsked(
  tx: Tx,
  office: Office,
  key: { organizer_id: number; counter_session_id: number },
  { endtime, endamount }: SessionFields,
): Promise<void> {
  if (endtime === undefined && endamount === undefined) return;
  if (endamount === undefined) throw new Fault('invalid_input', { field: 'endamount' });
  if (endtime !== undefined && Math.abs(endtime - tx.now) > closing_ms_max)
    throw new Fault('invalid_input', { field: 'endtime' });
  await closeCounterSession(tx, { ...key, closing_amount: endamount, sealer: office.sealer });
}
