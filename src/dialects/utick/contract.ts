import { Type, type TSchema } from 'typebox';
import { contract } from '../../contract/contract.ts';
import { endpoint, type Endpoint } from '../../contract/endpoint.ts';
import {
  AgendaEvent,
  Contact,
  Counter,
  CounterSession,
  enveloped,
  Order,
  Payment,
  PaymentMethod,
  PlanCategory,
  Product,
  PromoCode,
  Stock,
  TicketSet,
  TicketUrls,
  Trouble,
} from './shapes.ts';
import { Count, Flag, IsoTime, Metadata, Quantity, Ref, StatusCode, Words } from './wire.ts';

const one = Type.Object({ id: Ref });
const answer = <T extends TSchema>(schema: T) => ({ 200: enveloped(schema) });
const listOf = <T extends TSchema>(schema: T) => ({ 200: enveloped(Type.Array(schema)) });
const may = <T extends TSchema>(schema: T) => Type.Optional(schema);

/** More than 200 gives 200; `entry_count` and `entry_start` are the same under other names. */
const paging = {
  limit: may(Count),
  offset: may(Count),
  entry_count: may(Count),
  entry_start: may(Count),
};

const order_fields = {
  name: may(Words),
  language: may(Type.String({ maxLength: 10 })),
  country: may(Words),
  postalcode: may(Words),
  automaticcancel: may(Flag),
  contactid: may(Ref),
  notes: may(Words),
  metadata: may(Metadata),
};

const buyer = {
  promocodeids: may(Type.Array(Ref, { maxItems: 20 })),
  orderid: may(Ref),
  contactid: may(Ref),
};

const Request = Type.Object({
  quantity: Quantity,
  stockid: Ref,
  categoryid: Ref,
  priceid: Ref,
  promocodeids: may(Type.Array(Ref, { maxItems: 20 })),
  orderid: may(Ref),
  mainproductid: may(Ref),
  planseatids: may(Type.Array(Ref, { maxItems: 1000 })),
});

const payment_fields = {
  paymentmethodid: may(Ref),
  counterid: may(Ref),
  externalid: may(Words),
  notes: may(Words),
  paymentdate: may(IsoTime),
};
const PaidValue = Type.Object({ amount: Quantity, currency: may(Type.String({ maxLength: 3 })) });

const session_fields = {
  starttime: may(IsoTime),
  startamount: may(Count),
  endtime: may(IsoTime),
  endamount: may(Count),
  userlabel: may(Words),
  externaluserid: may(Words),
  notes: may(Words),
};

const contact_fields = {
  firstname: may(Words),
  lastname: may(Words),
  email: may(Type.String({ maxLength: 254 })),
  phone: may(Words),
  company: may(Words),
  addressL1: may(Words),
  addressL2: may(Words),
  postalcode: may(Words),
  city: may(Words),
  country: may(Words),
  language: may(Type.String({ maxLength: 10 })),
  metadata: may(Metadata),
};

const signed_in = Type.Object({
  id: Type.String(),
  label: Type.String(),
  client: Type.Object({ id: Type.String(), label: Type.String() }),
});

/** Parameters are always JSON bodies, on GET and DELETE too; the query is read as well (wire-notes.md, "uTick"). */
const json = <const E extends Endpoint>(spec: E) => endpoint({ sends: 'json', ...spec });

