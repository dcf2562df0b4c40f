import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import {
  decodeIpp,
  encodeIpp,
  ippSucceeded,
  type IppAnswer,
  type IppAttribute,
  type IppOperation,
  type IppValue,
} from './ipp-message.ts';

const MAX_ANSWER_BYTES = 1_000_000;

/** The queue refused, or does not answer as IPP. `reached`: the whole request was handed over, so it may have been carried out. */
export class CupsFault extends Error {
  readonly reached: boolean;
  constructor(detail: string, reached: boolean) {
    super(detail);
    this.reached = reached;
  }
}

export interface CupsQueue {
  readonly name: string;
  readonly info: string;
  readonly model: string;
  readonly device: string;
  readonly state: number;
  readonly reasons: readonly string[];
  readonly accepting: boolean;
  /** "abort-job", "retry-job", … */
  readonly errorPolicy: string;
}

export interface CupsJob {
  readonly id: number;
  readonly name: string;
  /** RFC 8011: 3 pending, 4 held, 5 processing, 6 stopped, 7 canceled, 8 aborted, 9 completed. */
  readonly state: number;
  readonly reasons: readonly string[];
  /** It was being worked on at some time: bytes may have left. */
  readonly started: boolean;
}

const QUEUE_ATTRIBUTES = [
  'printer-name',
  'printer-info',
  'printer-make-and-model',
  'device-uri',
  'printer-state',
  'printer-state-reasons',
  'printer-is-accepting-jobs',
  'printer-error-policy',
];
const OWNER: IppAttribute = { tag: 'name', name: 'requesting-user-name', values: ['weighhouse'] };
const JOB_ATTRIBUTES = ['job-id', 'job-name', 'job-state', 'job-state-reasons', 'time-at-processing'];

/** A CUPS server by IPP over HTTP: five operations. Throws CupsFault. */
export class CupsClient {
  readonly #server: URL;
  readonly #timeoutMs: number;
  #requestId = 0;

  constructor(server: string, timeoutMs: number) {
    this.#server = new URL(server);
    this.#timeoutMs = timeoutMs;
  }

