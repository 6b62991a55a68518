import { Logger } from '@nestjs/common';
import { expect, it, vi } from 'vitest';
import { gate } from '../../test/support/gate.js';
import { Chores } from './chores.js';
import { Settings } from './settings.js';

const chores = (roles: Settings['roles'] = ['worker']) => new Chores(Object.assign(new Settings(), { roles }));

it('is not begun again while it is still under way, whatever else is', async () => {
  const chore = chores();
  const door = gate();
  const work = vi.fn(() => door.opened);
  const first = chore.do('sweep', work);
  await chore.do('sweep', work);
  await chore.do('dust', async () => undefined);
  expect(work).toHaveBeenCalledTimes(1);
  const rested = vi.fn();
  const resting = chore.rest('sweep').then(rested);
  await chore.rest('dust');
  expect(rested).not.toHaveBeenCalled();
  door.open();
  await Promise.all([first, resting]);
  await chore.do('sweep', work);
  expect(work).toHaveBeenCalledTimes(2);
});

it('that fails says so in words, and is done again at its next time', async () => {
  const told = vi.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
  const chore = chores();
  const trouble = new Error('The database is gone');
  const work = vi.fn(async () => 'done').mockRejectedValueOnce(trouble);
  await chore.do('sweep', work);
  expect(told.mock.calls).toEqual([['Could not sweep; it is tried again at its next time', trouble]]);
  await chore.do('sweep', work);
  expect(work).toHaveBeenCalledTimes(2);
  expect(told).toHaveBeenCalledTimes(1);
});

it('is no business of a process that only serves pages', async () => {
  const work = vi.fn(async () => undefined);
  await chores(['web']).do('sweep', work);
  expect(work).not.toHaveBeenCalled();
});
