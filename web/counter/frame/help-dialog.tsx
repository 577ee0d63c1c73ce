import { Kbd, Modal, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../../words/use-words.ts';
import { words } from './help-words.ts';

const keys = [
  ['F2', 'sell'],
  ['F3', 'orders'],
  ['F4', 'day'],
  ['F6', 'kinds'],
  ['Tab', 'tiles'],
  ['Enter', 'enter'],
  ['+ −', 'count'],
  ['F7', 'customer'],
  ['F8', 'code'],
  ['F9', 'pay'],
  ['↑ ↓', 'mode'],
  ['F10', 'park'],
  ['Esc', 'back'],
  ['F1', 'help'],
] as const;

export default function HelpDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const say = useWords(words);
  return (
    <Modal
      opened
      onClose={onClose}
      title={say('title')}
      closeButtonProps={{ 'aria-label': say('close') }}
      centered
    >
      <Stack gap="sm">
        <Text>{say('lead')}</Text>
        <dl className="keys">
          {keys.map(([key, what]) => (
            <div key={key}>
              <dt>
                <Kbd size="md">{key}</Kbd>
              </dt>
              <dd>{say(what)}</dd>
            </div>
          ))}
        </dl>
      </Stack>
    </Modal>
  );
}
