import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import type { sales } from './contract.ts';
import { customerHandlers } from './customer-handlers.ts';
import { orderReading } from './order-handlers.ts';
import { questionHandlers } from './question-handlers.ts';
import { refunding } from './refund-handlers.ts';
import { orderSelling } from './sale-handlers.ts';
import { ticketHandlers } from './ticket-handlers.ts';

export function salesHandlers(face: ApiFace): GroupHandlers<typeof sales> {
  return {
    ...orderReading(face),
    ...orderSelling(face),
    ...refunding(face),
    ...ticketHandlers(face),
    ...questionHandlers(face),
    ...customerHandlers(face),
  };
}
