/** The whole story of an order: what the ledger, the gate and the outbox say of it, in the order of time. */
import { scanIdsOf } from '../admission/scans-of-tickets.ts';
import { chunked } from '../customers/personal-data.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';
import { ticketIds } from './order-whole.ts';

/** Of each source, the latest so many. */
const rows_max = 2_000;

export interface StoryActor {
  /** user, credential, connection, device, system */
  readonly kind: string;
  readonly id: number | null;
  /** null: the office itself, or one that is not there any more */
  readonly name: string | null;
}

export type StoryEntry = { readonly at: number; readonly id: number } & (
  | {
      readonly kind: 'change';
      /** as in the ledger: `order.confirmed` */
      readonly code: string;
      readonly subject_kind: string;
      readonly subject_id: number;
      readonly actor: StoryActor;
      readonly before: unknown;
      readonly after: unknown;
      readonly reason: string | null;
    }
  | { readonly kind: 'scan'; readonly actor: StoryActor; readonly scan: ScanTold }
  | { readonly kind: 'payment'; readonly payment: Row<'payment'> }
  | { readonly kind: 'delivery'; readonly delivery: DeliveryTold }
);

export type ScanTold = Pick<
  Row<'scan'>,
  | 'id'
  | 'ticket_id'
  | 'direction'
  | 'outcome'
  | 'refusal'
  | 'forced'
  | 'source'
  | 'scanned_at'
  | 'received_at'
  | 'device'
  | 'operator'
> & { readonly control_point: string | null };

export type DeliveryTold = Pick<
  Row<'outbox'>,
  | 'id'
  | 'topic'
  | 'subject_kind'
  | 'subject_id'
  | 'created_at'
  | 'delivered_at'
  | 'dead_at'
  | 'dropped_at'
  | 'attempts'
  | 'last_error'
  | 'why'
  | 'note'
> & { readonly connection_id: number; readonly connection: string | null; readonly dialect: string | null };

export interface OrderStory {
  readonly entries: readonly StoryEntry[];
  /** false: there is so much to tell that only the latest of it is here */
  readonly complete: boolean;
}

/** The order has to be within reach: see `requireOrder`. */
export async function orderStory(rx: Rx, order_id: number): Promise<OrderStory> {
  const tickets = await ticketIds(rx, order_id);
  const scans = await scansOf(rx, tickets);
  const subjects = [
    { kind: 'order', ids: [order_id] },
    { kind: 'ticket', ids: tickets },
    { kind: 'scan', ids: scans.map(({ id }) => id) },
  ];
  const ledger: Row<'ledger'>[] = [];
  const deliveries: DeliveryTold[] = [];
  for (const { kind, ids } of subjects) {
    ledger.push(...(await changesOf(rx, kind, ids)));
    if (kind !== 'scan') deliveries.push(...(await deliveriesOf(rx, kind, ids)));
  }
  const actorOf = await actorsOf(rx, ledger);
  const ofScan = new Map(ledger.filter(tellsScan).map((row) => [row.subject_id, row]));
  const told = new Set(ledger.flatMap(paymentTold));
  const payments = (await paymentsOf(rx, order_id)).filter(({ id }) => !told.has(id));
  const entries: StoryEntry[] = [
    ...ledger.filter((row) => !tellsScan(row)).map((row) => changeOf(row, actorOf)),
    ...scans.map((scan) => ({
      at: scan.scanned_at,
      id: scan.id,
      kind: 'scan' as const,
      actor: actorOf(ofScan.get(scan.id)),
      scan,
    })),
    ...payments.map((payment) => ({
      at: payment.created_at,
      id: payment.id,
      kind: 'payment' as const,
      payment,
    })),
    ...deliveries.map((delivery) => ({
      at: delivery.delivered_at ?? delivery.dead_at ?? delivery.dropped_at ?? delivery.created_at,
      id: delivery.id,
      kind: 'delivery' as const,
      delivery,
    })),
  ];
  return {
    entries: entries.toSorted((a, b) => a.at - b.at || a.id - b.id),
    complete: [ledger, scans, deliveries].every((rows) => rows.length < rows_max),
  };
}

/** What the ledger says of an entry is the scan itself. */
function tellsScan({ subject_kind, action }: Row<'ledger'>): boolean {
  return subject_kind === 'scan' && ['scan.admitted', 'scan.left', 'scan.reported'].includes(action);
}

/** A payment that came with the sale has no change of its own; all others do, with who took it. */
function paymentTold({ action, after }: Row<'ledger'>): number[] {
  if (action !== 'order.paid') return [];
  const { payment_id } = parsed(after) as { readonly payment_id?: unknown };
  return typeof payment_id === 'number' ? [payment_id] : [];
}

