import { dayBounds, formatLocalDate } from '../../domain/local-time.ts';
import { connectionIds, connectionViews } from '../../hub/connection-views.ts';
import { openCounts } from '../../office/home/alarm-counts.ts';
import { comingSessions } from '../../office/home/coming-sessions.ts';
import { datesOf, salesOfDays } from '../../office/home/sales-of-days.ts';
import { arrivalsByHour } from '../../office/tallies/read-tallies.ts';
import type { Rx } from '../../store/transaction.ts';
import type { Caller } from '../caller.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { toInstant } from '../shapes.ts';
import { bySeverity, ofConnection, ofCounts, ofLowStock } from './attention.ts';
import type { home } from './contract.ts';

const days_default = 14;
const sessions_max = 10;

export function homeHandlers({ office }: ApiFace): GroupHandlers<typeof home> {
  return {
    home: ({ auth, query }) => {
      const now = office.surroundings.now();
      const days = query.days ?? days_default;
      return office.store.read(async (rx) => {
        const sessions = auth.may('catalogue.read') ? await sessionsOf(rx, auth, now) : null;
        const low = sessions?.filter((session) => session.low) ?? [];
        return {
          at: toInstant(now),
          attention: [...(await attentionOf(rx, auth, now)), ...ofLowStock(low)],
          sales: auth.may('sales.read') ? await salesOf(rx, auth, { now, days }) : null,
          sessions,
          arrivals: auth.may('gate.read') ? await arrivalsOf(rx, auth, now) : null,
        };
      });
    },
  };
}

async function attentionOf(rx: Rx, auth: Caller, now: number) {
  const { organizer_id } = auth;
  const views = auth.may('hub.read') ? await connectionViews(rx, await connectionIds(rx, organizer_id)) : [];
  const counts = await openCounts(rx, organizer_id);
  const { overbooked, over_admitted, gate_conflicts } = counts;
  return bySeverity([
    ...ofCounts({
      ...(auth.may('sales.read') ? { overbooked } : {}),
      ...(auth.may('gate.read') ? { over_admitted, gate_conflicts } : {}),
    }),
    ...views.flatMap((view) => ofConnection(view, now)),
  ]);
}

async function salesOf(rx: Rx, auth: Caller, { now, days }: { now: number; days: number }) {
  const { id: organizer_id, zone } = auth.organizer;
  const by_day = await salesOfDays(rx, { organizer_id, zone, now, days });
  const dates = datesOf({ zone, now, days });
  const today = by_day.filter(({ date }) => date === dates.at(-1));
  return { today: today.map(({ date: _today, ...sums }) => sums), days: dates, by_day };
}

async function sessionsOf(rx: Rx, auth: Caller, now: number) {
  const { organizer_id } = auth;
  const coming = await comingSessions(rx, { organizer_id, now, limit: sessions_max });
  return coming.map((session) => ({ ...session, starts_at: toInstant(session.starts_at) }));
}

async function arrivalsOf(rx: Rx, auth: Caller, now: number) {
  const { id: organizer_id, zone } = auth.organizer;
  const bounds = dayBounds(formatLocalDate(now, zone), zone);
  const hours = await arrivalsByHour(rx, { organizer_id, ...bounds });
  return hours.map(({ hour_at, ...passed }) => ({ hour_at: toInstant(hour_at), ...passed }));
}
