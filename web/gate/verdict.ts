import { ladder, type Refusal } from '../../src/domain/admission.ts';
import type { Judged } from '../../src/domain/judge-scan.ts';
import type { Answer } from '../api/call.ts';
import type { Setup, Ticket } from './held.ts';

/** What the one who scans is shown. */
export interface Verdict {
  /** good: let in; look: a person has to look; bad: do not let in */
  readonly mood: 'good' | 'look' | 'bad';
  readonly direction: 'in' | 'out';
  readonly refusal: Refusal | 'ambiguous' | null;
  readonly holder: string;
  readonly price: string;
  readonly place: string;
  readonly used: number;
  readonly allowed: number | null;
  /** ms */
  readonly last_used_at: number | null;
  readonly opens_at: number | null;
  readonly closed_at: number | null;
  /** where it was used last */
  readonly point: string | null;
  readonly device: string | null;
  /** who held it; '': not told */
  readonly operator: string;
  /** of the price: what is to be looked at */
  readonly alert: string | null;
  /** to the questions that are marked for the gate */
  readonly answers: readonly { readonly label: string; readonly value: string }[];
  /** let in against the ladder */
  readonly forced: boolean;
  /** this device may let in all the same */
  readonly may_force: boolean;
  /** decided by this device alone */
  readonly offline: boolean;
}

/** What is not the holder's fault, or what a word can settle. */
const toLookAt: ReadonlySet<string> = new Set(['ambiguous', 'unpaid', 'not_yet_open']);

/** What is let in and has something to be looked at is not green: green goes by unread. */
function moodOf(refusal: Verdict['refusal'], alert: string | null): Verdict['mood'] {
  if (refusal === null) return alert === null ? 'good' : 'look';
  return toLookAt.has(refusal) ? 'look' : 'bad';
}

const msOf = (text: string | null): number | null => (text === null ? null : Date.parse(text));

export function verdictOfAnswer(
  answer: Answer<'scan'>,
  direction: Verdict['direction'],
  may_force: boolean,
): Verdict {
  const { refusal, alert, answers, forced } = answer;
  return {
    mood: moodOf(refusal, direction === 'in' ? alert : null),
    direction,
    refusal,
    holder: answer.holder,
    price: answer.price,
    place: answer.place,
    used: answer.used,
    allowed: answer.allowed,
    last_used_at: msOf(answer.last_used_at),
    opens_at: msOf(answer.opens_at),
    closed_at: msOf(answer.closed_at),
    point: answer.last_use?.control_point ?? null,
    device: answer.last_use?.device ?? null,
    operator: answer.last_use?.operator ?? '',
    ...{ alert, answers, forced },
    may_force: may_force && canForce(refusal),
    offline: false,
  };
}

export function verdictOfJudged(
  { decision, chosen, ticket: found }: Judged,
  ticket: Ticket | undefined,
  setup: Setup,
  direction: Verdict['direction'],
): Verdict {
  const refused = decision !== 'ambiguous' && !decision.admitted ? decision : undefined;
  const refusal = decision === 'ambiguous' ? decision : (refused?.refusal ?? null);
  const use = ticket?.entitlements.find(({ id }) => id === chosen?.id);
  const event = setup.events.find(({ id }) => id === found?.event_id);
  const price = event?.prices.find(({ id }) => id === ticket?.price_id);
  const alert = price?.gate_alert ?? null;
  const effect = decision !== 'ambiguous' && decision.admitted ? decision.effect : undefined;
  const nameOf = (
    list: readonly { readonly id: number; readonly name: string }[],
    id: number | null = null,
  ) => list.find((one) => one.id === id)?.name ?? null;
  return {
    mood: moodOf(refusal, direction === 'in' ? alert : null),
    direction,
    refusal,
    holder: ticket?.holder ?? '',
    price: price?.name ?? '',
    place: ticket?.place ?? '',
    used: effect?.used ?? chosen?.used ?? 0,
    allowed: chosen?.allowed ?? null,
    last_used_at: chosen?.last_used_at ?? null,
    opens_at: refused?.detail.opens_at ?? null,
    closed_at: refused?.detail.closed_at ?? null,
    point: nameOf(setup.control_points, use?.control_point_id),
    device: nameOf(setup.devices, use?.device_id),
    operator: use?.operator ?? '',
    ...{ alert, answers: ticket?.answers ?? [] },
    forced: decision !== 'ambiguous' && decision.admitted && decision.overridden !== null,
    may_force: setup.may_force && canForce(refusal),
    offline: true,
  };
}

function canForce(refusal: Verdict['refusal']): boolean {
  return ladder.some(({ code, overridable }) => code === refusal && overridable);
}
