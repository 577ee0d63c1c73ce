import type { Static } from 'typebox';
import type { ControlPoint } from '../../domain/control-point.ts';
import { controlPoint } from '../../office/admission/control-point-rules.ts';
import {
  createControlPoint,
  deleteControlPoint,
  updateControlPoint,
} from '../../office/admission/control-points.ts';
import { ownRow } from '../../office/catalogue/rows.ts';
import { plain } from '../../office/filters/columns.ts';
import { tableList } from '../../office/filters/list-after.ts';
import type { Rx } from '../../store/transaction.ts';
import type { Caller } from '../caller.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { listPageOf } from '../list.ts';
import { once } from '../once.ts';
import type { gate } from './contract.ts';
import type * as shape from './shapes.ts';

type Item = Static<typeof shape.ControlPoint>;
type Handlers = Pick<
  GroupHandlers<typeof gate>,
  'list_control_points' | 'create_control_point' | 'change_control_point' | 'delete_control_point'
>;

const points = tableList(
  'control_point',
  {
    event_id: plain('number', 'control_point.event_id'),
    name: plain('text', 'control_point.name'),
    direction: plain('text', 'control_point.direction'),
  },
  { living: true },
);

export function controlPointHandlers(face: ApiFace): Handlers {
  const { store } = face.office;
  return {
    list_control_points: ({ auth, query }) =>
      store.read((rx) =>
        listPageOf(rx, auth, query, {
          source: points,
          event_column: 'event_id',
          rows: async (rx, ids) => {
            const found: ControlPoint[] = [];
            for (const control_point_id of ids)
              found.push(await controlPoint(rx, { organizer_id: auth.organizer_id, control_point_id }));
            return found;
          },
          item: pointItem,
        }),
      ),
    create_control_point: (handed) => {
      const { auth, body } = handed;
      const { organizer_id } = auth;
      if (body.event_id === undefined) auth.requireEverywhere();
      else auth.requireEvent(body.event_id);
      return once(face, handed, async (tx) => {
        const control_point_id = await createControlPoint(tx, { ...body, organizer_id });
        return pointItem(await controlPoint(tx, { organizer_id, control_point_id }));
      });
    },
    change_control_point: (handed) => {
      const { auth, body, params } = handed;
      const { organizer_id } = auth;
      const control_point_id = params.id;
      return once(face, handed, async (tx) => {
        await requirePoint(tx, auth, control_point_id);
        await updateControlPoint(tx, { ...body, organizer_id, control_point_id });
        return pointItem(await controlPoint(tx, { organizer_id, control_point_id }));
      });
    },
    delete_control_point: (handed) => {
      const { auth, params } = handed;
      return once(face, handed, async (tx) => {
        await requirePoint(tx, auth, params.id);
        await deleteControlPoint(tx, { organizer_id: auth.organizer_id, control_point_id: params.id });
        return { deleted: true as const };
      });
    },
  };
}

/** Throws `not_found` for a control point of another organizer or another event than the caller's, and for one that is gone. */
async function requirePoint(rx: Rx, auth: Caller, control_point_id: number): Promise<void> {
  const { event_id } = await ownRow(rx, 'control_point', auth.organizer_id, control_point_id);
  if (event_id === null) auth.requireEverywhere();
  else auth.requireEvent(event_id);
}

export function pointItem({
  id,
  event_id,
  name,
  direction,
  price_ids,
  session_ids,
  exit_rule,
}: ControlPoint): Item {
  return {
    id,
    event_id,
    name,
    direction,
    price_ids: [...price_ids],
    session_ids: [...session_ids],
    exit_rule,
  };
}
