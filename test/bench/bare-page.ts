import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Controller, Get, Module, Render } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import Handlebars from 'handlebars';
import type { PageParts } from './page-parts.js';

// One page and nothing else: the framework and the template engine of the hub, without sessions, frame or database.
// node bare-page.js <folder with page.hbs and rows.json>

const folder = process.argv[2]!;
const rows = JSON.parse(readFileSync(join(folder, 'rows.json'), 'utf8')) as PageParts['rows'];
const template = Handlebars.compile(readFileSync(join(folder, 'page.hbs'), 'utf8'), { preventIndent: true });

@Controller()
class Page {
  @Get()
  @Render('page')
  show() {
    return { rows };
  }
}

@Module({ controllers: [Page] })
class Bare {}

const app = await NestFactory.create<NestExpressApplication>(Bare, { logger: ['error'] });
app.engine('hbs', (_path: string, data: object, done: (error: unknown, html: string) => void) => {
  done(null, template(data));
});
app.setViewEngine('hbs');
app.setBaseViewsDir(folder);
app.enable('view cache');
await app.listen(0, '127.0.0.1');
process.on('disconnect', () => process.exit());
process.send!({ address: await app.getUrl() });
