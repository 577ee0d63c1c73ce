import { Type } from 'typebox';
import { limits } from '../../domain/limits.ts';
import { apiEndpoint } from '../endpoint.ts';
import {
  ById,
  Id,
  Instant,
  listFields,
  ListQuery,
  listOf,
  orNull,
  StatedCount,
  WriteHeaders,
} from '../shapes.ts';
import {
  attemptFields,
  Conflict,
  ControlPoint,
  Count,
  GateEvent,
  GateTicket,
  Many,
  pointFields,
  Refusal,
  ScanAnswer,
  strict,
} from './shapes.ts';

const tags = ['gate'] as const;
/** scans of one call: those of one command */
const scans_max = 200;
const tickets_max = 5_000;
const named_max = 200;

const controlPoints = {
  list_control_points: apiEndpoint({
    method: 'GET',
    path: '/control-points',
    tags,
    summary: 'Control points',
    description: 'Filtered and ordered by id, event_id, name, direction.',
    needs: 'gate.read',
    query: ListQuery,
    answers: { 200: listOf(ControlPoint) },
  }),
  create_control_point: apiEndpoint({
    method: 'POST',
    path: '/control-points',
    tags,
    summary: 'A door, and what it lets through',
    needs: 'gate.write',
    headers: WriteHeaders,
    body: Type.Object({ ...pointFields, event_id: Type.Optional(Id) }, strict),
    answers: { 201: ControlPoint },
  }),
  change_control_point: apiEndpoint({
    method: 'PATCH',
    path: '/control-points/{id}',
    tags,
    summary: 'Sets what is given; lists replace those before',
    needs: 'gate.write',
    params: ById,
    headers: WriteHeaders,
    body: Type.Partial(Type.Object(pointFields), strict),
    answers: { 200: ControlPoint },
  }),
  delete_control_point: apiEndpoint({
    method: 'DELETE',
    path: '/control-points/{id}',
    tags,
    summary: 'Nobody passes there any more; what its devices still send is kept',
    needs: 'gate.write',
    params: ById,
    headers: WriteHeaders,
    answers: { 200: Type.Object({ deleted: Type.Literal(true) }) },
  }),
};

const Force = Type.Optional(
  Type.Object({ reason: Type.String({ minLength: 1, maxLength: limits.title_chars_max }) }, strict),
);

const scans = {
  scan: apiEndpoint({
    method: 'POST',
    path: '/gate/scans',
    tags,
    summary: 'One attempt to enter or to leave, judged now',
    description:
      'A refusal is an answer. A device scans at its own control point unless one is named. `force` lets pass against the ladder and needs `gate.judge`.',
    needs: 'gate.scan',
    headers: WriteHeaders,
    body: Type.Object(
      {
        ...attemptFields,
        control_point_id: Type.Optional(Id),
        force: Force,
      },
      strict,
    ),
    odd_texts: ['code'],
    answers: { 200: ScanAnswer },
  }),
  scan_batch: apiEndpoint({
    method: 'POST',
    path: '/gate/scans/batch',
    tags,
    summary: 'Scans of a device that was offline, each answered in the order they were sent',
    description: 'Judged in the order of the device’s time. What was taken in before is answered as it was.',
    needs: 'gate.scan',
    headers: WriteHeaders,
    body: Type.Object(
      {
        control_point_id: Type.Optional(Id),
        operator: Type.Optional(
          Type.String({
            maxLength: limits.person_name_chars_max,
            description: 'of the scans that name none',
          }),
        ),
        scans: Type.Array(
          Type.Object(
            {
              ...attemptFields,
              scanned_at: Instant,
              let_in_offline: Type.Optional(
                Type.Boolean({
                  description: 'the person is inside already: what speaks against it is a conflict',
                }),
              ),
              refused_offline: Type.Optional({
                ...Refusal,
                description:
                  'the device let nobody pass, for this reason: kept as it is, and not judged again',
              }),
              force: Force,
            },
            strict,
          ),
          { minItems: 1, maxItems: scans_max },
        ),
      },
      strict,
    ),
    odd_texts: ['code'],
    answers: { 200: Type.Object({ results: Type.Array(ScanAnswer) }) },
  }),
};

