/** The shapes of caisse.enregistreuse.fr that several endpoints use. */
import { Type } from 'typebox';
import { Whole, Words } from './wire.ts';

/** The 16 fields of the document, and the aliases that clients send (wire-notes.md, "caisse.enregistreuse.fr"). */
export const client_fields = [
  'nom',
  'prenom',
  'email',
  'telephone',
  'adresseligne1',
  'adresseligne2',
  'commentaireadresse',
  'codepostal',
  'ville',
  'pays',
  'numtva',
  'rcs',
  'codeBarre',
  'telephone2',
  'lat',
  'lng',
] as const;

const alias_fields = ['firstname', 'lastname', 'phone', 'address', 'zip', 'city', 'country'] as const;

const optional = Type.Optional(Words);

export const Client = Type.Object(
  Object.fromEntries([...client_fields, ...alias_fields].map((name) => [name, optional])) as Record<
    (typeof client_fields)[number] | (typeof alias_fields)[number],
    typeof optional
  >,
);

const number = Type.Optional(Whole);

/** What a sale may say beside its items. */
export const sale_fields = {
  idUser: number,
  payment: number,
  paymentAmount: Type.Optional(
    Type.Union([Type.Number(), Type.String({ maxLength: 40 }), Type.Null()], {
      description: 'part of the total that is paid; all of it unless given',
    }),
  ),
  idClient: number,
  idtable: number,
  idcaisse: number,
  numcouverts: number,
  publicComment: optional,
  privateComment: optional,
  pagerNum: number,
  deliveryMethod: number,
  dateValeur: Type.Optional(Whole),
  client: Type.Optional(Client),
  itemsList: Type.Optional(
    Type.Array(Type.String({ maxLength: 2_000 }), { description: 'see items.ts; 500 entries at most' }),
  ),
};

const Id = Type.Integer();
const IdOrNull = Type.Union([Type.Integer(), Type.Null()]);
const Amount = Type.String({ pattern: '^-?\\d+(\\.\\d+)?$' });

export const Done = Type.Object({
  result: Type.Literal('OK'),
  success: Type.Literal(true),
});

/** Clients look for `result`, `errorMessage` or `success`: all of them are there. */
export const Trouble = Type.Object({
  success: Type.Optional(Type.Literal(false)),
  result: Type.Optional(Type.String()),
  errorMessage: Type.String(),
});

export const Recorded = Type.Object({
  result: Type.Literal('OK'),
  /** the vendor's answer is known to hold `result` and `orderID` alone */
  success: Type.Optional(Type.Literal(true)),
  orderID: Type.Optional(Id),
  orderInternalID: Type.Optional(Type.String()),
  price: Type.Optional(Amount),
  paid: Type.Optional(Amount),
  change: Type.Optional(Amount),
  validated: Type.Optional(Type.Boolean()),
  terminated: Type.Optional(Type.Boolean()),
  paymentLink: Type.Optional(Type.String()),
  quote: Type.Optional(Type.String()),
  invoice: Type.Optional(Type.String()),
});

export const OrderItem = Type.Object({
  id: Id,
  articleID: IdOrNull,
  departmentID: IdOrNull,
  title: Type.String(),
  quantity: Type.Integer(),
  price: Amount,
  VAT: Type.Number({ description: 'per cent' }),
  declinaisons: Type.Array(Type.Object({ id: Id, title: Type.String(), price: Amount })),
});

export const OrderShape = Type.Object({
  orderID: Id,
  orderInternalID: Type.String(),
  date: Type.String(),
  validated: Type.Boolean(),
  terminated: Type.Boolean(),
  cancelled: Type.Boolean(),
  price: Amount,
  paid: Amount,
  currency: Type.String(),
  isRefund: Type.Boolean(),
  clientID: IdOrNull,
  client: Type.Union([
    Type.Object({
      nom: Type.String(),
      prenom: Type.String(),
      email: Type.String(),
      telephone: Type.String(),
    }),
    Type.Null(),
  ]),
  cashBoxID: IdOrNull,
  userID: IdOrNull,
  tableID: IdOrNull,
  numcouverts: Type.Union([Type.Integer(), Type.Null()]),
  deliveryMethod: Type.Union([Type.Integer(), Type.Null()]),
  pagerNum: Type.Union([Type.Integer(), Type.Null()]),
  publicComment: Type.String(),
  privateComment: Type.String(),
  items: Type.Array(OrderItem),
  VATs: Type.Array(Type.Object({ rate: Type.Number(), base: Amount, amount: Amount })),
  VAT: Amount,
  payments: Type.Array(
    Type.Object({ paymentModeID: IdOrNull, name: Type.String(), amount: Amount, date: Type.String() }),
  ),
});