  async queues(): Promise<CupsQueue[]> {
    const answer = await this.#ask('cupsGetPrinters', '/', [
      { tag: 'keyword', name: 'requested-attributes', values: QUEUE_ATTRIBUTES },
    ]);
    return answer.groups.filter(({ group }) => group === 'printer').map(({ attributes }) => queueOf(attributes));
  }

  async queue(name: string): Promise<CupsQueue> {
    const answer = await this.#ask('getPrinterAttributes', path(name), [
      this.#uri(name),
      { tag: 'keyword', name: 'requested-attributes', values: QUEUE_ATTRIBUTES },
    ]);
    const found = answer.groups.find(({ group }) => group === 'printer');
    if (found === undefined) throw new CupsFault(`no queue ${name}`, true);
    return queueOf(found.attributes);
  }

  /** The bytes as they are, one job, under a name that finds it again. Gives the job's number. */
  /** format: raw goes to the printer as it is; everything else through the queue's filters. */
  async print(queue: string, jobName: string, bytes: Uint8Array, format = 'application/vnd.cups-raw'): Promise<number> {
    const answer = await this.#ask(
      'printJob',
      path(queue),
      [
        this.#uri(queue),
        OWNER,
        { tag: 'name', name: 'job-name', values: [jobName] },
        { tag: 'mime', name: 'document-format', values: [format] },
      ],
      bytes,
    );
    const id = answer.groups.find(({ group }) => group === 'job')?.attributes.get('job-id')?.[0];
    if (typeof id !== 'number') throw new CupsFault('the queue gave the job no number', true);
    return id;
  }

  async job(queue: string, id: number): Promise<CupsJob> {
    const answer = await this.#ask('getJobAttributes', path(queue), [
      this.#uri(queue),
      { tag: 'integer', name: 'job-id', values: [id] },
      { tag: 'keyword', name: 'requested-attributes', values: JOB_ATTRIBUTES },
    ]);
    const found = answer.groups.find(({ group }) => group === 'job');
    if (found === undefined) throw new CupsFault(`no job ${id}`, true);
    return jobOf(found.attributes);
  }

  /** Jobs of this name; done ones, where they are asked for, as far as the server remembers them. */
  async jobsNamed(
    queue: string,
    jobName: string,
    asked: readonly ('not-completed' | 'completed')[] = ['not-completed', 'completed'],
  ): Promise<CupsJob[]> {
    const found: CupsJob[] = [];
    for (const which of asked) {
      const answer = await this.#ask('getJobs', path(queue), [
        this.#uri(queue),
        // The names of jobs are told to their owner only.
        OWNER,
        { tag: 'keyword', name: 'which-jobs', values: [which] },
        { tag: 'integer', name: 'limit', values: [100] },
        { tag: 'keyword', name: 'requested-attributes', values: JOB_ATTRIBUTES },
      ]);
      for (const { group, attributes } of answer.groups) if (group === 'job') found.push(jobOf(attributes));
    }
    return found.filter(({ name }) => name === jobName);
  }

  async cancel(queue: string, id: number): Promise<void> {
    await this.#ask('cancelJob', path(queue), [
      this.#uri(queue),
      { tag: 'integer', name: 'job-id', values: [id] },
      OWNER,
    ]);
  }

  #uri(queue: string): IppAttribute {
    const { hostname, port } = this.#server;
    const uri = `ipp://${hostname}${port === '' ? '' : `:${port}`}${path(queue)}`;
    return { tag: 'uri', name: 'printer-uri', values: [uri] };
  }

  async #ask(
    operation: IppOperation,
    at: string,
    attributes: readonly IppAttribute[],
    document: Uint8Array = new Uint8Array(),
  ): Promise<IppAnswer> {
    this.#requestId += 1;
    const body = Buffer.concat([encodeIpp(operation, this.#requestId, attributes), document]);
    const answer = await this.#post(at, body);
    let decoded: IppAnswer;
    try {
      decoded = decodeIpp(answer);
    } catch (error) {
      throw new CupsFault(error instanceof Error ? error.message : String(error), true);
    }
    if (!ippSucceeded(decoded)) {
      const words = decoded.groups[0]?.attributes.get('status-message')?.[0];
      throw new CupsFault(
        `${operation}: ${String(words ?? '')} (0x${decoded.status.toString(16).padStart(4, '0')})`,
        true,
      );
    }
    return decoded;
  }

  #post(at: string, body: Uint8Array): Promise<Uint8Array> {
    const send = this.#server.protocol === 'https:' ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      let reached = false;
      const request = send(
        new URL(at, this.#server),
        {
          method: 'POST',
          headers: { 'content-type': 'application/ipp', 'content-length': body.length },
          timeout: this.#timeoutMs,
          // CUPS looks at the Host header and knows itself by this name.
          agent: false,
        },
        (response) => {
          const parts: Buffer[] = [];
          let size = 0;
          response.on('data', (part: Buffer) => {
            size += part.length;
            if (size > MAX_ANSWER_BYTES) request.destroy(new Error('the answer is too long'));
            else parts.push(part);
          });
          response.on('error', (error) => reject(new CupsFault(error.message, true)));
          response.on('end', () =>
            response.statusCode === 200
              ? resolve(Buffer.concat(parts))
              : reject(new CupsFault(`HTTP ${response.statusCode}`, true)),
          );
        },
      );
      request.on('timeout', () => request.destroy(new Error(`no answer within ${this.#timeoutMs} ms`)));
      // Bytes can only have reached a server that there is a connection to.
      request.on('socket', (socket) => socket.once('connect', () => (reached = true)));
      request.on('error', (error) => reject(new CupsFault(error.message, reached)));
      request.end(body);
    });
  }
}

const path = (queue: string): string => `/printers/${encodeURIComponent(queue)}`;

type Attributes = ReadonlyMap<string, readonly IppValue[]>;
const textOf = (attributes: Attributes, name: string): string => String(attributes.get(name)?.[0] ?? '');
const wordsOf = (attributes: Attributes, name: string): string[] =>
  (attributes.get(name) ?? []).map(String).filter((word) => word !== 'none');

function queueOf(attributes: Attributes): CupsQueue {
  return {
    name: textOf(attributes, 'printer-name'),
    info: textOf(attributes, 'printer-info'),
    model: textOf(attributes, 'printer-make-and-model'),
    device: textOf(attributes, 'device-uri'),
    state: Number(attributes.get('printer-state')?.[0] ?? 0),
    reasons: wordsOf(attributes, 'printer-state-reasons'),
    accepting: attributes.get('printer-is-accepting-jobs')?.[0] === true,
    errorPolicy: textOf(attributes, 'printer-error-policy'),
  };
}

function jobOf(attributes: Attributes): CupsJob {
  return {
    id: Number(attributes.get('job-id')?.[0] ?? 0),
    name: textOf(attributes, 'job-name'),
    state: Number(attributes.get('job-state')?.[0] ?? 0),
    reasons: wordsOf(attributes, 'job-state-reasons'),
    started: typeof attributes.get('time-at-processing')?.[0] === 'number',
  };
}
