import { Fault } from '../../domain/faults.ts';
import { listConflicts, otherEntries, resolveConflict, scanEvent } from '../../office/admission/conflicts.ts';
import { gateTicketsOf } from '../../office/admission/gate-tickets.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { once } from '../once.ts';
import { toInstant, toInstantOrNull } from '../shapes.ts';
import type { gate } from './contract.ts';
import { namesOf } from './names.ts';

const rows_default = 50;

export function conflictHandlers(
  face: ApiFace,
): Pick<GroupHandlers<typeof gate>, 'list_conflicts' | 'resolve_conflict'> {
  return {
    list_conflicts: ({ auth, query }) =>
      face.office.store.read(async (rx) => {
        const { organizer_id } = auth;
        if (query.event_id === undefined) auth.requireEverywhere();
        else auth.requireEvent(query.event_id);
        const limit = query.limit ?? rows_default;
        const found = await listConflicts(rx, {
          organizer_id,
          event_id: query.event_id,
          resolved: query.resolved,
          before_id: idOf(query.cursor),
          limit,
        });
        const others = await otherEntries(rx, organizer_id, found);
        const ids = [...new Set(found.flatMap(({ ticket_id }) => ticket_id ?? []))];
        const holders = new Map((await gateTicketsOf(rx, ids)).map(({ id, holder }) => [id, holder]));
        const names = await namesOf(rx, organizer_id, [...found, ...others.values()]);
        const items = found.map((row) => {
          const other = others.get(row.id);
          return {
            id: row.id,
            ticket_id: row.ticket_id,
            holder: holders.get(row.ticket_id ?? 0) ?? '',
            event_id: row.event_id,
            session_id: row.session_id,
            code: row.code,
            refusal: row.refusal,
            direction: row.direction === 'out' ? ('out' as const) : ('in' as const),
            control_point: names.point(row.control_point_id),
            device: names.device(row.device),
            operator: row.operator,
            scanned_at: toInstant(row.scanned_at),
            received_at: toInstant(row.received_at),
            other:
              other === undefined
                ? null
                : {
                    control_point: names.point(other.control_point_id),
                    device: names.device(other.device),
                    operator: other.operator,
                    scanned_at: toInstant(other.scanned_at),
                  },
            used: row.used,
            allowed: row.allowed,
            resolved_at: toInstantOrNull(row.resolved_at),
            resolution: row.resolution,
          };
        });
        const last = found.at(-1);
        return { items, next_cursor: found.length < limit || last === undefined ? null : String(last.id) };
      }),
    resolve_conflict: (handed) => {
      const { auth, body, params } = handed;
      const { organizer_id } = auth;
      return once(face, handed, async (tx) => {
        const event_id = await scanEvent(tx, { organizer_id, scan_id: params.id });
        if (event_id === null) auth.requireEverywhere();
        else auth.requireEvent(event_id);
        await resolveConflict(tx, { ...body, organizer_id, scan_id: params.id });
        return { resolved: true as const };
      });
    },
  };
}

function idOf(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  if (/^[1-9]\d{0,14}$/.test(cursor)) return Number(cursor);
  throw new Fault('invalid_input', { in: 'query', path: 'cursor', message: 'was not given here' });
}
