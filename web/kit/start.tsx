import { StrictMode, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { startLanguage } from '../words/language.ts';
import { Face } from './theme.tsx';

/** Draws a face into its page. */
export async function start(face: ReactNode): Promise<void> {
  const root = document.getElementById('root');
  if (root === null) throw new Error('the page has no #root');
  await startLanguage();
  createRoot(root).render(
    <StrictMode>
      <Face>{face}</Face>
    </StrictMode>,
  );
}
