/** Import rules of the house: shared ← hardware ← electron, shared ← renderer, shared ← cloud. */
const only = (name, from, path, comment) => ({ name, severity: 'error', comment, from, to: { path } });
const oneDoor = (name, npm, door, comment) => ({
  name,
  severity: 'error',
  comment,
  from: { path: '^(shared|hardware|electron|renderer|cloud)/', pathNot: [door, '\\.test\\.tsx?$'] },
  to: { path: `node_modules/(${npm})/` },
});
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: { path: '^(shared|hardware|electron|renderer|cloud)/' },
      to: { circular: true },
    },
    only(
      'shared-is-pure',
      { path: '^shared/', pathNot: '\\.test\\.ts$' },
      '^(hardware|electron|renderer|cloud|test|scripts)/',
      'shared/ knows nobody',
    ),
    {
      name: 'shared-npm-zod-only',
      severity: 'error',
      from: { path: '^shared/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: 'node_modules/zod/' },
    },
    only(
      'hardware-below-electron',
      { path: '^hardware/' },
      '^(electron|renderer|cloud)/',
      'hardware/ runs in the device host without Electron',
    ),
    only(
      'renderer-apart',
      { path: '^renderer/' },
      '^(hardware|electron|cloud)/',
      'renderer and electron meet only in shared/ipc',
    ),
    only(
      'electron-apart',
      { path: '^electron/' },
      '^(renderer|cloud)/',
      'renderer and electron meet only in shared/ipc',
    ),
    only('cloud-apart', { path: '^cloud/' }, '^(hardware|electron|renderer)/', 'the cloud shares only shared/'),
    {
      name: 'features-apart',
      severity: 'error',
      from: { path: '^renderer/features/([^/]+)/' },
      to: { path: '^renderer/features/', pathNot: '^renderer/features/$1/' },
    },
    oneDoor('door-electron', 'electron', '^electron/(platform|preload)/', 'one module touches the Electron API'),
    oneDoor('door-serialport', 'serialport', '^hardware/transports/serial', 'one door per native library'),
    oneDoor('door-node-hid', 'node-hid', '^hardware/transports/hid', 'one door per native library'),
    oneDoor(
      'door-carrier',
      '@hyzyla/pdfium|zxing-wasm|zpl-renderer-js',
      '^hardware/printer/carrier/',
      'foreign labels are drawn and read in one place',
    ),
    oneDoor('door-koffi', 'koffi', '^hardware/printer/transports/winspool/', 'one door per native library'),
    oneDoor('door-canvas', '@napi-rs/canvas', '^hardware/printer/raster/', 'one door per native library'),
    oneDoor('door-bwip', 'bwip-js', '^hardware/printer/barcode/', 'one door per library that draws barcodes'),
    oneDoor('door-dexie', 'dexie', '^renderer/data/', 'renderer/data is the only door to Dexie'),
    {
      name: 'no-barrels',
      severity: 'error',
      from: {},
      to: { path: '^(shared|hardware|electron|renderer|cloud)/.*index\\.ts$' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.json'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
