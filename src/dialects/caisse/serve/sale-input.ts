import type { Decoded } from '../../../contract/endpoint.ts';
import { Fault, isFault } from '../../../domain/faults.ts';
import { limits } from '../../../domain/limits.ts';
import { amountFromNumber, parseAmount } from '../../../domain/money.ts';
import { isDeliveryMethod } from '../../../domain/till.ts';
import { findOrCreateCustomer } from '../../../office/customers/find-or-create.ts';
import type { PersonInput } from '../../../office/customers/customer.ts';
import type { TillDetails } from '../../../office/counter/till-details.ts';
import type { TillItem } from '../../../office/counter/sell-articles.ts';
import { programUser } from '../../../office/counter/till-users.ts';
import type { Tx } from '../../../store/transaction.ts';
import type { caisse } from '../contract.ts';
import { parseItem, type Item } from '../items.ts';
import { seconds_max } from '../wire.ts';
import type { Caller } from './caller.ts';
import { local, localOrNone } from './ids.ts';

/** What a sale says, as it was read. */
export type SaleInput = Decoded<(typeof caisse.endpoints)['recordSale']>['input'];

/** The entries of `itemsList[]`. Throws `invalid_input` with the line and what is wrong with it, `too_large`. */
export function itemsOf(input: SaleInput, currency: string): Item[] {
  const texts = input.itemsList ?? [];
  if (texts.length === 0) throw new Fault('invalid_input', { sentence: 'itemsList : aucune ligne' });
  if (texts.length > limits.order_lines_max) throw new Fault('too_large', { field: 'items' });
  return texts.map((text, index) => {
    try {
      return parseItem(text, currency);
    } catch (error) {
      throw withLine(error, index + 1);
    }
  });
}

function withLine(error: unknown, line: number): unknown {
  return isFault(error) ? new Fault(error.code, { ...error.details, line }) : error;
}

/** The same in the office's words. Throws `not_found` with the line. */
export async function tillItems(tx: Tx, caller: Caller, items: readonly Item[]): Promise<TillItem[]> {
  const organizer_id = caller.organizer.id;
  const found: TillItem[] = [];
  for (const [index, item] of items.entries()) {
    try {
      found.push(await tillItem(tx, organizer_id, item));
    } catch (error) {
      throw withLine(error, index + 1);
    }
  }
  return found;
}

async function tillItem(tx: Tx, organizer_id: number, item: Item): Promise<TillItem> {
  if (item.kind === 'free') return { ...item, quantity: 1, unit_amount: item.price };
  if (item.kind === 'department') {
    const department_id = await local(tx, organizer_id, 'department', item.department);
    const { title, price: unit_amount } = item;
    return { kind: 'department', department_id, quantity: 1, title, unit_amount };
  }
  const variation_ids: number[] = [];
  for (const id of item.variations) variation_ids.push(await local(tx, organizer_id, 'variation', id));
  return {
    kind: 'article',
    article_id: await local(tx, organizer_id, 'article', item.article),
    quantity: item.quantity,
    title: item.title,
    unit_amount: item.price,
    variation_ids,
  };
}

/** Runs what sells the items, and says of which line it is that something is not known. */
export async function sayingLine<T>(items: readonly TillItem[], run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!isFault(error, 'not_found')) throw error;
    const { kind, id, article_id } = error.details;
    const index = items.findIndex((item) =>
      item.kind === 'article'
        ? (kind === 'article' && item.article_id === id) ||
          (kind === 'variation' &&
            item.variation_ids?.includes(Number(id)) === true &&
            (article_id === undefined || article_id === item.article_id))
        : item.kind === 'department' && kind === 'department' && item.department_id === id,
    );
    throw index === -1 ? error : withLine(error, index + 1);
  }
}

/** Forced titles and prices are what a till is trusted with: its credential has the scope `sell`. */
export const at_till = { reason: 'keyed in at the till' } as const;

