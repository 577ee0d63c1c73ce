import { mount } from '../../contract/route.ts';
import type { Handlers } from '../../contract/route.ts';
import type { Office } from '../../office/office.ts';
import type { ServedDialect } from '../served-dialect.ts';
import { utick as utickContract } from './contract.ts';
import { adaptStock } from './serve/adapt.ts';
import { callerOf, languageOf, type Caller } from './serve/caller.ts';
import { changeContact, createContact, listContacts, readContact } from './serve/contacts.ts';
import * as sessions from './serve/counter-sessions.ts';
import * as counters from './serve/counters.ts';
import { enveloped, environmentOf, type Envelope } from './serve/envelope.ts';
import { listAgenda, readAgenda } from './serve/events.ts';
import { failuresOf } from './serve/failures.ts';
import * as orders from './serve/orders.ts';
import * as payments from './serve/payments.ts';
import { readPlan, takeSeat } from './serve/plan.ts';
import * as products from './serve/products.ts';
import * as promocodes from './serve/promocodes.ts';
import { requestProducts } from './serve/requests.ts';
import { signedIn } from './serve/sign-in.ts';
import { listStocks, readStock } from './serve/stocks.ts';
import { suggest } from './serve/suggestions.ts';
import { listSets } from './serve/tickets.ts';

function handlersOf(office: Office): Handlers<typeof utickContract, Caller> {
  const within = async <T>(caller: Caller, response: Promise<T>): Promise<Envelope<T>> =>
    enveloped(await response, caller, office.surroundings.now());
  return {
    ping: ({ incoming }) =>
      enveloped(
        { pong: true as const },
        { language: languageOf(incoming), environment: environmentOf(office) },
        office.surroundings.now(),
      ),
    signIn: ({ auth }) => within(auth, signedIn(office, auth)),
    events: ({ auth, input }) => within(auth, listAgenda(office, auth, input)),
    event: ({ auth, params }) => within(auth, readAgenda(office, auth, params.id)),
    stocks: ({ auth, input }) => within(auth, listStocks(office, auth, input)),
    stock: ({ auth, params, input }) => within(auth, readStock(office, auth, params.id, input)),
    suggestions: ({ auth, params, input }) => within(auth, suggest(office, auth, params.id, input)),
    plan: ({ auth, params, input }) => within(auth, readPlan(office, auth, params.id, input)),
    takeSeat: ({ auth, params, input }) => within(auth, takeSeat(office, auth, params.id, input)),
    adaptStock: ({ auth, params, input }) => within(auth, adaptStock(office, auth, params.id, input)),
    promocodes: ({ auth, input }) => within(auth, promocodes.validate(office, auth, input)),
    promocode: ({ auth, params }) => within(auth, promocodes.readPromoCode(office, auth, params.id)),
    applyPromocode: ({ auth, params, input }) =>
      within(auth, promocodes.apply(office, auth, params.id, input.orderid)),
    products: ({ auth, input }) => within(auth, products.listOf(office, auth, input)),
    product: ({ auth, params }) => within(auth, products.readProduct(office, auth, params.id)),
    request: ({ auth, input }) => within(auth, requestProducts(office, auth, input.requests)),
    changeProduct: ({ auth, params, input }) =>
      within(auth, products.changeHolder(office, auth, params.id, input)),
    attach: ({ auth, params, input }) =>
      within(auth, products.attach(office, auth, params.id, input.mainproductid)),
    removeProducts: ({ auth, input }) => within(auth, products.remove(office, auth, input)),
    removeProduct: ({ auth, params, input }) =>
      within(auth, products.remove(office, auth, { orderid: input.orderid, id: params.id })),
    orders: ({ auth, input }) => within(auth, orders.list(office, auth, input)),
    order: ({ auth, params }) => within(auth, orders.read(office, auth, params.id)),
    openOrder: ({ auth, input }) => within(auth, orders.open(office, auth, input)),
    changeOrder: ({ auth, params, input }) => within(auth, orders.change(office, auth, params.id, input)),
    cancelOrder: ({ auth, params }) => within(auth, orders.cancel(office, auth, params.id)),
    ticketSets: ({ auth, input }) => within(auth, listSets(office, auth, input)),
    ticketsPdf: ({ auth, input }) => within(auth, orders.ticketLinks(office, auth, input.orderid)),
    payments: ({ auth, input }) => within(auth, payments.list(office, auth, input)),
    payment: ({ auth, params }) => within(auth, payments.read(office, auth, params.id)),
    pay: ({ auth, input }) => within(auth, payments.pay(office, auth, input)),
    changePayment: ({ auth, params, input }) => within(auth, payments.change(office, auth, params.id, input)),
    deletePayment: ({ auth, params, input }) =>
      within(auth, payments.takeBack(office, auth, params.id, input.orderid)),
    paymentMethods: ({ auth, input }) => within(auth, counters.listMethods(office, auth, input)),
    paymentMethod: ({ auth, params }) => within(auth, counters.readMethod(office, auth, params.id)),
    counters: ({ auth, input }) => within(auth, counters.listAll(office, auth, input)),
    counter: ({ auth, params }) => within(auth, counters.read(office, auth, params.id)),
    counterSessions: ({ auth, input }) => within(auth, sessions.list(office, auth, input)),
    counterSession: ({ auth, params }) => within(auth, sessions.read(office, auth, params.id)),
    openCounterSession: ({ auth, input }) => within(auth, sessions.open(office, auth, input)),
    changeCounterSession: ({ auth, params, input }) =>
      within(auth, sessions.change(office, auth, params.id, input)),
    contacts: ({ auth, input }) => within(auth, listContacts(office, auth, input)),
    contact: ({ auth, params }) => within(auth, readContact(office, auth, params.id)),
    createContact: ({ auth, input }) => within(auth, createContact(office, auth, input)),
    changeContact: ({ auth, params, input }) => within(auth, changeContact(office, auth, params.id, input)),
  };
}

/** uTick below `/utick`, for the composition root. */
export const utick: ServedDialect = {
  name: 'utick',
  contract: utickContract,
  serve: (app, office) =>
    mount(app, utickContract, handlersOf(office), {
      authenticate: callerOf(office),
      fault: failuresOf(office),
      context: (auth) => ({ zone: auth?.organizer.zone ?? 'UTC' }),
    }),
};
