import { Type } from 'typebox';
import { codec } from '../contract/codec.ts';
import { contract } from '../contract/contract.ts';
import { endpoint } from '../contract/endpoint.ts';
import { formatUtc, parseInstant } from '../domain/local-time.ts';

/** An instant, written `2026-05-15T08:30:00.000Z`; another offset than Z is taken too. */
const Instant = codec(Type.String({ examples: ['2026-05-15T08:30:00.000Z'] }), {
  decode: (text) => {
    try {
      return parseInstant(text);
    } catch {
      throw new Error('is not an instant such as 2026-05-15T08:30:00Z');
    }
  },
  encode: (instant) => formatUtc(instant),
  arbitrary: (fc) => fc.integer({ min: 0, max: 4_000_000_000_000 }),
});

const day_ms = 86_400_000;

const Clock = Type.Object({
  now: Instant,
  real: Type.Boolean({ description: 'whether it is the real time that the clock shows' }),
  speed: Type.Number({
    description: 'ms that it moves for each real one: 1 as usual, 0 while it stands still',
  }),
});

const ClockChange = Type.Object(
  {
    set: Type.Optional(Instant),
    advance_ms: Type.Optional(
      Type.Integer({ minimum: -10_000 * day_ms, maximum: 10_000 * day_ms, description: 'after `set`' }),
    ),
    speed: Type.Optional(Type.Number({ minimum: 0, maximum: 100_000 })),
    real: Type.Optional(Type.Literal(true, { description: 'back to the real time; alone' })),
  },
  {
    additionalProperties: false,
    minProperties: 1,
    description: 'what is given is done in this order: set, advance, speed',
  },
);

const FaultPlan = Type.Object(
  {
    dialect: Type.Optional(Type.String({ maxLength: 60, description: 'calls of this dialect; else of all' })),
    path: Type.Optional(
      Type.String({
        maxLength: 500,
        description: 'as the vendor has it, `*` for any part of it: `/api/event/*/check`; else every path',
      }),
    ),
    method: Type.Optional(Type.String({ pattern: '^[A-Z]{3,7}$' })),
    every: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1_000_000,
        description: 'each so-manieth call that fits; else each',
      }),
    ),
    next: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1_000_000,
        description: 'only so many times; else until it is deleted',
      }),
    ),
    delay_ms: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 300_000, description: 'waits before anything else is done' }),
    ),
    status: Type.Optional(
      Type.Integer({
        minimum: 200,
        maximum: 599,
        description: 'answers with this status, and the call is not carried out',
      }),
    ),
    drop: Type.Optional(
      Type.Union([Type.Literal('before'), Type.Literal('after')], {
        description: 'closes the connection without an answer: before the call is carried out, or after it',
      }),
    ),
    body: Type.Optional(
      Type.Union([Type.Literal('truncated'), Type.Literal('html')], {
        description:
          'truncated: the call is carried out and its answer breaks off half way; html: a page, as an overloaded ' +
          'proxy sends it, with `status` (502 unless given), and the call is not carried out',
      }),
    ),
  },
  { additionalProperties: false },
);

const StandingFault = Type.Object({
  id: Type.Integer(),
  plan: FaultPlan,
  seen: Type.Integer({ description: 'calls that fitted' }),
  struck: Type.Integer({ description: 'calls that it was done to' }),
});

const Problem = Type.Object({ code: Type.String(), title: Type.String(), status: Type.Integer() });

/** The controls of the sandbox: in the demo alone, on a loopback address alone. */
export const sandbox = contract({
  name: 'sandbox',
  title: 'Sandbox',
  version: '1.0.0',
  description:
    'Controls for integrators, in the demo alone: the data back to its first day, a clock that can be set, answers ' +
    'that are slow, broken or missing.',
  errors: { 400: Problem, 403: Problem, 404: Problem },
  endpoints: {
    reset: endpoint({
      method: 'POST',
      path: '/reset',
      summary: 'Back to the first day',
      description:
        'The data as on the first start, the real time, and no faults. Ids of what is made are new ones.',
      answers: { 200: Type.Object({ reset: Type.Literal(true) }) },
    }),
    readClock: endpoint({ method: 'GET', path: '/clock', summary: 'The clock', answers: { 200: Clock } }),
    setClock: endpoint({
      method: 'POST',
      path: '/clock',
      summary: 'Set the clock, move it, let it run at a speed, or back to the real time',
      body: ClockChange,
      answers: { 200: Clock },
    }),
    listFaults: endpoint({
      method: 'GET',
      path: '/faults',
      summary: 'The faults that stand',
      answers: { 200: Type.Array(StandingFault) },
    }),
    addFault: endpoint({
      method: 'POST',
      path: '/faults',
      summary: 'Let calls be slow or fail',
      body: FaultPlan,
      answers: { 201: StandingFault },
    }),
    deleteFaults: endpoint({
      method: 'DELETE',
      path: '/faults',
      summary: 'No faults any more',
      answers: { 200: Type.Object({ deleted: Type.Integer() }) },
    }),
    deleteFault: endpoint({
      method: 'DELETE',
      path: '/faults/{id}',
      summary: 'Without this fault',
      params: Type.Object({ id: Type.Integer() }),
      answers: { 200: Type.Object({ deleted: Type.Integer() }) },
    }),
  },
});
