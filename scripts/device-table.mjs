// Writes the table of scales between the markers of README.md from the registry and the profiles. `--check` compares instead.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { register } from 'tsx/esm/api';

const root = join(import.meta.dirname, '..');
register();
const { scaleProtocols } = await import('../hardware/registry.ts');
const { scaleProfiles } = await import('../hardware/scale/profiles.ts');
const { textOfLine } = await import('../hardware/tools/line-text.ts');

const begin = '<!-- device-table -->';
const end = '<!-- /device-table -->';
/** @type {string[]} */
const problems = [];

const head = ['family', 'models', 'protocol', 'line', 'speaks', 'sends', 'evidence'];
const rows = scaleProfiles.map((profile) => {
  const protocol = scaleProtocols.find(({ name }) => name === profile.protocol);
  if (protocol === undefined) throw new Error(`${profile.family}: no protocol ${profile.protocol}`);
  const page = join(root, 'docs', 'devices', profile.page);
  if (!existsSync(page)) problems.push(`docs/devices/${profile.page} is missing`);
  else if (!readFileSync(page, 'utf8').includes(profile.protocol))
    problems.push(`docs/devices/${profile.page} does not name ${profile.protocol}`);
  const dialect = Object.entries(profile.dialect ?? {}).map(([key, value]) => ` \`${key}=${value}\``);
  const sends = [
    ...(protocol.unitOnWire ? ['unit'] : []),
    ...(protocol.stabilityOnWire ? ['stability'] : []),
    ...(protocol.checksum === undefined ? [] : ['checksum']),
  ];
  const usb = protocol.name === 'usb-hid';
  return [
    `[${profile.family}](docs/devices/${profile.page})`,
    profile.models,
    `\`${protocol.name}\`${dialect.join('')}`,
    usb ? 'USB' : (profile.line ?? textOfLine(protocol.defaultLine)),
    protocol.mode === 'continuous' ? 'continuously' : 'when asked',
    sends.join(', ') || 'the number',
    profile.evidence,
  ];
});
for (const { name } of scaleProtocols)
  if (!scaleProfiles.some(({ protocol }) => protocol === name)) problems.push(`${name} has no profile`);

const table = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const path = join(root, 'README.md');
const readme = readFileSync(path, 'utf8');
const [from, to] = [readme.indexOf(begin), readme.indexOf(end)];
if (from === -1 || to < from) throw new Error(`README.md has no ${begin} … ${end}`);
const wanted = `${readme.slice(0, from + begin.length)}\n\n${table}\n\n${readme.slice(to)}`;
if (wanted !== readme) {
  if (process.argv.includes('--check')) problems.push('the table in README.md is stale: node scripts/device-table.mjs');
  else writeFileSync(path, wanted);
}
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;
