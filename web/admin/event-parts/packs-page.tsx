import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { lazy, Suspense, type ReactNode } from 'react';
import { useAll, useAsk, useList, useWrite, type ItemOf } from '../../api/queries.ts';
import { ConfirmButton } from '../../kit/confirm-button.tsx';
import { sayDone } from '../../kit/done.ts';
import { Empty } from '../../kit/empty.tsx';
import { useMoneyText } from '../../kit/money.tsx';
import { Section } from '../../kit/section.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useMay } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import type { Field, Option } from '../records/fields.ts';
import { Records, useFieldContext } from '../records/records.tsx';
import { EventPart, type Event } from './event-part.tsx';
import { offersOf, useOfferOptions } from './offer-names.ts';
import { words } from './words.ts';

const RecordDialog = lazy(() => import('../records/record-dialog.tsx'));

export default function PacksPage(): ReactNode {
  return <EventPart here="packs">{(event) => <Packs event={event} />}</EventPart>;
}

/** The offer that sells a pack: it may have an amount of its own. */
const isOf =
  (pack: ItemOf<'list_prices'>) =>
  ({ price_id }: ItemOf<'list_offers'>): boolean =>
    price_id === pack.id;

const changes = ['list_prices', 'list_offers', 'list_pack_parts'] as const;

function Packs({ event }: { readonly event: Event }): ReactNode {
  const say = useWords(words);
  const may = useMay();
  const [adding, { open, close }] = useDisclosure();
  const offers = useOfferOptions(event.id);
  const where = [
    { column: 'event_id', value: event.id },
    { column: 'product_type', operator: 'in', value: ['pack', 'subscription'] },
  ];
  const packs = useAsk('list_prices', { query: { where, order: 'position', limit: 200 } });
  const sold = useAll('list_offers', offersOf(event.id));
  const adder = may('catalogue.write') && offers.length > 0 && (
    <Button variant="default" onClick={open}>
      {say('addPack')}
    </Button>
  );
  return (
    <>
      <Section wide title={say('packs')} lead={say('packsLead')} actions={adder}>
        {packs.error !== null && <Trouble error={packs.error} onRetry={() => void packs.refetch()} />}
        {packs.data?.items.length === 0 && <Empty title={say('packsNone')} next={say('packsNoneNext')} />}
        {adding && <AddPack event={event} offers={offers} onClose={close} />}
      </Section>
      {packs.data?.items.map((pack) => (
        <Pack key={pack.id} pack={pack} offers={offers} own={sold.data?.items.find(isOf(pack))} />
      ))}
    </>
  );
}

interface AddPackProps {
  readonly event: Event;
  readonly offers: readonly Option[];
  readonly onClose: () => void;
}

/** A pack with its first part; others are added to it. */
function AddPack({ event, offers, onClose }: AddPackProps): ReactNode {
  const say = useWords(words);
  const context = useFieldContext(event.currency);
  const add = useWrite('add_price', { changes });
  const fields: readonly Field[] = [...packFields(say), ...partFields(say, offers)];
  return (
    <Suspense fallback={null}>
      <RecordDialog
        title={say('addPack')}
        fields={fields}
        context={context}
        onClose={onClose}
        onSave={async ({ name, amount, vat_bp, ...part }) => {
          const body = { name, amount, vat_bp, parts: [part] } as never;
          await add.mutateAsync({ params: { id: event.id }, body });
          sayDone(say('packAdded'));
        }}
      />
    </Suspense>
  );
}

function packFields(say: (word: 'name' | 'amount' | 'vat' | 'packAmountHint') => string): readonly Field[] {
  return [
    { name: 'name', label: say('name'), kind: 'text', needed: true },
    { name: 'amount', label: say('amount'), kind: 'amount', needed: true, hint: say('packAmountHint') },
    { name: 'vat_bp', label: say('vat'), kind: 'percent' },
  ];
}

/** The name, the price and the VAT of a pack, by one button. */
function ChangePack({ pack, own }: Pick<PackProps, 'pack' | 'own'>): ReactNode {
  const say = useWords(words);
  const [changing, { open, close }] = useDisclosure();
  const context = useFieldContext(pack.currency);
  const change = useWrite('change_price', { changes });
  const changeOffer = useWrite('change_offer', { changes });
  return (
    <>
      <Button size="xs" variant="default" onClick={open}>
        {say('changePack')}
      </Button>
      {changing && (
        <Suspense fallback={null}>
          <RecordDialog
            title={pack.name}
            fields={packFields(say)}
            context={context}
            row={{ ...pack, amount: own?.amount ?? pack.amount }}
            onClose={close}
            onSave={async (body, was) => {
              // what it is sold at may be set in the grid: the price itself was another
              const seen = 'amount' in was ? { ...was, amount: pack.amount } : was;
              await change.mutateAsync({ params: { id: pack.id }, body: { ...body, was: seen } });
              // one that was set in the grid would stand before it
              if (own !== undefined && own.amount !== pack.amount)
                await changeOffer.mutateAsync({ params: { id: own.id }, body: { amount: null } });
              sayDone(say('packChanged'));
            }}
          />
        </Suspense>
      )}
    </>
  );
}

function partFields(
  say: (word: 'offer' | 'minimum' | 'maximum' | 'choose') => string,
  offers: readonly Option[],
): readonly Field[] {
  return [
    {
      ...{ name: 'offer_id', label: say('offer'), kind: 'row', needed: true, fixed: true },
      options: [{ value: '', label: say('choose') }, ...offers],
    },
    { name: 'minimum', label: say('minimum'), kind: 'count', needed: true, initial: '1' },
    { name: 'maximum', label: say('maximum'), kind: 'count', needed: true, initial: '1' },
  ];
}

interface PackProps {
  readonly pack: ItemOf<'list_prices'>;
  readonly offers: readonly Option[];
  readonly own: ItemOf<'list_offers'> | undefined;
}

/** One pack: what it is made of, part by part. */
function Pack({ pack, offers, own }: PackProps): ReactNode {
  const say = useWords(words);
  const may = useMay();
  const moneyText = useMoneyText();
  const list = useList('list_pack_parts', { params: { id: pack.id } });
  const create = useWrite('create_pack', { changes });
  const change = useWrite('change_pack_part', { changes });
  const removePart = useWrite('delete_pack_part', { changes });
  const remove = useWrite('delete_price', { changes });
  const amount = own?.amount ?? pack.amount;
  const nameOf = (id: number): string =>
    offers.find(({ value }) => value === String(id))?.label ?? String(id);
  return (
    <Records
      ordered
      title={`${pack.name} · ${amount === 0 ? say('costsItsParts') : moneyText(amount, pack.currency)}`}
      list={list}
      fields={partFields(say, offers)}
      nameOf={({ offer_id }) => nameOf(offer_id)}
      noneNext={say('partsNone')}
      may={may('catalogue.write')}
      adding={say('addPart')}
      actions={
        may('catalogue.write') && (
          <>
            <ChangePack pack={pack} own={own} />
            <ConfirmButton
              act={say('removePack')}
              title={say('removePackOf', { name: pack.name })}
              lead={say('removePackLead')}
              final
              onConfirm={async () => {
                await remove.mutateAsync({ params: { id: pack.id } });
                sayDone(say('packRemoved'));
              }}
            />
          </>
        )
      }
      writes={{
        create: (body) => create.mutateAsync({ params: { id: pack.id }, body: { parts: [body] } as never }),
        change: (id, { was: _, ...body }) => change.mutateAsync({ params: { id }, body }),
        remove: (id) => removePart.mutateAsync({ params: { id } }),
      }}
    />
  );
}
