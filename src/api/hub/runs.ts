import { Fault } from '../../domain/faults.ts';
import { announceRun, doAnnouncedRun } from '../../hub/asked-runs.ts';
import { connectionById } from '../../hub/connections.ts';
import { runsByIds } from '../../hub/connection-views.ts';
import { announceDriftCheck, doDriftCheck, readDriftChecks } from '../../hub/drift-checks.ts';
import { runList } from '../../office/connections/connection-lists.ts';
import type { Rx } from '../../store/transaction.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { instantColumn, listPageOf } from '../list.ts';
import { once } from '../once.ts';
import type { hub } from './contract.ts';
import { driftItem, runItem } from './items.ts';
import { keyOf, runnerOf } from './whole-hub.ts';

const runs = runList(instantColumn);

type Handled = Pick<
  GroupHandlers<typeof hub>,
  'list_runs' | 'find_run' | 'start_run' | 'find_drift' | 'start_drift_check'
>;

export function runHandlers(face: ApiFace): Handled {
  const { store } = face.office;
  return {
    list_runs: ({ auth, query }) =>
      store.read((rx) =>
        listPageOf(rx, auth, query, {
          source: runs,
          event_column: undefined,
          rows: runsByIds,
          item: runItem,
        }),
      ),
    find_run: ({ auth, params }) => {
      const { organizer_id } = keyOf(auth, 0);
      return store.read(async (rx) => {
        const run = await runOf(rx, params.id);
        await connectionById(rx, { organizer_id, connection_id: run.connection_id });
        return runItem(run);
      });
    },
    start_run: async (handed) => {
      const key = keyOf(handed.auth, handed.params.id);
      const runner = runnerOf(face);
      const { full = false, dry_run = false, however_many_gone = false } = handed.body;
      const wish = { full, dry_run, however_many_gone };
      let announced: number | undefined;
      const item = await once(face, handed, async (tx) => {
        announced = await announceRun(tx, key, wish);
        return runItem(await runOf(tx, announced));
      });
      // sent again, it has been started already
      if (announced !== undefined) void doAnnouncedRun(runner, key, { ...wish, run_id: announced });
      return item;
    },
    find_drift: ({ auth, params }) => {
      const key = keyOf(auth, params.id);
      return store.read(async (rx) => {
        await connectionById(rx, key);
        const [check] = await readDriftChecks(rx, key);
        return { check: check === undefined ? null : driftItem(check) };
      });
    },
    start_drift_check: async (handed) => {
      const key = keyOf(handed.auth, handed.params.id);
      const runner = runnerOf(face);
      let announced = false;
      const item = await once(face, handed, async (tx) => {
        await announceDriftCheck(tx, key);
        announced = true;
        const [check] = await readDriftChecks(tx, key);
        if (check === undefined) throw new Error('a check that was just announced is gone');
        return driftItem(check);
      });
      if (announced)
        doDriftCheck(runner, key).catch((error: unknown) =>
          handed.request.log.error({ err: error }, 'a drift check failed on our side'),
        );
      return item;
    },
  };
}

async function runOf(rx: Rx, id: number) {
  const [run] = await runsByIds(rx, [id]);
  if (run === undefined) throw new Fault('not_found', { kind: 'run', id });
  return run;
}
