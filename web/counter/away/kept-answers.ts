import { queryClient } from '../../api/queries.ts';
import { officeAnswers } from './office-answers.ts';

/**
 * What the till asks before it shows anything: who sells, and where the tills stand. The last answers are kept on this screen, and
 * are taken up again where the page is opened while the office is away.
 */
const names = ['me', 'till_setup'] as const;
type Name = (typeof names)[number];

const kept_as = (name: Name): string => `guichet-till-${name}`;
const keyOf = (name: Name) => [name, {}] as const;

interface KeptAnswer {
  readonly answer: unknown;
  /** ms, by this device */
  readonly told_at: number;
}

/** Once, before anything is drawn. */
export async function openKeptAnswers(): Promise<void> {
  if (!(await officeAnswers())) for (const name of names) takeUp(name);
  queryClient.getQueryCache().subscribe(({ type, query }) => {
    if (type !== 'updated' || query.state.status !== 'success') return;
    const [asked] = query.queryKey as readonly unknown[];
    const name = names.find((one) => one === asked);
    if (name !== undefined) keep(name, { answer: query.state.data, told_at: query.state.dataUpdatedAt });
  });
}

function keep(name: Name, kept: KeptAnswer): void {
  localStorage.setItem(kept_as(name), JSON.stringify(kept));
}

function takeUp(name: Name): void {
  const text = localStorage.getItem(kept_as(name));
  if (text === null) return;
  const { answer, told_at } = JSON.parse(text) as KeptAnswer;
  queryClient.setQueryData(keyOf(name), answer, { updatedAt: told_at });
}

/** Nobody is known here any more. */
export function forgetKeptAnswers(): void {
  for (const name of names) localStorage.removeItem(kept_as(name));
}
