import { z } from 'zod';
import { PROTOCOL_VERSION } from '../../shared/sync/protocol.ts';
import { errorSchema, type Route } from './route.ts';

type Json = Record<string, unknown>;

/** OpenAPI 3.1 of exactly the routes that the server mounts, with the schemas that it parses with. */
export function openApiDocument(routes: readonly Route[]): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = (paths[route.path] ??= {});
    path[route.method.toLowerCase()] = {
      summary: route.summary,
      operationId: `${route.method.toLowerCase()}${route.path.replaceAll(/[^a-zA-Z0-9]+(\w?)/g, (_all, next: string) => next.toUpperCase())}`,
      security: route.access === 'public' ? [] : [{ [route.access]: [] }],
      parameters: [...parameters(route.params, 'path'), ...parameters(route.query, 'query')],
      ...requestBody(route),
      responses: responses(route),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Weighhouse cloud',
      version: `${PROTOCOL_VERSION}.0.0`,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      securitySchemes: {
        station: {
          type: 'http',
          scheme: 'bearer',
          description: 'From /v1/identity/token, or the station token of tokens.json.',
        },
        admin: { type: 'http', scheme: 'bearer', description: 'The supervisor token of tokens.json.' },
      },
    },
  };
}

/** What goes over the wire: the input side of a schema for requests, the output side for answers. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    target: 'draft-2020-12',
  });
  return rest;
}

function parameters(schema: z.ZodType, where: 'path' | 'query'): Json[] {
  const { properties = {}, required = [] } = jsonSchema(schema, 'input') as { properties?: Json; required?: string[] };
  return Object.entries(properties).map(([name, of]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: of,
  }));
}

function requestBody({ method, bytes, body }: Route): Json {
  if (method === 'GET') return {};
  if (bytes !== undefined) {
    const content = Object.fromEntries(bytes.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]));
    return { requestBody: { required: true, description: 'docs/sync-protocol.md; may be gzipped.', content } };
  }
  const schema = jsonSchema(body, 'input');
  return Object.keys(schema).length === 0
    ? {}
    : { requestBody: { required: true, content: { 'application/json': { schema } } } };
}

function responses({ answers, access }: Route): Json {
  const all: Record<string, z.ZodType | string> = {
    ...answers,
    ...(access === 'public' ? {} : { 401: errorSchema, 429: errorSchema }),
  };
  return Object.fromEntries(
    Object.entries(all).map(([status, of]) => [
      status,
      typeof of === 'string'
        ? { description: of }
        : {
            description: describe(Number(status)),
            content: { 'application/json': { schema: jsonSchema(of, 'output') } },
          },
    ]),
  );
}

const describe = (status: number): string =>
  status < 300 ? 'done' : status === 429 || status === 503 ? 'later: Retry-After says when' : 'refused';