function changeOf(row: Row<'ledger'>, actorOf: (row: Row<'ledger'>) => StoryActor): StoryEntry {
  const { id, recorded_at: at, action: code, subject_kind, subject_id, reason } = row;
  const [before, after] = [parsed(row.before), parsed(row.after)];
  return {
    at,
    id,
    kind: 'change',
    code,
    subject_kind,
    subject_id,
    actor: actorOf(row),
    before,
    after,
    reason,
  };
}

const parsed = (json: string | null): unknown => (json === null ? null : JSON.parse(json));

async function changesOf(rx: Rx, kind: string, ids: readonly number[]): Promise<Row<'ledger'>[]> {
  const found: Row<'ledger'>[] = [];
  for (const chunk of chunked(ids)) {
    const rows = await rx.db
      .selectFrom('ledger')
      .selectAll()
      .where('subject_kind', '=', kind)
      .where('subject_id', 'in', chunk)
      .orderBy('id', 'desc')
      .limit(rows_max - found.length)
      .execute();
    found.push(...rows);
    if (found.length >= rows_max) break;
  }
  return found;
}

async function scansOf(rx: Rx, ticket_ids: readonly number[]): Promise<ScanTold[]> {
  const found: ScanTold[] = [];
  for (const chunk of chunked(ticket_ids)) {
    const rows = await rx.db
      .selectFrom('scan')
      .leftJoin('control_point', 'control_point.id', 'scan.control_point_id')
      .select(['scan.id', 'scan.ticket_id', 'scan.direction', 'scan.outcome', 'scan.refusal', 'scan.forced'])
      .select(['scan.source', 'scan.scanned_at', 'scan.received_at', 'scan.device', 'scan.operator'])
      .select('control_point.name as control_point')
      .where('scan.id', 'in', scanIdsOf(chunk))
      .orderBy('scan.id', 'desc')
      .limit(rows_max - found.length)
      .execute();
    found.push(...rows);
    if (found.length >= rows_max) break;
  }
  return found;
}

async function deliveriesOf(rx: Rx, kind: string, ids: readonly number[]): Promise<DeliveryTold[]> {
  const found: DeliveryTold[] = [];
  for (const chunk of chunked(ids)) {
    const rows = await rx.db
      .selectFrom('outbox')
      .leftJoin('connection', 'connection.id', 'outbox.connection_id')
      .select(['outbox.id', 'outbox.topic', 'outbox.subject_kind', 'outbox.subject_id', 'outbox.created_at'])
      .select([
        'outbox.delivered_at',
        'outbox.dead_at',
        'outbox.dropped_at',
        'outbox.attempts',
        'outbox.last_error',
        'outbox.why',
      ])
      .select(['outbox.note', 'outbox.connection_id', 'connection.name as connection', 'connection.dialect'])
      .where('outbox.subject_kind', '=', kind)
      .where('outbox.subject_id', 'in', chunk)
      .orderBy('outbox.id', 'desc')
      .limit(rows_max - found.length)
      .execute();
    found.push(...rows);
    if (found.length >= rows_max) break;
  }
  return found;
}

/** Those taken back too. */
function paymentsOf(rx: Rx, order_id: number): Promise<Row<'payment'>[]> {
  return rx.db.selectFrom('payment').selectAll().where('order_id', '=', order_id).orderBy('id').execute();
}

/** Who did it, by name: a person, a program, another system, a device. */
async function actorsOf(
  rx: Rx,
  rows: readonly Row<'ledger'>[],
): Promise<(row: Row<'ledger'> | undefined) => StoryActor> {
  const ids = Map.groupBy(rows, (row) => row.actor_kind);
  const names = new Map<string, string>();
  for (const kind of ['user', 'credential', 'connection', 'device'] as const) {
    const wanted = [...new Set((ids.get(kind) ?? []).flatMap(({ actor_id }) => actor_id ?? []))];
    for (const chunk of chunked(wanted))
      for (const { id, name } of await namesOf(rx, kind, chunk)) names.set(`${kind} ${id}`, name);
  }
  return (row) => {
    const { actor_kind: kind, actor_id: id } = row ?? { actor_kind: 'system', actor_id: null };
    return { kind, id, name: names.get(`${kind} ${id ?? ''}`) ?? null };
  };
}

function namesOf(
  { db }: Rx,
  kind: 'user' | 'credential' | 'connection' | 'device',
  ids: readonly number[],
): Promise<{ id: number; name: string }[]> {
  if (kind === 'credential')
    return db
      .selectFrom('credential')
      .innerJoin('application', 'application.id', 'credential.application_id')
      .select(['credential.id', 'application.name'])
      .where('credential.id', 'in', ids)
      .execute();
  return db.selectFrom(kind).select(['id', 'name']).where('id', 'in', ids).execute();
}
