import { useState, type ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { FormDialog } from '../../kit/form-dialog.tsx';
import { useWords } from '../../words/use-words.ts';
import { order_changes } from '../orders/changes.ts';
import { TableFields, type Table } from './table-fields.tsx';
import { words } from './words.ts';

interface TableDialogProps {
  readonly id: number;
  readonly table: Table;
  readonly onClose: () => void;
}

/** Moves an order to another table, or says something else of it. */
export default function TableDialog({ id, table, onClose }: TableDialogProps): ReactNode {
  const say = useWords(words);
  const [wish, setWish] = useState(table);
  const change = useWrite('change_till_order', { changes: order_changes });
  return (
    <FormDialog
      title={say('where')}
      act={say('save')}
      onSubmit={(event) => {
        event.preventDefault();
        const { dining_table_id, covers } = wish;
        const private_comment = wish.private_comment.trim();
        change.mutate(
          { params: { id }, body: { dining_table_id, covers, private_comment } },
          { onSuccess: onClose },
        );
      }}
      busy={change.isPending}
      trouble={change.error}
      size="md"
      onClose={onClose}
    >
      <TableFields table={wish} onChange={setWish} />
    </FormDialog>
  );
}
