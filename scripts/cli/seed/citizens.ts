import { mod11Dash2 } from '../../../service/domain/iso7064.ts';
import { pick, roll } from './dice.ts';

/** A synthetic person. The number's area code begins with 99, which GB/T 2260 gives to no place. */
export type Citizen = {
  /** Place in the seed, from 0. */
  n: number;
  number: string;
  name: string;
  sex: '男' | '女';
  nation: string;
  birthDate: string;
};

const STEMS = [...'甲乙丙丁戊己庚辛壬癸'];
const BRANCHES = [...'子丑寅卯辰巳午未申酉戌亥'];
/** Characters that fonts, databases and forms stumble over, two of them outside the basic plane. */
const RARE = ['䶮', '喆', '㛃', '𬭚', '犇', '𠅤', '堃', '龘', '彧', '燊'];
/** Names of several parts or without a family name, with the middle dot that identity cards print. */
const NATIONS: readonly (readonly [nation: string, name: string])[] = [
  ['维吾尔族', '阿依古丽·买买提'],
  ['藏族', '扎西次仁'],
  ['蒙古族', '乌云其其格'],
  ['哈萨克族', '叶尔兰·哈布力'],
  ['朝鲜族', '金示例'],
  ['彝族', '阿苏拉且'],
  ['塔吉克族', '古丽米热·达吾提'],
];

/** A prime number of days, so that no two people below 15 million share birth date and sequence number. */
const BIRTH_DAYS = 15_991;
const FIRST_BIRTH = Date.UTC(1962, 0, 1);
const DAY_MS = 86_400_000;

function nameOf(region: string, n: number): { name: string; nation: string } {
  const stem = STEMS[n % 10] as string;
  const branch = BRANCHES[Math.floor(n / 10) % 12] as string;
  const generation = Math.floor(n / 120);
  const plain = `示例·${stem}${branch}${generation === 0 ? '' : generation}`;
  if (n % 11 === 7) {
    const [nation, name] = pick(`${region}/${n}/nation`, NATIONS);
    return { name: `${plain}·${name}`, nation };
  }
  if (n % 9 === 4) return { name: `示例·${stem}${pick(`${region}/${n}/rare`, RARE)}${branch}`, nation: '汉族' };
  return { name: plain, nation: n % 17 === 3 ? '回族' : '汉族' };
}

/**
 * The n-th citizen of a region's seed: the same every time. The number has a valid check character (GB 11643, ISO 7064
 * MOD 11-2), a birth date and a sequence number whose last digit is odd for men.
 *
 * @param region the region's six digits of GB/T 2260
 */
export function citizenOf(region: string, n: number): Citizen {
  const birth = new Date(FIRST_BIRTH + ((n * 37 + roll(`${region}/birth`, BIRTH_DAYS)) % BIRTH_DAYS) * DAY_MS);
  const birthDate = birth.toISOString().slice(0, 10);
  const sequence = n % 1000;
  const body = `99${region.slice(2)}${birthDate.replaceAll('-', '')}${String(sequence).padStart(3, '0')}`;
  const { name, nation } = nameOf(region, n);
  return { n, number: body + mod11Dash2(body), name, nation, sex: sequence % 2 === 1 ? '男' : '女', birthDate };
}
