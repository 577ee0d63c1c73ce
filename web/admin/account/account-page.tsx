import type { ReactNode } from 'react';
import { Page } from '../../kit/page.tsx';
import { useWords } from '../../words/use-words.ts';
import { PasswordSection } from './password-section.tsx';
import { ProfileSection } from './profile-section.tsx';
import { SecondStepSection } from './second-step-section.tsx';
import { SessionsSection } from './sessions-section.tsx';
import { words } from './words.ts';

export default function AccountPage(): ReactNode {
  const say = useWords(words);
  return (
    <Page title={say('title')}>
      <ProfileSection />
      <PasswordSection />
      <SecondStepSection />
      <SessionsSection />
    </Page>
  );
}
