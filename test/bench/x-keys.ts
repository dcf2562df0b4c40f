import { spawn } from 'node:child_process';

/** One xdotool that stays: a key costs a write to its pipe, not the start of a program. */
export function openXKeys(display: string): { send: (line: string) => number; close: () => void } {
  const child = spawn('xdotool', ['-'], {
    env: { ...process.env, DISPLAY: display },
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  return {
    send(line) {
      const atMs = performance.timeOrigin + performance.now();
      child.stdin.write(`${line}\n`);
      return atMs;
    },
    close: () => child.stdin.end(),
  };
}
