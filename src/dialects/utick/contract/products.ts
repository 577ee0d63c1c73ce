import { Type } from 'typebox';
import { limits } from '../../../domain/limits.ts';
import { Product, PromoCode } from '../shapes.ts';
import { Metadata, Name, Quantity, Ref } from '../wire.ts';
import { answer, json, listOf, may, one, paging } from './terms.ts';

const Request = Type.Object({
  quantity: Quantity,
  stockid: Ref,
  categoryid: Ref,
  priceid: Ref,
  promocodeids: may(Type.Array(Ref, { maxItems: 20 })),
  orderid: may(Ref),
  mainproductid: may(Ref),
  planseatids: may(Type.Array(Ref, { maxItems: 1000 })),
});

/** uTick's calls for promo codes and products. */
export const products = {
  promocodes: json({
    method: 'GET',
    path: '/v1/shop/promocodes',
    summary: 'Validates a promo code: a list of it, or an empty one',
    input: Type.Object({ label: Type.String({ minLength: 1, maxLength: 200 }), stockid: may(Ref) }),
    answers: listOf(PromoCode),
  }),
  promocode: json({
    method: 'GET',
    path: '/v1/shop/promocodes/{id}',
    summary: 'One promo code',
    params: one,
    answers: answer(PromoCode),
  }),
  applyPromocode: json({
    method: 'POST',
    path: '/v1/shop/promocodes/{id}',
    summary: 'Puts a promo code onto what an order holds already',
    params: one,
    input: Type.Object({ orderid: Ref }),
    answers: listOf(Product),
  }),
  products: json({
    method: 'GET',
    path: '/v1/shop/products',
    summary: 'Products sold or held',
    input: Type.Object({
      orderid: may(Ref),
      mainproductid: may(Ref),
      contactid: may(Ref),
      ...paging,
    }),
    answers: listOf(Product),
  }),
  product: json({
    method: 'GET',
    path: '/v1/shop/products/{id}',
    summary: 'One product',
    params: one,
    answers: answer(Product),
  }),
  request: json({
    method: 'POST',
    path: '/v1/shop/products',
    summary: 'Takes products from stocks, all or nothing; an empty list when they cannot be had',
    input: Type.Object({ requests: Type.Array(Request, { minItems: 1, maxItems: 100 }) }),
    answers: listOf(Product),
  }),
  changeProduct: json({
    method: 'PATCH',
    path: '/v1/shop/products/{id}',
    summary: 'Says who comes',
    params: one,
    input: Type.Object({
      spectatorfirstname: may(Name),
      spectatorlastname: may(Name),
      spectatoremail: may(Type.String({ maxLength: limits.email_chars_max })),
      metadata: may(Metadata),
    }),
    answers: answer(Product),
  }),
  attach: json({
    method: 'PATCH',
    path: '/v1/shop/products/{id}/attach',
    summary: 'Puts a product into a pack of the same order',
    params: one,
    input: Type.Object({ mainproductid: Ref }),
    answers: answer(Product),
  }),
  removeProducts: json({
    method: 'DELETE',
    path: '/v1/shop/products',
    summary: 'Removes all products of an order, or one',
    input: Type.Object({ orderid: may(Ref), id: may(Ref) }),
    answers: listOf(Product),
  }),
  removeProduct: json({
    method: 'DELETE',
    path: '/v1/shop/products/{id}',
    summary: 'Removes one product; what is in a pack goes with it',
    params: one,
    input: Type.Object({ orderid: may(Ref) }),
    answers: listOf(Product),
  }),
};
