import { Type } from 'typebox';
import { WhyAside, WhyFailed, WhyNotTold, WhyTrouble } from '../reason-shape.ts';
import { Id, Instant, orNull, StatedCount, Title } from '../shapes.ts';

const Words = Type.Object({ en: Type.String(), fr: Type.String() });
const Many = Type.Integer({ minimum: 0 });

export const PushTopic = Type.Enum(['order', 'scan']);

/** One field of a form: what a person is asked for. */
const fieldOf = {
  name: Type.String(),
  title: Type.String(),
  description: Type.String(),
  type: Type.Enum(['text', 'integer', 'flag', 'choice', 'list', 'pairs', 'names'], {
    description:
      '`list`: an array of texts or integers; `pairs`: an array of objects; `names`: an object of texts by their names',
  }),
  required: Type.Boolean(),
  default: Type.Optional(Type.Unknown()),
  choices: Type.Optional(Type.Array(Type.String())),
  minimum: Type.Optional(Type.Integer()),
  maximum: Type.Optional(Type.Integer()),
  pattern: Type.Optional(Type.String()),
  items: Type.Optional(Type.Enum(['text', 'integer'], { description: 'of a list' })),
};
export const Field = Type.Object({
  ...fieldOf,
  fields: Type.Optional(Type.Array(Type.Object(fieldOf), { description: 'of a pair' })),
});

const Abilities = {
  pulls: Type.Array(Type.String()),
  pushes: Type.Array(PushTopic),
  cannot: Type.Array(
    Type.Object({
      what: Type.Enum(['pull', 'push_scan', 'push_order', 'see_deletions']),
      ...Words.properties,
    }),
  ),
};

/** A kind of system that can be connected, as its connector says itself. */
export const ConnectionKind = Type.Object({
  dialect: Type.String(),
  title: Type.String(),
  default_base_url: Type.String(),
  ...Abilities,
  settings: Type.Array(Field),
  secrets: Type.Array(Field),
  mappings: Type.Array(Type.Object({ setting: Type.String(), from: Type.String(), to: Type.String() }), {
    description: 'settings that say what things are called there, by the fields of a pair',
  }),
  pace: Type.Object({ gap_ms: Many, calls_per_minute: Many, timeout_ms: Many }),
});

const Counts = Type.Object({
  new: Many,
  changed: Many,
  unchanged: Many,
  gone: Many,
  quarantined: Many,
});

export const Run = Type.Object({
  id: Id,
  connection_id: Id,
  full: Type.Boolean(),
  dry_run: Type.Boolean(),
  started_at: Instant,
  ended_at: orNull(Instant),
  outcome: orNull(Type.Enum(['ok', 'failed'])),
  message: Type.String(),
  why: WhyFailed,
  records: Type.Integer({ minimum: 0, description: 'seen so far' }),
  expected: orNull(Type.Integer({ minimum: 0, description: 'in all, where the source tells' })),
  counts: Counts,
});

export const Connection = Type.Object({
  id: Id,
  dialect: Type.String(),
  name: Type.String(),
  base_url: Type.String(),
  settings: Type.Record(Type.String(), Type.Unknown()),
  secrets: Type.Array(Type.String(), { description: 'their names: what they are is never answered' }),
  topics: Type.Array(PushTopic),
  schedule: Type.String(),
  full_schedule: Type.String(),
  gap_ms: orNull(Many),
  calls_per_minute: orNull(Many),
  timeout_ms: orNull(Many),
  enabled: Type.Boolean(),
  health: Type.Enum(['ok', 'troubled', 'paused', 'halted', 'disabled', 'unknown_kind'], {
    description:
      '`troubled`: something went wrong last; `paused`: left alone until `asked_until` or `paused_until`; `halted`: until a person has looked',
  }),
  trouble: Type.String({ description: 'what went wrong last; empty once a call went well' }),
  trouble_why: WhyTrouble,
  failures: Many,
  paused_until: orNull(Instant),
  halted_at: orNull(Instant),
  asked_until: orNull({ ...Instant, description: 'it asks itself not to be called before' }),
  created_at: Instant,
  updated_at: Instant,
  waiting: Type.Integer({ minimum: 0, description: 'deliveries that are to leave' }),
  waiting_since: orNull(Instant),
  dead: Type.Integer({ minimum: 0, description: 'deliveries that were given up' }),
  quarantined: Many,
  last_run: orNull(Run),
  pulled_at: orNull({ ...Instant, description: 'end of the last run that went well' }),
  drift: orNull(Type.Object({ ended_at: orNull(Instant), differing: Many })),
});

