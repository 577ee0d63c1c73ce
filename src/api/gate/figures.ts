import { Fault } from '../../domain/faults.ts';
import { parseInstant } from '../../domain/local-time.ts';
import { gateFigures } from '../../office/admission/figures.ts';
import { countsByControlPoint, countsOverTime } from '../../office/admission/gate-counts.ts';
import { listReadiness, reportReadiness } from '../../office/admission/readiness.ts';
import { ownRow } from '../../office/catalogue/rows.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { once } from '../once.ts';
import { fromInstant, toInstant, toInstantOrNull } from '../shapes.ts';
import type { gate } from './contract.ts';
import { namesOf } from './names.ts';

const since_default_ms = 86_400_000;

export function figureHandlers(
  face: ApiFace,
): Pick<GroupHandlers<typeof gate>, 'gate_figures' | 'report_readiness' | 'list_readiness'> {
  const { store, surroundings } = face.office;
  return {
    gate_figures: ({ auth, params, query }) =>
      store.read(async (rx) => {
        const { organizer_id } = auth;
        const event_id = params.id;
        auth.requireEvent(event_id);
        await ownRow(rx, 'event', organizer_id, event_id);
        const since = sinceOf(query.since) ?? surroundings.now() - since_default_ms;
        const { by_price: _, by_session, ...all } = await gateFigures(rx, { organizer_id, event_id });
        const counts = await countsByControlPoint(rx, { organizer_id, event_id, since });
        const { refusals, quarters } = await countsOverTime(rx, { organizer_id, event_id, since });
        const names = await namesOf(
          rx,
          organizer_id,
          counts.map(({ control_point_id }) => ({ control_point_id, device: null })),
        );
        return {
          ...all,
          by_session: [...by_session],
          since: toInstant(since),
          by_control_point: counts.map((count) => ({ ...count, name: names.point(count.control_point_id) })),
          by_refusal: refusals,
          by_quarter: quarters.map(({ from, ...count }) => ({ from: toInstant(from), ...count })),
        };
      }),
    report_readiness: (handed) => {
      const { auth, body } = handed;
      const { device } = auth.known;
      if (device === undefined) throw new Fault('forbidden', { reason: 'for a device' });
      const fresh_at = body.fresh_at === null ? null : fromInstant(body.fresh_at, 'fresh_at');
      const report = { ...body, fresh_at, organizer_id: auth.organizer_id, device_id: device.id };
      return once(face, handed, async (tx) => {
        await reportReadiness(tx, report);
        return { noted: true as const };
      });
    },
    list_readiness: ({ auth }) =>
      store.read(async (rx) => {
        auth.requireEverywhere();
        const devices = await listReadiness(rx, auth.organizer_id);
        return {
          at: toInstant(surroundings.now()),
          devices: devices.map(({ device_id, name, control_point_id, seen_at, readiness }) => ({
            id: device_id,
            name,
            control_point_id,
            seen_at: toInstantOrNull(seen_at),
            report:
              readiness === null
                ? null
                : {
                    ...readiness,
                    operator: readiness.operator ?? '',
                    fresh_at: toInstantOrNull(readiness.fresh_at),
                    reported_at: toInstant(readiness.reported_at),
                  },
          })),
        };
      }),
  };
}

function sinceOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  try {
    return parseInstant(text);
  } catch {
    const message = 'is not an instant such as 2026-11-28T18:50:00Z';
    throw new Fault('invalid_input', { in: 'query', path: 'since', message });
  }
}
