import { Anchor, Modal, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Qr } from '../../kit/qr.tsx';
import { useWords } from '../../words/use-words.ts';
import { words } from './words.ts';

interface ShowLinkProps {
  readonly link: string;
  readonly onClose: () => void;
}

/** The buyer's page as a code, for a phone on the other side of the counter. */
export default function ShowLink({ link, onClose }: ShowLinkProps): ReactNode {
  const say = useWords(words);
  return (
    <Modal
      opened
      onClose={onClose}
      title={say('showTitle')}
      closeButtonProps={{ 'aria-label': say('close') }}
      centered
    >
      <Stack align="center" gap="md">
        <Qr text={link} label={say('showTitle')} />
        <Text size="sm">{say('showLead')}</Text>
        <Anchor href={link} target="_blank" rel="noreferrer">
          {say('openPage')}
        </Anchor>
      </Stack>
    </Modal>
  );
}
