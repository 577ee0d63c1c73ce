import { useState, type ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { sayDone } from '../../kit/done.ts';
import { FormDialog } from '../../kit/form-dialog.tsx';
import { useWords } from '../../words/use-words.ts';
import { useTill } from '../frame/till.ts';
import { order_changes } from '../orders/changes.ts';
import { no_table, TableFields, type Table } from '../tables/table-fields.tsx';
import { buyerOf, empty_basket, wishOf } from './basket.ts';
import { useBasket } from './basket-keeper.tsx';
import { words } from './dialog-words.ts';
import { sale_changes } from './sale-changes.ts';

/** A quote: it holds what is in the basket, at a table where there are some, until it is paid or given up. */
export default function ParkDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const say = useWords(words);
  const { counter_id } = useTill();
  const { basket, change } = useBasket();
  const { quote } = basket;
  const park = useWrite('ring_up', { changes: sale_changes });
  const move = useWrite('change_till_order', { changes: order_changes });
  const [table, setTable] = useState<Table>(quote ?? no_table);
  const go = async (): Promise<void> => {
    const { dining_table_id, covers } = table;
    const private_comment = table.private_comment.trim();
    const body = { counter_id, quote: true, ...wishOf(basket), ...buyerOf(basket) };
    const details = {
      ...(dining_table_id === null ? {} : { dining_table_id }),
      ...(covers === null ? {} : { covers }),
      ...(private_comment === '' ? {} : { private_comment }),
    };
    const { label } = await park.mutateAsync({ body: { ...body, ...details } });
    // what an opened one had and has no more is taken away
    if (quote !== undefined)
      await move.mutateAsync({
        params: { id: quote.id },
        body: { dining_table_id, covers, private_comment },
      });
    change(() => empty_basket);
    sayDone(say('parked', { label }));
    onClose();
  };
  return (
    <FormDialog
      title={say('park')}
      lead={say('parkLead')}
      act={say('parkNow')}
      onSubmit={(event) => {
        event.preventDefault();
        void go().catch(() => undefined);
      }}
      busy={park.isPending || move.isPending}
      trouble={park.error ?? move.error}
      size="md"
      onClose={onClose}
    >
      <TableFields table={table} onChange={setTable} />
    </FormDialog>
  );
}
