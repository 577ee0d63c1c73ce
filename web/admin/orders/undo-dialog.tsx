import type { ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { sayDone } from '../../kit/done.ts';
import { useWords } from '../../words/use-words.ts';
import { changes } from './changes.ts';
import { ReasonDialog } from './reason-dialog.tsx';
import type { Ticket } from './states.tsx';
import { words } from './order-words.ts';

interface UndoDialogProps {
  readonly ticket: Ticket;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Takes entries back that were scanned in error. */
export function UndoDialog({ ticket, opened, onClose }: UndoDialogProps): ReactNode {
  const say = useWords(words);
  const undo = useWrite('undo_entries', { changes });
  return (
    <ReasonDialog
      {...{ opened, onClose }}
      title={say('undoTitle')}
      text={say('undoText')}
      act={say('undo')}
      onReason={async (reason) => {
        await undo.mutateAsync({ params: { id: ticket.id }, body: { reason } });
        sayDone(say('undone'));
      }}
    />
  );
}
