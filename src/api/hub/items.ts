import type { AsideReason, DeliveryReason, RunReason, TroubleReason } from '../../domain/hub-reasons.ts';
import type { Static } from 'typebox';
import type { Aside as AsideRow } from '../../hub/quarantine.ts';
import type { ConnectionView, RunView } from '../../hub/connection-views.ts';
import { closedFor } from '../../hub/breaker.ts';
import type { Connection as ConnectionRow } from '../../hub/connections.ts';
import { driftWords } from '../../hub/drift.ts';
import type { DriftCheck as Check } from '../../hub/drift-checks.ts';
import type { WaitingDelivery } from '../../hub/outbox/waiting.ts';
import type { Connector } from '../../hub/port.ts';
import { shownReason } from '../reason-shape.ts';
import { toInstant, toInstantOrNull } from '../shapes.ts';
import { formOf } from './form.ts';
import type { Aside, Connection, ConnectionKind, Delivery, DriftCheck, Run } from './shapes.ts';

/** What the rows of the hub are on the wire. */

export function kindItem(connector: Connector): Static<typeof ConnectionKind> {
  const { dialect, title, default_base_url, abilities, pace, mappings = {} } = connector;
  return {
    dialect,
    title,
    default_base_url,
    pulls: [...abilities.pulls],
    pushes: [...abilities.pushes],
    cannot: [...abilities.cannot],
    settings: formOf(connector.settings),
    secrets: formOf(connector.secrets),
    mappings: Object.entries(mappings).map(([setting, { from, to }]) => ({ setting, from, to })),
    pace,
  };
}

export function connectionItem(
  view: ConnectionView,
  connector: Connector | undefined,
  now: number,
): Static<typeof Connection> {
  const { connection, last_run, drift } = view;
  return {
    id: connection.id,
    dialect: connection.dialect,
    name: connection.name,
    base_url: connection.base_url,
    settings: JSON.parse(connection.settings) as Record<string, unknown>,
    secrets: Object.keys(connector?.secrets.properties ?? {}),
    topics: JSON.parse(connection.topics) as ('order' | 'scan')[],
    schedule: connection.schedule,
    full_schedule: connection.full_schedule,
    gap_ms: connection.gap_ms,
    calls_per_minute: connection.calls_per_minute,
    timeout_ms: connection.timeout_ms,
    enabled: connection.enabled === 1,
    health: connector === undefined ? 'unknown_kind' : healthOf(connection, now),
    trouble: connection.trouble,
    trouble_why: shownReason<TroubleReason>(connection.trouble_why),
    failures: connection.failures,
    paused_until: toInstantOrNull(comingOrNull(connection.paused_until, now)),
    halted_at: toInstantOrNull(connection.halted_at),
    asked_until: toInstantOrNull(comingOrNull(connection.asked_until, now)),
    created_at: toInstant(connection.created_at),
    updated_at: toInstant(connection.updated_at),
    waiting: view.waiting,
    waiting_since: toInstantOrNull(view.waiting_since),
    dead: view.dead,
    quarantined: view.quarantined,
    last_run: last_run === undefined ? null : runItem(last_run),
    pulled_at: toInstantOrNull(view.pulled_at),
    drift:
      drift === undefined ? null : { ended_at: toInstantOrNull(drift.ended_at), differing: drift.differing },
  };
}

/** What is over is not told: it says nothing of now. */
const comingOrNull = (at: number | null, now: number): number | null => (at !== null && at > now ? at : null);

function healthOf(connection: ConnectionRow, now: number) {
  const { enabled, halted_at, trouble } = connection;
  if (closedFor(connection, now) === undefined) return trouble === '' ? 'ok' : 'troubled';
  if (enabled === 0) return 'disabled';
  return halted_at === null ? 'paused' : 'halted';
}

export function runItem(run: RunView): Static<typeof Run> {
  const { counts } = run;
  return {
    id: run.id,
    connection_id: run.connection_id,
    full: run.full === 1,
    dry_run: run.dry_run === 1,
    started_at: toInstant(run.started_at),
    ended_at: toInstantOrNull(run.ended_at),
    outcome: run.outcome === 'ok' || run.outcome === 'failed' ? run.outcome : null,
    message: run.message,
    why: shownReason<RunReason>(run.why),
    records: run.records,
    expected: run.expected,
    counts: {
      new: counts.new,
      changed: counts.changed,
      unchanged: counts.unchanged,
      gone: counts.gone,
      quarantined: counts.quarantined,
    },
  };
}

export function asideItem(row: AsideRow): Static<typeof Aside> {
  const part = /^#(\d+)\//.exec(row.foreign_id);
  return {
    id: row.id,
    connection_id: row.connection_id,
    kind: row.kind,
    foreign_id: row.foreign_id,
    order_id: part === null ? null : Number(part[1]),
    reason: row.reason,
    why: shownReason<AsideReason>(row.why),
    lacks: row.setting === '' ? null : { setting: row.setting, named: row.named },
    tries: row.tries,
    created_at: toInstant(row.created_at),
    updated_at: toInstant(row.updated_at),
  };
}

export function deliveryItem(row: WaitingDelivery): Static<typeof Delivery> {
  return {
    id: row.id,
    connection_id: row.connection_id,
    topic: row.topic,
    subject_kind: row.subject_kind,
    subject_id: row.subject_id,
    state: row.due_at === null ? 'dead' : 'waiting',
    created_at: toInstant(row.created_at),
    due_at: toInstantOrNull(row.due_at),
    attempts: row.attempts,
    last_error: row.last_error,
    why: shownReason<DeliveryReason>(row.why),
  };
}

export function driftItem(check: Check): Static<typeof DriftCheck> {
  return {
    connection_id: check.connection_id,
    started_at: toInstant(check.started_at),
    ended_at: toInstantOrNull(check.ended_at),
    differing: check.differing,
    differences: check.differences.map(({ code, count, subjects }) => {
      const { message, advice, subject_kind } = driftWords[code];
      return { code, message, advice, subject_kind, count, subjects: [...subjects] };
    }),
  };
}
