import { Type } from 'typebox';
import {
  asideCodes,
  deliveryCodes,
  runCodes,
  troubleCodes,
  type AsideReason,
  type DeliveryReason,
  type RunReason,
} from '../domain/hub-reasons.ts';
import { orNull } from './shapes.ts';

/** A reason by its code, for who says it in another language; null: it has none, and the sentence beside it is all there is. */
function reasonOf<const C extends string>(codes: readonly C[]) {
  return orNull(
    Type.Object({
      code: Type.Enum([...codes], { description: 'stable: a code keeps its meaning' }),
      params: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]), {
        description: 'what it is about; `words`: what the other system answered, as it came',
      }),
    }),
  );
}

export const WhyAside = reasonOf(asideCodes);
export const WhyNotTold = reasonOf(deliveryCodes);
export const WhyFailed = reasonOf(runCodes);
export const WhyTrouble = reasonOf(troubleCodes);

interface Shown<C extends string> {
  code: C;
  params: Record<string, string | number>;
}

/** Of the column, which holds what was written as one of them. */
export function shownReason<R extends AsideReason | DeliveryReason | RunReason>(
  kept: string | null,
): Shown<R['code']> | null {
  return kept === null ? null : (JSON.parse(kept) as Shown<R['code']>);
}
