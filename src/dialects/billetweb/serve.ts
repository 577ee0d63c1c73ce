import { mount } from '../../contract/route.ts';
import type { Handlers } from '../../contract/route.ts';
import { Fault } from '../../domain/faults.ts';
import type { Office } from '../../office/office.ts';
import type { ServedDialect } from '../served-dialect.ts';
import { billetweb as billetwebContract } from './contract.ts';
import { listAccounting } from './serve/accounting.ts';
import { addOrders } from './serve/add-order.ts';
import { listAttendees, listEventAttendees } from './serve/attendees.ts';
import { callerOf, type Caller } from './serve/caller.ts';
import { listAvail, listDates, listTickets, listWaiting } from './serve/catalogue.ts';
import { check } from './serve/check.ts';
import { listAs, listUserEvents } from './serve/events.ts';
import { updateDates } from './serve/dates-update.ts';
import { failureOf } from './serve/failures.ts';
import { updateTickets } from './serve/tickets-update.ts';
import { deleteOrders, updateOrders } from './serve/update-order.ts';
import { updateProducts } from './serve/update-product.ts';

function handlersOf(office: Office): Handlers<typeof billetwebContract, Caller> {
  return {
    userEvents: ({ auth }) => listUserEvents(office, auth),
    events: ({ auth, query }) => listAs(office, auth, query),
    eventAttendees: ({ auth, params, query }) => listEventAttendees(office, auth, params.id, query),
    attendees: ({ auth, query }) => listAttendees(office, auth, query),
    check: ({ auth, params, body }) => check(office, auth, params.id, body.code),
    addOrder: ({ auth, params, body }) => addOrders(office, auth, params.id, body),
    tickets: ({ auth, params }) => listTickets(office, auth, params.id),
    dates: ({ auth, params, query }) => listDates(office, auth, params.id, query),
    avail: ({ auth, params, query }) => listAvail(office, auth, params.id, query),
    waiting: ({ auth, params }) => listWaiting(office, auth, params.id),
    updateProduct: ({ auth, params, body }) => updateProducts(office, auth, params.id, body),
    updateOrder: ({ auth, params, body }) => updateOrders(office, auth, params.id, body),
    deleteOrder: ({ auth, params, body }) => deleteOrders(office, auth, params.id, body),
    datesUpdate: ({ auth, params, body }) => updateDates(office, auth, params.id, body),
    ticketsUpdate: ({ auth, params, body }) => updateTickets(office, auth, params.id, body),
    accounting: ({ auth, query }) => listAccounting(office, auth, query),
    payouts: () => {
      throw new Fault('not_supported', { endpoint: 'payouts' });
    },
    clone: () => {
      throw new Fault('not_supported', { endpoint: 'clone' });
    },
  };
}

/** BilletWeb below `/billetweb`, for the composition root. */
export const billetweb: ServedDialect = {
  name: 'billetweb',
  contract: billetwebContract,
  serve: (app, office) =>
    mount(app, billetwebContract, handlersOf(office), {
      authenticate: callerOf(office),
      fault: failureOf,
    }),
};
