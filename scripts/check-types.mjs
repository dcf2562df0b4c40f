// Type-checks every folder with its own tsconfig: shared/ without DOM and Node types, so that I/O there is a type error.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const folders =
  process.argv.slice(2).length > 0
    ? process.argv.slice(2)
    : ['shared', 'hardware', 'electron', 'renderer', 'cloud', 'test', 'scripts'];
let failed = 0;
for (const folder of folders) {
  if (!existsSync(`${folder}/tsconfig.json`)) continue;
  const run = spawnSync(
    process.execPath,
    [
      ...['node_modules/typescript/bin/tsc', '-p', folder],
      // What has not changed since the last run is not looked at again.
      ...['--incremental', '--tsBuildInfoFile', `.cache/types-${folder}.tsbuildinfo`],
    ],
    { encoding: 'utf8' },
  );
  const nothingYet = /error TS18003/.test(run.stdout);
  if (run.status !== 0 && !nothingYet) {
    failed += 1;
    process.stdout.write(`types ${folder}: failed\n${run.stdout}${run.stderr}`);
  } else process.stdout.write(`types ${folder}: ok\n`);
}
process.exit(failed === 0 ? 0 : 1);
