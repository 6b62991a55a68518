import { twin } from 'patchbay/sdk';
import { type Answer } from '../desk/answers.js';
import { LOOK } from '../look.js';

export interface Ask {
  app: string;
  scopes: readonly string[];
  organisations: readonly { id: string; name: string; about: string }[];
  /** Where the answer goes: the very address that was asked. */
  action: string;
  problem?: string;
}

/** The page on which a person lets an app into some of the organisations. */
export function consentPage({ app, scopes, organisations, action, problem }: Ask): Answer {
  const boxes = organisations
    .map(
      ({ id, name, about }, at) =>
        `<label class="choice"><input type="checkbox" name="organisation" value="${twin.safe(id)}"${
          at === 0 ? ' checked' : ''
        }> <span><b>${twin.safe(name)}</b><small>${twin.safe(about)}</small></span></label>`,
    )
    .join('');
  const wishes = scopes
    .map((scope) => `<li>${twin.safe(inWords(scope))} <code>${twin.safe(scope)}</code></li>`)
    .join('');
  return twin.page(
    LOOK,
    'Allow access',
    `<header><h1>Allow access</h1><p><b>${twin.safe(app)}</b> would like to work in your organisations. This is a local twin of Xero over made-up data.</p></header>
<form method="post" action="${twin.safe(action)}">
${problem ? `<p class="problem" role="alert">${twin.safe(problem)}</p>` : ''}
<section><h2>Organisations</h2>${boxes}</section>
<section><h2>It asks for</h2><ul>${wishes}</ul></section>
<p class="buttons"><button name="decision" value="allow" class="primary">Allow access</button> <button name="decision" value="deny">Deny</button></p>
</form>`,
    problem ? 422 : 200,
  );
}

/** What a person sees when the app asked wrongly: there is nowhere safe to send them back to. */
export const wrongRequestPage = (problem: string): Answer =>
  twin.page(
    LOOK,
    'Something is wrong',
    `<header><h1>Something is wrong</h1></header><section><p>${twin.safe(problem)}</p></section>`,
    400,
  );

const WORDS: Record<string, string> = {
  openid: 'Who you are',
  profile: 'Your name',
  email: 'Your email address',
  offline_access: 'To go on while you are away',
  'accounting.invoices': 'Invoices, bills, credit notes and items',
  'accounting.payments': 'Payments, overpayments and prepayments',
  'accounting.banktransactions': 'Spent and received money, and transfers',
  'accounting.manualjournals': 'Manual journals',
  'accounting.settings': 'Accounts, tax rates and tracking',
  'accounting.contacts': 'Contacts',
  'accounting.attachments': 'Attachments',
  'accounting.transactions': 'All documents and payments',
};

function inWords(scope: string): string {
  const words = WORDS[scope.replace(/\.read$/, '')] ?? '';
  return scope.endsWith('.read') ? `${words}, to read only` : words;
}
