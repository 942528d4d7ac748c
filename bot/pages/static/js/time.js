// Business time: the server's clock, which a sample community may move, shown in the city's own time zone.
import { spoken, t } from './texts.js';

let ahead = 0; // milliseconds that business time is ahead of this device
let zone = 'Asia/Shanghai';
const formats = new Map();

export const setClock = (seconds) => { ahead = seconds * 1000 - Date.now(); };
export const setZone = (name) => { zone = name || zone; };
export const now = () => Math.floor((Date.now() + ahead) / 1000);

function format(kind, options) {
  const key = kind + spoken();
  if (!formats.has(key)) {
    const locale = spoken() === 'en' ? 'en-GB' : 'zh-CN';
    formats.set(key, new Intl.DateTimeFormat(locale, { timeZone: zone, hourCycle: 'h23', ...options }));
  }
  return formats.get(key);
}

export const hourOf = (seconds) => format('hour', { hour: '2-digit', minute: '2-digit' }).format(seconds * 1000);

export const secondsOf = (seconds) => `:${String(seconds % 60).padStart(2, '0')}`;

const dateOf = (seconds) => format('date', { month: spoken() === 'en' ? 'short' : 'long', day: 'numeric', weekday: 'short' }).format(seconds * 1000);

/** One key for each day of business time, so that separators fall at the city's midnight. */
export const dayOf = (seconds) => format('day', { year: 'numeric', month: '2-digit', day: '2-digit' }).format(seconds * 1000);

export function dayLabel(seconds) {
  const day = dayOf(seconds);
  if (day === dayOf(now())) return t('today');
  if (day === dayOf(now() - 86400)) return t('yesterday');
  return dateOf(seconds);
}

export const clockLabel = (seconds) => `${dateOf(seconds)} ${hourOf(seconds)}`;

export const lengthOf = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;
