// A server between us and moto that does what AWS does on a bad day, by operation and region.
import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export type Fault =
  /** An AWS error, in the wire format of the service. */
  | { readonly kind: 'error'; readonly name: string; readonly message: string; readonly status: number }
  /** The connection is closed without an answer. */
  | { readonly kind: 'cut' }
  /** The true answer, with this page token added to it each time. JSON services only. */
  | { readonly kind: 'token'; readonly member: string; readonly value: string }
  /** An answer that moto does not know how to give, as the wire has it. */
  | { readonly kind: 'answer'; readonly type: string; readonly body: string }
  /** The true answer, late. */
  | { readonly kind: 'delay'; readonly milliseconds: number };

/** The error by which AWS refuses a caller, under the name that a service has for it. */
export function refusal(name: string, message = 'You are not authorized.'): Fault {
  return { kind: 'error', name, message, status: name === 'AccessDeniedException' ? 400 : 403 };
}

/** A JSON answer. */
export function json(body: object): Fault {
  return { kind: 'answer', type: 'application/x-amz-json-1.1', body: JSON.stringify(body) };
}

/** The answer of DescribeRegions for an account in which only these regions are enabled: moto knows every region there is. */
export function onlyRegions(names: readonly string[]): Rule {
  const items = names.map(
    (name) => `<item><regionName>${name}</regionName><optInStatus>opt-in-not-required</optInStatus></item>`,
  );
  const body = `<DescribeRegionsResponse><requestId>fault</requestId><regionInfo>${items.join('')}</regionInfo></DescribeRegionsResponse>`;
  return { operation: 'DescribeRegions', fault: { kind: 'answer', type: 'text/xml', body } };
}

export interface Rule {
  /** Any when absent. */
  readonly operation?: string;
  readonly region?: string;
  /** How often the rule holds before requests pass; for ever when absent. */
  readonly times?: number;
  /** Of the requests that it is about, the share that it holds for, from 0 to 1; all when absent. */
  readonly share?: number;
  readonly fault: Fault;
}

export interface SeenRequest {
  readonly operation: string;
  readonly region: string;
  readonly body: string;
}

export interface ServerOptions {
  /** Every answer comes so much later. Milliseconds. */
  readonly delay?: number;
  /** Cut the answers of DescribeAlarms and DescribeMetricFilters into pages, as AWS does and moto does not. */
  readonly pages?: boolean;
  /** Ask upstream once for what is asked again: a Python server answers more slowly than AWS. */
  readonly cache?: boolean;
}

export interface FaultServer {
  readonly url: string;
  /** Every HTTP request that came in, in order, those that met a fault too. */
  readonly requests: readonly SeenRequest[];
  readonly stop: () => Promise<void>;
}

