import type { INestApplication } from '@nestjs/common';
import type { Store } from '../../src/accounts/store.entity.js';
import { Database, type SqlValue } from '../../src/database/database.js';
import { Ids } from '../../src/database/ids.js';

const MINUTE = 60_000;

/** What became of each invoice: state, why, label, the app's number. */
const ENDS: [state: string, reason: string | null, label: string | null][] = [
  ['exported', null, null],
  ['exported', null, null],
  ['waiting', '2 of 5 in stock at the Auckland warehouse.', 'Placed, waiting'],
  ['rejected', 'The customer “Kōwhai Gardens” is on hold.', null],
  ['exported', null, null],
  ['uncertain', 'The answer took longer than 60 seconds.', null],
  ['not-due', 'Not dispatched yet.', null],
  ['needs-person', 'Choose which warehouse serves “Click & collect”.', null],
  ['changed', 'It was changed in the store after it was sent. Compare both, then leave it as it is.', null],
  ['exported', null, null],
  ['expected', 'Typed in by hand on the trade fair.', null],
  ['exported', null, null],
];

/** An app with a day of exports and imports behind it. Answers its id and a line to open. */
export async function seedLogs(app: INestApplication, store: Store): Promise<{ installationId: number; line: string }> {
  const [database, ids] = [app.get(Database), app.get(Ids)];
  const [installationId, connectionId, runId] = [
    await ids.next('installation'),
    await ids.next('connection'),
    await ids.next('run'),
  ];
  const now = Date.now();
  const at = (minutes: number) => new Date(now - minutes * MINUTE);
  await database.run(
    `insert into connections (id, account_id, plugin, tenant_key, tenant_name, state, state_since, visible, credentials, tested_at,
     created_at, updated_at) values (?)`,
    [
      [
        connectionId,
        store.accountId,
        'unleashed',
        'fern',
        'Fern & Fig NZ',
        'connected',
        at(0),
        '{}',
        '',
        at(0),
        at(0),
        at(0),
      ],
    ],
  );
  await database.run(
    `insert into installations (store_id, id, plugin, name, state, step, connection_id, answers, advanced, created_at, live_at)
     values (?)`,
    [
      [
        store.id,
        installationId,
        'unleashed',
        'Auckland warehouse',
        'live',
        1,
        connectionId,
        '{}',
        '{}',
        at(9999),
        at(9999),
      ],
    ],
  );
  for (let day = 0; day < 14; day++) {
    const id = day === 0 ? runId : await ids.next('run');
    const started = new Date(now - day * 24 * 60 * MINUTE - 5 * MINUTE);
    await database.run(
      `insert into runs (store_id, id, installation_id, task, plugin, started_by, state, queued_at, started_at, finished_at, sent, failed)
       values (?)`,
      [
        [
          store.id,
          id,
          installationId,
          'export-invoices',
          'unleashed',
          'schedule',
          'done',
          started,
          started,
          started,
          40 + ((day * 37) % 29),
          day % 3,
        ],
      ],
    );
  }
  const records = await ids.take('record', ENDS.length);
  const rows = ENDS.map(([state, reason, label], n): { record: SqlValue[]; line: SqlValue[] } => {
    const number = `N${10_480 - n}`;
    const total = `${((n * 7919) % 900) + 42}.50`;
    const sent = ['exported', 'waiting', 'changed', 'uncertain'].includes(state);
    const nextTry = state === 'waiting' || state === 'rejected' ? at(-35 - n) : null;
    const tries = state === 'waiting' ? 3 : 1;
    return {
      record: [
        store.id,
        records[n]!,
        'invoice',
        number,
        number,
        '2026-11-21',
        total,
        'NZD',
        'dispatched',
        JSON.stringify({ number, total }),
        at(n),
      ],
      line: [
        store.id,
        installationId,
        'export-invoices',
        records[n]!,
        state,
        label,
        reason,
        tries,
        nextTry,
        sent ? `SO-0000${4711 - n}` : null,
        n % 4 === 0 ? `PO 88${n}1` : null,
        at(n * 7),
      ],
    };
  });
  await database.run(
    'insert into records (store_id, id, type, record_key, number, date, amount, currency, status, body, changed_at) values ?',
    [rows.map(({ record }) => record)],
  );
  await database.run(
    `insert into outbox (store_id, installation_id, task, record_id, state, label, reason, attempts, next_try_at, app_number,
     customer_reference, changed_at) values ?`,
    [rows.map(({ line }) => line)],
  );
  const logIds = await ids.take('log', ENDS.length);
  const outcomes: Record<string, string> = { exported: 'done', changed: 'done', expected: 'rejected' };
  await database.run(
    'insert into export_log (store_id, id, installation_id, run_id, task, record_id, step, outcome, message, at) values ?',
    [
      ENDS.map(([state, reason], n) => [
        store.id,
        logIds[n]!,
        installationId,
        runId,
        'export-invoices',
        records[n]!,
        'create',
        outcomes[state] ?? state,
        reason,
        at(n * 7),
      ]).filter((row) => row[7] !== 'not-due'),
    ],
  );
  await database.run(
    `insert into import_log (store_id, run_id, seq, row_no, installation_id, task, type, record_id, remote_id, action, reason, changes, at)
     values ?`,
    [
      [
        ['updated', null, '{"price":["19.95","21.50"],"barcode":[null,"9400000012345"]}'],
        ['created', null, null],
        ['failed', 'SKU is longer than 25 characters.', null],
        ['drift', null, '{"weight":["1.2","1.25"]}'],
        ['updated', null, '{"name":["Maidenhair fern","Maidenhair fern, 14 cm pot"]}'],
      ].map(([action, reason, changes], n) => [
        store.id,
        runId,
        0,
        n,
        installationId,
        'import-products',
        'product',
        null,
        `FERN-${100 + n}`,
        action!,
        reason!,
        changes!,
        at(n),
      ]),
    ],
  );
  return { installationId, line: `${installationId}/export-invoices/${records[3]}` };
}
