/** What a sale changes of what the till has read. */
export const sale_changes = [
  ...(['till_shows', 'till_offers', 'till_catalogue', 'till_setup'] as const),
  ...(['list_session_seats', 'list_till_orders', 'list_unsettled_orders', 'find_counter_session'] as const),
] as const;
