import './till.css';
import { start } from '../kit/start.tsx';
import { WithOffice } from '../kit/with-office.tsx';
import { openCaller } from './frame/caller.ts';
import { CounterFace } from './frame/counter-face.tsx';

openCaller();
await start(
  <WithOffice>
    <CounterFace />
  </WithOffice>,
);
