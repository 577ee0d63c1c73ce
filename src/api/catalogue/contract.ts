import { eventEndpoints } from './event-endpoints.ts';
import { hallEndpoints } from './hall-endpoints.ts';
import { deleteEndpoint, endpointsOf } from './resource.ts';
import * as kinds from './resources.ts';
import { promotionEndpoints } from './promotion-endpoints.ts';
import { packEndpoints } from './pack-endpoints.ts';
import { offerEndpoints, openingEndpoints } from './sale-endpoints.ts';

/** What is sold: events and their sessions, halls, prices and what they draw from, codes and discounts. */
export const catalogue = {
  ...eventEndpoints,
  ...endpointsOf(kinds.sessions),
  delete_session: deleteEndpoint('/sessions', 'sessions'),
  ...endpointsOf(kinds.venues),
  ...endpointsOf(kinds.halls),
  ...endpointsOf(kinds.zones),
  ...endpointsOf(kinds.places),
  ...hallEndpoints,
  ...endpointsOf(kinds.priceGroups),
  ...endpointsOf(kinds.prices),
  delete_price: deleteEndpoint('/prices', 'prices'),
  ...packEndpoints,
  ...offerEndpoints,
  ...endpointsOf(kinds.pools),
  ...endpointsOf(kinds.allotments),
  ...openingEndpoints,
  ...endpointsOf(kinds.questions),
  delete_question: deleteEndpoint('/questions', 'questions'),
  ...endpointsOf(kinds.addOns),
  delete_add_on: deleteEndpoint('/add-ons', 'add-ons'),
  ...endpointsOf(kinds.discounts),
  ...promotionEndpoints,
};
