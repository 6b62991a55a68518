import {
  Body,
  Controller,
  Delete,
  Get,
  NotFoundException,
  Param,
  Post,
  Query,
  Redirect,
  Req,
  Res,
} from '@nestjs/common';
import { Length } from 'class-validator';
import type { Request, Response } from 'express';
import { CurrentStore, CurrentUser, Roles } from '../../accounts/access.js';
import { Audit } from '../../accounts/audit.service.js';
import type { Store } from '../../accounts/store.entity.js';
import type { User } from '../../accounts/user.entity.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import type { Manifest } from '../../sdk/host/index.js';
import { emptyForm, Form } from '../../web/form-errors.js';
import { IdParam } from '../../web/id-param.js';
import { notify } from '../../web/notices.js';
import { trimmed } from '../../web/typed.js';
import { iconOf } from '../app-header.js';
import { SetUpRequests } from './set-up-requests.service.js';

class ContactForm {
  @trimmed()
  @Length(5, 1000, { message: 'How we reach you, and when; at most 1,000 letters' })
  contact!: string;
}

const VIEW = 'installations/set-up-new';

/** A merchant asks for an addon to be set up. */
@Roles('merchant', 'staff')
@Controller('set-ups')
export class SetUpsController {
  constructor(
    private readonly plugins: PluginRegistry,
    private readonly requests: SetUpRequests,
    private readonly audit: Audit,
  ) {}

  @Get('new')
  show(@Res() response: Response, @CurrentStore() _: Store, @Query('plugin') plugin: unknown): void {
    // Whoever comes without an addon chooses one first.
    if (plugin === undefined) response.redirect(303, '/addons');
    else response.render(VIEW, { ...page(this.offered(plugin)), form: emptyForm() });
  }

  @Post()
  @Redirect('', 303)
  async create(
    @Req() request: Request,
    @CurrentStore() store: Store,
    @CurrentUser() viewer: User,
    @Body() body: { plugin?: unknown },
  ) {
    const manifest = this.offered(body?.plugin);
    const form = await Form.read(ContactForm, body);
    if (!form.valid) throw form.again(VIEW, page(manifest));
    const { price, currency } = manifest.listing.setUp!;
    const { contact } = form.value;
    const after = { contact, fee: `${price} ${currency}` };
    const act = { subject: `Set-up of ${manifest.name}`, action: 'set-up asked for', after };
    const asked = await this.audit.together(async () => {
      const fresh = await this.requests.ask(store, manifest, viewer, contact);
      if (fresh) await this.audit.record({ by: viewer, store, ...act });
      return fresh;
    });
    const coming = `Asked. We get in touch, and you see here who sets ${manifest.name} up.`;
    notify(request, asked ? coming : 'That is asked for already.');
    return { url: `/addons/${manifest.id}` };
  }

  @Delete(':id')
  @Redirect('', 303)
  async destroy(
    @Req() request: Request,
    @CurrentStore() store: Store,
    @CurrentUser() viewer: User,
    @Param('id', IdParam) id: number,
  ) {
    const asked = await this.requests.ofStore(store.id, id);
    if (!asked) throw new NotFoundException();
    const name = this.plugins.get(asked.plugin)?.manifest.name ?? asked.plugin;
    const act = { subject: `Set-up of ${name}`, action: 'set-up withdrawn' };
    const withdrawn = await this.audit.together(async () => {
      const done = await this.requests.finish(id, 'withdrawn', null);
      if (done) await this.audit.record({ by: viewer, store, ...act });
      return done;
    });
    notify(request, withdrawn ? 'Withdrawn. Nothing is charged.' : 'It was finished before.');
    return { url: `/addons/${asked.plugin}` };
  }

  /** An addon that somebody offers to set up. */
  private offered(id: unknown): Manifest {
    const manifest = typeof id === 'string' ? this.plugins.get(id)?.manifest : undefined;
    if (!manifest?.listing.setUp) throw new NotFoundException();
    return manifest;
  }
}

function page({ id, name, listing }: Manifest) {
  const { price, currency, help } = listing.setUp!;
  return {
    title: `We set ${name} up for you`,
    plugin: id,
    appName: name,
    icon: iconOf(id),
    price,
    currency,
    help,
    back: `/addons/${id}`,
  };
}
