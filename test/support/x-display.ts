import { spawn, spawnSync, type ChildProcess } from 'node:child_process';

/** An X server of our own, and a keyboard on it. Keys are real X events (XTEST), as a scanner in keyboard mode makes them. */
export interface XDisplay {
  readonly name: string;
  /** Types like a scanner: `delayMs` between keys, then the terminator. */
  scan(text: string, options?: { delayMs?: number; terminator?: 'Return' | 'Tab' | 'none' }): void;
  /** One key by its X name: "F1", "Return", "KP_4", "ctrl+shift+j". */
  press(key: string): void;
  /** Keys at the pace of a person: far enough apart not to be taken for a scanner. */
  type(keys: readonly string[]): void;
  /** Gives the station's window another size. */
  resizeWindow(widthPx: number, heightPx: number): void;
  stop(): void;
}

export async function startXDisplay(widthPx = 1920, heightPx = 1080): Promise<XDisplay> {
  // A gun's keys come evenly however busy the machine is: where it may, the keyboard goes before everything else (else nice only warns).
  const server: ChildProcess = spawn(
    'nice',
    [
      '-n',
      '-10',
      'Xvfb',
      '-displayfd',
      '3',
      '-screen',
      '0',
      `${widthPx}x${heightPx}x24`,
      '-nolisten',
      'tcp',
      '-ac',
      '-dpi',
      '92',
    ],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const name = await new Promise<string>((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => reject(new Error('Xvfb did not answer within 15 s')), 15_000);
    server.once('error', reject);
    server.stdio[3]?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (!text.includes('\n')) return;
      clearTimeout(timer);
      resolve(`:${text.trim()}`);
    });
  });
  const xdotool = (...args: string[]): void => {
    const run = spawnSync('nice', ['-n', '-10', 'xdotool', ...args], {
      env: { ...process.env, DISPLAY: name },
      encoding: 'utf8',
      timeout: 20_000,
    });
    if (run.status !== 0) throw new Error(`xdotool ${args.join(' ')}: ${run.stderr}`);
  };
  return {
    name,
    scan(text, options = {}) {
      xdotool('type', '--delay', String(options.delayMs ?? 4), '--', text);
      const terminator = options.terminator ?? 'Return';
      if (terminator !== 'none') xdotool('key', terminator);
    },
    press(key) {
      xdotool('key', key);
    },
    type(keys) {
      xdotool('key', '--delay', '220', ...keys);
    },
    resizeWindow(width, height) {
      xdotool('search', '--onlyvisible', '--name', 'Weighhouse', 'windowsize', '--sync', String(width), String(height));
    },
    stop() {
      server.kill('SIGTERM');
    },
  };
}
