import { Alert, Button, Checkbox, FileButton, Group, List, Stack, Text } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useRef, useState, type ReactNode } from 'react';
import type { Answer } from '../../api/call.ts';
import { forget, useWrite } from '../../api/queries.ts';
import { ButtonTo } from '../../kit/links.tsx';
import { Page } from '../../kit/page.tsx';
import { saveText } from '../../kit/save-file.ts';
import { Section } from '../../kit/section.tsx';
import { isProblem } from '../../api/problem.ts';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { MissingPage } from '../frame/missing-page.tsx';
import { base64Of } from './base64.ts';
import { ColumnChoices } from './column-choices.tsx';
import { modelOf } from './model.ts';
import { PreviewRows } from './preview-rows.tsx';
import { words } from './words.ts';

const kinds = ['promo_codes', 'articles', 'tickets', 'events', 'prices', 'customers'] as const;
export type Kind = (typeof kinds)[number];
type Preview = Answer<'preview_sheet'>;

/** Where each list is looked at, and the lists that are read again. */
const places = {
  promo_codes: { to: '/promo-codes', lists: ['list_promo_codes'] },
  articles: { to: '/counter-setup', lists: ['list_articles', 'list_departments'] },
  tickets: { to: '/tickets', lists: ['list_tickets', 'list_orders', 'list_customers'] },
  events: { to: '/events', lists: ['list_events', 'list_sessions', 'list_offers', 'list_pools'] },
  prices: { to: '/events', lists: ['list_prices', 'list_offers', 'list_pools'] },
  customers: { to: '/customers', lists: ['list_customers'] },
} as const;

/** A list from a spreadsheet: looked at row by row before anything is kept. */
export default function ImportPage(): ReactNode {
  const say = useWords(words);
  const { kind: asked } = useParams({ strict: false });
  const kind = kinds.find((one) => one === asked);
  if (kind === undefined) return <MissingPage />;
  const back = (
    <ButtonTo to={places[kind].to} variant="default">
      {say('back')}
    </ButtonTo>
  );
  return (
    <Page title={say(`${kind}_title`)} actions={back}>
      <ImportOf key={kind} kind={kind} />
    </Page>
  );
}

interface Chosen {
  readonly name: string;
  readonly content: string;
}

function ImportOf({ kind }: { readonly kind: Kind }): ReactNode {
  const say = useWords(words);
  // the same file is chosen again once it is mended
  const reset = useRef<() => void>(null);
  const [file, setFile] = useState<Chosen>();
  const [preview, setPreview] = useState<Preview>();
  const look = useWrite('preview_sheet');
  const take = useWrite('take_sheet');
  const lookAt = async (chosen: Chosen, columns?: (string | null)[]): Promise<void> => {
    take.reset();
    const { content } = chosen;
    setPreview(
      await look.mutateAsync({
        params: { kind },
        body: columns === undefined ? { content } : { content, columns },
      }),
    );
  };
  const choose = async (picked: File | null): Promise<void> => {
    if (picked === null) return;
    const chosen = { name: picked.name, content: await base64Of(picked) };
    reset.current?.();
    setFile(chosen);
    setPreview(undefined);
    await lookAt(chosen);
  };
  const takeIn = async (only_good: boolean): Promise<void> => {
    if (file === undefined || preview === undefined) return;
    const { columns } = preview;
    await take.mutateAsync({ params: { kind }, body: { content: file.content, columns, only_good } });
    await forget(...places[kind].lists);
  };
  if (take.data?.taken === true) return <Done kind={kind} counts={take.data} />;
  return (
    <Stack gap="md">
      <Section title={say('file')} lead={say(`${kind}_lead`)}>
        <Group gap="xs">
          <FileButton
            accept=".csv,.tsv,.txt,.xlsx"
            resetRef={reset}
            onChange={(one) => void choose(one).catch(() => undefined)}
          >
            {(props) => (
              <Button {...props} loading={look.isPending}>
                {say(file === undefined ? 'choose' : 'chooseAnother')}
              </Button>
            )}
          </FileButton>
          <Button variant="default" onClick={() => saveText(`modele-${kind}.csv`, modelOf(kind), 'text/csv')}>
            {say('model')}
          </Button>
          {file !== undefined && <Text size="sm">{file.name}</Text>}
        </Group>
        <Text size="sm" c="dimmed">
          {say('limits')}
        </Text>
        {look.error !== null &&
          (isProblem(look.error, 'invalid_input') ? (
            <Text size="sm" role="alert" c="var(--mantine-color-error)">
              {say('notATable')}
            </Text>
          ) : (
            <Trouble error={look.error} />
          ))}
      </Section>
      {file !== undefined && preview !== undefined && (
        <>
          <ColumnChoices
            preview={preview}
            working={look.isPending}
            onChange={(columns) => void lookAt(file, columns).catch(() => undefined)}
          />
          <Section wide title={say('rows')} lead={say('rowsLead')}>
            <Counts counts={preview} />
            <PreviewRows preview={preview} />
            {take.error !== null && <Trouble error={take.error} />}
            <TakeButtons
              counts={preview}
              working={take.isPending}
              onTake={(good) => void takeIn(good).catch(() => undefined)}
            />
          </Section>
        </>
      )}
    </Stack>
  );
}

type Counted = Pick<Preview, 'made' | 'changed' | 'unchanged' | 'wrong'>;

function Counts({ counts }: { readonly counts: Counted }): ReactNode {
  const say = useWords(words);
  const told = (['made', 'changed', 'unchanged', 'wrong'] as const).filter((one) => counts[one] > 0);
  return (
    <Text size="sm" role="status">
      {told.length === 0 ? say('noRows') : told.map((one) => say(one, { count: counts[one] })).join(' · ')}
    </Text>
  );
}

interface TakeButtonsProps {
  readonly counts: Counted;
  readonly working: boolean;
  readonly onTake: (only_good: boolean) => void;
}

/** All of them where all are right; where some are not, those that are, once that is wanted. */
function TakeButtons({ counts, working, onTake }: TakeButtonsProps): ReactNode {
  const say = useWords(words);
  const [without, setWithout] = useState(false);
  const good = counts.made + counts.changed;
  return (
    <Stack gap="xs" align="flex-start">
      {counts.wrong > 0 && (
        <Checkbox
          label={say('leaveOut', { count: counts.wrong })}
          checked={without}
          onChange={({ currentTarget }) => setWithout(currentTarget.checked)}
        />
      )}
      <Button
        loading={working}
        disabled={good === 0 || (counts.wrong > 0 && !without)}
        onClick={() => onTake(counts.wrong > 0)}
      >
        {say('take', { count: good })}
      </Button>
    </Stack>
  );
}

function Done({ kind, counts }: { readonly kind: Kind; readonly counts: Counted }): ReactNode {
  const say = useWords(words);
  return (
    <Stack gap="md" maw={720}>
      <Alert variant="outline" color="green" title={say('done')} role="status">
        <List size="sm">
          {(['made', 'changed', 'unchanged'] as const).map((one) => (
            <List.Item key={one}>{say(one, { count: counts[one] })}</List.Item>
          ))}
          {counts.wrong > 0 && <List.Item>{say('leftOut', { count: counts.wrong })}</List.Item>}
        </List>
      </Alert>
      <Group>
        <ButtonTo to={places[kind].to}>{say('see')}</ButtonTo>
      </Group>
    </Stack>
  );
}