const downloads = {
  gate_setup: apiEndpoint({
    method: 'GET',
    path: '/gate/setup',
    tags,
    summary:
      'What a device needs beside the tickets: who it is, its door, the events with their sessions and prices',
    needs: 'gate.scan',
    answers: {
      200: Type.Object({
        at: Instant,
        organizer: Type.Object({ id: Id, name: Type.String(), zone: Type.String() }),
        device: orNull(Type.Object({ id: Id, name: Type.String() })),
        control_point: orNull(ControlPoint),
        may_force: Type.Boolean({ description: 'it may let in against the ladder' }),
        events: Type.Array(GateEvent),
        control_points: Type.Array(Type.Object({ id: Id, name: Type.String() })),
        devices: Type.Array(Type.Object({ id: Id, name: Type.String() })),
      }),
    },
  }),
  gate_tickets: apiEndpoint({
    method: 'GET',
    path: '/gate/events/{id}/tickets',
    tags,
    summary: 'The tickets of an event for a device, page by page, and then only what has changed',
    description:
      'Once `complete`, the cursor asks for what has changed since; changes of the last seconds may come twice. `start_over`: too much has changed, so throw away what is held and go on with the cursor.',
    needs: 'gate.scan',
    params: ById,
    query: Type.Object({
      cursor: Type.Optional(Type.String({ maxLength: 60 })),
      limit: Type.Optional(
        Type.Integer({ minimum: 1, maximum: tickets_max, description: '1000 unless given' }),
      ),
    }),
    answers: {
      200: Type.Object({
        items: Type.Array(GateTicket),
        next_cursor: Type.String(),
        complete: Type.Boolean(),
        start_over: Type.Boolean(),
      }),
    },
  }),
  named_gate_tickets: apiEndpoint({
    method: 'GET',
    path: '/gate/tickets',
    tags,
    summary: 'The same of single tickets: those that the live events name',
    description: 'Tickets that the caller may not scan are left out.',
    needs: 'gate.scan',
    query: Type.Object({ ids: Type.Array(Id, { minItems: 1, maxItems: named_max }) }),
    answers: { 200: Type.Object({ items: Type.Array(GateTicket) }) },
  }),
};

const conflicts = {
  list_conflicts: apiEndpoint({
    method: 'GET',
    path: '/gate/conflicts',
    tags,
    summary: 'Entries that only a person can judge, the newest first',
    needs: 'gate.read',
    query: Type.Object({
      limit: listFields.limit,
      cursor: listFields.cursor,
      event_id: Type.Optional(Id),
      resolved: Type.Optional(Type.Boolean({ description: 'open ones unless true' })),
    }),
    answers: { 200: listOf(Conflict) },
  }),
  resolve_conflict: apiEndpoint({
    method: 'POST',
    path: '/gate/conflicts/{id}/resolution',
    tags,
    summary: 'A person’s word on a conflict; rewrites nothing, and the first word stands',
    needs: 'gate.judge',
    params: ById,
    headers: WriteHeaders,
    body: Type.Object(
      {
        resolution: Type.Enum(['accepted', 'rejected']),
        note: Type.Optional(Type.String({ maxLength: limits.title_chars_max })),
      },
      strict,
    ),
    answers: { 200: Type.Object({ resolved: Type.Literal(true) }) },
  }),
};

const watching = {
  gate_figures: apiEndpoint({
    method: 'GET',
    path: '/gate/events/{id}/figures',
    tags,
    summary:
      'Who is in, by session, and what came by since an instant: by control point, refusal, quarter of an hour',
    needs: 'gate.read',
    params: ById,
    query: Type.Object({
      since: Type.Optional(Type.String({ maxLength: 40, description: 'an instant; a day ago unless given' })),
    }),
    answers: {
      200: Type.Object({
        ...Count.properties,
        by_session: Type.Array(
          Type.Object({
            session_id: orNull(Type.Integer({ description: 'null: any session' })),
            ...Count.properties,
          }),
        ),
        since: Instant,
        by_control_point: Type.Array(
          Type.Object({
            control_point_id: orNull(Id),
            name: orNull(Type.String()),
            entries: Many,
            exits: Many,
            refused: Many,
            conflicts: Many,
          }),
        ),
        by_refusal: Type.Array(Type.Object({ refusal: Type.String(), scans: Many }), {
          description: 'the most frequent first',
        }),
        by_quarter: Type.Array(Type.Object({ from: Instant, entries: Many, exits: Many, refused: Many }), {
          description: 'quarters of an hour in which somebody came by',
        }),
      }),
    },
  }),
  report_readiness: apiEndpoint({
    method: 'PUT',
    path: '/gate/readiness',
    tags,
    summary: 'What a device says of itself',
    needs: 'gate.scan',
    headers: WriteHeaders,
    body: Type.Object(
      {
        tickets: StatedCount,
        fresh_at: orNull(Instant),
        queue: StatedCount,
        rejected: StatedCount,
        operator: Type.Optional(Type.String({ maxLength: limits.person_name_chars_max })),
      },
      strict,
    ),
    answers: { 200: Type.Object({ noted: Type.Literal(true) }) },
  }),
  list_readiness: apiEndpoint({
    method: 'GET',
    path: '/gate/readiness',
    tags,
    summary: 'The devices of the gate: tickets held, how fresh, what waits to be sent',
    needs: 'gate.read',
    answers: {
      200: Type.Object({
        at: Instant,
        devices: Type.Array(
          Type.Object({
            id: Id,
            name: Type.String(),
            control_point_id: orNull(Id),
            seen_at: orNull(Instant),
            report: orNull(
              Type.Object({
                tickets: Many,
                fresh_at: orNull(Instant),
                queue: Many,
                rejected: Many,
                operator: Type.String({ description: 'who holds it; empty: not told' }),
                reported_at: Instant,
              }),
            ),
          }),
        ),
      }),
    },
  }),
};

/** The doors: control points, scans, what devices download, conflicts, figures. */
export const gate = { ...controlPoints, ...scans, ...downloads, ...conflicts, ...watching };
