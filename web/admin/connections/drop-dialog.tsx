import { Text, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { Confirm } from '../../kit/confirm.tsx';
import { useWords } from '../../words/use-words.ts';
import { words } from './words.ts';

interface DropProps {
  readonly title: string;
  readonly hint: string;
  readonly act: string;
  readonly onDrop: (reason: string) => Promise<unknown>;
  readonly onClose: () => void;
}

/** Leaves something out for good, and asks why: the ledger keeps it. */
export function DropDialog({ title, hint, act, onDrop, onClose }: DropProps): ReactNode {
  const say = useWords(words);
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const isGiven = reason.trim() !== '';
  return (
    <Confirm
      opened
      onClose={onClose}
      title={title}
      act={act}
      ready={() => {
        setAsked(true);
        return isGiven;
      }}
      onConfirm={async () => {
        await onDrop(reason.trim());
      }}
    >
      <Text size="sm">{hint}</Text>
      <TextInput
        label={say('dropReason')}
        required
        error={asked && !isGiven ? say('dropReasonNeeded') : undefined}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </Confirm>
  );
}
