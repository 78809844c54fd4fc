/** What every problem of the API carries (RFC 9457 with our `code` and `next`). */
export type ProblemBody = {
  code: string;
  status: number;
  title: string;
  detail?: string;
  next?: { zh: string; en: string };
  errors?: { path: string; message: string }[];
};

/** The service refused the request. `code` is stable; `next` says what a person can do. */
export class Problem extends Error {
  readonly code: string;
  readonly status: number;
  readonly body: ProblemBody;

  constructor(body: ProblemBody) {
    super(body.detail ?? body.title);
    this.name = 'Problem';
    this.code = body.code;
    this.status = body.status;
    this.body = body;
  }
}

/** No answer from the city's own service: it is stopped, restarting, or the network is down. Try again. */
export class ServiceUnreachable extends Error {
  readonly code = 'service.unreachable';
}

const isProblem = (value: unknown): value is ProblemBody =>
  typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string';

/** Reads a refusal; an answer that is no problem document (a proxy's page, say) keeps its status as its code. */
export async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => undefined);
  if (isProblem(body)) return new Problem(body);
  return new Problem({ code: `http.${response.status}`, status: response.status, title: response.statusText });
}
