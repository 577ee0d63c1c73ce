import { useState, type CSSProperties, type KeyboardEvent, type ReactNode } from 'react';
import { focusWhenShown } from './focus.ts';
import { nextPlace } from './next-place.ts';

/** A place on a plan; x and y are in seats and rows. */
export interface PlanPlace {
  readonly key: string | number;
  readonly kind: 'seat' | 'area';
  readonly x: number;
  readonly y: number;
  readonly color: string;
  /** what it is, in words */
  readonly label: string;
  /** what its row is called, written at the row's beginning */
  readonly row?: string;
  /** its number, written in it where it is free */
  readonly text?: string;
  /** a shape beside the colour: a ring, a cross, a full dot */
  readonly mark?: 'free' | 'taken' | 'blocked';
  /** a dot in the middle of a free seat: it is sold in its own way */
  readonly dotted?: boolean;
  readonly chosen?: boolean;
  readonly onChoose?: (() => void) | undefined;
}

interface PlanDrawingProps {
  readonly label: string;
  readonly stage: string;
  readonly places: readonly PlanPlace[];
  /** the least that a seat may measure; a plan that is wider then scrolls */
  readonly seat_px?: number;
  /** comes in answer to a touch: takes the focus */
  readonly focused?: boolean;
}

const margin = 1.5;
const area_half_width = 4;

/**
 * A hall from above, the stage at the top. Seats that can be chosen are check boxes for keyboard and reader: one stop of Tab for
 * all of them, and the arrows lead from one to the next.
 */
export function PlanDrawing(props: PlanDrawingProps): ReactNode {
  const { label, stage, places, seat_px = 0, focused = false } = props;
  const [reached, setReached] = useState<PlanPlace['key']>();
  if (places.length === 0) return null;
  const xs = places.map(({ x }) => x);
  const ys = places.map(({ y }) => y);
  const left = Math.min(...xs, -area_half_width) - margin;
  const right = Math.max(...xs, area_half_width) + margin;
  const top = Math.min(...ys) - 3;
  const bottom = Math.max(...ys) + margin;
  const choosable = places.filter(({ onChoose }) => onChoose !== undefined);
  const choosing = choosable.length > 0;
  const stop =
    choosable.find(({ key }) => key === reached) ??
    choosable.find(({ chosen }) => chosen === true) ??
    choosable[0];
  const go = (event: KeyboardEvent): void => {
    const next = stop === undefined ? undefined : nextPlace(choosable, stop, event.key);
    if (next === undefined) return;
    event.preventDefault();
    event.currentTarget.parentElement?.querySelector<SVGElement>(`[data-place="${next.key}"]`)?.focus();
  };
  return (
    <div style={{ overflow: 'auto' }}>
      <svg
        role={choosing ? 'group' : 'img'}
        aria-label={label}
        viewBox={`${left} ${top} ${right - left} ${bottom - top}`}
        style={planStyle(right - left, seat_px)}
      >
        <g aria-hidden={choosing ? undefined : true}>
          <rect x={-6} y={top + 0.6} width={12} height={1.2} rx={0.3} fill="var(--mantine-color-gray-4)" />
          <text x={0} y={top + 1.5} fontSize={0.9} textAnchor="middle" fill="#1a1a1a">
            {stage}
          </text>
          {rowNames(places).map(({ name, x, y }) => (
            <text key={`${name} ${y}`} x={x} y={y} className="plan-text" fontSize={0.5} aria-hidden>
              {name}
            </text>
          ))}
          {places.map(({ key, ...place }) =>
            place.kind === 'area' ? (
              <Area {...place} key={key} />
            ) : (
              <Seat
                {...place}
                key={key}
                place={key}
                stop={key === stop?.key}
                focused={focused}
                onReached={() => setReached(key)}
                onArrow={go}
              />
            ),
          )}
        </g>
      </svg>
    </div>
  );
}

/** a small hall is not blown up beyond that */
const seat_max_px = 44;

const planStyle = (seats: number, seat_px: number): CSSProperties =>
  seat_px === 0
    ? {
        ...{
          display: 'block',
          width: '100%',
          maxWidth: Math.round(seats * seat_max_px),
          marginInline: 'auto',
        },
        ...{ maxHeight: '70vh', minHeight: 160 },
      }
    : { width: `max(100%, ${seats * seat_px}px)`, maxWidth: `max(${seats * seat_px}px, 100vh)` };

function Area({ x, y, color, label }: Omit<PlanPlace, 'key'>): ReactNode {
  return (
    <g>
      <rect
        x={x - area_half_width}
        y={y - 0.6}
        width={area_half_width * 2}
        height={1.2}
        rx={0.3}
        fill="var(--mantine-color-body)"
        stroke={color}
        strokeWidth={0.12}
      />
      <text x={x} y={y + 0.25} fontSize={0.6} textAnchor="middle" fill="currentColor">
        {label}
      </text>
    </g>
  );
}

/** Where each row begins. */
function rowNames(places: readonly PlanPlace[]): { name: string; x: number; y: number }[] {
  const rows = Map.groupBy(
    places.filter(({ row }) => row !== undefined && row !== ''),
    ({ row, y }) => `${row} ${y}`,
  );
  return [...rows.values()].map((row) => {
    const [{ row: name = '', y }] = row as [PlanPlace, ...PlanPlace[]];
    return { name, y, x: Math.min(...row.map(({ x }) => x)) - 1 };
  });
}

interface SeatProps extends Omit<PlanPlace, 'key'> {
  readonly place: PlanPlace['key'];
  /** of all seats it is the one that Tab stops at */
  readonly stop: boolean;
  /** and takes the focus when it is first drawn */
  readonly focused: boolean;
  readonly onReached: () => void;
  /** leads to the next seat, where the key is an arrow */
  readonly onArrow: (event: KeyboardEvent) => void;
}

function Seat(props: SeatProps): ReactNode {
  const { x, y, color, label, text, mark = 'free', dotted = false, chosen = false, onChoose } = props;
  const { place, stop, focused, onReached, onArrow } = props;
  const drawing = (
    <>
      <circle
        cx={x}
        cy={y}
        r={0.38}
        fill={mark === 'free' ? 'var(--mantine-color-body)' : color}
        stroke={color}
        strokeWidth={0.12}
      />
      {mark === 'blocked' && (
        <path
          d={`M ${x - 0.2} ${y - 0.2} l 0.4 0.4 m 0 -0.4 l -0.4 0.4`}
          stroke="var(--mantine-color-body)"
          strokeWidth={0.12}
        />
      )}
      {dotted && mark === 'free' && <circle cx={x} cy={y} r={0.14} fill={color} />}
      {text !== undefined && mark === 'free' && !dotted && (
        <text x={x} y={y} className="plan-text" fontSize={text.length > 2 ? 0.26 : 0.34} aria-hidden>
          {text}
        </text>
      )}
      {chosen && <circle cx={x} cy={y} r={0.47} fill="none" stroke="currentColor" strokeWidth={0.12} />}
    </>
  );
  if (onChoose === undefined) return <g>{drawing}</g>;
  return (
    <g
      className="plan-seat"
      role="checkbox"
      aria-checked={chosen}
      aria-label={label}
      tabIndex={stop ? 0 : -1}
      data-place={place}
      ref={focused && stop ? focusWhenShown : undefined}
      onFocus={onReached}
      style={{ cursor: 'pointer', outline: 'none' }}
      onClick={onChoose}
      onKeyDown={(event) => {
        if (event.key !== ' ' && event.key !== 'Enter') return onArrow(event);
        event.preventDefault();
        onChoose();
      }}
    >
      {drawing}
    </g>
  );
}
