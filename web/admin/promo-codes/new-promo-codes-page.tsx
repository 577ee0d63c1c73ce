import { Button, Group, Radio, SimpleGrid, Stack, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { ButtonTo } from '../../kit/links.tsx';
import { Page } from '../../kit/page.tsx';
import { Section } from '../../kit/section.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useOrganizer } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import {
  complaintsOf,
  labelComplaintsOf,
  labelsIn,
  noTerms,
  termsOf,
  type CodeDraft,
  type LabelDraft,
} from './code-draft.ts';
import { CodeFields } from './code-fields.tsx';
import { MadeCodes } from './made-codes.tsx';
import { words } from './words.ts';

const noLabels: LabelDraft = { how: 'draw', count: '50', pattern: '####-####', labels: '' };

/** Codes on the same terms, drawn by a pattern or pasted as a list: all of them are made, or none. */
export default function NewPromoCodesPage(): ReactNode {
  const say = useWords(words);
  const { zone = 'UTC', currency = 'EUR' } = useOrganizer() ?? {};
  const [naming, setNaming] = useState(noLabels);
  const [draft, setDraft] = useState(noTerms);
  const [asked, setAsked] = useState(false);
  const [made, setMade] = useState<readonly string[]>();
  const draw = useWrite('draw_promo_codes', { changes: ['list_promo_codes'] });
  const create = useWrite('create_promo_codes', { changes: ['list_promo_codes'] });
  const complaints = { ...complaintsOf(draft, zone, currency), ...labelComplaintsOf(naming) };
  const wrong = (field: keyof CodeDraft | keyof LabelDraft): string | undefined => {
    const complaint = complaints[field];
    return asked && complaint !== undefined ? say(complaint) : undefined;
  };
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setAsked(true);
    if (Object.keys(complaints).length > 0) return;
    const terms = termsOf(draft, zone, currency);
    if (naming.how === 'list') {
      const labels = labelsIn(naming.labels);
      await create.mutateAsync({ body: { labels, ...terms } });
      setMade(labels);
    } else {
      const [count, pattern] = [Number(naming.count.trim()), naming.pattern.trim()];
      setMade((await draw.mutateAsync({ body: { count, pattern, ...terms } })).labels);
    }
  };
  const trouble = naming.how === 'list' ? create.error : draw.error;
  const back = (
    <ButtonTo to="/promo-codes" variant="default">
      {say('back')}
    </ButtonTo>
  );
  return (
    <Page title={say('newTitle')} actions={back}>
      {made === undefined ? (
        <form onSubmit={(event) => void send(event).catch(() => undefined)} noValidate>
          <Stack gap="md">
            <Section title={say('codes')} lead={say('codesLead')}>
              <LabelFields
                draft={naming}
                wrong={wrong}
                onChange={(part) => setNaming((old) => ({ ...old, ...part }))}
              />
            </Section>
            <Section title={say('terms')}>
              <CodeFields
                draft={draft}
                wrong={wrong}
                onChange={(part) => setDraft((old) => ({ ...old, ...part }))}
              />
            </Section>
            {trouble !== null && <Trouble error={trouble} />}
            <Group justify="flex-end" maw={720}>
              <Button type="submit" loading={draw.isPending || create.isPending}>
                {say('create')}
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <MadeCodes labels={made} onMore={() => setMade(undefined)} />
      )}
    </Page>
  );
}

interface LabelFieldsProps {
  readonly draft: LabelDraft;
  readonly wrong: (field: keyof LabelDraft) => string | undefined;
  readonly onChange: (part: Partial<LabelDraft>) => void;
}

function LabelFields({ draft, wrong, onChange }: LabelFieldsProps): ReactNode {
  const say = useWords(words);
  return (
    <Stack gap="sm">
      <Radio.Group
        aria-label={say('codes')}
        value={draft.how}
        onChange={(how) => onChange({ how: how === 'list' ? 'list' : 'draw' })}
      >
        <Group gap="md">
          <Radio value="draw" label={say('draw')} />
          <Radio value="list" label={say('list')} />
        </Group>
      </Radio.Group>
      {draft.how === 'draw' ? (
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          <TextInput
            label={say('count')}
            inputMode="numeric"
            value={draft.count}
            error={wrong('count')}
            onChange={({ currentTarget }) => onChange({ count: currentTarget.value })}
          />
          <TextInput
            label={say('pattern')}
            description={say('patternHint')}
            inputWrapperOrder={['label', 'input', 'description', 'error']}
            value={draft.pattern}
            error={wrong('pattern')}
            onChange={({ currentTarget }) => onChange({ pattern: currentTarget.value })}
          />
        </SimpleGrid>
      ) : (
        <Textarea
          label={say('labels')}
          description={say('labelsHint')}
          autosize
          minRows={4}
          maxRows={14}
          value={draft.labels}
          error={wrong('labels')}
          onChange={({ currentTarget }) => onChange({ labels: currentTarget.value })}
        />
      )}
    </Stack>
  );
}
