import './gate.css';
import { start } from '../kit/start.tsx';
import { Gate } from './gate.ts';
import { GateFace } from './gate-face.tsx';

// the worker that opens the page without a network has the addresses below /gate/
if (location.pathname === '/gate') location.replace(`/gate/${location.search}${location.hash}`);
else {
  // where the network goes in this very moment it is registered the next time
  if ('serviceWorker' in navigator)
    void navigator.serviceWorker.register('/gate/worker.js').catch(() => undefined);
  // keys of a browser are for pages that came over HTTPS, or from this machine
  const gate = isSecureContext ? new Gate() : undefined;
  await start(<GateFace gate={gate} />);
  await gate?.open();
}
