import type { ReactNode } from 'react';
import { useAsk, useList, useWrite } from '../../api/queries.ts';
import { useMay } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { SheetButtons } from '../imports/sheet-buttons.tsx';
import type { Field, Option } from '../records/fields.ts';
import { Records } from '../records/records.tsx';
import { words } from './words.ts';

/** The parts of a shop, each a list that is kept by hand. */

const rows_max = 200;
const query = { order: 'name', limit: rows_max };

function useDepartments(): readonly Option[] {
  const found = useAsk('list_departments', { query });
  return (found.data?.items ?? []).map(({ id, name }) => ({ value: String(id), label: name }));
}

export function Articles(): ReactNode {
  const say = useWords(words);
  const may = useMay()('counter.write');
  const changes = ['list_articles'] as const;
  const list = useList('list_articles', { query });
  const departments = useDepartments();
  const create = useWrite('create_article', { changes });
  const change = useWrite('change_article', { changes });
  const remove = useWrite('delete_article', { changes });
  const fields: readonly Field[] = [
    { name: 'name', label: say('name'), kind: 'text', needed: true },
    { name: 'plu', label: say('plu'), kind: 'text', hint: say('pluHint') },
    { name: 'amount', label: say('amount'), kind: 'amount', needed: true },
    { name: 'vat_bp', label: say('vat'), kind: 'percent', needed: true },
    {
      ...{ name: 'department_id', label: say('department'), kind: 'row' },
      options: [{ value: '', label: say('noDepartment') }, ...departments],
    },
    { name: 'enabled', label: say('enabled'), kind: 'flag', initial: true },
  ];
  // a PLU that is not typed is none, not an empty one
  const sent = (body: Record<string, unknown>) => (body['plu'] === '' ? { ...body, plu: null } : body);
  return (
    <Records
      title={say('articles')}
      lead={say('articlesLead')}
      list={list}
      read={['list_articles']}
      fields={fields}
      nameOf={({ name }) => name}
      actions={<SheetButtons kind="articles" taking={may && 'articles'} />}
      noneNext={say('articlesNone')}
      may={may}
      writes={{
        create: (body) => create.mutateAsync({ body: sent(body) as never }),
        change: (id, body) => change.mutateAsync({ params: { id }, body: sent(body) }),
        remove: (id) => remove.mutateAsync({ params: { id } }),
      }}
    />
  );
}

export function Departments(): ReactNode {
  const say = useWords(words);
  const may = useMay()('counter.write');
  const changes = ['list_departments'] as const;
  const list = useList('list_departments', { query });
  const create = useWrite('create_department', { changes });
  const change = useWrite('change_department', { changes });
  const remove = useWrite('delete_department', { changes });
  return (
    <Records
      title={say('departments')}
      lead={say('departmentsLead')}
      list={list}
      read={['list_departments']}
      fields={[
        { name: 'name', label: say('name'), kind: 'text', needed: true },
        { name: 'vat_bp', label: say('vat'), kind: 'percent', needed: true },
      ]}
      nameOf={({ name }) => name}
      noneNext={say('departmentsNone')}
      may={may}
      writes={{
        create: (body) => create.mutateAsync({ body: body as never }),
        change: (id, body) => change.mutateAsync({ params: { id }, body }),
        remove: (id) => remove.mutateAsync({ params: { id } }),
      }}
    />
  );
}

