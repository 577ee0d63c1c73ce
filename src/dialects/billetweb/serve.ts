import { mount } from '../../contract/route.ts';
import type { Handlers } from '../../contract/route.ts';
import type { Office } from '../../office/office.ts';
import type { ServedDialect } from '../served-dialect.ts';
import { billetweb as billetwebContract } from './contract.ts';
import { addOrders } from './serve/add-order.ts';
import { listAttendees, listEventAttendees } from './serve/attendees.ts';
import { callerOf, type Caller } from './serve/caller.ts';
import { check } from './serve/check.ts';
import { listAs, listUserEvents } from './serve/events.ts';
import { failureOf } from './serve/failures.ts';

function handlersOf(office: Office): Handlers<typeof billetwebContract, Caller> {
  return {
    userEvents: ({ auth }) => listUserEvents(office, auth),
    events: ({ auth, query }) => listAs(office, auth, query),
    eventAttendees: ({ auth, params, query }) => listEventAttendees(office, auth, params.id, query),
    attendees: ({ auth, query }) => listAttendees(office, auth, query),
    check: ({ auth, params, body }) => check(office, auth, params.id, body.code),
    addOrder: ({ auth, params, body }) => addOrders(office, auth, params.id, body),
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
