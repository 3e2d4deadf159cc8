// Numbers as people type them: `1.500.000`, `1,5 jt`, `750 rb`.

const TIMES: Record<string, number> = {
  "": 1,
  rb: 1e3,
  ribu: 1e3,
  k: 1e3,
  ewu: 1e3,
  jt: 1e6,
  juta: 1e6,
  yuta: 1e6,
  m: 1e9,
  miliar: 1e9,
};

/** The number in a text; null if it is none. Points group thousands, a comma begins the decimals. */
export function readNumber(text: string): number | null {
  const found = /^(?:rp\.?\s*)?(-?)([0-9][0-9.]*)(?:,([0-9]+))?\s*([a-z]*)\.?$/i.exec(text.trim());
  if (!found) {
    return null;
  }
  const [, minus, whole, decimals, unit] = found;
  const times = TIMES[unit!.toLowerCase()];
  if (times === undefined || !/^[0-9]+$|^[0-9]{1,3}(\.[0-9]{3})+$/.test(whole!)) {
    return null;
  }
  const number = Number(`${whole!.replaceAll(".", "")}.${decimals ?? "0"}`) * times;
  return minus ? -number : number;
}

/** Whole rupiah; null if the text is no amount. */
export function readMoney(text: string): number | null {
  const number = readNumber(text);
  return number === null ? null : Math.round(number);
}

export function writeNumber(number: number): string {
  return number.toLocaleString("id-ID", { maximumFractionDigits: 6 });
}
