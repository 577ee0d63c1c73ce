import type { Answer } from '../../api/call.ts';

export type Home = Answer<'home'>;
