import { useRouter, useSearch } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { queryClient } from '../../api/queries.ts';
import { meQuery } from '../../session/me.ts';
import { asLanguage, speak } from '../../words/language.ts';
import { useWords } from '../../words/use-words.ts';
import { CodeStep } from './code-step.tsx';
import { PasswordStep } from './password-step.tsx';
import { Threshold } from './threshold.tsx';
import { words } from './words.ts';

/** Where everybody enters. Leads on to the page that was asked for before. */
export default function SignInPage(): ReactNode {
  const say = useWords(words);
  const onEntered = useEntered();
  const [codeNeeded, setCodeNeeded] = useState(false);
  return (
    <Threshold title={say('title')} lead={say('lead')}>
      {codeNeeded ? (
        <CodeStep onEntered={onEntered} onBack={() => setCodeNeeded(false)} />
      ) : (
        <PasswordStep onEntered={onEntered} onCodeNeeded={() => setCodeNeeded(true)} />
      )}
    </Threshold>
  );
}

function useEntered(): () => Promise<void> {
  const router = useRouter();
  const { to, face } = useSearch({ strict: false });
  return async () => {
    queryClient.clear();
    const { user } = await queryClient.fetchQuery(meQuery);
    const language = asLanguage(user?.language);
    if (language !== undefined) await speak(language);
    // whoever sells under their own name comes from the counter, and goes back there
    if (face === 'counter') {
      location.assign('/counter');
      return;
    }
    // the router knows nothing but its own pages: an address that leads elsewhere is a page that does not exist
    router.history.push(router.basepath + (to?.startsWith('/') === true ? to : '/'));
  };
}
