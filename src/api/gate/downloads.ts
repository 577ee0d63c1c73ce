import type { Static } from 'typebox';
import { statusOfCode } from '../../domain/order-life.ts';
import { controlPoint } from '../../office/admission/control-point-rules.ts';
import { listControlPoints } from '../../office/admission/control-points.ts';
import { listDevices } from '../../office/admission/devices.ts';
import { gateEvents, type GateEvent } from '../../office/admission/gate-doors.ts';
import { type GateTicket, gateTickets, namedGateTickets } from '../../office/admission/gate-tickets.ts';
import { ownRow } from '../../office/catalogue/rows.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { toInstant, toInstantOrNull } from '../shapes.ts';
import type { gate } from './contract.ts';
import { pointItem } from './control-points.ts';
import { deviceIdOf } from './names.ts';
import type * as shape from './shapes.ts';

const tickets_default = 1_000;

export function downloadHandlers(
  face: ApiFace,
): Pick<GroupHandlers<typeof gate>, 'gate_setup' | 'gate_tickets' | 'named_gate_tickets'> {
  const { store, surroundings } = face.office;
  return {
    gate_setup: ({ auth }) =>
      store.read(async (rx) => {
        const { organizer, organizer_id, known } = auth;
        const control_point_id = known.device?.control_point_id ?? null;
        const point =
          control_point_id === null ? undefined : await controlPoint(rx, { organizer_id, control_point_id });
        const event_ids = typeof point?.event_id === 'number' ? [point.event_id] : auth.event_ids;
        const events = await gateEvents(rx, { organizer_id, event_ids });
        const points = await listControlPoints(rx, { organizer_id });
        const devices = await listDevices(rx, organizer_id);
        return {
          at: toInstant(surroundings.now()),
          organizer: { id: organizer_id, name: organizer.name, zone: organizer.zone },
          device: known.device === undefined ? null : { id: known.device.id, name: known.device.name },
          control_point: point === undefined ? null : pointItem(point),
          may_force: auth.may('gate.judge'),
          events: events.map(eventItem),
          control_points: points.map(({ id, name }) => ({ id, name })),
          devices: devices.map(({ id, name }) => ({ id, name })),
        };
      }),
    gate_tickets: ({ auth, params, query }) =>
      store.read(async (rx) => {
        const { organizer_id } = auth;
        auth.requireEvent(params.id);
        await ownRow(rx, 'event', organizer_id, params.id);
        const page = await gateTickets(rx, {
          organizer_id,
          event_id: params.id,
          cursor: query.cursor,
          limit: query.limit ?? tickets_default,
          now: surroundings.now(),
        });
        return { ...page, items: page.items.map(ticketItem) };
      }),
    named_gate_tickets: ({ auth, query }) =>
      store.read(async (rx) => {
        const { organizer_id, event_ids } = auth;
        const tickets = await namedGateTickets(rx, { organizer_id, event_ids, ids: query.ids });
        return { items: tickets.map(ticketItem) };
      }),
  };
}

function eventItem({ sessions, prices, ...event }: GateEvent): Static<typeof shape.GateEvent> {
  return {
    ...event,
    sessions: sessions.map((session) => ({
      ...session,
      starts_at: toInstant(session.starts_at),
      ends_at: toInstantOrNull(session.ends_at),
      doors_open_at: toInstantOrNull(session.doors_open_at),
      doors_close_at: toInstantOrNull(session.doors_close_at),
    })),
    prices: [...prices],
  };
}

function ticketItem({
  order_status,
  codes,
  answers,
  entitlements,
  ...ticket
}: GateTicket): Static<typeof shape.GateTicket> {
  return {
    ...ticket,
    order_status: statusOfCode(order_status),
    codes: [...codes],
    answers: [...answers],
    entitlements: entitlements.map(({ device, inside, first_used_at, last_used_at, ...one }) => ({
      ...one,
      inside: inside === 1,
      first_used_at: toInstantOrNull(first_used_at),
      last_used_at: toInstantOrNull(last_used_at),
      device_id: deviceIdOf(device),
    })),
  };
}
