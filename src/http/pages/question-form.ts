import type { FastifyInstance, FastifyReply } from 'fastify';
import { isFault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import { readAnswer } from '../../domain/question.ts';
import { formatOrderKey } from '../../office/documents/order-link.ts';
import type { OrderView } from '../../office/documents/order-view.ts';
import type { Office } from '../../office/office.ts';
import { answerByBuyer, buyerAsked, nameAsked } from '../../office/selling/buyer-answers.ts';
import type { Asked } from '../../office/selling/asked.ts';
import { buyerActor } from '../../office/selling/buyer-changes.ts';
import { fieldsOf, languageFor, takesForm, type FormRequest } from './form.ts';
import { sendPage } from './layout.ts';
import type { OrderLinks } from './order-of-link.ts';
import { questionPage, questionsShown, type TypedAnswer } from './question-page.ts';
import { sendTrouble } from './trouble.ts';

/** as many long answers as a page has fields would be more than anybody writes */
const answers_bytes_max = 262_144;

/** Where a buyer answers what the organizer asks. */
export function addQuestions(scope: FastifyInstance, office: Office, links: OrderLinks): void {
  const asked = (order: OrderView): Promise<readonly Asked[]> =>
    office.store.read((rx) => buyerAsked(rx, order, office.surroundings.now()));
  const send = async (
    request: FormRequest,
    reply: FastifyReply,
    order: OrderView,
    typed?: ReadonlyMap<string, TypedAnswer>,
  ): Promise<FastifyReply> => {
    const page = questionPage({
      ...{ order, language: languageFor(request, order) },
      ...{ asked: await asked(order), typed },
    });
    return sendPage(request, reply, typed === undefined ? 200 : 422, page);
  };
  scope.get('/o/:key/questions', async (request: FormRequest, reply) => {
    const order = await links.find(request);
    return order === undefined ? sendTrouble(request, reply, 'order') : send(request, reply, order);
  });
  const take = async (request: FormRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const order = await links.find(request);
    if (order === undefined) return sendTrouble(request, reply, 'order');
    links.countChange(order);
    const typed = answersIn(request.body, questionsShown(await asked(order)));
    // nothing of what was sent is asked (any more): the page says how it stands
    if (typed.size === 0) return send(request, reply, order);
    if ([...typed.values()].some(({ fits }) => !fits)) return send(request, reply, order, typed);
    try {
      await office.store.write(buyerActor(order), (tx) => answerByBuyer(tx, order, [...typed.values()]));
    } catch (error) {
      // it began, or somebody entered, in this very moment
      if (!isFault(error, 'illegal_move')) throw error;
      return send(request, reply, (await links.find(request)) ?? order);
    }
    const back = `/o/${formatOrderKey(order)}?lang=${languageFor(request, order)}&answered=1#questions`;
    return reply.header('referrer-policy', 'no-referrer').redirect(back, 303);
  };
  takesForm(scope, '/o/:key/questions', take, answers_bytes_max);
}

/** What was sent of the fields that were shown; a box that is not ticked is not sent, but its question was asked. */
function answersIn(body: unknown, shown: readonly Asked[]): Map<string, TypedAnswer> {
  const fields = fieldsOf(body);
  const there = new Set(fields.getAll('asked'));
  return new Map(
    shown
      .filter((one) => there.has(nameAsked(one)))
      .map((one) => {
        const name = nameAsked(one);
        const value = fields.getAll(name).join('\n').slice(0, limits.text_chars_max);
        const { question_id, ticket_id } = one;
        return [name, { question_id, ticket_id, value, fits: readAnswer(one, value) !== undefined }];
      }),
  );
}
