import { call, setBearer, setOrganizer, whenSignedOut } from '../../api/call.ts';
import { queryClient } from '../../api/queries.ts';

/**
 * Who calls from this screen: a device that was joined, whose token is kept here, or whoever is signed in at the desk, by
 * the cookie. The token opens what a till may do and nothing else, and the desk takes it back at any time.
 */
const kept_as = 'guichet-till-device';

export interface CallerView {
  readonly joined: boolean;
  /** the office knows this device no more, or nobody is signed in */
  readonly unknown: boolean;
  /** it was joined, and was taken out at the desk */
  readonly taken_out: boolean;
}

let view: CallerView = { joined: false, unknown: false, taken_out: false };
const listeners = new Set<() => void>();

export const callerView = (): CallerView => view;

export function listenToCaller(told: () => void): () => void {
  listeners.add(told);
  return () => listeners.delete(told);
}

function show(change: Partial<CallerView>): void {
  view = { ...view, ...change };
  for (const told of listeners) told();
}

/** Once, before anything is asked of the office. */
export function openCaller(): void {
  whenSignedOut(() => {
    const taken_out = view.joined;
    localStorage.removeItem(kept_as);
    void import('../away/kept-answers.ts').then(({ forgetKeptAnswers }) => forgetKeptAnswers());
    setBearer(undefined);
    queryClient.clear();
    show({ joined: false, unknown: true, taken_out });
  });
  const token = localStorage.getItem(kept_as);
  if (token === null) return;
  setBearer(token);
  show({ joined: true });
}

/** Throws `ApiProblem` for a code that is over or used. */
export async function joinTill(code: string): Promise<void> {
  const { token, device } = await call('join_device', { body: { code } });
  if (device.role !== 'counter') throw new WrongRole();
  localStorage.setItem(kept_as, token);
  setBearer(token);
  setOrganizer(undefined);
  queryClient.clear();
  show({ joined: true, unknown: false, taken_out: false });
}

/** The code was for a device at the gate. */
export class WrongRole extends Error {}

/** Ends the session of who is signed in here. */
export async function leaveTill(): Promise<void> {
  await call('sign_out', {});
  queryClient.clear();
  show({ unknown: true, taken_out: false });
}
