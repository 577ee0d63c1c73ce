import type { Static } from 'typebox';
import { Fault } from '../../domain/faults.ts';
import { scanBatch } from '../../office/admission/batch.ts';
import { controlPoint } from '../../office/admission/control-point-rules.ts';
import { type GateTicket, gateTicketsOf } from '../../office/admission/gate-tickets.ts';
import { scanCode, type ScanResult } from '../../office/admission/scan.ts';
import type { Rx } from '../../store/transaction.ts';
import type { Caller } from '../caller.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { once } from '../once.ts';
import { fromInstant, toInstantOrNull } from '../shapes.ts';
import type { gate } from './contract.ts';
import { deviceMark, namesOf } from './names.ts';
import type * as shape from './shapes.ts';

type Answered = Static<typeof shape.ScanAnswer>;

export function scanHandlers(face: ApiFace): Pick<GroupHandlers<typeof gate>, 'scan' | 'scan_batch'> {
  return {
    scan: (handed) => {
      const { auth, body } = handed;
      if (body.force !== undefined) auth.requireAll(['gate.judge']);
      return once(face, handed, async (tx) => {
        const door = await doorOf(tx, auth, body.control_point_id, [body]);
        const result = await scanCode(tx, {
          ...body,
          ...door,
          event_id: body.event_id ?? door.event_id,
          direction: body.direction ?? door.direction,
        });
        return (await answersOf(tx, auth.organizer_id, [result]))[0] as Answered;
      });
    },
    scan_batch: (handed) => {
      const { auth, body } = handed;
      if (body.scans.some(({ force }) => force !== undefined)) auth.requireAll(['gate.judge']);
      const scans = body.scans.map(({ scanned_at, ...scan }, index) => {
        if (
          scan.refused_offline !== undefined &&
          (scan.let_in_offline === true || scan.force !== undefined)
        ) {
          const path = `scans.${index}.refused_offline`;
          throw new Fault('invalid_input', { in: 'body', path, message: 'and let in at once' });
        }
        return { ...scan, scanned_at: fromInstant(scanned_at, `scans.${index}.scanned_at`) };
      });
      return once(face, handed, async (tx) => {
        const door = await doorOf(tx, auth, body.control_point_id, scans);
        const { direction } = door;
        const results = await scanBatch(tx, {
          ...door,
          operator: body.operator,
          scans: scans.map((scan) => ({ ...scan, direction: scan.direction ?? direction })),
        });
        return { results: await answersOf(tx, auth.organizer_id, results) };
      });
    },
  };
}

interface Named {
  readonly event_id?: number | undefined;
  readonly code?: string | undefined;
  readonly ticket_id?: number | undefined;
}

/** Where the caller stands: the control point named, else the device's. Who may not scan everywhere scans for an event. */
async function doorOf(rx: Rx, auth: Caller, named: number | undefined, scans: readonly Named[]) {
  const { organizer_id, known } = auth;
  const control_point_id = named ?? known.device?.control_point_id ?? undefined;
  const point =
    control_point_id === undefined ? undefined : await controlPoint(rx, { organizer_id, control_point_id });
  for (const { event_id, code, ticket_id } of scans) {
    if (code === undefined && ticket_id === undefined)
      throw new Fault('invalid_input', { in: 'body', path: 'code', message: 'or ticket_id is needed' });
    const asked = event_id ?? point?.event_id ?? undefined;
    if (asked === undefined) auth.requireEverywhere();
    else auth.requireEvent(asked);
  }
  return {
    organizer_id,
    control_point_id,
    event_id: point?.event_id ?? undefined,
    direction: point?.direction === 'out' ? ('out' as const) : ('in' as const),
    device: deviceMark(auth),
    source: 'gate',
  };
}

/** What came of it, with what the one who scans says to the holder. */
async function answersOf(rx: Rx, organizer_id: number, results: readonly ScanResult[]): Promise<Answered[]> {
  const ids = [...new Set(results.flatMap(({ ticket_id }) => ticket_id ?? []))];
  const tickets = new Map((await gateTicketsOf(rx, ids)).map((ticket) => [ticket.id, ticket]));
  const prices = await pricesOf(rx, [...tickets.values()]);
  const uses = [...tickets.values()].flatMap(({ entitlements }) => entitlements);
  const names = await namesOf(rx, organizer_id, uses);
  return results.map((result) => {
    const ticket = result.ticket_id === null ? undefined : tickets.get(result.ticket_id);
    const use = ticket?.entitlements.find(({ id }) => id === result.entitlement_id);
    return {
      scan_id: result.scan_id,
      outcome: result.outcome,
      refusal: result.refusal,
      repeated: result.repeated,
      forced: result.forced,
      ticket_id: result.ticket_id,
      entitlement_id: result.entitlement_id,
      event_id: result.event_id,
      session_id: result.session_id,
      holder: ticket?.holder ?? '',
      price: prices.get(ticket?.price_id ?? 0)?.name ?? '',
      place: ticket?.place ?? '',
      alert: prices.get(ticket?.price_id ?? 0)?.gate_alert ?? null,
      answers: [...(ticket?.answers ?? [])],
      used: result.used,
      allowed: result.allowed,
      inside: result.inside,
      first_used_at: toInstantOrNull(result.first_used_at),
      last_used_at: toInstantOrNull(result.last_used_at),
      last_use:
        use === undefined || use.last_used_at === null
          ? null
          : {
              control_point: names.point(use.control_point_id),
              device: names.device(use.device),
              operator: use.operator,
            },
      opens_at: toInstantOrNull(result.opens_at),
      closed_at: toInstantOrNull(result.closed_at),
      candidates: [...result.candidates],
    };
  });
}

interface GatePrice {
  readonly name: string;
  readonly gate_alert: string | null;
}

async function pricesOf(rx: Rx, tickets: readonly GateTicket[]): Promise<ReadonlyMap<number, GatePrice>> {
  const ids = [...new Set(tickets.flatMap(({ price_id }) => price_id ?? []))];
  if (ids.length === 0) return new Map();
  const rows = await rx.db
    .selectFrom('price')
    .select(['id', 'name', 'gate_alert'])
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map(({ id, ...price }) => [id, price]));
}