export function Variations(): ReactNode {
  const say = useWords(words);
  const may = useMay()('counter.write');
  const changes = ['list_variations'] as const;
  const list = useList('list_variations', { query });
  const articles = useAsk('list_articles', { query });
  const create = useWrite('create_variation', { changes });
  const change = useWrite('change_variation', { changes });
  const remove = useWrite('delete_variation', { changes });
  const options = (articles.data?.items ?? []).map(({ id, name }) => ({ value: String(id), label: name }));
  return (
    <Records
      title={say('variations')}
      lead={say('variationsLead')}
      list={list}
      read={['list_variations']}
      fields={[
        { name: 'name', label: say('name'), kind: 'text', needed: true },
        { name: 'surcharge', label: say('surcharge'), kind: 'amount' },
        {
          ...{ name: 'article_id', label: say('ofArticle'), kind: 'row', fixed: true },
          options: [{ value: '', label: say('anyArticle') }, ...options],
        },
      ]}
      nameOf={({ name }) => name}
      noneNext={say('variationsNone')}
      may={may}
      writes={{
        create: (body) => create.mutateAsync({ body: body as never }),
        change: (id, body) => change.mutateAsync({ params: { id }, body }),
        remove: (id) => remove.mutateAsync({ params: { id } }),
      }}
    />
  );
}

export function DiningTables(): ReactNode {
  const say = useWords(words);
  const may = useMay()('counter.write');
  const changes = ['list_dining_tables'] as const;
  const list = useList('list_dining_tables', { query });
  const create = useWrite('create_dining_table', { changes });
  const change = useWrite('change_dining_table', { changes });
  const remove = useWrite('delete_dining_table', { changes });
  return (
    <Records
      title={say('tables')}
      lead={say('tablesLead')}
      list={list}
      read={['list_dining_tables']}
      fields={[
        { name: 'name', label: say('name'), kind: 'text', needed: true },
        { name: 'covers', label: say('covers'), kind: 'count' },
      ]}
      nameOf={({ name }) => name}
      noneNext={say('tablesNone')}
      may={may}
      writes={{
        create: (body) => create.mutateAsync({ body: body as never }),
        change: (id, body) => change.mutateAsync({ params: { id }, body }),
        remove: (id) => remove.mutateAsync({ params: { id } }),
      }}
    />
  );
}

export function PaymentModes(): ReactNode {
  const say = useWords(words);
  const may = useMay()('counter.write');
  const changes = ['list_payment_modes'] as const;
  const list = useList('list_payment_modes', { query });
  const create = useWrite('create_payment_mode', { changes });
  const change = useWrite('change_payment_mode', { changes });
  return (
    <Records
      title={say('payments')}
      lead={say('paymentsLead')}
      list={list}
      read={['list_payment_modes']}
      fields={[
        { name: 'name', label: say('name'), kind: 'text', needed: true },
        {
          ...{ name: 'method', label: say('method'), kind: 'word', initial: 'card' },
          options: (['cash', 'card', 'cheque', 'voucher', 'transfer', 'other'] as const).map((value) => ({
            ...{ value, label: say(value) },
          })),
        },
        { name: 'refunds', label: say('refunds'), kind: 'flag', initial: true },
        { name: 'refund_only', label: say('refundOnly'), kind: 'flag', beside: true },
        { name: 'enabled', label: say('enabled'), kind: 'flag', initial: true },
      ]}
      nameOf={({ name }) => name}
      noneNext={say('paymentsNone')}
      may={may}
      writes={{
        create: (body) => create.mutateAsync({ body: body as never }),
        change: (id, body) => change.mutateAsync({ params: { id }, body }),
      }}
    />
  );
}

export function Counters(): ReactNode {
  const say = useWords(words);
  const may = useMay()('counter.write');
  const changes = ['list_counters'] as const;
  const list = useList('list_counters', { query });
  const create = useWrite('create_counter', { changes });
  const change = useWrite('change_counter', { changes });
  const remove = useWrite('delete_counter', { changes });
  return (
    <Records
      title={say('tills')}
      lead={say('tillsLead')}
      list={list}
      read={['list_counters']}
      fields={[{ name: 'name', label: say('name'), kind: 'text', needed: true }]}
      nameOf={({ name }) => name}
      noneNext={say('tillsNone')}
      may={may}
      writes={{
        create: (body) => create.mutateAsync({ body: body as never }),
        change: (id, body) => change.mutateAsync({ params: { id }, body }),
        remove: (id) => remove.mutateAsync({ params: { id } }),
      }}
    />
  );
}
