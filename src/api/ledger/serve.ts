import { plain } from '../../office/filters/columns.ts';
import { tableList } from '../../office/filters/list-after.ts';
import {
  keepLedgerCheck,
  lastLedgerCheck,
  ledgerByIds,
  type LedgerCheck,
  type LedgerEntry,
} from '../../office/ledger/read.ts';
import { verifyLedger } from '../../office/ledger/verify.ts';
import { systemActor, type Actor } from '../../store/transaction.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { instantColumn, listPageOf } from '../list.ts';
import { once } from '../once.ts';
import { toInstant, toInstantOrNull } from '../shapes.ts';
import type { ledger } from './contract.ts';

const entries = tableList('ledger', {
  recorded_at: instantColumn('ledger.recorded_at'),
  actor_kind: plain('text', 'ledger.actor_kind'),
  actor_id: plain('number', 'ledger.actor_id'),
  action: plain('text', 'ledger.action'),
  subject_kind: plain('text', 'ledger.subject_kind'),
  subject_id: plain('number', 'ledger.subject_id'),
});

export function ledgerHandlers(face: ApiFace): GroupHandlers<typeof ledger> {
  const { store } = face.office;
  const check = checking(face);
  return {
    list_ledger: ({ auth, query }) =>
      store.read((rx) =>
        listPageOf(rx, auth, query, {
          source: entries,
          event_column: undefined,
          rows: ledgerByIds,
          item: entryItem,
        }),
      ),
    ledger_check: async ({ auth }) => {
      auth.requireEverywhere();
      // asked before what is kept is read: a check that ends in between is not one that was cut off
      const running = check.running();
      return checkItem(await store.read(lastLedgerCheck), running);
    },
    start_ledger_check: async (handed) => {
      handed.auth.requireEverywhere();
      const started = await once(face, handed, async (tx) => {
        const known = await lastLedgerCheck(tx);
        if (check.running() && known !== undefined) return known;
        const fresh: LedgerCheck = { started_at: tx.now, ended_at: null, found: null };
        await keepLedgerCheck(tx, fresh);
        return fresh;
      });
      check.start(started);
      return checkItem(started, true);
    },
  };
}

/** The chain is read through while others work on; what comes of it is kept in the database. */
function checking({ office }: ApiFace): { running(): boolean; start(check: LedgerCheck): void } {
  const { store, surroundings } = office;
  let running = false;
  const run = async ({ started_at }: LedgerCheck): Promise<void> => {
    try {
      const found = await store.read((rx) => verifyLedger(rx));
      const ended = { started_at, ended_at: surroundings.now(), found };
      await store.write(systemActor, (tx) => keepLedgerCheck(tx, ended));
    } catch {
      // the office closes, or the store failed: the check stands as one that was cut off
    } finally {
      running = false;
    }
  };
  return {
    running: () => running,
    start(check) {
      if (running || check.ended_at !== null) return;
      running = true;
      void run(check);
    },
  };
}

function checkItem(check: LedgerCheck | undefined, running: boolean) {
  const found = check?.found ?? null;
  return {
    state: stateOf(check, running),
    started_at: toInstantOrNull(check?.started_at ?? null),
    ended_at: toInstantOrNull(check?.ended_at ?? null),
    rows: found?.rows ?? null,
    seals: found?.seals ?? null,
    head: found?.head.hash ?? null,
    broken: (found?.broken ?? []).map(({ kind, seal_position, row_position, row_id, field }) => ({
      ...{ kind, seal_position, row_position, row_id, field },
    })),
  };
}

type CheckState = 'never' | 'running' | 'verified' | 'broken' | 'cut_off';

function stateOf(check: LedgerCheck | undefined, running: boolean): CheckState {
  if (check === undefined) return 'never';
  if (check.found !== null) return check.found.broken.length === 0 ? 'verified' : 'broken';
  return running ? 'running' : 'cut_off';
}

function entryItem(row: LedgerEntry) {
  return {
    id: row.id,
    recorded_at: toInstant(row.recorded_at),
    actor: { kind: row.actor_kind as Actor['kind'], id: row.actor_id, name: row.actor_name },
    action: row.action,
    subject: { kind: row.subject_kind, id: row.subject_id },
    before: row.before === null ? null : (JSON.parse(row.before) as unknown),
    after: row.after === null ? null : (JSON.parse(row.after) as unknown),
    reason: row.reason,
    sealed: row.seal_id !== null,
  };
}
