import { mount } from '../../contract/route.ts';
import type { Handlers } from '../../contract/route.ts';
import type { Office } from '../../office/office.ts';
import type { ServedDialect } from '../served-dialect.ts';
import { caisse as caisseContract } from './contract.ts';
import { tokenGiver } from './serve/auth-token.ts';
import { callerOf, type Caller } from './serve/caller.ts';
import { editOrder } from './serve/edit-order.ts';
import { failureOf } from './serve/failures.ts';
import { listAs } from './serve/lists.ts';
import { listOrders, readOrder } from './serve/orders.ts';
import { recordSale } from './serve/sale.ts';
import { salesReport } from './serve/sales-report.ts';

function handlersOf(office: Office): Handlers<typeof caisseContract, Caller> {
  const giveToken = tokenGiver(office);
  return {
    recordSale: ({ auth, incoming, input }) => recordSale(office, auth, incoming, input),
    editOrder: ({ auth, incoming, input }) => editOrder(office, auth, incoming, input),
    orders: ({ auth, input }) => listOrders(office, auth, input),
    order: ({ auth, input }) => readOrder(office, auth, input.order_id),
    sales: ({ auth, input }) => salesReport(office, auth, input),
    authToken: ({ incoming, input }) => giveToken(incoming, input),
    plus: ({ auth, input }) => listAs(office, auth, 'Plus', input),
    departments: ({ auth, input }) => listAs(office, auth, 'Departments', input),
    clients: ({ auth, input }) => listAs(office, auth, 'Clients', input),
    declinaisons: ({ auth, input }) => listAs(office, auth, 'Declinaisons', input),
    paymentModes: ({ auth, input }) => listAs(office, auth, 'PaymentModes', input),
    cashbox: ({ auth, input }) => listAs(office, auth, 'Cashbox', input),
    users: ({ auth, input }) => listAs(office, auth, 'Users', input),
    tables: ({ auth, input }) => listAs(office, auth, 'Tables', input),
  };
}

/** caisse.enregistreuse.fr below `/caisse`, for the composition root. */
export const caisse: ServedDialect = {
  name: 'caisse',
  contract: caisseContract,
  serve: (app, office) =>
    mount(app, caisseContract, handlersOf(office), {
      authenticate: callerOf(office),
      fault: failureOf,
    }),
};
