import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { waitUntil } from './wait-until.ts';

export const projectRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export interface StationOptions {
  readonly home: string;
  readonly display: string;
  readonly env?: Record<string, string>;
  /** Another build than dist: its main script. */
  readonly app?: string;
  /** Another program than the one of the set-up step, for the packaged app. */
  readonly executable?: string;
  /** Switches of Chromium, for devices that it plays itself. */
  readonly switches?: readonly string[];
}

/** A real station: Electron started as `npm start` starts it, watched over the DevTools protocol. */
export interface Station {
  readonly pid: number;
  readonly page: Page;
  /** After the window's process was killed: DevTools calls its page crashed for ever, a new connection sees the reloaded one. */
  reattach(): Promise<void>;
  readonly output: () => string;
  /** SIGKILL to the main process, as a pulled plug; waits until it is gone. */
  kill(): Promise<void>;
  /** Asks it to quit. */
  close(): Promise<void>;
  readonly exited: Promise<number | null>;
}

export function writeSettings(home: string, settings: Record<string, unknown>): void {
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'station.json'), JSON.stringify({ version: 1, ...settings }, null, 2));
}

export function electronExecutable(): string {
  const folder =
    process.env['ELECTRON_OVERRIDE_DIST_PATH'] ??
    readFileSync(join(projectRoot, '.cache', 'electron-path'), 'utf8').trim();
  return join(folder, 'electron');
}

export function spawnStation(options: StationOptions): {
  child: ChildProcess;
  output: () => string;
  devTools: Promise<string>;
} {
  let output = '';
  const root = process.getuid?.() === 0;
  const child = spawn(
    options.executable ?? electronExecutable(),
    [
      ...(root ? ['--no-sandbox'] : []),
      '--remote-debugging-port=0',
      ...(options.executable === undefined ? [options.app ?? projectRoot] : []),
      ...(options.switches ?? []),
    ],
    {
      cwd: projectRoot,
      env: {
        ...process.env,
        DISPLAY: options.display,
        WEIGHHOUSE_HOME: options.home,
        WEIGHHOUSE_TEST: '1',
        ...options.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let found: (url: string) => void = () => undefined;
  let lost: (error: Error) => void = () => undefined;
  const devTools = new Promise<string>((resolve, reject) => ([found, lost] = [resolve, reject]));
  devTools.catch(() => undefined);
  const read = (chunk: Buffer): void => {
    output = (output + chunk.toString()).slice(-100_000);
    const url = /DevTools listening on (ws:\/\/\S+)/.exec(output)?.[1];
    if (url !== undefined) found(url);
  };
  child.stdout.on('data', read);
  child.stderr.on('data', read);
  child.once('exit', (code, signal) =>
    lost(new Error(`the station ended (${code ?? signal}) before its window came up:\n${output}`)),
  );
  return { child, output: () => output, devTools };
}

export async function startStation(options: StationOptions): Promise<Station> {
  const { child, output, devTools } = spawnStation(options);
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const url = await devTools;
  const attach = async (): Promise<{ browser: Browser; page: Page }> => {
    const browser = await chromium.connectOverCDP(url, { timeout: 30_000 });
    const find = (): Page | undefined =>
      browser
        .contexts()[0]
        ?.pages()
        .find((p) => p.url().startsWith('app://'));
    return { browser, page: await waitUntil('the station window', find, 30_000) };
  };
  let { browser, page } = await attach();
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await exited;
    clearTimeout(timer);
    await browser.close().catch(() => undefined);
  };
  return {
    pid: child.pid ?? 0,
    get page() {
      return page;
    },
    async reattach() {
      await browser.close().catch(() => undefined);
      ({ browser, page } = await attach());
    },
    output,
    exited,
    kill: () => end('SIGKILL'),
    close: () => end('SIGTERM'),
  };
}
