import unleashed from '../../plugins/unleashed/plugin.js';
import { manifestOf } from '../../src/sdk/host/index.js';
import { Runs } from '../../src/tasks/runs.service.js';
import { PASSWORD } from '../support/hub.js';
import type { Route } from './route.js';
import type { Scene } from './scene.js';

const MOVES = { none: 'moves records, which the task’s history tells; configures nothing' };
const DOCUMENTS = {
  none: 'deals with documents found different; src/reconciliation/pages/mending.spec.ts reads its entry',
};
const STORE = { name: 'Fern & Fig Two', timeZone: 'Australia/Perth', currency: 'AUD' };

/** Every route that takes a form, and what the audit trail must say of it. A new route has to say it too. */
export function routes(scene: Scene): Record<string, Route> {
  const { owned, house } = scene;
  const { owner, stock, shop, params } = owned;
  const last = (table: string, more = '') => scene.one(`select id from ${table} ${more} order by id desc limit 1`);
  const own = manifestOf(unleashed).advanced;
  const usual = Object.fromEntries(
    own.map(({ name, initial }) => [name, initial === undefined ? '' : String(initial)]),
  );
  const line = `${stock.id}/export-invoices/${params.record}`;
  return {
    'POST /sign-in': { none: 'is kept with the person' },
    'DELETE /sign-in': { none: 'changes nothing but the session' },
    'POST /theme': { none: 'is a cookie of one browser' },
    'POST /welcome': { none: 'is there only on an empty hub: below' },
    'POST /webhooks/:plugin/:connection/:webhook': { none: 'comes from an app, and configures nothing' },
    'POST /webhooks/:plugin/:webhook': { none: 'comes from an app, and configures nothing' },
    'POST /installations/:id/consent': { none: 'leads to the app; what is brought back is noted when it is kept' },
    'POST /installations/:id/tasks/runs': MOVES,
    'POST /installations/:id/go-live/sweep': MOVES,
    'POST /installations/:id/go-live/earlier': {
      none: 'deals with documents that another tool has sent, and configures nothing; its entry is written beside it',
    },
    'POST /installations/:id/tasks/previews': { none: 'only shows' },
    'POST /admin/reconciliation-report/imports': { none: 'the report itself says who asked for it' },
    'POST /admin/reconciliation-report/cancellations': {
      none: 'ends what is being made, and configures nothing; src/reconciliation/statement-work.spec.ts reads its entry',
    },
    'POST /admin/reconciliation-report/reexports': DOCUMENTS,
    'POST /admin/reconciliation-report/adoptions': DOCUMENTS,
    'POST /admin/reconciliation-report/expectations': DOCUMENTS,
    'POST /admin/reconciliation-report/withdrawals': DOCUMENTS,

    'PATCH /profile': { as: 'owner', fields: { name: 'Mia Fern' }, shows: 'both sides' },
    'PUT /profile/password': { as: 'owner', fields: { current: PASSWORD, password: 'another plain test sentence' } },
    'PATCH /stores/:id': { as: 'owner', fields: { ...STORE, name: 'Fern & Fig' }, shows: 'both sides' },
    'DELETE /visit': { as: 'staff' },
    'POST /stores/:id/visit': { as: 'staff' },
    'POST /people': { as: 'owner', fields: { name: 'Jo', email: 'jo@fern.example' }, shows: 'after' },
    'POST /people/:id/password': { as: 'owner' },
    'POST /people/bookkeepers': { as: 'owner', fields: { email: '' } },
    'DELETE /people/bookkeepers/invitations/:invitation': {
      as: 'owner',
      names: async () => ({ invitation: (await last('bookkeeper_invitations'))!.id! }),
    },
    'DELETE /people/bookkeepers/:id': {
      as: 'owner',
      names: async () => ({ 'bookkeepers:id': await scene.bookkeeper() }),
    },
    'POST /bookkeeping/:token': {
      as: 'stranger',
      fields: { name: 'Bo', email: 'bo@books.example', password: PASSWORD },
      names: async () => ({ 'bookkeeping:token': await scene.invitationOfBookkeeper() }),
    },
    'POST /staff/accounts': { as: 'staff', fields: { name: 'Wombat Wool' } },
    'POST /staff/accounts/:id/stores': { as: 'staff', fields: STORE, shows: 'after' },
    'POST /staff/people': {
      as: 'staff',
      fields: { name: 'Kim', email: 'kim@fern.example', role: 'merchant', accountId: String(owner.user.accountId) },
      shows: 'after',
    },

    'POST /installations': { as: 'owner', fields: { plugin: 'xero' } },
    'PATCH /installations/:id': { as: 'owner', fields: { name: 'Stockroom' }, shows: 'both sides' },
    'POST /installations/:id/steps/:number': {
      as: 'owner',
      fields: { ...house.twins.neto.answers, ordersFrom: '2020-02-02', currencies: 'one', _pass: 'true' } as Record<
        string,
        string
      >,
      names: async () => ({ 'installations:id': shop.id, number: 2 }),
      shows: 'both sides',
    },
    'POST /installations/:id/connection': { as: 'owner', shows: 'after' },
    'PATCH /installations/:id/budget': { as: 'owner', fields: { requests: '30,000' }, shows: 'both sides' },
    'DELETE /installations/:id/pause': { as: 'owner' },
    'POST /installations/:id/invitations': { as: 'owner' },
    'DELETE /installations/:id/invitations/:invitation': { as: 'owner' },
    'POST /connect/:token': {
      as: 'stranger',
      fields: house.twins.unleashed.credentials as Record<string, string>,
      names: async () => ({ token: await scene.invitation() }),
      shows: 'after',
    },
    'POST /installations/:id/go-live': {
      as: 'owner',
      first: async () => {
        await scene.sql(`update schedules set first_done_at = now() where installation_id = ${stock.id}`);
        await scene.sql(`update installations set state = 'importing' where id = ${stock.id}`);
      },
    },
    'POST /installations/:id/go-live/trial': {
      as: 'owner',
      fields: { task: 'export-invoices', record: scene.recordKey },
      shows: 'after',
    },
    'POST /installations/:id/tasks/pauses': { as: 'owner', fields: { tasks: 'import-products' } },
    'DELETE /installations/:id/tasks/pauses': { as: 'owner', fields: { tasks: 'import-products' } },
    'PATCH /installations/:id/tasks/:task/schedule': {
      as: 'owner',
      fields: { own: 'every 5 minutes' },
      shows: 'both sides',
    },
    'POST /installations/:id/tasks/:task/question': {
      as: 'owner',
      names: async () => {
        await scene.sql(
          `replace into missing_questions values (${stock.storeId}, ${stock.id}, 'import-products', 1, 9, 10, now(), null, null)`,
        );
        return { task: 'import-products' };
      },
      shows: 'after',
    },
    'POST /runs/:id/cancellation': {
      as: 'owner',
      names: async () => ({
        'runs:id': (await house.hub.app.get(Runs).start(stock.storeId, stock.id, 'import-products', 'person')).id,
      }),
    },
    'PUT /installations/:id/maps/:map': {
      as: 'owner',
      fields: { 'store.0': 'EAST', 'app.0': '' },
      shows: 'both sides',
    },
    'PATCH /installations/:id/mappings/:mapping': {
      as: 'staff',
      fields: { 'master.name': 'store' },
      shows: 'both sides',
    },

    'POST /logs/exports/reexports': {
      as: 'owner',
      fields: { lines: line },
      first: scene.line('rejected'),
      shows: 'after',
    },
    'POST /logs/exports/expectations': {
      as: 'owner',
      fields: { lines: line },
      first: scene.line('rejected'),
      shows: 'after',
    },
    'POST /installations/:id/logs/exports/reexports': {
      as: 'owner',
      fields: { lines: line },
      first: scene.line('rejected'),
      shows: 'after',
    },
    'POST /installations/:id/logs/exports/expectations': {
      as: 'owner',
      fields: { lines: line },
      first: scene.line('rejected'),
      shows: 'after',
    },
    'POST /logs/exports/days': { as: 'owner', fields: { lines: line }, first: scene.offered(), shows: 'after' },
    'POST /installations/:id/logs/exports/days': {
      as: 'owner',
      fields: { lines: line },
      first: scene.offered(),
      shows: 'after',
    },
    'POST /logs/exports/:id/:task/:record/days': {
      as: 'owner',
      fields: { day: '2026-12-01' },
      first: scene.offered(),
      shows: 'after',
    },
    'POST /logs/exports/:id/:task/:record/reexports': { as: 'owner', first: scene.line('rejected'), shows: 'after' },
    'POST /logs/exports/:id/:task/:record/expectations': { as: 'owner', first: scene.line('rejected'), shows: 'after' },
    'POST /logs/exports/:id/:task/:record/acceptances': { as: 'owner', first: scene.line('changed'), shows: 'after' },
    'POST /logs/exports/:id/:task/:record/differences': {
      as: 'owner',
      fields: { agreed: '0'.repeat(32) },
      first: scene.line('changed'),
      shows: 'after',
    },
    'POST /logs/exports/:id/:task/:record/renewals': { as: 'owner', first: scene.line('needs-person'), shows: 'after' },
    'POST /installations/:id/logs/imports/expectations': {
      as: 'owner',
      fields: { until: '2999-01-01T00:00:00Z' },
      first: scene.refusedRow(),
      shows: 'after',
    },
    'POST /logs/imports/:id/:run/:seq/:row/expectations': {
      as: 'owner',
      first: scene.refusedRow(),
      names: async () => ({ run: 1, seq: 0, row: 0 }),
      shows: 'after',
    },
    'POST /admin/reconciliation-report/settings': {
      as: 'owner',
      fields: {
        app: String(stock.id),
        kind: 'invoice',
        tolerance: '0.05',
        days: '2',
        every: 'daily',
        time: '06:00',
        weekday: '1',
      },
      shows: 'both sides',
    },

    'POST /installations/:id/advanced': {
      as: 'owner',
      first: async () => {
        await scene.sql(`delete from advanced_versions where installation_id = ${stock.id}`);
        await scene.sql(`update installations set advanced_open = 1 where id = ${stock.id}`);
      },
    },
    'PATCH /installations/:id/advanced': {
      as: 'staff',
      fields: { ...usual, backorders: 'wait', _version: '1' },
      shows: 'both sides',
    },
    'DELETE /staff/installations/:id/access': { as: 'staff' },
    'PATCH /staff/access-requests/:id': {
      as: 'staff',
      fields: { act: 'decline', answer: 'Not this one' },
      shows: 'after',
    },
    'POST /installations/:id/access-requests': {
      as: 'owner',
      fields: { reason: 'We need a prefix of our own' },
      shows: 'after',
    },
    'DELETE /installations/:id/access-requests/:request': {
      as: 'owner',
      names: async () => ({ request: (await last('access_requests')).id! }),
    },
    'POST /staff/installations/:id/access': { as: 'staff' },
    'POST /staff/installations/:id/visit': { as: 'staff' },

    'POST /set-ups': { as: 'owner', fields: { plugin: 'xero', contact: 'Ring 02 5550 1234' }, shows: 'after' },
    'DELETE /set-ups/:id': { as: 'owner', names: async () => ({ 'set-ups:id': (await last('set_up_requests')).id! }) },
    'POST /staff/set-ups/:id/visit': {
      as: 'staff',
      entries: { number: 2, because: 'the request is taken, and the store is entered' },
    },
    'PATCH /staff/set-ups/:id': { as: 'staff', fields: { state: 'done', answer: 'All connected' }, shows: 'after' },

    'POST /stores/:id/shares': { as: 'owner' },
    'DELETE /stores/:id/shares/:share': {
      as: 'owner',
      names: async () => ({ share: (await last('store_shares')).id! }),
    },
    'POST /shares/:token': {
      as: 'owner',
      names: async () => ({ token: await scene.offer() }),
      entries: { number: 2, because: 'it stands in the trail of either merchant' },
    },
    'POST /letters/preferences': { as: 'owner', fields: { morning: 'true' }, shows: 'both sides' },
    'POST /books/letters': { none: 'is chosen store by store; src/letters/morning.spec.ts reads what it keeps' },
    'POST /letters/stop/:token': { as: 'stranger', shows: 'both sides' },
    'POST /installations/:id/pause': { as: 'owner' },
    'DELETE /installations/:id': { as: 'owner', fields: { confirm: 'Stockroom' } },
    // Whoever adds a store is in it from then on.
    'POST /stores': { as: 'owner', fields: STORE, shows: 'after' },
  };
}
