// A display: the one that is there, or an Xvfb of our own.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

/** True when a person can see windows here. */
export function hasDisplay() {
  const display = process.env['DISPLAY'];
  if (display === undefined || display === '')
    return process.env['WAYLAND_DISPLAY'] !== undefined && process.env['WAYLAND_DISPLAY'] !== '';
  const local = /^:(\d+)/.exec(display);
  return local === null || existsSync(`/tmp/.X11-unix/X${local[1]}`);
}

/**
 * Starts an Xvfb on a free display number and waits until it answers.
 * @param {{ width?: number, height?: number }} [size] pixels
 * @returns {Promise<{ display: string, stop: () => void }>}
 */
export function startXvfb(size = {}) {
  const server = spawn(
    'Xvfb',
    [
      '-displayfd',
      '3',
      '-screen',
      '0',
      `${size.width ?? 1920}x${size.height ?? 1080}x24`,
      '-nolisten',
      'tcp',
      '-ac',
      '-dpi',
      '92',
    ],
    // A group of its own: Ctrl+C in the terminal must not take the display from under the window that is still closing.
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], detached: true },
  );
  return new Promise((resolve, reject) => {
    let number = '';
    let errors = '';
    const timer = setTimeout(() => reject(new Error(`Xvfb did not start within 15 s: ${errors}`)), 15_000);
    server.stderr?.on('data', (chunk) => (errors = (errors + String(chunk)).slice(-2000)));
    server.on('error', reject);
    server.on('exit', (code) => reject(new Error(`Xvfb ended with ${code}: ${errors}`)));
    /** @type {import('node:stream').Readable} */ (server.stdio[3]).on('data', (chunk) => {
      number += String(chunk);
      if (!number.includes('\n')) return;
      clearTimeout(timer);
      server.removeAllListeners('exit');
      server.unref();
      resolve({ display: `:${number.trim()}`, stop: () => void server.kill('SIGTERM') });
    });
  });
}
