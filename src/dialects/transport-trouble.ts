import type { TransportFault } from '../contract/transport.ts';

/**
 * What a call that came to no answer says of the service. A page is what an overloaded proxy answers; an answer that broke off
 * may be whole the next time.
 */
export const transport_troubles = {
  connect: 'unavailable',
  reset: 'unavailable',
  timeout: 'unavailable',
  truncated: 'unavailable',
  html: 'unavailable',
  status: 'nonsense',
  malformed: 'nonsense',
  shape: 'nonsense',
  too_large: 'nonsense',
} as const satisfies Record<TransportFault['kind'], string>;