/** Starts a server that passes requests on to `upstream`, but for those that a rule is about; the first such rule holds. */
export async function startFaultServer(
  upstream: string,
  rules: readonly Rule[],
  options: ServerOptions = {},
): Promise<FaultServer> {
  const requests: SeenRequest[] = [];
  const known = new Map<string, Promise<Passed>>();
  const chance = chances();
  const ask = (exchange: Exchange): Promise<Passed> => {
    if (options.cache !== true) return pass(exchange);
    const { request, body } = exchange;
    const caller = /Credential=([^,]+)/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const key = [request.method, request.url, request.headers['x-amz-target'], caller, body.toString()].join(' ');
    const answer = known.get(key) ?? pass(exchange);
    known.set(key, answer);
    return answer;
  };
  const used = rules.map(() => 0);

  const server = createServer(async (request, response) => {
    try {
      const body = await read(request);
      const seen = { operation: operationOf(request, body), region: regionOf(request), body: body.toString() };
      requests.push(seen);
      const index = rules.findIndex(
        (rule, place) =>
          (rule.operation ?? seen.operation) === seen.operation &&
          (rule.region ?? seen.region) === seen.region &&
          (used[place] ?? 0) < (rule.times ?? Number.POSITIVE_INFINITY) &&
          (rule.share === undefined || chance() < rule.share),
      );
      if (options.delay !== undefined) await sleep(options.delay);
      if (index >= 0) used[index] = (used[index] ?? 0) + 1;
      const exchange = { upstream, request, response, body };
      await answer(rules[index]?.fault ?? null, exchange, options.pages === true ? paging(seen.operation, ask) : ask);
    } catch {
      response.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The fault server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Exchange {
  readonly upstream: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: Buffer;
}

async function answer(fault: Fault | null, exchange: Exchange, ask: Ask): Promise<void> {
  const { request, response } = exchange;
  switch (fault?.kind) {
    case 'error':
      return sendError(request, response, fault);
    case 'cut':
      response.destroy();
      return;
    case 'answer':
      return send(response, 200, fault.type, fault.body);
    case 'token': {
      const sent: unknown = exchange.body.length === 0 ? {} : JSON.parse(exchange.body.toString());
      const withoutToken = Buffer.from(JSON.stringify({ ...Object(sent), [fault.member]: undefined }));
      const passed = await ask({ ...exchange, body: withoutToken });
      const page = { ...JSON.parse(passed.body.toString()), [fault.member]: fault.value };
      return send(response, passed.status, passed.type, JSON.stringify(page));
    }
    case 'delay':
      await sleep(fault.milliseconds);
      break;
    case undefined:
      break;
  }
  const passed = await ask(exchange);
  send(response, passed.status, passed.type, passed.body, passed.headers);
}

type Ask = (exchange: Exchange) => Promise<Passed>;

/** How AWS pages: the lists that go on, how long a page is, and what the token is called. */
const PAGED: Readonly<
  Record<string, { readonly lists: readonly string[]; readonly size: number; readonly token: string }>
> = {
  DescribeAlarms: { lists: ['MetricAlarms', 'CompositeAlarms'], size: 100, token: 'NextToken' },
  DescribeMetricFilters: { lists: ['metricFilters'], size: 50, token: 'nextToken' },
};

/** Asks for everything, and gives the page that the token names. */
function paging(operation: string, ask: Ask): Ask {
  const paged = PAGED[operation];
  if (paged === undefined) return ask;
  return async (exchange) => {
    if (!/json/.test(exchange.request.headers['content-type'] ?? '')) return await ask(exchange);
    const { [paged.token]: token, ...input } = JSON.parse(exchange.body.toString()) as Record<string, unknown>;
    const all = await ask({ ...exchange, body: Buffer.from(JSON.stringify(input)) });
    if (all.status !== 200) return all;
    const { body, next } = cut(all.body, paged, typeof token === 'string' ? Number(token.replace('page-', '')) : 0);
    return {
      ...all,
      body: Buffer.from(JSON.stringify(next === null ? body : { ...body, [paged.token]: `page-${next}` })),
    };
  };
}

const parsedBodies = new WeakMap<Buffer, Record<string, unknown>>();

function cut(
  whole: Buffer,
  { lists, size }: { readonly lists: readonly string[]; readonly size: number },
  from: number,
) {
  const parsed: Record<string, unknown> = parsedBodies.get(whole) ?? JSON.parse(whole.toString());
  parsedBodies.set(whole, parsed);
  let before = 0;
  let total = 0;
  const body: Record<string, unknown> = { ...parsed };
  for (const list of lists) {
    const items = Array.isArray(parsed[list]) ? parsed[list] : [];
    body[list] = items.slice(Math.max(0, from - before), Math.max(0, from + size - before));
    before += items.length;
    total += items.length;
  }
  return { body, next: from + size < total ? from + size : null };
}

/** The same row of numbers between 0 and 1 each time. */
function chances(): () => number {
  let state = 12_345;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    // The upper bits of such a row are the good ones.
    return (state >>> 8) / 2 ** 24;
  };
}

function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { ...headers, 'content-type': type, 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

interface Passed {
  readonly status: number;
  readonly type: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

function pass({ upstream, request, body }: Exchange): Promise<Passed> {
  return new Promise((resolve, reject) => {
    const headers = { ...request.headers, 'content-length': String(body.length) };
    const passed = httpRequest(
      `${upstream}${request.url ?? '/'}`,
      { method: request.method ?? 'POST', headers },
      (got) => {
        read(got).then((whole) => {
          const kept = Object.entries(got.headers).flatMap(([name, value]) =>
            name.startsWith('x-am') && typeof value === 'string' ? [[name, value] as const] : [],
          );
          const type = got.headers['content-type'] ?? 'text/plain';
          resolve({ status: got.statusCode ?? 502, type, headers: Object.fromEntries(kept), body: whole });
        }, reject);
      },
    );
    passed.once('error', reject);
    passed.end(body);
  });
}

async function read(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

const REST_OPERATIONS: Readonly<Record<string, string>> = {
  'GET /accounts': 'DescribeHub',
  'POST /standards/get': 'GetEnabledStandards',
};

/** The operation as each of AWS's protocols names it: target header, Action in the form, path of a REST service. */
function operationOf(request: IncomingMessage, body: Buffer): string {
  const target = request.headers['x-amz-target'];
  if (typeof target === 'string') return target.split('.').at(-1) ?? '';
  const path = (request.url ?? '/').split('?')[0];
  const named = /\/operation\/(\w+)$/.exec(path ?? '')?.[1];
  if (named !== undefined) return named;
  return (
    REST_OPERATIONS[`${request.method} ${path}`] ?? new URLSearchParams(body.toString()).get('Action') ?? `${path}`
  );
}

/** The region that the request is signed for. */
function regionOf(request: IncomingMessage): string {
  return /Credential=[^/]+\/[0-9]+\/([^/]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? '';
}

function sendError(request: IncomingMessage, response: ServerResponse, fault: Extract<Fault, { kind: 'error' }>): void {
  const { name, message, status } = fault;
  // The aws command line adds the character set.
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true) {
    const error = `<Error><Type>Sender</Type><Code>${name}</Code><Message>${message}</Message></Error>`;
    const service = /\/([^/]+)\/aws4_request/.exec(request.headers.authorization ?? '')?.[1];
    const xml =
      service === 'ec2'
        ? `<Response><Errors>${error}</Errors><RequestID>fault</RequestID></Response>`
        : `<ErrorResponse>${error}<RequestId>fault</RequestId></ErrorResponse>`;
    send(response, status, 'text/xml', xml);
    return;
  }
  const headers = { 'x-amzn-errortype': name, 'x-amzn-requestid': 'fault' };
  send(response, status, 'application/x-amz-json-1.1', JSON.stringify({ __type: name, message }), headers);
}
