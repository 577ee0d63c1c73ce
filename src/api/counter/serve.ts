import {
  createArticle,
  createDepartment,
  createVariation,
  deleteArticle,
  deleteDepartment,
  deleteVariation,
  updateArticle,
  updateDepartment,
  updateVariation,
} from '../../office/counter/article.ts';
import {
  createCounter,
  createDiningTable,
  createPaymentMode,
  deleteCounter,
  deleteDiningTable,
  updateCounter,
  updateDiningTable,
  updatePaymentMode,
} from '../../office/counter/counter.ts';
import { ending, handlersOf, using } from '../catalogue/serve-resource.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import type { counter } from './contract.ts';
import { archiveHandlers } from './archive-handlers.ts';
import { offlineHandlers } from './offline-handlers.ts';
import { quoteHandlers } from './quote-handlers.ts';
import { reportHandlers } from './report-handlers.ts';
import * as kinds from './resources.ts';
import { saleHandlers } from './sale-handlers.ts';
import { sessionHandlers } from './session-handlers.ts';
import { tillHandlers } from './till-handlers.ts';

const uses = [
  [kinds.counters, using('counter', createCounter, updateCounter)],
  [kinds.departments, using('department', createDepartment, updateDepartment)],
  [kinds.articles, using('article', createArticle, updateArticle)],
  [kinds.variations, using('variation', createVariation, updateVariation)],
  [kinds.diningTables, using('dining_table', createDiningTable, updateDiningTable)],
  [kinds.paymentModes, using('payment_mode', createPaymentMode, updatePaymentMode)],
] as const;

type Counter = GroupHandlers<typeof counter>;
type PlainHandlers = Omit<
  Counter,
  | keyof ReturnType<typeof sessionHandlers>
  | keyof ReturnType<typeof saleHandlers>
  | keyof ReturnType<typeof reportHandlers>
  | keyof ReturnType<typeof quoteHandlers>
  | keyof ReturnType<typeof tillHandlers>
  | keyof ReturnType<typeof offlineHandlers>
  | keyof ReturnType<typeof archiveHandlers>
  | `delete_${string}`
>;

export function counterHandlers(face: ApiFace): Counter {
  // they carry the names that their contract was made with
  const plainly = Object.assign({}, ...uses.map(([of, use]) => handlersOf(face, of, use))) as PlainHandlers;
  return {
    ...plainly,
    ...sessionHandlers(face),
    ...saleHandlers(face),
    ...reportHandlers(face),
    ...quoteHandlers(face),
    ...tillHandlers(face),
    ...offlineHandlers(face),
    ...archiveHandlers(face),
    delete_counter: ending(face, 'counter', (tx, { organizer_id, id }) =>
      deleteCounter(tx, { organizer_id, counter_id: id }),
    ),
    delete_department: ending(face, 'department', (tx, { organizer_id, id }) =>
      deleteDepartment(tx, { organizer_id, department_id: id }),
    ),
    delete_article: ending(face, 'article', (tx, { organizer_id, id }) =>
      deleteArticle(tx, { organizer_id, article_id: id }),
    ),
    delete_variation: ending(face, 'variation', (tx, { organizer_id, id }) =>
      deleteVariation(tx, { organizer_id, variation_id: id }),
    ),
    delete_dining_table: ending(face, 'dining_table', (tx, { organizer_id, id }) =>
      deleteDiningTable(tx, { organizer_id, dining_table_id: id }),
    ),
  };
}