/** Everything beside items and payment; the client is found or made. */
export async function detailsOf(
  tx: Tx,
  caller: Caller,
  input: SaleInput,
): Promise<TillDetails & { readonly counter_id: number | undefined }> {
  const organizer_id = caller.organizer.id;
  const { deliveryMethod, numcouverts } = input;
  if (deliveryMethod !== undefined && deliveryMethod !== null && !isDeliveryMethod(deliveryMethod))
    throw new Fault('invalid_input', { sentence: 'deliveryMethod : de 0 à 6' });
  return {
    counter_id: await localOrNone(tx, organizer_id, 'counter', input.idcaisse),
    dining_table_id: await localOrNone(tx, organizer_id, 'dining_table', input.idtable),
    user_id: await localOrNone(tx, organizer_id, 'user', input.idUser),
    customer_id: await customerOf(tx, organizer_id, input),
    covers: numcouverts ?? undefined,
    delivery_method: deliveryMethod ?? undefined,
    public_comment: input.publicComment ?? undefined,
    private_comment: input.privateComment ?? undefined,
  };
}

/** Without `idUser` the "webservice" user sells, who is made once (caisse-sale-recording.txt, "idUser"). */
export const webservice = (tx: Tx, caller: Caller): Promise<number> =>
  programUser(tx, caller.organizer.id, 'webservice');

/** `idClient` beats `client[…]`. */
async function customerOf(tx: Tx, organizer_id: number, input: SaleInput): Promise<number | undefined> {
  const { idClient, client } = input;
  if (idClient !== undefined && idClient !== null) return local(tx, organizer_id, 'customer', idClient);
  const person = client === undefined ? undefined : personOf(client);
  return person === undefined ? undefined : findOrCreateCustomer(tx, { organizer_id, ...person });
}

function personOf(client: NonNullable<SaleInput['client']>): PersonInput | undefined {
  const field = (...names: (keyof typeof client)[]): string => {
    for (const name of names) {
      const text = client[name]?.trim() ?? '';
      if (text !== '') return text;
    }
    return '';
  };
  const beside = {
    address_comment: field('commentaireadresse'),
    registration_number: field('rcs'),
    barcode: field('codeBarre'),
    phone_2: field('telephone2'),
    latitude: field('lat'),
    longitude: field('lng'),
  };
  const metadata = Object.fromEntries(Object.entries(beside).filter(([, text]) => text !== ''));
  const email = field('email');
  const person = {
    first_name: field('prenom', 'firstname'),
    last_name: field('nom', 'lastname'),
    phone: field('telephone', 'phone'),
    address_1: field('adresseligne1', 'address'),
    address_2: field('adresseligne2'),
    zip_code: field('codepostal', 'zip'),
    city: field('ville', 'city'),
    country: field('pays', 'country'),
    vat_number: field('numtva'),
  };
  const nothing = email === '' && Object.values(person).every((text) => text === '');
  if (nothing && Object.keys(metadata).length === 0) return undefined;
  return { ...person, email: email === '' ? null : email, metadata };
}

/** What is kept beside the order: the pager, and the day that the sale counts for at the client's. */
export function metadataOf(input: SaleInput): Readonly<Record<string, unknown>> | undefined {
  const { pagerNum, dateValeur } = input;
  if (dateValeur !== undefined && dateValeur !== null && (dateValeur < 0 || dateValeur > seconds_max))
    throw new Fault('invalid_input', { sentence: 'dateValeur : secondes depuis 1970' });
  if (pagerNum !== undefined && pagerNum !== null && pagerNum < 0)
    throw new Fault('invalid_input', { sentence: 'pagerNum : un nombre positif' });
  const beside = {
    ...(pagerNum === undefined || pagerNum === null ? {} : { pager: pagerNum }),
    ...(dateValeur === undefined || dateValeur === null ? {} : { value_at: dateValeur * 1000 }),
  };
  return Object.keys(beside).length === 0 ? undefined : beside;
}

/** `paymentAmount`: what is paid of it; the rest where it is left out. Throws `invalid_amount`. */
export function amountOf(input: SaleInput, currency: string): number | 'rest' {
  const { paymentAmount: amount } = input;
  if (amount === undefined || amount === null || amount === '') return 'rest';
  const paid =
    typeof amount === 'number' ? amountFromNumber(amount, currency) : parseAmount(amount, currency);
  if (paid <= 0) throw new Fault('invalid_amount');
  return paid;
}
