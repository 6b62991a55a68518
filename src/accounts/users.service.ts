import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, Repository } from 'typeorm';
import { Database, isDuplicate } from '../database/database.js';
import { Ids } from '../database/ids.js';
import { hashPassword, initialPassword, passwordMatches } from './passwords.js';
import { type Role, User } from './user.entity.js';

export interface NewPerson {
  role: Role;
  name: string;
  email: string;
  /** Null for staff, who belong to no account. */
  accountId: number | null;
  /** Absent: one is made up, and is to be shown once. */
  password?: string;
}

export class EmailTaken extends Error {
  constructor(readonly email: string) {
    super(`Somebody already signs in as ${email}`);
  }
}

@Injectable()
export class UsersService {
  constructor(
    @InjectRepository(User) private readonly users: Repository<User>,
    private readonly database: Database,
    private readonly ids: Ids,
  ) {}

  /** Adds a person. `initialPassword` is there when none was given; it is kept nowhere else. */
  async add(person: NewPerson): Promise<{ user: User; initialPassword?: string }> {
    const made = person.password === undefined ? initialPassword() : undefined;
    const user = this.users.create({
      id: await this.ids.next('user'),
      accountId: person.accountId,
      role: person.role,
      name: person.name.trim(),
      email: tidyEmail(person.email),
      passwordHash: await hashPassword(person.password ?? made!),
      passwordIsInitial: made !== undefined,
      createdAt: new Date(),
      signedInAt: null,
    });
    try {
      await this.users.insert(user);
    } catch (error) {
      throw isDuplicate(error) ? new EmailTaken(user.email) : error;
    }
    return { user, ...(made !== undefined && { initialPassword: made }) };
  }

  find(id: number): Promise<User | null> {
    return this.users.findOne({ where: { id }, relations: { account: true } });
  }

  async isTaken(email: string): Promise<boolean> {
    return this.users.existsBy({ email: tidyEmail(email) });
  }

  async anybody(): Promise<boolean> {
    return this.users.exists();
  }

  /** The person with this address and password, or null. */
  async whoSigns(email: string, password: string): Promise<User | null> {
    const known = await this.withHash({ email: tidyEmail(email) });
    if (!(await passwordMatches(password, known?.passwordHash))) return null;
    await this.users.update({ id: known!.id }, { signedInAt: new Date() });
    return this.find(known!.id);
  }

  async knowsPassword(user: User, password: string): Promise<boolean> {
    return passwordMatches(password, (await this.withHash({ id: user.id }))?.passwordHash);
  }

  async rename(user: User, name: string): Promise<void> {
    await this.users.update({ id: user.id }, { name: name.trim() });
  }

  /** Whoever is signed in with the old password elsewhere is signed out there. */
  async changePassword(user: User, password: string, keepSessionHash: string): Promise<void> {
    await this.users.update({ id: user.id }, { passwordHash: await hashPassword(password), passwordIsInitial: false });
    await this.database.run('delete from sessions where user_id = ? and id_hash <> ?', [user.id, keepSessionHash]);
  }

  /** A new password in place of a forgotten one, to be shown once. Whoever used the old one is signed out. */
  async resetPassword(user: User): Promise<string> {
    const password = initialPassword();
    await this.users.update({ id: user.id }, { passwordHash: await hashPassword(password), passwordIsInitial: true });
    await this.database.run('delete from sessions where user_id = ?', [user.id]);
    return password;
  }

  /** The person if this viewer may see them: staff see everybody, others those of their own account. */
  async visible(viewer: User, id: number): Promise<User | null> {
    if (viewer.role === 'staff') return this.find(id);
    if (viewer.accountId === null) return null;
    return this.users.findOneBy({ id, accountId: viewer.accountId });
  }

  /** People of one account, or staff for null. */
  peopleOf(accountId: number | null): Promise<User[]> {
    return this.users.find({ where: { accountId: accountId ?? IsNull() }, order: { name: 'ASC' } });
  }

  private withHash(where: { id: number } | { email: string }): Promise<User | null> {
    return this.users.findOne({ where, select: { id: true, passwordHash: true } });
  }
}

export function tidyEmail(email: string): string {
  return email.trim().toLowerCase();
}
