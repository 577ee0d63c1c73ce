import type { Ask } from '../connect.ts';
import type { Product } from '../shapes.ts';

/** uTick's lists end there, where it says so (utick-api.txt, "Search for orders"). */
const page_products = 200;
const pages_max = 100;

export interface OrderProducts {
  readonly products: readonly Product[];
  /** whether these are all that the order holds; false where nobody can tell */
  readonly whole: boolean;
}

/**
 * All products of an order. The document names no `limit` for them, so the first call has none; a list that is shorter than a
 * page is all there is. A longer one is read on from its last product, which the next page has to begin with: where it does
 * not, products were removed in between, or `offset` is not understood. Whoever ignores `offset` gives the same list again,
 * which is whole where it did not end at the 200.
 */
export async function productsOf(ask: Ask, orderid: string): Promise<OrderProducts> {
  const first = await ask((api) => api.products({ input: { orderid } }));
  const products = [...first];
  if (first.length < page_products) return { products, whole: true };
  const seen = new Set(products.map(({ id }) => id));
  for (let page = 1; page < pages_max; page += 1) {
    const offset = products.length - 1;
    const next = await ask((api) => api.products({ input: { orderid, limit: page_products, offset } }));
    if (next[0]?.id !== products[offset]?.id) {
      const again = next.length === first.length && next.every(({ id }, index) => id === first[index]?.id);
      return { products, whole: again && first.length > page_products };
    }
    const fresh = next.filter(({ id }) => !seen.has(id));
    if (fresh.length === 0) return { products, whole: next.length < page_products };
    for (const product of fresh) {
      seen.add(product.id);
      products.push(product);
    }
    if (next.length < page_products) return { products, whole: true };
  }
  return { products, whole: false };
}
