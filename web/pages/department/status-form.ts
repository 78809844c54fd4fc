import type { StatusOrder } from '../../api/answers.ts';

/** What the form holds, as it was typed. Dates are `2026-11-26`, in Beijing time. */
export type StatusForm = {
  action: StatusOrder['action'];
  reason?: string | undefined;
  matter: string;
  by: 'list' | 'query';
  names: string;
  type?: string | undefined;
  from: string;
  through: string;
  status: 'any' | 'valid' | 'suspended';
};

const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);
const beijing = (date: string, time: string): number => Date.parse(`${date}T${time}+08:00`) / 1000;

function selectionOf(form: StatusForm): StatusOrder['selection'] | undefined {
  if (form.by === 'list') {
    const certificates = form.names.split(/[\s,;，；、]+/).filter((name) => name !== '');
    return certificates.length === 0 ? undefined : { certificates };
  }
  const { type, from, through, status } = form;
  if (type === undefined || !isDate(from) || !isDate(through)) return undefined;
  return {
    type,
    acceptedFrom: beijing(from, '00:00:00'),
    acceptedThrough: beijing(through, '23:59:59'),
    ...(status !== 'any' && { status }),
  };
}

/** The order a filled form stands for; undefined while something is missing. */
export function orderOf(form: StatusForm): StatusOrder | undefined {
  const { action, reason } = form;
  const selection = selectionOf(form);
  if (reason === undefined || selection === undefined) return undefined;
  const matter = form.matter.trim();
  return { action, reason, selection, ...(matter !== '' && { case: matter }) };
}
