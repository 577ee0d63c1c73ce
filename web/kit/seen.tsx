import { List, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { EndpointName } from '../api/call.ts';
import { isProblem } from '../api/problem.ts';
import { forget } from '../api/queries.ts';
import { useWords } from '../words/use-words.ts';
import { words } from './words.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What of a form goes out: the fields that were typed anew, and what they were. */
interface Typed<T> {
  readonly body: Partial<T>;
  readonly was: Partial<T>;
}

interface Seen<T> {
  /** undefined: nothing was typed anew */
  readonly typed: (values: Partial<T>) => (Typed<T> & { readonly any: true }) | undefined;
  /** what was sent is kept: it is what is seen from now on */
  readonly kept: (body: Partial<T>) => void;
  /** of a refusal: which fields somebody else has changed meanwhile */
  readonly heard: (error: unknown) => Promise<void>;
  /** those fields, until what is typed is kept */
  readonly meanwhile: readonly string[];
}

/**
 * What somebody saw of a thing when they began to type. They change what they typed alone; where somebody else has changed that
 * meanwhile they hear of it, and what they save after that they save knowingly. `now` is the thing as it is read, by the
 * endpoints `read`.
 */
export function useSeen<T extends Fields>(now: T, read: readonly EndpointName[]): Seen<T> {
  const [seen, setSeen] = useState(now);
  const [meanwhile, setMeanwhile] = useState<readonly string[]>([]);
  const isAnew = (name: string, value: unknown): boolean =>
    JSON.stringify(value) !== JSON.stringify(seen[name]);
  return {
    meanwhile,
    typed: (values) => {
      const entries = Object.entries(values).filter(([name, value]) => isAnew(name, value));
      if (entries.length === 0) return undefined;
      const was = entries.map(([name]) => [name, (meanwhile.includes(name) ? now : seen)[name]]);
      // of the same names and types as the values
      return {
        any: true,
        body: Object.fromEntries(entries) as Partial<T>,
        was: Object.fromEntries(was) as Partial<T>,
      };
    },
    kept: (body) => {
      setSeen((old) => ({ ...old, ...body }));
      setMeanwhile([]);
    },
    heard: async (error) => {
      if (!isProblem(error, 'changed_meanwhile')) return;
      const { fields } = (error.problem.details ?? {}) as { readonly fields?: readonly string[] };
      await forget(...read);
      setMeanwhile((old) => [...new Set([...old, ...(fields ?? [])])]);
    },
  };
}

/** What fields are by now that somebody else has changed. */
export function Meanwhile({
  fields,
}: {
  readonly fields: readonly { readonly label: string; readonly now: ReactNode }[];
}): ReactNode {
  const say = useWords(words);
  if (fields.length === 0) return null;
  return (
    <div>
      <Text size="sm">{say('meanwhile')}</Text>
      <List size="sm">
        {fields.map(({ label, now }) => (
          <List.Item key={label}>
            {label} : <strong>{now}</strong>
          </List.Item>
        ))}
      </List>
    </div>
  );
}
