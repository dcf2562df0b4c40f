import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import type { Access } from '../organisations/access.ts';
import type { CloudApp } from './cloud-app.ts';

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly type?: string;
  readonly stream?: Readable;
  readonly retryAfterSeconds?: number;
}

interface RouteBase {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** As in OpenAPI: /v1/devices/{device}/revoke */
  readonly path: string;
  readonly summary: string;
  readonly bodyLimit?: number;
  /** Media types of a body that is bytes. */
  readonly bytes?: readonly string[];
  /** By status; words instead of a schema: what is not JSON. */
  readonly answers: Readonly<Record<number, z.ZodType | string>>;
}

interface Asked<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly headers: IncomingHttpHeaders;
}

type Shape<
  A extends 'public' | 'station' | 'admin',
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
> = RouteBase & {
  readonly access: A;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly handle: (
    app: CloudApp,
    asked: Asked<z.output<P>, z.output<Q>, z.output<B>>,
    access: A extends 'public' ? undefined : Access,
  ) => Promise<Reply>;
};

/** One line of the cloud's surface. The server, the OpenAPI document and the tests of isolation are made from the same list. */
export type Route = RouteBase & {
  readonly access: 'public' | 'station' | 'admin';
  readonly params: z.ZodType;
  readonly query: z.ZodType;
  readonly body: z.ZodType;
  readonly handle: (
    app: CloudApp,
    asked: Asked<unknown, unknown, unknown>,
    access: Access | undefined,
  ) => Promise<Reply>;
};

export const nothing = z.object({});
export const errorSchema = z.object({ error: z.string() });

export function route<
  A extends 'public' | 'station' | 'admin',
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
>(shape: Shape<A, P, Q, B>): Route {
  // Checked by the server before `handle` is called: each part with its schema, access with the token.
  return shape as unknown as Route;
}

export const ok = (body: unknown): Reply => ({ status: 200, body });
export const refuse = (status: number, error: string): Reply => ({ status, body: { error } });
