/** The supervisor's view: one page without a build. Values are set as text, never as markup. */
export const consolePage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'">
<title>Weighhouse cloud</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem; color: #14181c; background: #f4f5f3 }
  h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin-top: 2rem }
  table { border-collapse: collapse; width: 100%; background: #fff } th, td { text-align: left; padding: .4rem .7rem; border-bottom: 1px solid #d9dcd6 }
  td { font-variant-numeric: tabular-nums }   .below td { color: #a4001d } .void td { text-decoration: line-through; color: #6b7076 }
  input { font: inherit; width: 30rem; padding: .3rem .5rem } button { font: inherit; padding: .3rem 1rem } #error { color: #a4001d }
</style>
<h1>Weighhouse cloud</h1>
<form id="enter"><label>Supervisor token (liveAdmin or practiceAdmin of tokens.json) <input id="token" type="password" autocomplete="off"></label> <button>Show</button></form>
<p id="error" role="alert"></p>
<main></main>
<script>
const views = [['Stations', '/v1/devices', ['device', 'epoch', 'lastSeq', 'lastSeen']],
  ['Parked: a person has to look', '/v1/parked', ['device', 'epoch', 'seq', 'type', 'code', 'receivedAt']],
  ['Parcels', '/v1/parcels?limit=500', ['job', 'waybill', 'line', 'gross', 'chargeable', 'label', 'wallMs']],
  ['Stock by seller', '/v1/stock/sellers', ['owner', 'sellable', 'held', 'unplaced', 'total']],
  ['Stock by bin', '/v1/stock?limit=500', ['owner', 'sku', 'lot', 'expiry', 'grade', 'bin', 'pieces']],
  ['Returns', '/v1/returns', ['rma', 'unit', 'owner', 'sku', 'condition', 'grade', 'disposition', 'bin', 'state', 'label', 'actor', 'wallMs']],
  ['Packed parcels', '/v1/packed', ['order', 'parcel', 'owner', 'tracking', 'weight', 'state', 'label', 'why', 'wallMs']],
  ['Other labels', '/v1/labels', ['job', 'askedBy', 'subject', 'state', 'wallMs']],
  ['Merged cartons', '/v1/merges', ['unit', 'customer', 'line', 'box', 'pieces', 'state', 'why', 'actor', 'wallMs']]];
const cell = (tag, value) => Object.assign(document.createElement(tag), { textContent: value ?? '' });
const shown = (key, value) => key === 'wallMs' || key.endsWith('At') || key === 'lastSeen' ? new Date(value).toLocaleString()
  : value !== null && typeof value === 'object' ? Object.entries(value).map(([name, count]) => name + ' ' + count).join(' · ') : value;
async function show() {
  const main = document.querySelector('main'), error = document.querySelector('#error');
  error.textContent = '';
  const parts = [];
  for (const [title, path, keys] of views) {
    const answer = await fetch(path, { headers: { authorization: 'Bearer ' + sessionStorage.token } });
    if (!answer.ok) { error.textContent = (await answer.json()).error; return }
    const rows = await answer.json(), table = document.createElement('table'), head = table.insertRow();
    for (const key of keys) head.append(cell('th', key));
    for (const row of rows) { const line = table.insertRow(); line.className = row.voidedBy || ['voided', 'undone', 'replaced'].includes(row.state) ? 'void' : row.pieces < 0 ? 'below' : ''; for (const key of keys) line.append(cell('td', shown(key, row[key]))) }
    parts.push(cell('h2', title + ' (' + rows.length + ')'), table);
  }
  main.replaceChildren(...parts);
}
document.querySelector('#enter').addEventListener('submit', (event) => { event.preventDefault(); sessionStorage.token = document.querySelector('#token').value; show() });
if (sessionStorage.token) show();
setInterval(() => { if (sessionStorage.token && !document.hidden) show() }, 10000);
</script>
`;
