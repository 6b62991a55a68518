import { Injectable, NotFoundException, type PipeTransform } from '@nestjs/common';
import type { Account } from './account.entity.js';
import { AccountsService } from './accounts.service.js';

/** `@Param('id', IdParam, AccountParam) account: Account`, for staff: they may see every one. */
@Injectable()
export class AccountParam implements PipeTransform<number, Promise<Account>> {
  constructor(private readonly accounts: AccountsService) {}

  async transform(id: number): Promise<Account> {
    const account = await this.accounts.find(id);
    if (!account) throw new NotFoundException();
    return account;
  }
}
