import { Type } from 'typebox';
import { ladder } from '../../domain/admission.ts';
import { limits } from '../../domain/limits.ts';
import { Id, Instant, orNull } from '../shapes.ts';

export const strict = { additionalProperties: false } as const;
export const Many = Type.Integer({ minimum: 0 });
export const Direction = Type.Enum(['in', 'out']);
const PointDirection = Type.Enum(['in', 'out', 'both']);
const ExitRule = Type.Enum(['off', 'counted', 'free'], {
  description:
    '`off`: exits are recorded alone; `counted`: one must be out to come in, and each entry takes one; `free`: coming back takes none',
});

export const ControlPoint = Type.Object({
  id: Id,
  event_id: orNull(Type.Integer({ description: 'null: any event' })),
  name: Type.String(),
  direction: PointDirection,
  price_ids: Type.Array(Id, { description: 'empty: every price' }),
  session_ids: Type.Array(Id, { description: 'empty: every session' }),
  exit_rule: ExitRule,
});

const ids = Type.Array(Id, { maxItems: limits.filter_values_max });
export const pointFields = {
  name: Type.String({ minLength: 1, maxLength: limits.title_chars_max }),
  direction: Type.Optional(PointDirection),
  price_ids: Type.Optional(ids),
  session_ids: Type.Optional(ids),
  exit_rule: Type.Optional(ExitRule),
};

export const Refusal = Type.Enum([...ladder.map(({ code }) => code), 'ambiguous']);

const Answers = Type.Array(Type.Object({ label: Type.String(), value: Type.String() }), {
  description: 'to the questions that are marked `at_gate`',
});

const Operator = Type.String({ description: 'who held the device, as they say themselves; empty: not told' });

/** What came of one attempt. */
export const ScanAnswer = Type.Object({
  scan_id: Id,
  outcome: Type.Enum(['admitted', 'refused', 'conflict', 'reported']),
  refusal: orNull(Refusal),
  repeated: Type.Boolean({ description: 'the same attempt came before: this is what was said then' }),
  forced: Type.Boolean(),
  ticket_id: orNull(Id),
  entitlement_id: orNull(Id),
  event_id: orNull(Id),
  session_id: orNull(Id),
  holder: Type.String(),
  price: Type.String(),
  place: Type.String(),
  alert: orNull(Type.String({ description: 'of its price: what is to be looked at' })),
  answers: Answers,
  used: Type.Integer(),
  allowed: orNull(Type.Integer({ description: 'null: as many as one likes' })),
  inside: Type.Boolean(),
  first_used_at: orNull(Instant),
  last_used_at: orNull(Instant),
  last_use: orNull(
    Type.Object({
      control_point: orNull(Type.String()),
      device: orNull(Type.String()),
      operator: Operator,
    }),
  ),
  opens_at: orNull(Instant),
  closed_at: orNull(Instant),
  candidates: Type.Array(Id, { description: 'tickets that share the code, for a person to tell apart' }),
});

const Text = (chars: number) => Type.String({ minLength: 1, maxLength: chars });

/** One attempt as a device sends it. */
export const attemptFields = {
  code: Type.Optional(Text(limits.scanned_text_chars_max)),
  ticket_id: Type.Optional(Id),
  event_id: Type.Optional(Id),
  session_id: Type.Optional(Id),
  direction: Type.Optional(Direction),
  operator: Type.Optional(
    Type.String({ maxLength: limits.person_name_chars_max, description: 'who holds the device' }),
  ),
  nonce: Type.String({
    minLength: 8,
    maxLength: 100,
    description:
      'the device’s own mark of the attempt: sent again, it gets the stored outcome and changes nothing',
  }),
};

export const GateTicket = Type.Object({
  id: Id,
  event_id: Id,
  price_id: orNull(Id),
  state: Type.String({ description: 'held, valid, cancelled, refunded, deleted' }),
  order_status: Type.String(),
  blocked: Type.Boolean(),
  codes: Type.Array(Type.String()),
  holder: Type.String(),
  place: Type.String({ description: 'zone, row, seat' }),
  answers: Answers,
  entitlements: Type.Array(
    Type.Object({
      id: Id,
      session_id: orNull(Id),
      allowed: orNull(Type.Integer()),
      used: Type.Integer(),
      inside: Type.Boolean(),
      first_used_at: orNull(Instant),
      last_used_at: orNull(Instant),
      control_point_id: orNull(Type.Integer({ description: 'where the latest entry was' })),
      device_id: orNull(Type.Integer({ description: 'by which device' })),
      operator: Operator,
    }),
  ),
});

export const Conflict = Type.Object({
  id: Id,
  ticket_id: orNull(Id),
  holder: Type.String(),
  event_id: orNull(Id),
  session_id: orNull(Id),
  code: Type.String(),
  refusal: orNull(Type.String()),
  direction: Direction,
  control_point: orNull(Type.String()),
  device: orNull(Type.String()),
  operator: Operator,
  scanned_at: Instant,
  received_at: Instant,
  other: orNull(
    Type.Object(
      {
        control_point: orNull(Type.String()),
        device: orNull(Type.String()),
        operator: Operator,
        scanned_at: Instant,
      },
      { description: 'the last before it that was let in with this ticket' },
    ),
  ),
  used: orNull(Type.Integer()),
  allowed: orNull(Type.Integer()),
  resolved_at: orNull(Instant),
  resolution: orNull(Type.String()),
});

const Session = Type.Object({
  id: Id,
  name: Type.String(),
  cancelled: Type.Boolean(),
  starts_at: Instant,
  ends_at: orNull(Instant),
  doors_open_at: orNull(Instant),
  doors_close_at: orNull(Instant),
});

export const GateEvent = Type.Object({
  id: Id,
  name: Type.String(),
  cancelled: Type.Boolean(),
  admits_unpaid: Type.Boolean(),
  sessions: Type.Array(Session),
  prices: Type.Array(Type.Object({ id: Id, name: Type.String(), gate_alert: orNull(Type.String()) })),
});

export const Count = Type.Object({
  total: Type.Integer({ description: 'tickets that are good' }),
  scanned: Type.Integer({ description: 'of them, those that have entered at least once' }),
  entries: Many,
  inside: Many,
  out: Many,
});
