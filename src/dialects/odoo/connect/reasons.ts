/** What Odoo cannot take as it is, each with its code and a sentence that says what to do. */
import type { UntoldReason } from '../../../domain/hub-reasons.ts';
import type { Lacking, PartAside } from '../../../hub/port.ts';

/** Why it cannot be told, and which mapping would change that. */
export type Unnamed = Pick<PartAside, 'reason' | 'why' | 'lacks'>;

const sentences: { readonly [R in UntoldReason as R['code']]: (params: R['params']) => string } = {
  no_barcode: () => 'The ticket has no barcode, and Odoo knows registrations by it.',
  event_not_mapped: ({ event }) =>
    `No event of Odoo is mapped to "${event}": add it to the events of this connection and retry.`,
  event_not_there: ({ id }) => `Odoo has no event ${id}: correct the events of this connection and retry.`,
  product_not_mapped: ({ name }) =>
    `No product of Odoo is mapped to "${name}": add it to the products of this connection and retry.`,
  product_not_there: ({ name, barcode }) =>
    `Odoo has no product with the barcode ${barcode}, which "${name}" is mapped to: make it there, or correct the products of this connection, and retry.`,
  product_needs_ticket: ({ name, barcode }) =>
    `"${name}" is sold without a ticket, and the product ${barcode} in Odoo is an event's: map another to it and retry.`,
  barcode_elsewhere: (params) =>
    `In Odoo ${barcodeElsewhere(params)}: change its event or its barcode there, or the events of this connection, and retry.`,
};

type Elsewhere = Extract<UntoldReason, { code: 'barcode_elsewhere' }>['params'];

export function barcodeElsewhere({ barcode, registration, there, here }: Elsewhere): string {
  return `the barcode ${barcode} is that of registration ${registration}, for event ${there} of Odoo and not for ${here}`;
}

export function because(why: UntoldReason, lacks?: Lacking): Unnamed {
  // the code decides which of the sentences fits its parameters
  const say = sentences[why.code] as (params: UntoldReason['params']) => string;
  return { reason: say(why.params), why, ...(lacks === undefined ? {} : { lacks }) };
}
