import { Alert, Button, Collapse, Fieldset, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';
import { call, type Answer } from '../../api/call.ts';
import { ApiProblem } from '../../api/problem.ts';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { SecretField, SettingField, type Kind, type Values } from './fields.tsx';
import { Tested } from './tested.tsx';
import { words } from './words.ts';

/** What a person has filled in. */
export interface Filled {
  readonly name: string;
  readonly base_url: string;
  readonly settings: Values;
  /** those that were given */
  readonly secrets: Readonly<Record<string, string>>;
}

interface FormProps {
  readonly kind: Kind;
  /** of a connection that is kept; its secrets need not be given again */
  readonly kept?: { readonly id: number } & Omit<Filled, 'secrets'>;
  readonly onSave: (filled: Filled) => Promise<void>;
}

const defaultsOf = ({ settings }: Kind): Values =>
  Object.fromEntries(
    settings.flatMap(({ name, default: value }) => (value === undefined ? [] : [[name, value]])),
  );

/** Asks for what a system needs, and tries it before it is kept. */
export function ConnectionForm({ kind, kept, onSave }: FormProps): ReactNode {
  const say = useWords(words);
  const [filled, setFilled] = useState<Filled>({
    name: kept?.name ?? kind.title,
    base_url: kept?.base_url ?? kind.default_base_url,
    settings: kept?.settings ?? defaultsOf(kind),
    secrets: {},
  });
  const [open, setOpen] = useState(false);
  const [working, setWorking] = useState<'test' | 'save'>();
  const [tested, setTested] = useState<Answer<'test_connection'>>();
  const [trouble, setTrouble] = useState<unknown>();
  const put = (change: Partial<Filled>): void => {
    setFilled({ ...filled, ...change });
    setTested(undefined);
  };
  const doing = async (what: 'test' | 'save', run: () => Promise<void>): Promise<void> => {
    setWorking(what);
    setTrouble(undefined);
    try {
      await run();
    } catch (error) {
      setTrouble(error);
    } finally {
      setWorking(undefined);
    }
  };
  const test = async (): Promise<boolean> => {
    const { base_url, settings, secrets } = filled;
    const of = kept === undefined ? {} : { connection_id: kept.id };
    const body = {
      dialect: kind.dialect,
      ...of,
      base_url,
      settings: { ...settings },
      secrets: { ...secrets },
    };
    const result = await call('test_connection_fields', { body });
    setTested(result);
    return result.reached;
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void doing('save', async () => {
      if (await test()) await onSave(filled);
    });
  };
  const isNeeded = (field: Kind['settings'][number]): boolean =>
    field.required || ['database', 'login'].includes(field.name);
  const field = (one: Kind['settings'][number]): ReactNode => (
    <SettingField
      key={one.name}
      dialect={kind.dialect}
      field={one}
      value={filled.settings[one.name]}
      onChange={(value) => put({ settings: { ...filled.settings, [one.name]: value } })}
    />
  );
  return (
    <form onSubmit={submit}>
      <Stack gap="md" maw={640}>
        <TextInput
          label={say('name')}
          required
          value={filled.name}
          onChange={(event) => put({ name: event.currentTarget.value })}
        />
        <TextInput
          label={say('address')}
          description={say('addressHint')}
          required
          value={filled.base_url}
          onChange={(event) => put({ base_url: event.currentTarget.value })}
        />
        {kind.settings.filter(isNeeded).map(field)}
        {kind.secrets.length > 0 && (
          <Fieldset legend={say('credentials')}>
            <Stack gap="xs">
              <Text size="sm">{say('credentialsHint')}</Text>
              {kind.secrets.map((one) => (
                <SecretField
                  key={one.name}
                  dialect={kind.dialect}
                  field={one}
                  kept={kept !== undefined}
                  value={filled.secrets[one.name] ?? ''}
                  onChange={(value) => {
                    const { [one.name]: _before, ...others } = filled.secrets;
                    put({ secrets: value === '' ? others : { ...others, [one.name]: value } });
                  }}
                />
              ))}
            </Stack>
          </Fieldset>
        )}
        {kind.settings.some((one) => !isNeeded(one)) && (
          <>
            <Group>
              <Button variant="subtle" size="xs" aria-expanded={open} onClick={() => setOpen(!open)}>
                {say(open ? 'lessSettings' : 'moreSettings')}
              </Button>
            </Group>
            <Collapse expanded={open}>
              <Stack gap="xs">{kind.settings.filter((one) => !isNeeded(one)).map(field)}</Stack>
            </Collapse>
          </>
        )}
        {tested !== undefined && <Tested result={tested} system={kind.title} />}
        {trouble !== undefined && <FieldTrouble error={trouble} />}
        <Group gap="xs">
          <Button type="submit" loading={working === 'save'}>
            {say(kept === undefined ? 'connect' : 'save')}
          </Button>
          <Button
            variant="default"
            loading={working === 'test'}
            onClick={() => void doing('test', async () => void (await test()))}
          >
            {say('test')}
          </Button>
          {tested?.reached === false && (
            <Button variant="subtle" onClick={() => void doing('save', () => onSave(filled))}>
              {say('connectAnyway')}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}

/** A complaint about one of the connector's fields names it in its details. */
function FieldTrouble({ error }: { readonly error: unknown }): ReactNode {
  const say = useWords(words);
  const details = error instanceof ApiProblem ? error.problem.details : undefined;
  const { field, reason } = details ?? {};
  if (typeof field !== 'string') return <Trouble error={error} />;
  return (
    <Alert color="red" variant="outline" role="alert">
      {say('wrongField', { field, reason: typeof reason === 'string' ? reason : '…' })}
    </Alert>
  );
}
