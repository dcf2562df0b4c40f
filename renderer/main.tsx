import { createRoot } from 'react-dom/client';
import type { Bridge } from '../shared/ipc/contract.ts';
import { App } from './app/app.tsx';
import { startStationApp } from './app/station-app.ts';
import { ViewFault } from './data/view-storage.ts';
import { startTexts } from './text/i18n.ts';
import './ui/weighhouse.css';
import './ui/overseas.css';

declare global {
  interface Window {
    readonly weighhouse?: Bridge;
  }
}

const RETRY_MS = 5_000;

async function start(): Promise<void> {
  const host = document.getElementById('root');
  const bridge = window.weighhouse;
  if (host === null || bridge === undefined) throw new Error('the page was opened outside the station');
  await startTexts('zh');
  const app = await startStationApp(bridge);
  createRoot(host).render(<App app={app} />);
  const mark = (name: string): void =>
    void app.bridge.invoke('bench.mark', { name, atMs: performance.timeOrigin + performance.now() });
  // Two frames later the first picture is on the glass.
  requestAnimationFrame(() => requestAnimationFrame(() => mark('picture')));
  await app.atWork;
  document.documentElement.dataset['atWork'] = '';
  requestAnimationFrame(() => requestAnimationFrame(() => mark('ready')));
}

start().catch((error: unknown) => {
  // Without its bridge or journal the page must not look alive.
  const cover = document.createElement('div');
  cover.className = 'cover';
  cover.textContent = `叫组长 · Call the lead\n${error instanceof Error ? error.message : String(error)}`;
  document.body.replaceChildren(cover);
  // Another window may have gone by then.
  if (error instanceof ViewFault) setTimeout(() => location.reload(), RETRY_MS);
});
