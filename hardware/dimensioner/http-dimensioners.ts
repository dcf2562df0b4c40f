import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { DimensionerReport, type DimensionerDevice, type DimensionerHandlers } from './dimensioner-device.ts';
import { dimensionerFault } from './dimensioner-protocol.ts';
import { readJsonBody, type JsonDialect } from './json-body.ts';

/** With its pictures a body has some megabytes. */
const MAX_BODY_BYTES = 16 << 20;
const BODY_TIMEOUT_MS = 10_000;
const GET_TIMEOUT_MS = 4_000;
const PROBE_MS = 5_000;
const RETRY_MS = 2_000;

/**
 * A device that pushes its measurements (Qboid): a small server that takes POSTs on one path and answers 204 after the reading was passed on.
 * host: the address of this machine the device reaches; 127.0.0.1 for a program beside us.
 */
export function httpPushDimensioner(
  listen: { readonly host: string; readonly port: number; readonly path: string },
  dialect: JsonDialect,
  handlers: DimensionerHandlers,
): DimensionerDevice & { port(): number } {
  const report = new DimensionerReport(handlers);
  let cancelRetry = (): void => undefined;
  const take = (request: IncomingMessage, response: ServerResponse): void => {
    const answer = (status: number): void => {
      response.writeHead(status, { connection: 'close' });
      response.end();
    };
    if (request.url?.split('?')[0] !== listen.path) return answer(404);
    if (request.method !== 'POST') return answer(405);
    const parts: Buffer[] = [];
    let size = 0;
    request.on('data', (part: Buffer) => {
      size += part.length;
      if (size <= MAX_BODY_BYTES) parts.push(part);
      else if (!response.headersSent) answer(413);
    });
    request.on('error', () => undefined);
    request.on('end', () => {
      if (response.headersSent) return;
      const parsed = readJsonBody(Buffer.concat(parts).toString('utf8'), dialect);
      report.frame(parsed);
      // What cannot be read would be sent again and again: it is kept as a fault and acknowledged only when it was a measurement.
      answer(parsed.reading.type === 'fault' && parsed.reading.kind === 'unreadable' ? 422 : 204);
    });
  };
  const server = createServer({ requestTimeout: BODY_TIMEOUT_MS }, take);
  const begin = (): void => {
    report.to('opening');
    server.listen(listen.port, listen.host);
  };
  server.on('listening', () => report.to('ready'));
  server.on('error', (error) => {
    report.to('absent', error.message);
    cancelRetry = handlers.clock.after(RETRY_MS, begin);
  });
  return {
    start: begin,
    async stop() {
      cancelRetry();
      report.to('closing');
      server.closeAllConnections();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
    measure: () => ({ accepted: false, detail: 'the device measures by itself' }),
    port() {
      const address = server.address();
      return typeof address === 'object' && address !== null ? address.port : 0;
    },
  };
}

/**
 * A device that is asked over HTTP and answers with its latest measurement (vMeasure). The latest may be the last parcel's: an answer whose
 * number was seen before is no measurement of this parcel.
 */
export function httpPullDimensioner(
  url: string,
  dialect: JsonDialect,
  handlers: DimensionerHandlers,
): DimensionerDevice {
  const report = new DimensionerReport(handlers);
  let seen: string | undefined;
  let asking = false;
  let cancelProbe = (): void => undefined;
  let stopped = false;

  async function get(): Promise<ReturnType<typeof readJsonBody> | string> {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(GET_TIMEOUT_MS), redirect: 'error' });
      if (!response.ok) return `HTTP ${response.status}`;
      const text = await response.text();
      return text.length > MAX_BODY_BYTES ? 'the answer is too long' : readJsonBody(text, dialect);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  async function probe(): Promise<void> {
    const answer = asking ? undefined : await get();
    if (stopped) return;
    if (typeof answer === 'string') report.to('absent', answer);
    else if (answer !== undefined) {
      // What lies there before anybody asked belongs to no parcel of ours.
      seen = referenceOf(answer) ?? seen;
      report.to('ready');
    }
    cancelProbe = handlers.clock.after(report.state === 'ready' ? PROBE_MS : RETRY_MS, () => void probe());
  }

  async function ask(): Promise<void> {
    const answer = await get();
    asking = false;
    if (stopped) return;
    if (typeof answer === 'string') {
      report.to('absent', answer);
      report.frame({ reading: dimensionerFault('device-error', answer), raw: '' });
      return;
    }
    const reference = referenceOf(answer);
    const old = reference !== undefined && reference === seen;
    seen = reference ?? seen;
    report.frame(
      old
        ? { reading: dimensionerFault('no-measurement', `number ${reference} was measured before`), raw: answer.raw }
        : answer,
    );
  }

  return {
    start: () => {
      report.to('opening');
      void probe();
    },
    stop() {
      stopped = true;
      cancelProbe();
      report.to('closing');
      return Promise.resolve();
    },
    measure() {
      if (asking) return { accepted: false, detail: 'already asked' };
      if (report.state !== 'ready') return { accepted: false, detail: 'the dimensioner is not ready' };
      asking = true;
      void ask();
      return { accepted: true, detail: 'asked' };
    },
  };
}

const referenceOf = ({ reading }: ReturnType<typeof readJsonBody>): string | undefined =>
  reading.type === 'dimensions' ? reading.reference : undefined;
