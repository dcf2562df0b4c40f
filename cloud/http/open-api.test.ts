import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { openApiDocument } from './open-api.ts';
import { routes } from './routes.ts';

describe('the OpenAPI document', () => {
  const document = openApiDocument(routes);
  it('is the one in docs; if not: npm run cloud:openapi', () => {
    expect(JSON.parse(readFileSync('docs/cloud-openapi.json', 'utf8'))).toEqual(JSON.parse(JSON.stringify(document)));
  });
  it('names each operation once and declares every parameter of its paths', () => {
    const paths = document['paths'] as Record<
      string,
      Record<string, { operationId: string; parameters: { name: string; in: string }[]; responses: object }>
    >;
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.values(methods).map((operation) => ({ path, ...operation })),
    );
    expect(operations).toHaveLength(routes.length);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(routes.length);
    for (const { path, parameters, responses } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(
        parameters.filter((one) => one.in === 'path').map(({ name }) => name),
        path,
      ).toEqual(inPath);
      expect(Object.keys(responses).length, path).toBeGreaterThan(0);
    }
  });
});
