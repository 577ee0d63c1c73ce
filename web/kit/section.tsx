import { Card, Group, Stack, Text, Title } from '@mantine/core';
import { useId, type ReactNode } from 'react';

interface SectionProps {
  readonly title: string;
  readonly lead?: string;
  /** buttons beside the title */
  readonly actions?: ReactNode;
  /** as wide as the page, for what is no text: tables, columns */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** A part of a page with a heading of its own. */
export function Section({ title, lead, actions, wide = false, children }: SectionProps): ReactNode {
  const id = useId();
  return (
    <Card withBorder padding="md" component="section" aria-labelledby={id} {...(wide ? {} : { maw: 720 })}>
      <Stack gap="sm">
        <Group justify="space-between">
          <div>
            <Title order={2} size="h4" id={id}>
              {title}
            </Title>
            {lead !== undefined && (
              <Text size="sm" c="dimmed">
                {lead}
              </Text>
            )}
          </div>
          {actions}
        </Group>
        {children}
      </Stack>
    </Card>
  );
}
