import { deleteEndpoint, endpointsOf } from '../catalogue/resource.ts';
import { archiveEndpoints } from './archive-endpoints.ts';
import { offlineEndpoints } from './offline-endpoints.ts';
import { quoteEndpoints } from './quote-endpoints.ts';
import { reportEndpoints } from './report-endpoints.ts';
import * as kinds from './resources.ts';
import { saleEndpoints } from './sale-endpoints.ts';
import { sessionEndpoints } from './session-endpoints.ts';
import { tillEndpoints } from './till-endpoints.ts';

/** What is sold over the counter and how its drawer is kept: `counter.use` sells, `counter.write` sets up. */
export const counter = {
  ...endpointsOf(kinds.counters, 'counter'),
  delete_counter: deleteEndpoint('/counters', 'tills', 'counter'),
  ...endpointsOf(kinds.departments, 'counter'),
  delete_department: deleteEndpoint('/departments', 'parts of the shop', 'counter'),
  ...endpointsOf(kinds.articles, 'counter'),
  delete_article: deleteEndpoint('/articles', 'articles', 'counter'),
  ...endpointsOf(kinds.variations, 'counter'),
  delete_variation: deleteEndpoint('/variations', 'choices', 'counter'),
  ...endpointsOf(kinds.diningTables, 'counter'),
  delete_dining_table: deleteEndpoint('/dining-tables', 'tables', 'counter'),
  ...endpointsOf(kinds.paymentModes, 'counter'),
  ...sessionEndpoints,
  ...saleEndpoints,
  ...reportEndpoints,
  ...quoteEndpoints,
  ...tillEndpoints,
  ...offlineEndpoints,
  ...archiveEndpoints,
};
