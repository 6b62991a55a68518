import {
  Body,
  Controller,
  Delete,
  Get,
  NotFoundException,
  Patch,
  Post,
  Redirect,
  Req,
  Res,
  UseGuards,
} from '@nestjs/common';
import { Transform } from 'class-transformer';
import { IsInt, IsOptional, IsString, Length, Min } from 'class-validator';
import type { Request, Response } from 'express';
import { CurrentStore, CurrentUser, Roles } from '../accounts/access.js';
import type { Store } from '../accounts/store.entity.js';
import type { User } from '../accounts/user.entity.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import { Form } from '../web/form-errors.js';
import { localPath } from '../web/local-path.js';
import { notify } from '../web/notices.js';
import { name } from '../web/typed.js';
import { CurrentInstallation, ThroughInstallation } from './current-installation.js';
import type { Installation } from './installation.entity.js';
import { InstallationLife, StillNeeded } from './installation-life.service.js';
import { CannotInstall } from './requirements.service.js';
import { SetupPage } from './setup-page.service.js';
import { StillInstalled } from './still-installed.js';
import { Returns } from './wizard/returns.js';

class InstallForm {
  @IsString()
  @Length(1, 64)
  plugin!: string;

  @IsOptional()
  @Transform(({ value }) => (value === '' ? undefined : Number(value)))
  @IsInt()
  @Min(1)
  again?: number;
}

class NameForm {
  @name('The name')
  name!: string;
}

@Roles('merchant', 'staff')
@Controller('installations')
export class InstallationsController {
  constructor(
    private readonly installations: InstallationLife,
    private readonly plugins: PluginRegistry,
    private readonly page: SetupPage,
  ) {}

  @Post()
  @Redirect()
  async create(
    @Req() request: Request,
    @CurrentStore() store: Store,
    @CurrentUser() viewer: User,
    @Body() body: unknown,
  ) {
    const { value, valid } = await Form.read(InstallForm, body);
    if (!valid || !this.plugins.get(value.plugin)) throw new NotFoundException();
    const listing = `/addons/${value.plugin}`;
    try {
      const installed = await this.installations.install(store, value.plugin, viewer.id, { again: value.again });
      return { url: this.after(request, installed, localPath(Object(body).back, listing)), statusCode: 303 };
    } catch (error) {
      if (!(error instanceof CannotInstall)) throw error;
      notify(request, { text: error.message, kind: 'warning' });
      return { url: listing, statusCode: 303 };
    }
  }

  @Get(':id')
  @Roles('merchant', 'staff', 'bookkeeper')
  @UseGuards(ThroughInstallation, StillInstalled)
  @Redirect()
  show(@CurrentInstallation() { id, state, step }: Installation, @CurrentUser() { role }: User) {
    if (role === 'bookkeeper') return { url: `/installations/${id}/logs`, statusCode: 303 };
    const url = state === 'installing' ? `/installations/${id}/steps/${step}` : `/installations/${id}/setup`;
    return { url, statusCode: 303 };
  }

  @Patch(':id')
  @UseGuards(ThroughInstallation, StillInstalled)
  async update(
    @Req() request: Request,
    @Res() response: Response,
    @CurrentInstallation() it: Installation,
    @CurrentUser() viewer: User,
    @Body() body: unknown,
  ): Promise<void> {
    const form = await Form.read(NameForm, body);
    if (!form.valid) throw form.again('installations/setup', await this.page.data(it, viewer, request), 'renaming');
    await this.installations.rename(it, form.value.name, viewer.id);
    notify(request, `It is called ${form.value.name} now.`);
    response.redirect(303, `/installations/${it.id}/setup`);
  }

  @Delete(':id')
  @UseGuards(ThroughInstallation, StillInstalled)
  async destroy(
    @Req() request: Request,
    @Res() response: Response,
    @CurrentInstallation() it: Installation,
    @CurrentUser() viewer: User,
    @Body('confirm') confirm: unknown,
  ): Promise<void> {
    const again = async (error: string) =>
      response.status(422).render('installations/uninstall', { ...(await this.page.uninstalling(it)), error });
    if (confirm !== it.name) return void (await again('This is not its name. Type it exactly as it stands above.'));
    let later: string | undefined;
    try {
      later = await this.installations.uninstall(it, viewer.id);
    } catch (error) {
      if (!(error instanceof StillNeeded)) throw error;
      return void (await again(error.message));
    }
    notify(request, `${it.name} is uninstalled. Its logs are kept.`);
    if (later !== undefined) {
      notify(request, {
        text: `The app could not be told yet, which is tried again by itself: ${later}`,
        kind: 'warning',
      });
    }
    response.redirect(303, '/addons');
  }

  /** To the wizard; or, where there is nothing to answer, back to where the merchant came from. */
  private after(request: Request, installed: Installation, back: string): string {
    const { id, state, name } = installed;
    if (state === 'installing') {
      Returns.remember(request, installed, back);
      return `/installations/${id}/steps/1`;
    }
    notify(request, `${name} is installed.`);
    return back;
  }
}
