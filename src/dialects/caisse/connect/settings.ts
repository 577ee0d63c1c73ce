import { Type } from 'typebox';
import type { Static } from 'typebox';
import { SoldFrom } from '../../../hub/sold-from.ts';

const Ids = (title: string, description: string) =>
  Type.Record(Type.String({ pattern: '^\\d{1,16}$' }), Type.String({ pattern: '^\\d{1,16}$' }), {
    title,
    description,
    default: {},
  });

const optionalId = (title: string, description: string) =>
  Type.String({ title, description, pattern: '^\\d{0,16}$', default: '' });

/** What a person sets. Ids of Guichet on the left, of the shop on the right. */
export const Settings = Type.Object({
  channels: Type.Array(Type.String({ maxLength: 100 }), {
    title: 'Channels',
    description: 'sales made here go to the shop (`counter`, `web`, …); empty: whatever the channel',
    default: ['counter'],
  }),
  counters: Type.Array(Type.Integer({ minimum: 1 }), {
    title: 'Counters',
    description: 'sales of these counters alone, by their numbers here; empty: of all, and those of none',
    default: [],
  }),
  events: Type.Array(Type.Integer({ minimum: 1 }), {
    title: 'Events',
    description: 'orders with a ticket of one of these events go there too, by their numbers here',
    default: [],
  }),
  sold_from: SoldFrom,
  articles: Ids('Articles', 'which article of the shop an article here is'),
  prices: Ids('Prices', 'which article of the shop a price here is'),
  department: optionalId(
    'Department',
    'where lines without an article go; empty: free lines of no department',
  ),
  payment_modes: Type.Record(Type.String(), Type.String({ pattern: '^\\d{1,16}$' }), {
    title: 'Payment modes',
    description: 'the shop’s mode for each way to pay: cash, card, voucher, …',
    default: {},
  }),
  payment_mode: optionalId('Payment mode', 'for every other way to pay'),
  refund_mode: optionalId(
    'Refund mode',
    'the mode that gives money back; without it refunds wait for a person',
  ),
  cashbox: optionalId('Register', 'the register that the sales are rung up at; empty: the shop’s choice'),
  user: optionalId('User', 'the user who rings them up; empty: "webservice"'),
});

export const Secrets = Type.Object({
  shop_id: Type.String({ title: 'SHOPID', minLength: 1, maxLength: 200 }),
  key: Type.String({ title: 'APIKEY', minLength: 1, maxLength: 500 }),
});

export type CaisseSettings = Static<typeof Settings>;

/** The settings as the hub has validated them. */
export const readSettings = (settings: Readonly<Record<string, unknown>>): CaisseSettings =>
  settings as CaisseSettings;
