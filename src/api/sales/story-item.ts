import type { DeliveryReason } from '../../domain/hub-reasons.ts';
import type { Static } from 'typebox';
import type { DeliveryTold, ScanTold, StoryEntry } from '../../office/selling/order-story.ts';
import type { Names } from '../gate/names.ts';
import { shownReason } from '../reason-shape.ts';
import { toInstant } from '../shapes.ts';
import type * as shape from './story-shape.ts';

type Item = Static<typeof shape.StoryEntry>;

const nothing = { actor: null, change: null, scan: null, payment: null, delivery: null };

export function storyItem(entry: StoryEntry, names: Names): Item {
  const { id, kind } = entry;
  const begun = { ...nothing, at: toInstant(entry.at), id, kind };
  switch (entry.kind) {
    case 'change': {
      const { code, actor, subject_kind, subject_id, before, after, reason } = entry;
      return { ...begun, code, actor, change: { subject_kind, subject_id, before, after, reason } };
    }
    case 'scan':
      return { ...begun, code: scanCode(entry.scan), actor: entry.actor, scan: scanItem(entry.scan, names) };
    case 'payment': {
      const { amount, currency, method, deleted_at } = entry.payment;
      const code = deleted_at === null ? 'payment.taken' : 'payment.taken_back';
      return { ...begun, code, payment: { id, amount, currency, method } };
    }
    default: {
      const state = stateOf(entry.delivery);
      return { ...begun, code: `delivery.${state}`, delivery: deliveryItem(entry.delivery, state) };
    }
  }
}

/** `scan.admitted`, `scan.left`, `scan.refused`, `scan.conflict`, `scan.reported`. */
function scanCode({ outcome, direction }: ScanTold): string {
  return `scan.${outcome === 'admitted' && direction === 'out' ? 'left' : outcome}`;
}

function scanItem(scan: ScanTold, names: Names): NonNullable<Item['scan']> {
  const { id, ticket_id, direction, outcome, refusal, source, control_point, operator } = scan;
  return {
    ...{ id, ticket_id, direction, outcome, refusal, source, control_point, operator },
    device: names.device(scan.device),
    forced: scan.forced === 1,
    received_at: toInstant(scan.received_at),
  };
}

type State = NonNullable<Item['delivery']>['state'];

function stateOf({ delivered_at, dead_at, dropped_at }: DeliveryTold): State {
  if (delivered_at !== null) return 'delivered';
  if (dropped_at !== null) return 'dropped';
  return dead_at === null ? 'waiting' : 'dead';
}

function deliveryItem(delivery: DeliveryTold, state: State): NonNullable<Item['delivery']> {
  const { id, topic, subject_kind, subject_id, connection_id, connection, dialect } = delivery;
  const { attempts, last_error, why, note } = delivery;
  return {
    ...{
      id,
      topic,
      subject_kind,
      subject_id,
      connection_id,
      connection,
      dialect,
      attempts,
      last_error,
      note,
    },
    why: shownReason<DeliveryReason>(why),
    state,
  };
}
