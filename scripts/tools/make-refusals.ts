import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { refusalPage } from './refusal-page.ts';

writeFileSync(resolve(import.meta.dirname, '../../docs/refusals.md'), refusalPage());
