import { Controller, Get, Header, ServiceUnavailableException } from '@nestjs/common';
import { Public } from '../accounts/access.js';
import { Database } from '../database/database.js';

/** For load balancers and supervisors: does this process answer, and does its database? */
@Controller('health')
export class HealthController {
  constructor(private readonly database: Database) {}

  @Public()
  @Get()
  @Header('Cache-Control', 'no-store')
  async show() {
    try {
      await this.database.one('select 1');
    } catch (error) {
      throw new ServiceUnavailableException('The database does not answer', { cause: error });
    }
    return { status: 'ok', database: 'ok' };
  }
}
