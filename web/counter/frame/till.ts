import { createContext, useContext } from 'react';
import type { Answer } from '../../api/call.ts';

export type Setup = Answer<'till_setup'>;
type Till = Setup['tills'][number];
export type TillSession = NonNullable<Till['session']>;

/** The till that this screen is, while it is open. */
export interface OpenTill {
  readonly counter_id: number;
  readonly name: string;
  /** who stands at it; empty for a program that opened it */
  readonly holder: string;
  /** as the office has it; asked anew by `forget('till_setup')` */
  readonly session: TillSession;
  readonly setup: Setup;
  readonly currency: string;
  /** IANA, of the organizer: what times are told in */
  readonly zone: string;
  /** back to the choice of a till; the session stays open */
  readonly leave: () => void;
}

export const TillContext = createContext<OpenTill | undefined>(undefined);

/** Below the frame alone. */
export function useTill(): OpenTill {
  const till = useContext(TillContext);
  if (till === undefined) throw new Error('no till is open here');
  return till;
}
