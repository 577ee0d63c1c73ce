import { createAddOn, deleteAddOn, updateAddOn } from '../../office/catalogue/add-on.ts';
import {
  createHall,
  createPlace,
  createZone,
  updateHall,
  updatePlace,
  updateZone,
} from '../../office/catalogue/hall.ts';
import { createAllotment, createPool, updateAllotment, updatePool } from '../../office/catalogue/pool.ts';
import {
  createPrice,
  createPriceGroup,
  deletePrice,
  updatePrice,
  updatePriceGroup,
} from '../../office/catalogue/price.ts';
import { createQuestion, deleteQuestion, updateQuestion } from '../../office/catalogue/question.ts';
import { createSession, deleteSession, updateSession } from '../../office/catalogue/session.ts';
import { createVenue, updateVenue } from '../../office/catalogue/venue.ts';
import { createDiscount, updateDiscount } from '../../office/promotions/promo-code.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import type { catalogue } from './contract.ts';
import { eventHandlers } from './event-handlers.ts';
import { hallHandlers } from './hall-handlers.ts';
import { promotionHandlers } from './promotion-handlers.ts';
import type { Resource } from './resource.ts';
import * as kinds from './resources.ts';
import { packHandlers } from './pack-handlers.ts';
import { offerHandlers, openingHandlers } from './sale-handlers.ts';
import { ending, handlersOf, using, type Uses } from './serve-resource.ts';

const uses: readonly (readonly [Pick<Resource, 'kind' | 'one' | 'many' | 'fields'>, Uses])[] = [
  [kinds.sessions, using('session', createSession, updateSession)],
  [kinds.venues, using('venue', createVenue, updateVenue)],
  [kinds.halls, using('hall', createHall, updateHall)],
  [kinds.zones, using('zone', createZone, updateZone)],
  [kinds.places, using('place', createPlace, updatePlace)],
  [kinds.priceGroups, using('price_group', createPriceGroup, updatePriceGroup)],
  [kinds.prices, using('price', createPrice, updatePrice)],
  [kinds.pools, using('pool', createPool, updatePool)],
  [kinds.allotments, using('allotment', createAllotment, updateAllotment)],
  [kinds.questions, using('question', createQuestion, updateQuestion)],
  [kinds.addOns, using('add_on', createAddOn, updateAddOn)],
  [kinds.discounts, using('discount', createDiscount, updateDiscount)],
];

type Catalogue = GroupHandlers<typeof catalogue>;
type PlainHandlers = Omit<
  Catalogue,
  | keyof ReturnType<typeof eventHandlers>
  | keyof ReturnType<typeof hallHandlers>
  | keyof ReturnType<typeof offerHandlers>
  | keyof ReturnType<typeof openingHandlers>
  | keyof ReturnType<typeof packHandlers>
  | keyof ReturnType<typeof promotionHandlers>
  | 'delete_session'
  | 'delete_price'
  | 'delete_question'
  | 'delete_add_on'
>;

export function catalogueHandlers(face: ApiFace): Catalogue {
  // they carry the names that their contract was made with
  const plainly = Object.assign({}, ...uses.map(([of, use]) => handlersOf(face, of, use))) as PlainHandlers;
  return {
    ...plainly,
    ...eventHandlers(face),
    ...hallHandlers(face),
    ...offerHandlers(face),
    ...openingHandlers(face),
    ...packHandlers(face),
    ...promotionHandlers(face),
    delete_session: ending(face, 'session', (tx, { organizer_id, id }) =>
      deleteSession(tx, { organizer_id, session_id: id }),
    ),
    delete_price: ending(face, 'price', (tx, { organizer_id, id }) =>
      deletePrice(tx, { organizer_id, price_id: id }),
    ),
    delete_question: ending(face, 'question', (tx, { organizer_id, id }) =>
      deleteQuestion(tx, { organizer_id, question_id: id }),
    ),
    delete_add_on: ending(face, 'add_on', (tx, { organizer_id, id }) =>
      deleteAddOn(tx, { organizer_id, add_on_id: id }),
    ),
  };
}
