import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { ShownOnce } from '../../kit/shown-once.tsx';
import { When } from '../../kit/when.tsx';
import { useWords } from '../../words/use-words.ts';
import { words } from './words.ts';

export interface Invitation {
  readonly link: string;
  readonly expires_at: string;
}

interface InvitationLinkProps {
  readonly name: string;
  readonly invitation: Invitation;
}

/** The link by which somebody chooses a password. */
export function InvitationLink({ name, invitation }: InvitationLinkProps): ReactNode {
  const say = useWords(words);
  return (
    <ShownOnce title={say('link', { name })} text={invitation.link}>
      <Text size="sm">
        {say('linkLead')} <When at={invitation.expires_at} />.
      </Text>
    </ShownOnce>
  );
}
