import { customerEndpoints } from './customer-endpoints.ts';
import { orderEndpoints } from './order-endpoints.ts';
import { questionEndpoints } from './question-endpoints.ts';
import { ticketEndpoints } from './ticket-endpoints.ts';

/** What was sold, to whom, and what becomes of it. */
export const sales = { ...orderEndpoints, ...ticketEndpoints, ...questionEndpoints, ...customerEndpoints };