export const utick = contract({
  name: 'utick',
  title: 'uTick',
  version: '1.0.0',
  description:
    'The API of uTick, served by Guichet. Parameters come as a JSON body on every method, or in the query. Every request but `ping` holds `publickey`, `timestamp` (ISO 8601 with offset) and `signature`, the hex HMAC-SHA256 of public key and timestamp under the private key. Optional with every request: `language` (`fr` or `en`, of labels and messages).',
  schemes: {
    publickey: { type: 'apiKey', in: 'query', name: 'publickey', description: 'or in the body' },
    timestamp: { type: 'apiKey', in: 'query', name: 'timestamp', description: 'or in the body' },
    signature: { type: 'apiKey', in: 'query', name: 'signature', description: 'or in the body' },
  },
  security: [['publickey', 'timestamp', 'signature']],
  errors: {
    400: Trouble,
    401: Trouble,
    403: Trouble,
    404: Trouble,
    405: Trouble,
    409: Trouble,
    413: Trouble,
    422: Trouble,
    429: Trouble,
    500: Trouble,
    501: Trouble,
    503: Trouble,
  },
  endpoints: {
    ping: json({
      method: 'GET',
      path: '/v1/ping',
      summary: 'Whether somebody answers; unsigned',
      open: true,
      answers: answer(Type.Object({ pong: Type.Literal(true) })),
    }),
    signIn: json({
      method: 'GET',
      path: '/v1/system/authenticate',
      also: ['POST /v1/system/authenticate'],
      summary: 'Whose keys these are',
      answers: answer(signed_in),
    }),
    events: json({
      method: 'GET',
      path: '/v1/agenda/events',
      summary: 'Published events with their timeslots and streams',
      input: Type.Object({ ...paging, starttime: may(IsoTime), endtime: may(IsoTime) }),
      answers: listOf(AgendaEvent),
    }),
    event: json({
      method: 'GET',
      path: '/v1/agenda/events/{id}',
      summary: 'One event',
      params: one,
      answers: answer(AgendaEvent),
    }),
    stocks: json({
      method: 'GET',
      path: '/v1/shop/products/stocks',
      summary: 'What can be bought: by event, timeslot, stream or pack',
      input: Type.Object({
        eventid: may(Ref),
        timeslotid: may(Ref),
        streamid: may(Ref),
        packid: may(Ref),
        ...buyer,
        ...paging,
      }),
      answers: listOf(Stock),
    }),
    stock: json({
      method: 'GET',
      path: '/v1/shop/products/stocks/{id}',
      summary: 'One stock',
      params: one,
      input: Type.Object(buyer),
      answers: answer(Stock),
    }),
    suggestions: json({
      method: 'GET',
      path: '/v1/shop/products/stocks/suggestions/{id}',
      summary: 'Stocks to buy from instead',
      params: one,
      input: Type.Object({ ...buyer, ...paging }),
      answers: listOf(Stock),
    }),
    plan: json({
      method: 'GET',
      path: '/v1/shop/products/stocks/plancategories/{id}',
      summary: 'The numbered seats of a stock',
      params: one,
      input: Type.Object({ categoryid: may(Ref), orderid: may(Ref) }),
      answers: listOf(PlanCategory),
    }),
    takeSeat: json({
      method: 'PATCH',
      path: '/v1/shop/products/stocks/plancategories/{id}',
      summary: 'Takes a named seat for an order',
      params: one,
      input: Type.Object({
        orderid: Ref,
        planseatid: Ref,
        productid: may(Ref),
        priceid: may(Ref),
        promocodeids: may(Type.Array(Ref, { maxItems: 20 })),
      }),
      answers: answer(Product),
    }),
    adaptStock: json({
      method: 'PATCH',
      path: '/v1/shop/products/stocks/adapt/{id}',
      summary: 'Changes how much of a stock, or of one category of it, there is',
      params: one,
      input: Type.Object({ capacity_total: Count, categoryid: may(Ref) }),
      answers: answer(Stock),
    }),
    promocodes: json({
      method: 'GET',
      path: '/v1/shop/promocodes',
      summary: 'Validates a promo code: a list of it, or an empty one',
      input: Type.Object({ label: Type.String({ minLength: 1, maxLength: 200 }), stockid: may(Ref) }),
      answers: listOf(PromoCode),
    }),
    promocode: json({
      method: 'GET',
      path: '/v1/shop/promocodes/{id}',
      summary: 'One promo code',
      params: one,
      answers: answer(PromoCode),
    }),
    applyPromocode: json({
      method: 'POST',
      path: '/v1/shop/promocodes/{id}',
      summary: 'Puts a promo code onto what an order holds already',
      params: one,
      input: Type.Object({ orderid: Ref }),
      answers: listOf(Product),
    }),
    products: json({
      method: 'GET',
      path: '/v1/shop/products',
      summary: 'Products sold or held',
      input: Type.Object({
        orderid: may(Ref),
        mainproductid: may(Ref),
        contactid: may(Ref),
        ...paging,
      }),
      answers: listOf(Product),
    }),
    product: json({
      method: 'GET',
      path: '/v1/shop/products/{id}',
      summary: 'One product',
      params: one,
      answers: answer(Product),
    }),
    request: json({
      method: 'POST',
      path: '/v1/shop/products',
      summary: 'Takes products from stocks, all or nothing; an empty list when they cannot be had',
      input: Type.Object({ requests: Type.Array(Request, { minItems: 1, maxItems: 100 }) }),
      answers: listOf(Product),
    }),
    changeProduct: json({
      method: 'PATCH',
      path: '/v1/shop/products/{id}',
      summary: 'Says who comes',
      params: one,
      input: Type.Object({
        spectatorfirstname: may(Words),
        spectatorlastname: may(Words),
        spectatoremail: may(Type.String({ maxLength: 254 })),
        metadata: may(Metadata),
      }),
      answers: answer(Product),
    }),
    attach: json({
      method: 'PATCH',
      path: '/v1/shop/products/{id}/attach',
      summary: 'Puts a product into a pack of the same order',
      params: one,
      input: Type.Object({ mainproductid: Ref }),
      answers: answer(Product),
    }),
    removeProducts: json({
      method: 'DELETE',
      path: '/v1/shop/products',
      summary: 'Removes all products of an order, or one',
      input: Type.Object({ orderid: may(Ref), id: may(Ref) }),
      answers: listOf(Product),
    }),
    removeProduct: json({
      method: 'DELETE',
      path: '/v1/shop/products/{id}',
      summary: 'Removes one product; what is in a pack goes with it',
      params: one,
      input: Type.Object({ orderid: may(Ref) }),
      answers: listOf(Product),
    }),
    orders: json({
      method: 'GET',
      path: '/v1/shop/orders',
      summary: 'Orders, the latest first',
      input: Type.Object({
        ...paging,
        email: may(Type.String({ minLength: 1, maxLength: 254 })),
        contactid: may(Ref),
      }),
      answers: listOf(Order),
    }),
    order: json({
      method: 'GET',
      path: '/v1/shop/orders/{id}',
      summary: 'One order',
      params: one,
      answers: answer(Order),
    }),
    openOrder: json({
      method: 'POST',
      path: '/v1/shop/orders',
      summary: 'Opens an order with nothing in it',
      input: Type.Object(order_fields),
      answers: answer(Order),
    }),
    changeOrder: json({
      method: 'PATCH',
      path: '/v1/shop/orders/{id}',
      summary: 'Moves an order to another status, changes what is kept with it',
      params: one,
      input: Type.Object({ statusid: may(StatusCode), ...order_fields }),
      answers: answer(Order),
    }),
    cancelOrder: json({
      method: 'DELETE',
      path: '/v1/shop/orders/{id}',
      summary: 'Cancels an order',
      params: one,
      answers: answer(Order),
    }),
    ticketSets: json({
      method: 'GET',
      path: '/v1/shop/orders/tickets',
      summary: 'Tickets by stock',
      input: Type.Object({ orderid: may(Ref), contactid: may(Ref), ...paging }),
      answers: listOf(TicketSet),
    }),
    ticketsPdf: json({
      method: 'GET',
      path: '/v1/shop/orders/tickets/pdf',
      summary: 'Where the tickets of an order can be fetched',
      input: Type.Object({ orderid: Ref }),
      answers: answer(TicketUrls),
    }),
    payments: json({
      method: 'GET',
      path: '/v1/shop/orders/payments',
      summary: 'Payments, of one order or of all',
      input: Type.Object({ orderid: may(Ref), ...paging }),
      answers: listOf(Payment),
    }),
    payment: json({
      method: 'GET',
      path: '/v1/shop/orders/payments/{id}',
      summary: 'One payment',
      params: one,
      answers: answer(Payment),
    }),
    pay: json({
      method: 'POST',
      path: '/v1/shop/orders/payments',
      summary: 'Takes a payment',
      input: Type.Object({ orderid: Ref, value: PaidValue, ...payment_fields }),
      answers: answer(Payment),
    }),
    changePayment: json({
      method: 'PATCH',
      path: '/v1/shop/orders/payments/{id}',
      summary: 'Corrects a payment',
      params: one,
      input: Type.Object({ value: may(PaidValue), ...payment_fields }),
      answers: answer(Payment),
    }),
    deletePayment: json({
      method: 'DELETE',
      path: '/v1/shop/orders/payments/{id}',
      summary: 'Takes a payment back that was keyed in by mistake',
      params: one,
      answers: answer(Payment),
    }),
    paymentMethods: json({
      method: 'GET',
      path: '/v1/shop/paymentmethods',
      summary: 'Ways to pay',
      input: Type.Object(paging),
      answers: listOf(PaymentMethod),
    }),
    paymentMethod: json({
      method: 'GET',
      path: '/v1/shop/paymentmethods/{id}',
      summary: 'One way to pay',
      params: one,
      answers: answer(PaymentMethod),
    }),
    counters: json({
      method: 'GET',
      path: '/v1/shop/counters',
      summary: 'Counters',
      input: Type.Object(paging),
      answers: listOf(Counter),
    }),
    counter: json({
      method: 'GET',
      path: '/v1/shop/counters/{id}',
      summary: 'One counter',
      params: one,
      answers: answer(Counter),
    }),
    counterSessions: json({
      method: 'GET',
      path: '/v1/shop/counters/sessions',
      summary: 'Sessions of counters, the latest first',
      input: Type.Object({ counterid: may(Ref), ...paging }),
      answers: listOf(CounterSession),
    }),
    counterSession: json({
      method: 'GET',
      path: '/v1/shop/counters/sessions/{id}',
      summary: 'One session of a counter',
      params: one,
      answers: answer(CounterSession),
    }),
    openCounterSession: json({
      method: 'POST',
      path: '/v1/shop/counters/sessions',
      summary: 'Opens a session of a counter',
      input: Type.Object({ counterid: Ref, ...session_fields }),
      answers: answer(CounterSession),
    }),
    changeCounterSession: json({
      method: 'PATCH',
      path: '/v1/shop/counters/sessions/{id}',
      summary: 'Changes a session of a counter; `endtime` or `endamount` closes it',
      params: one,
      input: Type.Object(session_fields),
      answers: answer(CounterSession),
    }),
    contacts: json({
      method: 'GET',
      path: '/v1/contacts',
      summary: 'Contacts, by e-mail address or all',
      input: Type.Object({ email: may(Type.String({ minLength: 1, maxLength: 254 })), ...paging }),
      answers: listOf(Contact),
    }),
    contact: json({
      method: 'GET',
      path: '/v1/contacts/{id}',
      summary: 'One contact',
      params: one,
      answers: answer(Contact),
    }),
    createContact: json({
      method: 'POST',
      path: '/v1/contacts',
      summary: 'Makes a contact; one with the same e-mail address is found again',
      input: Type.Object(contact_fields),
      answers: answer(Contact),
    }),
    changeContact: json({
      method: 'PATCH',
      path: '/v1/contacts/{id}',
      summary: 'Changes a contact',
      params: one,
      input: Type.Object(contact_fields),
      answers: answer(Contact),
    }),
  },
});
