/**
 * The links of an order. What stands behind `/o/` is the order's id and its secret, so that the page is found by the
 * primary key (an index over random secrets would slow every sale) and opened by the secret alone.
 */

export interface OrderKeyParts {
  readonly id: number;
  readonly secret: string;
}

/** `9k2f.wY3…`: what stands behind `/o/`. */
export function formatOrderKey({ id, secret }: OrderKeyParts): string {
  return `${id.toString(36)}.${secret}`;
}

/** undefined for a text that is none. */
export function parseOrderKey(text: string): OrderKeyParts | undefined {
  const match = /^([0-9a-z]{1,11})\.([\w-]{16,128})$/.exec(text);
  if (match === null) return undefined;
  const id = Number.parseInt(match[1] ?? '', 36);
  return Number.isSafeInteger(id) ? { id, secret: match[2] ?? '' } : undefined;
}

/** The order's page. `public_base_url` has no final slash. */
export function orderLink(public_base_url: string, order: OrderKeyParts): string {
  return `${public_base_url}/o/${formatOrderKey(order)}`;
}

/** The receipt of what was sold at a till, as PDF. */
export function receiptLink(public_base_url: string, order: OrderKeyParts): string {
  return `${orderLink(public_base_url, order)}/receipt.pdf`;
}

/** One ticket for Apple Wallet (a bundle where it is a main ticket), or those of the order together. */
export function appleWalletLink(public_base_url: string, order: OrderKeyParts, ticket_id?: number): string {
  const file = ticket_id === undefined ? 'tickets.pkpasses' : `tickets/${ticket_id}.pkpass`;
  return `${orderLink(public_base_url, order)}/${file}`;
}

/** Leads on to Google Wallet, with the ticket. */
export function googleWalletLink(public_base_url: string, order: OrderKeyParts, ticket_id: number): string {
  return `${orderLink(public_base_url, order)}/tickets/${ticket_id}/google-wallet`;
}

/** The PDF of all tickets of the order, or of one of them. */
export function ticketsPdfLink(public_base_url: string, order: OrderKeyParts, ticket_id?: number): string {
  const file = ticket_id === undefined ? 'tickets.pdf' : `tickets/${ticket_id}.pdf`;
  return `${orderLink(public_base_url, order)}/${file}`;
}
