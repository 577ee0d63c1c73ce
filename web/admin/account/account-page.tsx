import type { ReactNode } from 'react';
import { Page } from '../../kit/page.tsx';
import { useMay, useMe } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { PinSection } from '../users/pin-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { ProfileSection } from './profile-section.tsx';
import { SecondStepSection } from './second-step-section.tsx';
import { SessionsSection } from './sessions-section.tsx';
import { words } from './words.ts';

export default function AccountPage(): ReactNode {
  const say = useWords(words);
  const may = useMay();
  const { user } = useMe();
  return (
    <Page title={say('title')}>
      <ProfileSection />
      <PasswordSection />
      <SecondStepSection />
      {may('counter.use') && user !== null && <PinSection name={user.name} />}
      <SessionsSection />
    </Page>
  );
}
