import { Button, Group, Skeleton, Stack, TextInput } from '@mantine/core';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useAsk, useWrite } from '../../api/queries.ts';
import { useAmountText } from '../../kit/amount-field.tsx';
import { ConfirmButton } from '../../kit/confirm-button.tsx';
import { sayDone } from '../../kit/done.ts';
import { Fact, Facts } from '../../kit/facts.tsx';
import { ButtonTo } from '../../kit/links.tsx';
import { Page } from '../../kit/page.tsx';
import { Section } from '../../kit/section.tsx';
import { useSeen } from '../../kit/seen.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useMay, useOrganizer } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { complaintsOf, draftOf, termsOf, type CodeDraft, type PromoCode } from './code-draft.ts';
import { CodeFields } from './code-fields.tsx';
import { CodeState, Reduction, Used, Validity } from './terms.tsx';
import { words } from './words.ts';

export default function PromoCodePage(): ReactNode {
  const say = useWords(words);
  const may = useMay();
  const { id } = useParams({ from: '/frame/promo-codes/$id' });
  const code = useAsk('find_promo_code', { params: { id: Number(id) } });
  const back = (
    <ButtonTo to="/promo-codes" variant="default">
      {say('back')}
    </ButtonTo>
  );
  if (code.data === undefined)
    return (
      <Page title={say('title')} actions={back}>
        {code.error === null ? (
          <Skeleton height={240} />
        ) : (
          <Trouble error={code.error} onRetry={() => void code.refetch()} />
        )}
      </Page>
    );
  return (
    <Page
      title={code.data.label}
      actions={
        <Group gap="xs">
          {back}
          {may('catalogue.write') && <CodeSwitch code={code.data} />}
        </Group>
      }
    >
      <Section title={say('facts')}>
        <Facts>
          <Fact name={say('state')}>
            <CodeState code={code.data} now={code.dataUpdatedAt} />
          </Fact>
          <Fact name={say('reduction')}>
            <Reduction code={code.data} />
          </Fact>
          <Fact name={say('used')}>
            <Used code={code.data} />
          </Fact>
          <Fact name={say('validity')}>
            <Validity code={code.data} />
          </Fact>
        </Facts>
      </Section>
      {may('catalogue.write') && <CodeForm key={code.data.id} code={code.data} />}
    </Page>
  );
}

const changes = ['find_promo_code', 'list_promo_codes'] as const;

function CodeSwitch({ code }: { readonly code: PromoCode }): ReactNode {
  const say = useWords(words);
  const change = useWrite('change_promo_code', { changes });
  return (
    <Button
      variant={code.enabled ? 'default' : 'filled'}
      loading={change.isPending}
      onClick={() => change.mutate({ params: { id: code.id }, body: { enabled: !code.enabled } })}
    >
      {say(code.enabled ? 'switchOff' : 'switchOn')}
    </Button>
  );
}

function CodeForm({ code }: { readonly code: PromoCode }): ReactNode {
  const say = useWords(words);
  const { zone = 'UTC', currency = 'EUR' } = useOrganizer() ?? {};
  const amountText = useAmountText();
  const change = useWrite('change_promo_code', { changes });
  const [label, setLabel] = useState(code.label);
  const [draft, setDraft] = useState(() => draftOf(code, zone, (amount) => amountText(amount, currency)));
  const { kind: _kind, id: _id, used: _used, enabled: _enabled, ...terms } = code;
  const seen = useSeen<Partial<typeof terms>>(terms, ['find_promo_code']);
  const complaints = complaintsOf(draft, zone, currency);
  const wrong = (field: keyof CodeDraft): string | undefined => {
    const complaint = complaints[field];
    return complaint === undefined ? undefined : say(complaint);
  };
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (Object.keys(complaints).length > 0 || label.trim() === '') return;
    const { kind: _, ...terms } = termsOf(draft, zone, currency);
    const typed = seen.typed({ ...terms, label: label.trim() });
    if (typed !== undefined) {
      const { body, was } = typed;
      try {
        await change.mutateAsync({ params: { id: code.id }, body: { ...body, was } });
      } catch (error) {
        await seen.heard(error);
        throw error;
      }
      seen.kept(body);
    }
    sayDone(say('saved'));
  };
  return (
    <Section title={say('terms')}>
      <form onSubmit={(event) => void save(event).catch(() => undefined)} noValidate>
        <Stack gap="sm">
          <TextInput
            label={say('label')}
            value={label}
            error={label.trim() === '' ? say('labelsMissing') : undefined}
            onChange={({ currentTarget }) => setLabel(currentTarget.value)}
          />
          <CodeFields
            made
            draft={draft}
            wrong={wrong}
            onChange={(part) => setDraft((old) => ({ ...old, ...part }))}
          />
          {change.error !== null && <Trouble error={change.error} />}
          <Group justify="space-between">
            <Remove code={code} />
            <Button type="submit" loading={change.isPending}>
              {say('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

function Remove({ code }: { readonly code: PromoCode }): ReactNode {
  const say = useWords(words);
  const navigate = useNavigate();
  const remove = useWrite('delete_promo_code', { changes: ['list_promo_codes'] });
  return (
    <ConfirmButton
      act={say('remove')}
      title={say('removeTitle', { label: code.label })}
      lead={say('removeLead')}
      final
      onConfirm={async () => {
        await remove.mutateAsync({ params: { id: code.id } });
        sayDone(say('removed'));
        await navigate({ to: '/promo-codes' });
      }}
    />
  );
}
