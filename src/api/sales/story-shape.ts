import { Type } from 'typebox';
import { WhyNotTold } from '../reason-shape.ts';
import { Amount, Currency, Id, Instant, orNull } from '../shapes.ts';
import { Count } from './shapes.ts';

const Actor = Type.Object({
  kind: Type.String({ description: 'user, credential, connection, device, buyer, system' }),
  id: orNull(Id),
  name: orNull(Type.String()),
});

const Scan = Type.Object({
  id: Id,
  ticket_id: orNull(Id),
  direction: Type.String(),
  outcome: Type.String({ description: 'admitted, refused, conflict, reported' }),
  refusal: orNull(Type.String()),
  forced: Type.Boolean(),
  source: Type.String(),
  control_point: orNull(Type.String()),
  device: orNull(Type.String()),
  operator: Type.String({ description: 'who held the device, as they say themselves; empty: not told' }),
  received_at: Instant,
});

const Delivery = Type.Object({
  id: Id,
  topic: Type.String(),
  subject_kind: Type.String(),
  subject_id: Id,
  connection_id: Id,
  connection: orNull(Type.String()),
  dialect: orNull(Type.String()),
  state: Type.Enum(['waiting', 'delivered', 'dead', 'dropped']),
  attempts: Count,
  last_error: orNull(Type.String()),
  why: WhyNotTold,
  note: Type.String(),
});

const when = { at: Instant, id: Id };

/** One thing that happened: the one of the four fields that its kind names is set. */
export const StoryEntry = Type.Object({
  ...when,
  kind: Type.Enum(['change', 'scan', 'payment', 'delivery']),
  code: Type.String({
    description:
      'a stable code for words: of a change as in the ledger (`order.confirmed`), else `scan.…`, `payment.taken`, `payment.taken_back`, `delivery.…`',
  }),
  actor: orNull(Actor),
  change: orNull(
    Type.Object({
      subject_kind: Type.String(),
      subject_id: Id,
      before: Type.Unknown(),
      after: Type.Unknown(),
      reason: orNull(Type.String()),
    }),
  ),
  scan: orNull(Scan),
  payment: orNull(Type.Object({ id: Id, amount: Amount, currency: Currency, method: Type.String() })),
  delivery: orNull(Delivery),
});

export const Story = Type.Object({
  items: Type.Array(StoryEntry, { description: 'in the order of time' }),
  complete: Type.Boolean({
    description: 'false: there is so much to tell that only the latest of it is here',
  }),
});
