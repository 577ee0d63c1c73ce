/** What becomes of an order changes of what the till has read. */
export const order_changes = [
  ...(['find_till_order', 'find_order', 'list_till_orders', 'list_unsettled_orders'] as const),
  ...(['find_counter_session', 'till_setup', 'till_catalogue', 'till_shows', 'till_offers'] as const),
  ...(['list_session_seats', 'preview_sale'] as const),
] as const;
