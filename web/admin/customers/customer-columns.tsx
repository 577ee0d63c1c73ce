import type { ItemOf } from '../../api/queries.ts';
import type { Column } from '../../kit/data-list.tsx';
import { AnchorTo } from '../../kit/links.tsx';
import { When } from '../../kit/when.tsx';
import { useWords } from '../../words/use-words.ts';
import { words } from './words.ts';

/** A customer as lists show them. */
export function useCustomerColumns(): readonly Column<ItemOf<'list_customers'>>[] {
  const say = useWords(words);
  return [
    {
      key: 'name',
      title: say('name'),
      render: ({ id, first_name, last_name }) => (
        <AnchorTo inherit to="/customers/$id" params={{ id: String(id) }}>
          {`${first_name} ${last_name}`.trim() || say('unnamed')}
        </AnchorTo>
      ),
    },
    { key: 'email', title: say('email'), render: ({ email }) => email || '–' },
    { key: 'city', title: say('city'), render: ({ city }) => city || '–' },
    { key: 'orders', title: say('orders'), figures: true, render: ({ orders }) => orders },
    {
      key: 'since',
      title: say('since'),
      render: ({ created_at }) => <When at={created_at} as="date" />,
    },
  ];
}
