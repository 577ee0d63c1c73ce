import { sql } from 'kysely';
import { offsetAt } from '../../domain/local-time.ts';
import type { Rx } from '../../store/transaction.ts';
import { whole, type ReportColumn, type ReportForm, type ReportRow, type ReportSpan } from './report.ts';

const quarter_ms = 900_000;
const hour_ms = 3_600_000;

const bySession: readonly ReportColumn[] = [
  { key: 'event', type: 'text' },
  { key: 'session', type: 'text' },
  { key: 'starts_at', type: 'at' },
  { key: 'good', type: 'count', summed: true },
  { key: 'came', type: 'count', summed: true },
  { key: 'no_show', type: 'count', summed: true },
];

const byHour: readonly ReportColumn[] = [
  { key: 'hour', type: 'at' },
  { key: 'entries', type: 'count', summed: true },
  { key: 'exits', type: 'count', summed: true },
  { key: 'refused', type: 'count', summed: true },
];

/** Who came: of each session that begins within the span, or of every hour in which somebody stood at a gate. */
export const attendance: ReportForm = {
  dimensions: ['session', 'hour'],
  filters: ['event_id'],
  balanced: false,
  columns: (by) => (by === 'hour' ? byHour : bySession),
  page: whole((rx, span, by) => (by === 'hour' ? hours(rx, span) : sessions(rx, span))),
};

/** Tickets that are good, and how many of them came. */
async function sessions(rx: Rx, { organizer_id, from, until, event_id }: ReportSpan): Promise<ReportRow[]> {
  let query = rx.db
    .selectFrom('session')
    .innerJoin('event', 'event.id', 'session.event_id')
    .innerJoin('ticket', (join) =>
      join.onRef('ticket.session_id', '=', 'session.id').on('ticket.state', '=', 'valid'),
    )
    .leftJoin('entitlement', 'entitlement.ticket_id', 'ticket.id')
    .select((eb) => [
      'event.name as event',
      'session.name as session',
      'session.starts_at',
      eb.fn.count<number>('ticket.id').distinct().as('good'),
      eb.fn
        .count<number>(eb.case().when('entitlement.used', '>', 0).then(eb.ref('ticket.id')).end())
        .distinct()
        .as('came'),
    ])
    .where('session.organizer_id', '=', organizer_id)
    .where('session.starts_at', '>=', from)
    .where('session.starts_at', '<', until)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb.selectFrom('ticket as leaf').select('leaf.id').whereRef('leaf.main_ticket_id', '=', 'ticket.id'),
        ),
      ),
    )
    .groupBy(['session.id', 'event.name', 'session.name', 'session.starts_at'])
    .orderBy('session.starts_at')
    .orderBy('session.id');
  if (event_id !== undefined) query = query.where('session.event_id', '=', event_id);
  const found = await query.execute();
  return found.map((row) => ({ ...row, no_show: row.good - row.came }));
}

interface Passed {
  readonly quarter_at: number;
  readonly entries: number;
  readonly exits: number;
  readonly refused: number;
}

/** Attempts by the hour of the zone in which they reached the office, as on the home page, from the scans themselves. */
async function hours(rx: Rx, span: ReportSpan): Promise<ReportRow[]> {
  const { organizer_id, zone, from, until, event_id } = span;
  const quarter = sql`received_at - received_at % ${sql.lit(quarter_ms)}`;
  const ofEvent = event_id === undefined ? sql`1 = 1` : sql`event_id = ${event_id}`;
  const passed = sql`outcome in ('admitted', 'reported')`;
  const { rows } = await sql<Passed>`
    select ${quarter} as quarter_at,
      sum(case when ${passed} and direction = 'in' then 1 else 0 end) as entries,
      sum(case when ${passed} and direction = 'out' then 1 else 0 end) as exits,
      sum(case when outcome = 'refused' then 1 else 0 end) as refused
    from scan where organizer_id = ${organizer_id} and received_at >= ${from} and received_at < ${until} and ${ofEvent}
    group by ${quarter} order by ${quarter}`.execute(rx.db);
  // some zones are half an hour off: the hour is that of their clock
  const hourOf = ({ quarter_at }: Passed): number => {
    const offset = offsetAt(quarter_at, zone);
    return quarter_at - ((((quarter_at + offset) % hour_ms) + hour_ms) % hour_ms);
  };
  return [...Map.groupBy(rows, hourOf)].map(([hour, quarters]) => {
    const sum = (key: 'entries' | 'exits' | 'refused'): number =>
      quarters.reduce((all, one) => all + one[key], 0);
    return { hour, entries: sum('entries'), exits: sum('exits'), refused: sum('refused') };
  });
}