export const ConnectionBody = {
  name: Type.Optional(Title),
  base_url: Type.Optional(Type.String({ maxLength: 500 })),
  settings: Type.Optional(Type.Record(Type.String({ maxLength: 60 }), Type.Unknown())),
  secrets: Type.Optional(Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 1_000 }))),
  topics: Type.Optional(Type.Array(PushTopic, { maxItems: 10 })),
  schedule: Type.Optional(Type.String({ maxLength: 100, description: 'five fields of cron; empty: never' })),
  full_schedule: Type.Optional(Type.String({ maxLength: 100 })),
  gap_ms: Type.Optional(orNull(StatedCount)),
  calls_per_minute: Type.Optional(orNull(StatedCount)),
  timeout_ms: Type.Optional(orNull(StatedCount)),
};

export const Tested = Type.Object({
  reached: Type.Boolean(),
  kind: orNull(Type.Enum(['credentials', 'limited', 'unavailable', 'nonsense', 'refused'])),
  words: Type.String({ description: 'what was reached, or what went wrong' }),
});

export const Aside = Type.Object({
  id: Id,
  connection_id: Id,
  kind: Type.String(),
  foreign_id: Type.String({
    description: "the other system's id; of a part of an order of ours, `#order/part`",
  }),
  order_id: orNull({ ...Id, description: 'of ours, where it is a part of one' }),
  reason: Type.String(),
  why: WhyAside,
  lacks: orNull(
    Type.Object(
      { setting: Type.String(), named: Type.String() },
      {
        description: 'which mapping would mend it, by which name',
      },
    ),
  ),
  tries: Many,
  created_at: Instant,
  updated_at: Instant,
});

export const Retried = Type.Object({
  resolved: Type.Integer({ minimum: 0, description: 'went in' }),
  announced: Type.Integer({ minimum: 0, description: 'orders of ours that will be told again' }),
  still: Type.Integer({ minimum: 0, description: 'stay aside' }),
});

export const Delivery = Type.Object({
  id: Id,
  connection_id: Id,
  topic: Type.String(),
  subject_kind: Type.String(),
  subject_id: Id,
  state: Type.Enum(['waiting', 'dead']),
  created_at: Instant,
  due_at: orNull({ ...Instant, description: 'of the next try; null: given up' }),
  attempts: Many,
  last_error: orNull(Type.String()),
  why: WhyNotTold,
});

export const DriftCheck = Type.Object({
  connection_id: Id,
  started_at: Instant,
  ended_at: orNull({
    ...Instant,
    description: 'null: it runs; what differs is then what the one before found',
  }),
  differing: Many,
  differences: Type.Array(
    Type.Object({
      code: Type.String(),
      message: Words,
      advice: Words,
      subject_kind: Type.String(),
      count: Many,
      subjects: Type.Array(
        Type.Object({
          id: Type.Union([Id, Type.String()], {
            description: 'ours; what the system calls it where it is not here',
          }),
          here: Type.Optional(Type.Union([Type.Boolean(), Type.String()])),
          there: Type.Optional(Type.Boolean()),
          ref: Type.Optional(Type.String()),
          why: Type.Optional(Type.String()),
        }),
        { description: 'the first hundred' },
      ),
    }),
  ),
});
