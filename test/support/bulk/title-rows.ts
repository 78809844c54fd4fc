import { manyCitizens } from './register.ts';

/** The n-th row of a register of 专业技术资格, as the department of human resources issues them. */
export const titleRow = (n: number) => ({
  subject: { idType: 'citizen-id', number: manyCitizens(n) },
  claims: {
    name: `示例·第${n}人`,
    speciality: '信息技术',
    title: '工程师',
    level: '中级',
    approvedOn: '2026-01-15',
    certificateNumber: `ZC-${n}`,
  },
});
