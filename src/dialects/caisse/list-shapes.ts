import { Type, type Static } from 'typebox';

/** Rows of the `get….php` lists: flat, so that they stand in JSON, CSV and a page alike, the fields in the order of the columns. */

const Id = Type.Union([Type.Integer(), Type.Null()]);
const Text = Type.String();
const Amount = Type.String({ pattern: '^-?\\d+(\\.\\d+)?$' });
const Percent = Type.Number({ description: 'per cent' });

/** The lists of what the shop has, by the name in their address. */
export const lists = {
  Plus: Type.Object({
    id: Id,
    PLU: Text,
    title: Text,
    price: Amount,
    VAT: Percent,
    departmentID: Id,
    stock: Type.Union([Type.Number({ description: 'what is left' }), Type.Null()]),
    enabled: Type.Boolean(),
    isTicket: Type.Boolean({ description: 'sells a ticket of an event' }),
  }),
  Departments: Type.Object({ id: Id, title: Text, VAT: Percent }),
  Clients: Type.Object({
    id: Id,
    nom: Text,
    prenom: Text,
    email: Text,
    telephone: Text,
    adresseligne1: Text,
    adresseligne2: Text,
    codepostal: Text,
    ville: Text,
    pays: Text,
    numtva: Text,
    commentaireadresse: Text,
    rcs: Text,
    codeBarre: Text,
    telephone2: Text,
    lat: Text,
    lng: Text,
  }),
  Declinaisons: Type.Object({ id: Id, articleID: Id, title: Text, price: Amount }),
  PaymentModes: Type.Object({
    id: Id,
    title: Text,
    method: Text,
    isRefund: Type.Boolean({ description: 'only gives money back' }),
    enabled: Type.Boolean(),
  }),
  Cashbox: Type.Object({ id: Id, title: Text }),
  Users: Type.Object({ id: Id, login: Text, role: Text }),
  Tables: Type.Object({
    id: Id,
    title: Text,
    seats: Type.Union([Type.Integer(), Type.Null()]),
    openOrders: Type.Integer(),
    numcouverts: Type.Integer(),
    due: Amount,
  }),
};

export type ListName = keyof typeof lists;
export type ListRow<Name extends ListName> = Static<(typeof lists)[Name]>;

/** The heading of a list, also of one without rows. */
export const columnsOf = (name: ListName): string[] => Object.keys(lists[name].properties);
