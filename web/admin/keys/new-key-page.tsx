import { Button, Checkbox, Group, NativeSelect, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { isPermission, permissions, type Permission } from '../../../src/domain/roles.ts';
import { useWrite } from '../../api/queries.ts';
import { ButtonTo } from '../../kit/links.tsx';
import { Page } from '../../kit/page.tsx';
import { useProblemForm } from '../../kit/problem-form.ts';
import { Section } from '../../kit/section.tsx';
import { ShownOnce } from '../../kit/shown-once.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useOrganizer } from '../../session/me.ts';
import { words as permissionWords } from '../../session/permission-words.ts';
import { useWords } from '../../words/use-words.ts';
import { vendors, type Dialect } from './vendors.ts';
import { words } from './words.ts';

const day_ms = 86_400_000;
/** how long a key may be good for; 0 is for ever */
const lives_days = [30, 90, 365, 0];

export default function NewKeyPage(): ReactNode {
  const say = useWords(words);
  const [made, setMade] = useState<Made>();
  const back = (
    <ButtonTo to="/keys" variant="default">
      {say('back')}
    </ButtonTo>
  );
  return (
    <Page title={say('create')} actions={back}>
      {made === undefined ? (
        <KeyForm onMade={setMade} />
      ) : (
        <Stack maw={720}>
          <MadeKey made={made} />
        </Stack>
      )}
    </Page>
  );
}

interface Made {
  readonly dialect: Dialect;
  readonly key: string;
  readonly public_name: string;
  readonly password: string | null;
}

/** The key, with what else its holder has to be told. */
function MadeKey({ made }: { readonly made: Made }): ReactNode {
  const say = useWords(words);
  const { dialect, key, public_name, password } = made;
  if (dialect === 'api' || dialect === 'hub')
    return (
      <ShownOnce title={say('made')} text={key}>
        <Text size="sm">{say('madeLead')}</Text>
      </ShownOnce>
    );
  const { title, fields } = vendors[dialect];
  const parts = { public_name, key, password: password ?? '' };
  return (
    <ShownOnce title={say('made')} text={fields.map(([name, part]) => `${name}: ${parts[part]}`).join('\n')}>
      <Text size="sm">
        {say('madeForVendor', { vendor: title, address: `${location.origin}/${dialect}` })}
      </Text>
    </ShownOnce>
  );
}

interface KeyValues {
  name: string;
  dialect: Dialect;
  whole: 'everything' | 'chosen';
  scopes: Permission[];
  life_days: string;
}

function KeyForm({ onMade }: { readonly onMade: (made: Made) => void }): ReactNode {
  const say = useWords(words);
  const create = useWrite('create_key', { changes: ['list_keys'] });
  const own = useOrganizer()?.permissions ?? [];
  // a key for a vendor's clients reaches whatever the vendor's API does
  const everything = permissions.every((one) => own.includes(one));
  const initialValues: KeyValues = {
    name: '',
    dialect: 'api',
    whole: 'chosen',
    scopes: [],
    life_days: '365',
  };
  const form = useProblemForm({
    initialValues: { ...initialValues },
    validate: {
      name: (value) => (value.trim() === '' ? say('nameNeeded') : null),
      scopes: (value, { whole, dialect }) =>
        dialect === 'api' && whole === 'chosen' && value.length === 0 ? say('scopesNeeded') : null,
    },
    submit: async ({ name, dialect, whole, scopes, life_days }) => {
      const expires_at =
        life_days === '0' ? null : new Date(Date.now() + Number(life_days) * day_ms).toISOString();
      const limited = dialect === 'api' && whole === 'chosen' ? { scopes } : {};
      const body = { name: name.trim(), dialect, expires_at, ...limited };
      onMade({ dialect, ...(await create.mutateAsync({ body })) });
    },
  });
  return (
    <Section title={say('create')} lead={say('noneNext')}>
      <form onSubmit={form.onSubmit} noValidate>
        <Stack gap="sm">
          {form.trouble !== undefined && <Trouble error={form.trouble} />}
          <TextInput label={say('name')} description={say('nameHint')} {...form.getInputProps('name')} />
          <NativeSelect
            label={say('dialect')}
            data={[
              { value: 'api', label: say('api') },
              { value: 'hub', label: say('hub') },
              ...(everything
                ? Object.entries(vendors).map(([value, { title }]) => ({ value, label: title }))
                : []),
            ]}
            {...(everything ? { description: say('dialectHint') } : {})}
            {...form.getInputProps('dialect')}
          />
          <NativeSelect
            label={say('expires')}
            data={lives_days.map((days) => ({
              value: String(days),
              label: days === 0 ? say('forever') : say('days', { count: days }),
            }))}
            {...form.getInputProps('life_days')}
          />
          {form.values.dialect === 'api' && (
            <Radio.Group label={say('scopes')} {...form.getInputProps('whole')}>
              <Group gap="md" mt={4}>
                <Radio value="chosen" label={say('chosen')} />
                <Radio value="everything" label={say('everything')} />
              </Group>
            </Radio.Group>
          )}
          {form.values.dialect === 'api' && form.values.whole === 'chosen' && (
            <Scopes
              value={form.values.scopes}
              onChange={(scopes) => form.setFieldValue('scopes', scopes)}
              error={form.errors['scopes']}
            />
          )}
          <Group>
            <Button type="submit" loading={form.submitting}>
              {say('make')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

interface ScopesProps {
  readonly value: Permission[];
  readonly onChange: (value: Permission[]) => void;
  readonly error: ReactNode;
}

/** Nobody gives more than they have: only what the role allows is offered. */
function Scopes({ value, onChange, error }: ScopesProps): ReactNode {
  const say = useWords(words);
  const sayPermission = useWords(permissionWords);
  const organizer = useOrganizer();
  return (
    <Checkbox.Group
      aria-label={say('scopes')}
      value={value}
      onChange={(chosen) => onChange(chosen.filter(isPermission))}
      error={error}
    >
      <Stack gap={6}>
        {organizer?.permissions.map((permission) => (
          <Checkbox key={permission} value={permission} label={sayPermission(permission)} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
