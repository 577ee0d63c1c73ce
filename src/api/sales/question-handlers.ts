import { putAnswers } from '../../office/selling/answers.ts';
import { askedOf } from '../../office/selling/asked.ts';
import { requireOrder, requireTicket } from '../../office/selling/order-reach.ts';
import type { Rx } from '../../store/transaction.ts';
import type { Caller } from '../caller.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { once } from '../once.ts';
import { reachOf } from './listings.ts';
import type { questionEndpoints } from './question-endpoints.ts';
import { oneTicket } from './ticket-handlers.ts';

export function questionHandlers(face: ApiFace): GroupHandlers<typeof questionEndpoints> {
  return {
    list_asked: ({ auth, params }) =>
      face.office.store.read(async (rx) => {
        await requireOrder(rx, reachOf(auth), params.id);
        return askedItems(rx, auth, params.id);
      }),
    answer_order_questions: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, params, body } = handed;
        const { organizer_id } = auth;
        await requireOrder(tx, reachOf(auth), params.id);
        await putAnswers(tx, { organizer_id, order_id: params.id, answers: body.answers });
        return askedItems(tx, auth, params.id);
      }),
    answer_questions: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, params, body } = handed;
        const { organizer_id } = auth;
        const { order_id, ...of } = await requireTicket(tx, reachOf(auth), params.id);
        const ticket = { id: params.id, ...of };
        await putAnswers(tx, { organizer_id, order_id, ticket, answers: body.answers });
        return oneTicket(tx, params.id);
      }),
  };
}

async function askedItems(rx: Rx, { organizer_id }: Caller, id: number) {
  const items = (await askedOf(rx, { organizer_id, id })).map(({ options, ...asked }) => ({
    ...asked,
    options: [...options],
  }));
  return { items };
}
