import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import type { Assets } from './assets.js';
import { Drawing } from './drawing.js';
import { packageRoot } from './package-root.js';
import { registerHelpers } from './view-helpers.js';

const viewsFolder = join(packageRoot, 'views');

type Data = Record<string, unknown>;
type KnownHelpers = CompileOptions['knownHelpers'];
type CompileOptions = NonNullable<Parameters<typeof Handlebars.compile>[1]>;

/**
 * Handlebars with a layout. `views/room/_name.hbs` is the partial `room/_name`; every other file is a page that
 * stands inside `views/layout.hbs`, or inside the one its data names as `layout` (false: none).
 */
export class ViewEngine {
  private readonly handlebars = Handlebars.create();
  private readonly pages = new Map<string, Handlebars.TemplateDelegate>();
  private readonly helpers: Record<string, true>;

  constructor(assets: Assets) {
    this.helpers = Object.fromEntries(registerHelpers(this.handlebars, assets).map((name) => [name, true]));
    for (const path of readdirSync(viewsFolder, { recursive: true, encoding: 'utf8' })) {
      const name = path.replaceAll('\\', '/').replace(/\.hbs$/, '');
      if (!path.endsWith('.hbs')) continue;
      const template = this.compile(name);
      if (/(^|\/)_[^/]+$/.test(name)) this.handlebars.registerPartial(name, template);
      else this.pages.set(name, template);
    }
  }

  /** `frame` is the layout's own: a page that names something `store` must not change what the top bar shows. */
  render(view: string, data: Data, frame: Data = {}): Buffer {
    const layout = data.layout ?? 'layout';
    if (layout === false) return Buffer.from(this.page(view)(data));
    const drawing = new Drawing();
    const body = this.page(view)(data, { data: { drawing } });
    return drawing.finish(this.page(String(layout))({ ...data, ...frame, body }, { data: { drawing } }));
  }

  /** A piece of a page by itself, for answers to htmx. */
  renderPartial(name: string, data: Data): string {
    const partial = this.handlebars.partials[name];
    if (typeof partial !== 'function') throw new Error(`There is no partial called ${name}`);
    return partial(data);
  }

  private page(name: string): Handlebars.TemplateDelegate {
    const page = this.pages.get(name);
    if (!page) throw new Error(`There is no view called ${name}`);
    return page;
  }

  private compile(name: string): Handlebars.TemplateDelegate {
    return this.handlebars.compile(readFileSync(join(viewsFolder, `${name}.hbs`), 'utf8'), {
      preventIndent: true,
      // A name that is no helper's is looked for among the data only, and once.
      knownHelpers: this.helpers as KnownHelpers,
      knownHelpersOnly: true,
    });
  }
}
