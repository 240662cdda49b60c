import { countryName, languageName } from "./format.ts";

/** ISO 3166-1 alpha-2. */
const countryCodes =
  "AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW".split(
    " ",
  );

/** ISO 639-1: the languages that brokers' desks work in. */
const languageCodes =
  "ar az bg bn bs ca cs da de el en es et fa fi fr he hi hr hu hy id it ja ka kk ko lt lv mk ms nl no pl pt ro ru sk sl sq sr sv sw th tr uk ur uz vi zh".split(
    " ",
  );

export interface Option {
  value: string;
  label: string;
}

const sorted = (options: Option[]) => options.sort((a, b) => a.label.localeCompare(b.label));

export function countryOptions(): Option[] {
  return sorted(countryCodes.map((value) => ({ value, label: countryName(value) })));
}

export function languageOptions(): Option[] {
  return sorted(languageCodes.map((value) => ({ value, label: languageName(value) })));
}

/** The list, and a value that it does not hold, so that a form never drops what a record has. */
export function withCurrent(options: Option[], current: string | null | undefined): Option[] {
  if (!current || options.some((option) => option.value === current)) return options;
  return [{ value: current, label: current }, ...options];
}
