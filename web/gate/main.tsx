import { start } from '../kit/start.tsx';
import { ToJoin } from './to-join.tsx';

await start(<ToJoin />);
