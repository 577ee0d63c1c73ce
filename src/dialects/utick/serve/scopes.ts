import type { utick } from '../contract.ts';

type Name = keyof (typeof utick)['endpoints'];

/** What a credential needs for each call; `*` is all of them, and the default. `null`: good keys are enough. */
export const scopes: Readonly<Record<Name, string | null>> = {
  ping: null,
  signIn: null,
  events: 'events.read',
  event: 'events.read',
  stocks: 'events.read',
  stock: 'events.read',
  suggestions: 'events.read',
  plan: 'events.read',
  promocodes: 'events.read',
  promocode: 'events.read',
  counters: 'events.read',
  counter: 'events.read',
  paymentMethods: 'events.read',
  paymentMethod: 'events.read',
  adaptStock: 'catalogue.change',
  counterSessions: 'attendees.read',
  counterSession: 'attendees.read',
  openCounterSession: 'sell',
  changeCounterSession: 'sell',
  request: 'sell',
  takeSeat: 'sell',
  applyPromocode: 'sell',
  attach: 'sell',
  openOrder: 'sell',
  changeProduct: 'sell',
  removeProducts: 'sell',
  removeProduct: 'sell',
  changeOrder: 'sell',
  cancelOrder: 'sell',
  pay: 'sell',
  changePayment: 'sell',
  deletePayment: 'sell',
  createContact: 'sell',
  changeContact: 'sell',
  orders: 'attendees.read',
  order: 'attendees.read',
  products: 'attendees.read',
  product: 'attendees.read',
  ticketSets: 'attendees.read',
  ticketsPdf: 'attendees.read',
  payments: 'attendees.read',
  payment: 'attendees.read',
  contacts: 'attendees.read',
  contact: 'attendees.read',
};

export function scopeOf(endpoint: string): string | null {
  return Object.hasOwn(scopes, endpoint) ? scopes[endpoint as Name] : null;
}
