/** What is read again once something of an order or a ticket was changed. */
export const changes = [
  'find_order',
  'list_asked',
  'order_story',
  'list_orders',
  'list_tickets',
  'find_customer',
] as const;
