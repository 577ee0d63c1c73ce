import { Fault } from '../../domain/faults.ts';
import { connectionById } from '../../hub/connections.ts';
import { mapAside } from '../../hub/map-aside.ts';
import { deliveriesByIds, dropDead, replayDead } from '../../hub/outbox/waiting.ts';
import { dropAside, listAside } from '../../hub/quarantine.ts';
import { retryAside } from '../../hub/retry-aside.ts';
import { outboxLists, quarantineList } from '../../office/connections/connection-lists.ts';
import type { Rx } from '../../store/transaction.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { instantColumn, listPageOf } from '../list.ts';
import { once } from '../once.ts';
import type { hub } from './contract.ts';
import { asideItem, deliveryItem } from './items.ts';
import { keyOf, runnerOf } from './whole-hub.ts';

const quarantine = quarantineList(instantColumn);
const outbox = outboxLists(instantColumn);

type Handled = Pick<
  GroupHandlers<typeof hub>,
  | 'list_quarantine'
  | 'map_quarantined'
  | 'retry_quarantined'
  | 'drop_quarantined'
  | 'list_outbox'
  | 'replay_outbox'
  | 'drop_outbox'
>;

/** What could not be taken, and what could not be told. */
export function asideHandlers(face: ApiFace): Handled {
  const { store } = face.office;
  return {
    list_quarantine: ({ auth, query }) =>
      store.read((rx) =>
        listPageOf(rx, auth, query, {
          source: quarantine,
          event_column: undefined,
          rows: (rx, ids) => listAside(rx, { ids, limit: ids.length }),
          item: asideItem,
        }),
      ),
    map_quarantined: async (handed) => {
      const { organizer_id } = keyOf(handed.auth, 0);
      const runner = runnerOf(face);
      const aside_id = handed.params.id;
      const { connection_id, ...lacks } = await once(face, handed, async (tx) => {
        const key = await keyOfAside(tx, organizer_id, aside_id);
        const lacking = await mapAside(tx, runner.parts, { ...key, aside_id, to: handed.body.to });
        return { connection_id: key.connection_id, ...lacking };
      });
      return retryAside(runner, { connection_id, lacks });
    },
    retry_quarantined: async ({ auth, body }) => {
      const { organizer_id } = keyOf(auth, 0);
      const { ids, connection_id } = someOf(body);
      await store.read(async (rx) => {
        if (connection_id !== undefined) await connectionById(rx, { organizer_id, connection_id });
        for (const id of ids ?? []) await keyOfAside(rx, organizer_id, id);
      });
      return retryAside(runnerOf(face), { ids, connection_id });
    },
    drop_quarantined: (handed) => {
      const { organizer_id } = keyOf(handed.auth, 0);
      const aside_id = handed.params.id;
      return once(face, handed, async (tx) => {
        const key = await keyOfAside(tx, organizer_id, aside_id);
        await dropAside(tx, { ...key, aside_id, why: handed.body.reason });
        return { dropped: true as const };
      });
    },
    list_outbox: ({ auth, query }) =>
      store.read((rx) =>
        listPageOf(rx, auth, query, {
          source: outbox[query.state ?? 'waiting'],
          event_column: undefined,
          rows: deliveriesByIds,
          item: deliveryItem,
        }),
      ),
    replay_outbox: (handed) => {
      const { organizer_id } = keyOf(handed.auth, 0);
      const some = someOf(handed.body);
      return once(face, handed, async (tx) => {
        const { connection_id } = some;
        if (connection_id !== undefined) await connectionById(tx, { organizer_id, connection_id });
        return { replayed: await replayDead(tx, { organizer_id, ...some }) };
      });
    },
    drop_outbox: (handed) => {
      const { organizer_id } = keyOf(handed.auth, 0);
      const { reason, ...named } = handed.body;
      const some = someOf(named);
      return once(face, handed, async (tx) => {
        const { connection_id } = some;
        if (connection_id !== undefined) await connectionById(tx, { organizer_id, connection_id });
        return { dropped: await dropDead(tx, { organizer_id, reason, ...some }) };
      });
    },
  };
}

/** Throws `invalid_input` where neither is named: all of everything is asked for by nobody. */
function someOf(some: { readonly ids?: readonly number[]; readonly connection_id?: number }) {
  if (some.ids === undefined && some.connection_id === undefined)
    throw new Fault('invalid_input', { in: 'body', path: 'ids', message: 'or connection_id is needed' });
  return some;
}

/** The connection that something in quarantine is of. Throws `not_found` for another organizer's, as for none. */
async function keyOfAside(rx: Rx, organizer_id: number, id: number) {
  const [aside] = await listAside(rx, { ids: [id], limit: 1 });
  if (aside === undefined) throw new Fault('not_found', { kind: 'quarantine', id });
  const { connection_id } = aside;
  await connectionById(rx, { organizer_id, connection_id });
  return { organizer_id, connection_id };
}
