import { connectionList } from '../../office/connections/connection-lists.ts';
import {
  addConnection,
  changeConnection,
  connectionById,
  removeConnection,
  setEnabled,
  type ConnectionKey,
} from '../../hub/connections.ts';
import { connectionViews, type ConnectionView } from '../../hub/connection-views.ts';
import { testConnection, testFields } from '../../hub/test-connection.ts';
import type { Rx } from '../../store/transaction.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { instantColumn, listPageOf } from '../list.ts';
import { once, type Writing } from '../once.ts';
import type { hub } from './contract.ts';
import { connectionItem, kindItem } from './items.ts';
import { keyOf, runnerOf } from './whole-hub.ts';

const connections = connectionList(instantColumn);

type Handled = Pick<
  GroupHandlers<typeof hub>,
  | 'list_connection_kinds'
  | 'list_connections'
  | 'find_connection'
  | 'add_connection'
  | 'change_connection'
  | 'enable_connection'
  | 'disable_connection'
  | 'remove_connection'
  | 'test_connection'
  | 'test_connection_fields'
>;

export function connectionHandlers(face: ApiFace): Handled {
  const { store, surroundings } = face.office;
  const item = (view: ConnectionView) =>
    connectionItem(view, runnerOf(face).parts.connectors.get(view.connection.dialect), surroundings.now());
  const shown = async (rx: Rx, key: ConnectionKey) => {
    const { id } = await connectionById(rx, key);
    const [view] = await connectionViews(rx, [id]);
    if (view === undefined) throw new Error('a connection that was just found is gone');
    return item(view);
  };
  const switched = (handed: Writing & { readonly params: { readonly id: number } }, enabled: boolean) => {
    const key = keyOf(handed.auth, handed.params.id);
    return once(face, handed, async (tx) => {
      await setEnabled(tx, { ...key, enabled });
      return shown(tx, key);
    });
  };
  return {
    list_connection_kinds: () => ({ items: [...runnerOf(face).parts.connectors.values()].map(kindItem) }),
    list_connections: ({ auth, query }) =>
      store.read((rx) =>
        listPageOf(rx, auth, query, {
          source: connections,
          event_column: undefined,
          rows: connectionViews,
          item,
        }),
      ),
    find_connection: ({ auth, params }) => {
      const key = keyOf(auth, params.id);
      return store.read((rx) => shown(rx, key));
    },
    add_connection: (handed) => {
      const { organizer_id } = keyOf(handed.auth, 0);
      const { parts } = runnerOf(face);
      return once(face, handed, async (tx) => {
        const connection_id = await addConnection(tx, parts, { ...handed.body, organizer_id });
        return shown(tx, { organizer_id, connection_id });
      });
    },
    change_connection: (handed) => {
      const key = keyOf(handed.auth, handed.params.id);
      const { parts } = runnerOf(face);
      return once(face, handed, async (tx) => {
        await changeConnection(tx, parts, { ...handed.body, ...key });
        return shown(tx, key);
      });
    },
    enable_connection: (handed) => switched(handed, true),
    disable_connection: (handed) => switched(handed, false),
    remove_connection: (handed) => {
      const key = keyOf(handed.auth, handed.params.id);
      return once(face, handed, async (tx) => {
        await removeConnection(tx, key);
        return { removed: true as const };
      });
    },
    test_connection: ({ auth, params }) => testConnection(runnerOf(face), keyOf(auth, params.id)),
    test_connection_fields: ({ auth, body }) => {
      const { organizer_id } = keyOf(auth, 0);
      return testFields(runnerOf(face), { ...body, organizer_id });
    },
  };
}
