import { mount } from '../../contract/route.ts';
import type { Handlers } from '../../contract/route.ts';
import type { Office } from '../../office/office.ts';
import type { ServedDialect } from '../served-dialect.ts';
import { qtickets as qticketsContract } from './contract.ts';
import { getBarcode, listBarcodes, reportBarcode, reportBarcodes } from './serve/barcodes.ts';
import { getClient, listClients, putClient } from './serve/buyers.ts';
import { callerOf, type Caller } from './serve/caller.ts';
import { changeBasket } from './serve/change-basket.ts';
import { createOrder } from './serve/create-order.ts';
import { getEvent, listEvents } from './serve/events.ts';
import { postEvent, putEvent } from './serve/put-event.ts';
import { failureOf } from './serve/failures.ts';
import { getOrder, listBaskets, listOrders } from './serve/orders.ts';
import { changePromoCode, createPromoCode, listDiscounts, listPromoCodes } from './serve/promotions.ts';
import { removeBaskets } from './serve/remove-baskets.ts';
import { colorThemes } from './serve/color-themes.ts';
import { listSeats } from './serve/seats.ts';
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
    events: ({ auth, input }) => listEvents(office, auth, input),
    event: ({ auth, params }) => getEvent(office, auth, params.id),
    createEvent: ({ auth, body }) => postEvent(office, auth, body.data),
    changeEvent: ({ auth, params, body }) => putEvent(office, auth, params.id, body.data),
    discounts: ({ auth, input }) => listDiscounts(office, auth, input),
    promoCodes: ({ auth, input }) => listPromoCodes(office, auth, input),
    createPromoCode: ({ auth, body }) => createPromoCode(office, auth, body.data),
    changePromoCode: ({ auth, params, body }) => changePromoCode(office, auth, params.id, body.data),
    seats: ({ auth, params, input }) => listSeats(office, auth, params.id, input),
    colorThemes: () => ({ data: colorThemes }),
    barcodes: ({ auth, params, input }) => listBarcodes(office, auth, params.id, input),
    barcode: ({ auth, params }) => getBarcode(office, auth, params.id, params.barcode),
    reportBarcode: ({ auth, params, body }) =>
      reportBarcode(office, auth, params.id, { ...body, barcode: params.barcode }),
    reportBarcodes: ({ auth, params, body }) => reportBarcodes(office, auth, params.id, body),
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
