import { describe, expect, it } from 'vitest';
import { connected, sent } from './neto.js';

describe('a customer', () => {
  it('is updated by username, and keeps what nobody said', async () => {
    const { app } = connected();
    const mei = app.record('customer', { username: 'mei.guo', phone: '02 5550 9999', onHold: true });
    expect(await sent(app, 'export-customers', [mei])).toEqual([{ done: true, remoteId: 'mei.guo' }]);
    const { records } = await app.pull('import-customers');
    expect(records.find(({ username }) => username === 'mei.guo')).toMatchObject({
      name: 'Mei Guo',
      phone: '02 5550 9999',
      onHold: true,
      billing: { street1: '5 Dixon Street' },
    });
  });

  it('is added when the store does not know it, and comes back as it was told', async () => {
    const { app } = connected();
    const body = {
      username: 'ACME01',
      name: 'Ada van Acme',
      company: 'Acme',
      email: 'ada@acme.example',
      taxNumber: '51824753556',
      active: true,
      onHold: false,
      creditLimit: '2500',
      billing: { name: 'Ada van Acme', company: 'Acme', street1: '1 First Street', city: 'Perth', country: 'AU' },
      shipping: { name: 'Dock Seven', street1: '7 Dock Road', postcode: '6000' },
    };
    await sent(app, 'export-customers', [app.record('customer', body)]);
    const { records } = await app.pull('import-customers');
    expect(records.find(({ username }) => username === 'ACME01')).toMatchObject(body);
  });

  it('is refused when its username is too long for the store', async () => {
    const { app } = connected();
    const long = app.record('customer', { username: 'a.username.of.26.characters' });
    expect(await app.build('export-customers', long)).toEqual({ rejected: expect.stringContaining('25') });
  });
});

describe('a supplier', () => {
  it('is updated, or added under its code', async () => {
    const { app } = connected();
    const suppliers = [
      app.record('supplier', { code: 'CLAYWORKS', name: 'Clayworks Bendigo', email: 'new@clayworks.example' }),
      app.record('supplier', { code: 'MOSS', currency: 'AUD', address: { city: 'Hobart', country: 'AU' } }),
    ];
    expect(await sent(app, 'export-suppliers', suppliers)).toEqual([
      { done: true, remoteId: 'CLAYWORKS' },
      { done: true, remoteId: 'MOSS' },
    ]);
    const { records } = await app.pull('import-suppliers');
    expect(records.find(({ code }) => code === 'CLAYWORKS')).toMatchObject({
      name: 'Clayworks Bendigo',
      address: { city: 'Bendigo' },
    });
    expect(records.find(({ code }) => code === 'MOSS')).toMatchObject({ name: 'MOSS', address: { city: 'Hobart' } });
  });
});
