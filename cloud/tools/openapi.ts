import { writeFileSync } from 'node:fs';
import { openApiDocument } from '../http/open-api.ts';
import { routes } from '../http/routes.ts';

/** npm run cloud:openapi — writes docs/cloud-openapi.json from the routes; a test keeps it up to date. */
writeFileSync('docs/cloud-openapi.json', `${JSON.stringify(openApiDocument(routes), null, 2)}\n`);
