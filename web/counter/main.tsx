import './till.css';
import { start } from '../kit/start.tsx';
import { WithOffice } from '../kit/with-office.tsx';
import { openCaller } from './frame/caller.ts';
import { CounterFace } from './frame/counter-face.tsx';

openCaller();
if ('serviceWorker' in navigator)
  void navigator.serviceWorker.register('/counter/worker.js', { scope: '/counter' }).catch(() => undefined);
const { openKeptAnswers } = await import('./away/kept-answers.ts');
await openKeptAnswers();
await start(
  <WithOffice>
    <CounterFace />
  </WithOffice>,
);
