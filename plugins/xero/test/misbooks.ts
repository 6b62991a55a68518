import type { XeroSandbox } from '../sandbox/index.js';
import type { Body } from '../sandbox/testing.js';

/** From now on the app books something else than it is sent, and says yes. */
export function misbooks(twin: XeroSandbox, noun: string, alter: (element: Body) => void): void {
  const { handle } = twin;
  twin.handle = async (request) => {
    if (request.method === 'GET' || !new URL(request.url).pathname.endsWith(`/${noun}`)) return handle(request);
    const sent: Body = await request.json();
    sent[noun].forEach(alter);
    return handle(new Request(request, { method: request.method, body: JSON.stringify(sent) }));
  };
}

/** A cent less of each line. */
export const aCentLess = ({ LineItems: items }: Body): void => {
  for (const item of items) item.UnitAmount -= 0.01;
};
