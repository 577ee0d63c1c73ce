import { Type } from 'typebox';
import { personalTables } from '../../domain/person.ts';
import { changing } from '../as-seen.ts';
import { apiEndpoint } from '../endpoint.ts';
import { ById, Id, ListQuery, listOf, WriteHeaders } from '../shapes.ts';
import { Count, Customer, Order, personPatch, Reason } from './shapes.ts';

const tags = ['sales'];
const Table = Type.Enum([...personalTables] as (typeof personalTables)[number][]);
const Rows = Type.Array(Type.Record(Type.String(), Type.Unknown()));

export const customerEndpoints = {
  list_customers: apiEndpoint({
    method: 'GET',
    path: '/customers',
    tags,
    summary: 'Customers',
    description:
      'Who was erased is not among them. Filtered by id, email, first_name, last_name, phone, company, city, country, language, created_at, updated_at. Ordered by id or email.',
    needs: 'customers.read',
    query: ListQuery,
    answers: { 200: listOf(Customer) },
  }),
  find_customer: apiEndpoint({
    method: 'GET',
    path: '/customers/{id}',
    tags,
    summary: 'A customer with the latest 50 orders',
    needs: 'customers.read',
    params: ById,
    answers: { 200: Type.Object({ ...Customer.properties, latest_orders: Type.Array(Order) }) },
  }),
  change_customer: apiEndpoint({
    method: 'PATCH',
    path: '/customers/{id}',
    tags,
    summary: 'Changes what is known of a customer',
    needs: 'customers.write',
    params: ById,
    headers: WriteHeaders,
    body: changing(personPatch),
    answers: { 200: Customer },
  }),
  export_customer: apiEndpoint({
    method: 'GET',
    path: '/customers/{id}/export',
    tags,
    summary: 'Everything that is held of one person, as a JSON file',
    needs: 'customers.export',
    params: ById,
    answers: {
      200: Type.Object({
        organizer_id: Id,
        customer_id: Id,
        tables: Type.Object({
          customer: Rows,
          order: Rows,
          ticket: Rows,
          answer: Rows,
          payment: Rows,
          refund: Rows,
          scan: Rows,
          quarantine: Rows,
          notice: Rows,
        }),
      }),
    },
  }),
  preview_erasure: apiEndpoint({
    method: 'GET',
    path: '/customers/{id}/erasure',
    tags,
    summary: 'What erasing a person would take away, and what must stay',
    needs: 'customers.erase',
    params: ById,
    answers: {
      200: Type.Object({
        goes: Type.Array(Type.Object({ table: Table, rows: Count, columns: Type.Array(Type.String()) })),
        stays: Type.Object({
          orders: Count,
          tickets: Count,
          payments: Count,
          refunds: Count,
          scans: Count,
          ledger_rows: Count,
        }),
        valid_tickets: Type.Integer({ minimum: 0, description: 'of theirs, which still let in' }),
      }),
    },
  }),
  erase_customer: apiEndpoint({
    method: 'POST',
    path: '/customers/{id}/erase',
    tags,
    summary: 'Overwrites everything that is known of a person; orders and money stay, without a name',
    needs: 'customers.erase',
    params: ById,
    headers: WriteHeaders,
    body: Type.Object({ reason: Reason }, { additionalProperties: false }),
    answers: { 200: Type.Object({ erased: Type.Array(Type.Object({ table: Table, rows: Count })) }) },
  }),
};
