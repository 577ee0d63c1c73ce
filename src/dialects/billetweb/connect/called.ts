import { Type } from 'typebox';
import { contract } from '../../../contract/contract.ts';
import { endpoint } from '../../../contract/endpoint.ts';
import { billetweb } from '../contract.ts';

const Text = Type.Union([Type.String(), Type.Number(), Type.Null(), Type.Boolean()]);
const optional = Type.Optional(Text);

/** What is read of an event: the document's fields, or the vendor's; further ones are let pass. */
const CalledEvent = Type.Object({
  id: Text,
  name: Type.String(),
  date_start: optional,
  date_end: optional,
  status: optional,
  start: optional,
  end: optional,
  place: optional,
  online: optional,
  description: optional,
});

const CalledType = Type.Object({
  id: Text,
  name: Type.String(),
  price: optional,
  tax_rate: optional,
  category: optional,
  quota: optional,
  disabled: optional,
});

const CalledDate = Type.Object({
  id: Text,
  start: Text,
  end: optional,
  name: optional,
  disabled: optional,
  quota: optional,
});

const { endpoints } = billetweb;
const Trouble = Type.Object({ error: Text, description: Type.Optional(Type.Unknown()) });

/**
 * The calls that the connection makes, of the dialect's own contract, with answers read more leniently than we serve them:
 * BilletWeb leaves fields out, sends numbers as text, and its document knows fewer of them. Attendees are looked at one by
 * one, so that an odd one does not spoil the list.
 */
export const called = contract({
  ...billetweb,
  errors: {
    200: Trouble,
    400: Trouble,
    401: Trouble,
    403: Trouble,
    404: Trouble,
    405: Trouble,
    429: Trouble,
  },
  endpoints: {
    userEvents: endpoint({ ...endpoints.userEvents, answers: { 200: Type.Array(CalledEvent) } }),
    events: endpoint({ ...endpoints.events, answers: { 200: Type.Array(CalledEvent) } }),
    tickets: endpoint({ ...endpoints.tickets, answers: { 200: Type.Array(CalledType) } }),
    dates: endpoint({ ...endpoints.dates, answers: { 200: Type.Array(CalledDate) } }),
    eventAttendees: endpoint({ ...endpoints.eventAttendees, answers: { 200: Type.Array(Type.Unknown()) } }),
    attendees: endpoint({ ...endpoints.attendees, answers: { 200: Type.Array(Type.Unknown()) } }),
    check: endpoint({ ...endpoints.check, answers: { 200: Type.Object({ success: Type.Boolean() }) } }),
    updateProduct: endpoint({ ...endpoints.updateProduct, answers: { 200: Type.Unknown() } }),
  },
});

export type CalledEvent = Type.Static<typeof CalledEvent>;
export type CalledType = Type.Static<typeof CalledType>;
export type CalledDate = Type.Static<typeof CalledDate>;
