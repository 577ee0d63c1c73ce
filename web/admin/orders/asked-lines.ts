import type { Answer, Input } from '../../api/call.ts';

export type Offer = Answer<'list_sale_offers'>['items'][number];
export type Part = NonNullable<Offer['parts']>[number];

/** What is chosen of a part of a pack: how many in each pack, and the seats of all packs (none: the best). */
export interface PartChosen {
  readonly quantity: number;
  readonly seats: readonly number[];
}

/** What is chosen of an offer. */
export interface Chosen extends PartChosen {
  /** of a pack, by the offer of the part; a part that is not here is taken as often as it has to be */
  readonly parts: Readonly<Record<number, PartChosen>>;
}

/** By offer. */
export type Basket = Readonly<Record<number, Chosen>>;

export const nothing: Chosen = { quantity: 0, seats: [], parts: {} };

export function partChosen({ parts }: Chosen, { offer_id, minimum }: Part): PartChosen {
  return parts[offer_id] ?? { quantity: minimum, seats: [] };
}

/** Another number of packs or of a part: seats that were chosen for the number before are not right any more. */
export function withQuantity(chosen: Chosen, quantity: number): Chosen {
  const parts = Object.entries(chosen.parts).map(([id, part]) => [id, { ...part, seats: [] }] as const);
  return { quantity, seats: [], parts: Object.fromEntries(parts) };
}

export function withPart(chosen: Chosen, { offer_id }: Part, part: PartChosen): Chosen {
  return { ...chosen, parts: { ...chosen.parts, [offer_id]: part } };
}

/** Before discounts. */
export function totalOf(offers: readonly Offer[], basket: Basket): number {
  return offers.reduce((sum, offer) => {
    const chosen = basket[offer.offer_id] ?? nothing;
    return sum + chosen.quantity * unitOf(offer, chosen);
  }, 0);
}

/** What one costs: a pack of no price of its own costs what is in it. */
function unitOf({ amount, parts, costs_its_parts }: Offer, chosen: Chosen): number {
  if (parts === null || !costs_its_parts) return amount;
  return parts.reduce((sum, part) => sum + part.amount * partChosen(chosen, part).quantity, 0);
}

type Line = Input<'request_order'>['body']['lines'][number];

/** What is sent: a line for each offer of which something was chosen. */
export function linesOf(offers: readonly Offer[], basket: Basket): Line[] {
  return offers.flatMap(({ offer_id, parts }): Line[] => {
    const chosen = basket[offer_id] ?? nothing;
    const { quantity } = chosen;
    if (quantity === 0) return [];
    if (parts === null) return [{ offer_id, quantity, ...named(chosen.seats) }];
    const inPack = parts.flatMap((part) => {
      const of = partChosen(chosen, part);
      return of.quantity === 0
        ? []
        : [{ offer_id: part.offer_id, quantity: of.quantity, ...named(of.seats) }];
    });
    return [{ offer_id, quantity, parts: inPack }];
  });
}

/** Who names no seat gets the best. */
const named = (seats: readonly number[]) => (seats.length === 0 ? {} : { place_ids: [...seats] });
