import { mount } from '../../contract/route.ts';
import type { Handlers } from '../../contract/route.ts';
import type { Office } from '../../office/office.ts';
import type { ServedDialect } from '../served-dialect.ts';
import { qtickets as qticketsContract } from './contract.ts';
import { getClient, listClients, putClient } from './serve/buyers.ts';
import { callerOf, type Caller } from './serve/caller.ts';
import { changeBasket } from './serve/change-basket.ts';
import { createOrder } from './serve/create-order.ts';
import { failureOf } from './serve/failures.ts';
import { getOrder, listBaskets, listOrders } from './serve/orders.ts';
import { removeBaskets } from './serve/remove-baskets.ts';
import { restoreOrder } from './serve/restore-order.ts';

function handlersOf(office: Office): Handlers<typeof qticketsContract, Caller> {
  return {
    orders: ({ auth, input }) => listOrders(office, auth, input),
    order: ({ auth, params }) => getOrder(office, auth, params.id),
    createOrder: ({ auth, body }) => createOrder(office, auth, body.data),
    removeBaskets: ({ auth, params, body }) => removeBaskets(office, auth, params.id, body),
    restoreOrder: ({ auth, params }) => restoreOrder(office, auth, params.id),
    baskets: ({ auth, input }) => listBaskets(office, auth, input),
    changeBasket: ({ auth, params, body }) => changeBasket(office, auth, params.id, body.data),
    clients: ({ auth, input }) => listClients(office, auth, input),
    client: ({ auth, params }) => getClient(office, auth, params.id),
    putClient: ({ auth, body }) => putClient(office, auth, body.data),
  };
}

/** Qtickets below `/qtickets`, for the composition root. */
export const qtickets: ServedDialect = {
  name: 'qtickets',
  contract: qticketsContract,
  serve: (app, office) =>
    mount(app, qticketsContract, handlersOf(office), {
      authenticate: callerOf(office),
      fault: failureOf,
    }),
};
