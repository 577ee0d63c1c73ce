import { Type, type Static } from 'typebox';
import { contract } from '../../../contract/contract.ts';
import { endpoint } from '../../../contract/endpoint.ts';
import { weezevent } from '../contract.ts';

const Text = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]);
const optional = Type.Optional(Text);

/** What is read of an event; further fields are let pass. */
const CalledEvent = Type.Object({
  id: Text,
  name: Type.String(),
  date: Type.Optional(Type.Union([Type.Object({ start: optional, end: optional }), Type.Null()])),
  multiple_dates: optional,
  sales_status: Type.Optional(Type.Object({ id_status: optional })),
});
export type CalledEvent = Static<typeof CalledEvent>;

const CalledDate = Type.Object({
  id: Text,
  id_event: Text,
  date: Text,
  tickets: Type.Optional(Type.Array(Text)),
});
export type CalledDate = Static<typeof CalledDate>;

const ticket = { id: Text, name: Type.String(), price: optional, quota: optional };

export interface CalledTicket {
  readonly id: string | number | boolean | null;
  readonly name: string;
  readonly price?: string | number | boolean | null;
  readonly quota?: string | number | boolean | null;
}

export interface CalledCategory {
  readonly name: string;
  readonly tickets?: readonly CalledTicket[];
  readonly categories?: readonly CalledCategory[];
}

const CalledCategory = Type.Cyclic(
  {
    Called: Type.Object({
      name: Type.String(),
      tickets: Type.Optional(Type.Array(Type.Object(ticket))),
      categories: Type.Optional(Type.Array(Type.Ref('Called'))),
    }),
  },
  'Called',
);

const CalledTickets = Type.Object({
  id: Text,
  name: Type.String(),
  tickets: Type.Optional(Type.Array(Type.Object(ticket))),
  categories: Type.Optional(Type.Array(CalledCategory)),
});

const { endpoints } = weezevent;
const Trouble = Type.Object({ error: Type.Unknown() });

/**
 * The calls that the connection makes, of the dialect's own contract, with answers read more leniently than we serve them:
 * the document itself writes ids as numbers and as text, and leaves fields out. Participants are looked at one by one, so
 * that an odd one does not spoil the list.
 */
export const called = contract({
  ...weezevent,
  errors: {
    400: Trouble,
    401: Trouble,
    403: Trouble,
    404: Trouble,
    405: Trouble,
    429: Trouble,
    500: Trouble,
    503: Trouble,
  },
  endpoints: {
    login: endpoint({ ...endpoints.login, errors: { 200: Trouble } }),
    events: endpoint({
      ...endpoints.events,
      errors: { 200: Trouble },
      answers: { 200: Type.Object({ events: Type.Array(CalledEvent) }) },
    }),
    dates: endpoint({
      ...endpoints.dates,
      errors: { 200: Trouble },
      answers: { 200: Type.Object({ dates: Type.Array(CalledDate) }) },
    }),
    tickets: endpoint({
      ...endpoints.tickets,
      errors: { 200: Trouble },
      answers: { 200: Type.Object({ events: Type.Array(CalledTickets) }) },
    }),
    participants: endpoint({
      ...endpoints.participants,
      errors: { 200: Trouble },
      answers: {
        200: Type.Object({
          participants: Type.Array(Type.Unknown()),
          server_time: Type.Optional(Type.String()),
        }),
      },
    }),
  },
});
