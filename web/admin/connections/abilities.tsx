import { List, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { PlainKey } from '../../words/define.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import type { Kind } from './fields.tsx';
import { words } from './words.ts';

/** What a system does and does not, as its connector says. */
export function Abilities({ kind }: { readonly kind: Kind }): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const named = (names: readonly string[]): string =>
    names.length === 0
      ? say('nothing')
      : names
          .map((name) => {
            const key = `kind_${name}`;
            return Object.hasOwn(words.fr, key) ? say(key as PlainKey<typeof words.fr>) : name;
          })
          .join(', ');
  return (
    <Stack gap={4}>
      <Text size="sm">
        {say('pulls')} : {named(kind.pulls)} · {say('pushes')} : {named(kind.pushes)}
      </Text>
      {kind.cannot.length > 0 && (
        <List size="sm">
          {kind.cannot.map((one) => (
            <List.Item key={one.en}>
              {say('cannot')} : {one[language]}
            </List.Item>
          ))}
        </List>
      )}
    </Stack>
  );
}
