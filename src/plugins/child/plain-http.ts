/** A request of a sandbox's wire, as it crosses a process boundary. */
export interface PlainRequest {
  method: string;
  url: string;
  headers: [string, string][];
  /** Base64. */
  body: string;
}

export interface PlainResponse {
  status: number;
  headers: [string, string][];
  /** Base64. */
  body: string;
}

export async function plainRequest(request: Request): Promise<PlainRequest> {
  const { method, url, headers } = request;
  return { method, url, headers: [...headers], body: await base64Of(request) };
}

export function requestOf({ method, url, headers, body }: PlainRequest): Request {
  const bare = method === 'GET' || method === 'HEAD';
  return new Request(url, { method, headers, body: bare ? undefined : Buffer.from(body, 'base64') });
}

export async function plainResponse(response: Response): Promise<PlainResponse> {
  return { status: response.status, headers: [...response.headers], body: await base64Of(response) };
}

// Answers of these kinds may not have a body, not even an empty one.
const BARE = new Set([101, 204, 205, 304]);

export function responseOf({ status, headers, body }: PlainResponse): Response {
  return new Response(BARE.has(status) ? null : Buffer.from(body, 'base64'), { status, headers });
}

async function base64Of(message: Request | Response): Promise<string> {
  return Buffer.from(await message.arrayBuffer()).toString('base64');
}
