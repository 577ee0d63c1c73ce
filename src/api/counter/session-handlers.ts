import type { Static } from 'typebox';
import { countedPieces, type CountedPieces } from '../../office/counter/counted-pieces.ts';
import type { CounterSession } from '../../office/counter/session.ts';
import { closeCounterSession, moveCash, openCounterSession } from '../../office/counter/session.ts';
import { cashMovements, counterSessionsOfIds, sessionReport } from '../../office/counter/session-report.ts';
import { handOverByPin, hashPin, setTillPin } from '../../office/counter/till-pins.ts';
import { plain } from '../../office/filters/columns.ts';
import { tableList } from '../../office/filters/list-after.ts';
import type { Row } from '../../store/tables.ts';
import type { Caller } from '../caller.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { instantColumn, listPageOf } from '../list.ts';
import { once } from '../once.ts';
import { onceAtTill } from './operator.ts';
import { toInstant, toInstantOrNull } from '../shapes.ts';
import { reportItem, sumsItem } from './report-items.ts';
import type { sessionEndpoints } from './session-endpoints.ts';
import type { Movement, Session } from './shapes.ts';

const sessions = tableList('counter_session', {
  counter_id: plain('number', 'counter_session.counter_id'),
  user_id: plain('number', 'counter_session.user_id'),
  opened_at: instantColumn('counter_session.opened_at'),
  closed_at: instantColumn('counter_session.closed_at'),
});

export function sessionItem(
  row: CounterSession & { readonly holder?: string | null },
): Static<typeof Session> {
  const { id, counter_id, user_id, user_label, opening_amount, expected_amount, closing_amount, notes } = row;
  return {
    ...{ id, counter_id, user_id, user_label, opening_amount, expected_amount, closing_amount, notes },
    holder: row.holder ?? user_label,
    opened_at: toInstant(row.opened_at),
    closed_at: toInstantOrNull(row.closed_at),
    difference: closing_amount === null ? null : closing_amount - (expected_amount ?? 0),
  };
}

function movementItem({ id, amount, reason, created_at }: Row<'cash_movement'>): Static<typeof Movement> {
  return { id, amount, reason, moved_at: toInstant(created_at) };
}

const piecesItem = ({ opening, closing }: CountedPieces) => ({
  opening: [...opening],
  closing: [...closing],
});

/** The person who calls; undefined for a program or a device. */
export const personOf = ({ known }: Caller): number | undefined =>
  known.kind === 'user' ? known.caller_id : undefined;

/** A till is the whole organizer's: who may touch single events alone uses none. */
export function tillOf(auth: Caller): number {
  auth.requireEverywhere();
  return auth.organizer_id;
}

export function sessionHandlers(face: ApiFace): GroupHandlers<typeof sessionEndpoints> {
  const { store, surroundings, sealer } = face.office;
  return {
    list_counter_sessions: ({ auth, query }) =>
      store.read((rx) =>
        listPageOf(rx, auth, query, {
          ...{ source: sessions, event_column: undefined, item: sessionItem },
          rows: (rx, ids) => counterSessionsOfIds(rx, auth.organizer_id, ids),
        }),
      ),
    find_counter_session: ({ auth, params }) =>
      store.read(async (rx) => {
        const wish = { organizer_id: tillOf(auth), counter_session_id: params.id };
        const { session, currency, sums, report } = await sessionReport(rx, wish);
        const [named = session] = await counterSessionsOfIds(rx, wish.organizer_id, [session.id]);
        return {
          session: sessionItem(named),
          ...{ currency, sums: sumsItem(sums), report: reportItem(report) },
          movements: (await cashMovements(rx, session.id)).map(movementItem),
          pieces: piecesItem(await countedPieces(rx, session)),
        };
      }),
    open_counter_session: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, body } = handed;
        const organizer_id = tillOf(auth);
        const user_label = auth.known.device?.name;
        const opening = { ...body, organizer_id, user_id: personOf(auth), user_label };
        const counter_session_id = await openCounterSession(tx, opening);
        return sessionItem((await sessionReport(tx, { organizer_id, counter_session_id })).session);
      }),
    move_cash: (handed) =>
      onceAtTill(face, handed, { counter_session_id: handed.params.id }, async (tx) => {
        const key = { organizer_id: tillOf(handed.auth), counter_session_id: handed.params.id };
        const cash_movement_id = await moveCash(tx, { ...key, ...handed.body });
        return { cash_movement_id, cash: (await sessionReport(tx, key)).sums.cash };
      }),
    close_counter_session: (handed) =>
      onceAtTill(face, handed, { counter_session_id: handed.params.id }, async (tx) => {
        const key = { organizer_id: tillOf(handed.auth), counter_session_id: handed.params.id };
        const { sums, ...closing } = await closeCounterSession(tx, { ...key, ...handed.body, sealer });
        return { ...closing, sums: sumsItem(sums) };
      }),
    hand_over_till: async ({ auth, params, body }) => {
      const taking = { organizer_id: tillOf(auth), counter_session_id: params.id };
      await handOverByPin(store, auth.actor, { ...taking, ...body });
      return { done: true as const };
    },
    set_till_pin: async (handed) => {
      const { auth, body } = handed;
      const organizer_id = tillOf(auth);
      const user_id = body.user_id ?? auth.user_id;
      if (user_id !== personOf(auth)) auth.requireAll(['access.write']);
      let pin_hash: string | null = null;
      return once(
        face,
        handed,
        async (tx) => {
          await setTillPin(tx, { organizer_id, user_id, pin_hash });
          return { done: true as const };
        },
        async () => {
          if (body.pin !== null) pin_hash = await hashPin(body.pin, (bytes) => surroundings.random(bytes));
        },
      );
    },
  };
}
