import type { Texts } from '../../shell/language.tsx';

type Words = {
  title: string;
  lead: string;
  raw: string;
  open: string;
  parameters: string;
  body: string;
  answers: string;
  schemas: string;
  required: string;
  places: Record<string, string>;
  roles: Record<string, string>;
};

const zh: Words = {
  title: '接口说明',
  lead: '给系统对接人员：全部接口、可调用的角色、请求与应答的结构。核验结论总是 HTTP 200；拒绝请求时返回带稳定代码和下一步的问题说明（RFC 9457）。',
  raw: '机器可读的 OpenAPI 3.1',
  open: '公开',
  parameters: '参数',
  body: '请求体',
  answers: '应答',
  schemas: '数据结构',
  required: '必填',
  places: { path: '路径', query: '查询', header: '请求头' },
  roles: {
    clerk: '窗口人员',
    department: '发证部门',
    partner: '伙伴城市',
    citizen: '市民',
    auditor: '审计',
    operator: '运维',
  },
};

const en: Words = {
  title: 'API',
  lead: 'For system integrators: every endpoint, who may call it, and the shapes of requests and answers. Verdicts are always HTTP 200; refusals are problem details with a stable code and a next action (RFC 9457).',
  raw: 'Machine-readable OpenAPI 3.1',
  open: 'public',
  parameters: 'Parameters',
  body: 'Request body',
  answers: 'Answers',
  schemas: 'Schemas',
  required: 'required',
  places: { path: 'path', query: 'query', header: 'header' },
  roles: {
    clerk: 'clerk',
    department: 'department',
    partner: 'partner city',
    citizen: 'citizen',
    auditor: 'auditor',
    operator: 'operator',
  },
};

export const messages: Texts<Words> = { zh, en };
