import { parseArgs } from 'node:util';
import type { INestApplicationContext } from '@nestjs/common';
import { AccountsService } from '../accounts/accounts.service.js';
import { Audit } from '../accounts/audit.service.js';
import { ROLES } from '../accounts/user.entity.js';
import { type NewPerson, UsersService } from '../accounts/users.service.js';
import { CannotDo, type Command, say, WrongUsage } from './command.js';
import { withHouse } from './house.js';

export const usersCommand: Command = {
  usage:
    'users add <email> --name <name> --role merchant|vendor|bookkeeper|staff [--account <id> | --new-account <name>]',
  summary: 'add a person; the first password is printed once',
  async run([verb, ...rest], settings) {
    if (verb !== 'add') throw new WrongUsage('the only verb of users is add');
    const { email, name, role, account, newAccount } = read(rest);
    return withHouse(settings, async (house) => {
      const accounts = house.get(AccountsService);
      if (account !== null && !(await accounts.find(account))) throw new WrongUsage(`there is no account ${account}`);
      const users = house.get(UsersService);
      if (await users.isTaken(email)) throw new CannotDo(`Somebody already signs in as ${email}.`);
      const { initialPassword } = await house.get(Audit).together(async () => {
        const accountId = newAccount ? (await accounts.add(newAccount)).id : account;
        return add(house, { email, name, role, accountId });
      });
      say(`Added ${email} (${role}). First password: ${initialPassword}`);
      return 0;
    });
  },
};

async function add(house: INestApplicationContext, person: NewPerson) {
  const added = await house.get(UsersService).add(person);
  const { name, email, role, accountId } = added.user;
  const act = { subject: `${name} (${email})`, action: 'added', accountId, after: { name, email, role } };
  await house.get(Audit).record(act);
  return added;
}

function read(args: string[]) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      name: { type: 'string' },
      role: { type: 'string' },
      account: { type: 'string' },
      'new-account': { type: 'string' },
    },
  });
  const [email] = positionals;
  const role = ROLES.find((known) => known === values.role);
  if (!email?.includes('@')) throw new WrongUsage('an email address is needed');
  if (!role) throw new WrongUsage('--role must be merchant, vendor, bookkeeper or staff');
  const account = values.account === undefined ? null : Number(values.account);
  if (account !== null && !Number.isSafeInteger(account))
    throw new WrongUsage('--account must be the number of an account');
  if (role === 'staff' && (account !== null || values['new-account'])) {
    throw new WrongUsage('staff belong to no account: leave --account and --new-account out');
  }
  if (role !== 'staff' && account === null && !values['new-account']) {
    throw new WrongUsage(`a ${role} belongs to an account: give --account or --new-account`);
  }
  return { email, role, account, name: values.name ?? email.split('@')[0]!, newAccount: values['new-account'] };
}
