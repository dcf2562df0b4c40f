import { defineConfig } from 'vitest/config';

/** unit: pure, no I/O beyond a temporary folder. integration: real PostgreSQL, ptys, sockets, child processes. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          // A busy machine is no failure: a test that hangs still ends.
          testTimeout: 60_000,
          include: [
            '{shared,hardware,electron,renderer,cloud,test/golden,test/contract,test/meta,test/simulation}/**/*.test.{ts,tsx}',
          ],
          exclude: ['**/*.integration.test.ts'],
        },
      },
      {
        test: {
          name: 'integration',
          include: [
            '{hardware,electron,cloud}/**/*.integration.test.ts',
            'test/integration/**/*.test.ts',
            'test/security/**/*.test.ts',
          ],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          // The real station: Electron under Xvfb, serial frames through a pty, X key events, a TCP printer, the cloud on PostgreSQL.
          // Two at a time, each on an X server and a cloud of its own: a station waits for people and devices most of the time.
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
