import { Text, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { Confirm } from '../../kit/confirm.tsx';
import { useWords } from '../../words/use-words.ts';
import { words } from './order-words.ts';

interface ReasonDialogProps {
  readonly title: string;
  readonly text: string;
  /** the verb of what is done */
  readonly act: string;
  /** drawn as what takes something away */
  readonly final?: boolean;
  readonly opened: boolean;
  readonly onReason: (reason: string) => Promise<void>;
  readonly onClose: () => void;
}

/** Asks whether, and why: somebody at the gate will ask, and the ledger keeps it. */
export function ReasonDialog(props: ReasonDialogProps): ReactNode {
  const { title, text, act, final = false, opened, onReason, onClose } = props;
  const say = useWords(words);
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  return (
    <Confirm
      opened={opened}
      onClose={onClose}
      title={title}
      act={act}
      final={final}
      ready={() => {
        setMissing(reason.trim() === '');
        return reason.trim() !== '';
      }}
      onConfirm={() => onReason(reason.trim())}
    >
      <Text size="sm">{text}</Text>
      <TextInput
        label={say('reason')}
        error={missing ? say('reasonNeeded') : undefined}
        required
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </Confirm>
  );
}
