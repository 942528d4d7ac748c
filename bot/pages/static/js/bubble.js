// One entry of a chat: a message, or the messages of one album, with its quote, buttons, time and fate.
import { h, icon, avatar, nameOf } from './dom.js';
import { t } from './texts.js';
import { hourOf } from './time.js';
import { rich } from './entities.js';
import { attachments, mediaNodes, placeNode } from './media.js';

const TINTS = { '🚨': 'danger', '🔴': 'danger', '🟡': 'warning', '🟢': 'fine' };

/** A line of words that stands for a message in a quote, a tab or an announcement. */
export function gist(message) {
  const words = message.text || message.caption;
  if (words) return words.replace(/\s+/g, ' ').slice(0, 140);
  if (message.venue || message.location) return t('kinds').location;
  const [first] = attachments(message, 0);
  return first ? t('kinds')[first.kind] : t('cantShow');
}

function tintOf(message) {
  if (!message.from?.is_bot) return undefined;
  const [first, second] = (message.text || message.caption || '').matchAll(/^(🚨|🔴|🟡|🟢)/gmu);
  // A list has a mark on many lines and no one state, unless it opens with it.
  return first && (!second || first.index === 0) ? TINTS[first[0]] : undefined;
}

function quote(message, jump) {
  return h('button', { type: 'button', class: 'quote', 'data-role': 'quote', 'data-jump': message.message_id, click: () => jump(message.message_id) },
    h('b', {}, nameOf(message.from)), h('span', {}, gist(message)));
}

function keyboard(message, press) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  return h('div', { class: 'keys' }, rows.map((row) => h('div', { class: 'keys-row' }, row.map((key) => {
    if (key.url) return h('a', { class: 'key', href: /^https?:/.test(key.url) ? key.url : '#', target: '_blank', rel: 'noopener noreferrer' }, key.text);
    return h('button', {
      type: 'button', class: 'key', 'data-press': key.callback_data, 'data-data': key.callback_data, disabled: !key.callback_data,
      click: ({ currentTarget }) => press(message, key.callback_data, currentTarget),
    }, key.text);
  }))));
}

function meta(message, entry) {
  const sign = { sending: 'clock', sent: 'sent', failed: 'failed' }[entry.state];
  return h('span', { class: 'meta' }, message.edit_date && h('span', { class: 'edited' }, t('edited')),
    h('time', { datetime: new Date(message.date * 1000).toISOString() }, hourOf(message.date)),
    sign && h('span', { class: 'sign', role: 'img', 'aria-label': t(entry.state) }, icon(sign)));
}

function fate(entry, view) {
  if (entry.state !== 'failed') return null;
  return h('div', { class: 'fate' }, h('span', {}, entry.reason || t('failed')),
    h('button', { type: 'button', 'data-role': 'retry', click: () => view.retry(entry) }, t('retry')),
    h('button', { type: 'button', 'data-role': 'take-back', click: () => view.takeBack(entry) }, t('takeBack')));
}

function actions(message, view) {
  return h('div', { class: 'actions' },
    h('button', { type: 'button', 'data-role': 'reply', 'aria-label': t('reply'), title: t('reply'), click: () => view.reply(message) }, icon('reply')),
    navigator.clipboard && h('button', {
      type: 'button', class: 'copy', 'aria-label': t('copy'), click: () => navigator.clipboard.writeText(message.text || message.caption || ''),
    }, icon('copy')));
}

export function bubble(entry, view) {
  const first = entry.messages[0];
  const spoken = entry.messages.find((message) => message.text || message.caption) || first;
  const mine = first.from?.id === view.me;
  const words = spoken.text || spoken.caption || '';
  const media = mediaNodes(entry.messages.flatMap((message) => attachments(message, view.me)));
  const place = first.venue?.location || first.location;
  const keyed = keyboard(spoken, view.press);
  const empty = !words && !media.length && !place;
  const body = h('div', { class: 'bubble' },
    first.reply_to_message && quote(first.reply_to_message, view.jump),
    media, place && placeNode(place, first.venue),
    (words || empty) && h('div', { class: 'words', dir: 'auto' }, rich(words || t('cantShow'), spoken.entities || spoken.caption_entities, view.command)),
    meta(spoken, entry));
  return h('article', {
    class: 'message', tabindex: -1, 'data-message-id': first.message_id, 'data-uuid': entry.uuid, 'data-mine': mine || null, 'data-state': entry.state,
    'data-tint': tintOf(spoken), 'data-keyed': keyed && true, 'data-bare': ((media.length > 0 || place) && !words && !first.reply_to_message) ? true : null,
    'aria-label': `${mine ? t('you') : nameOf(first.from)} ${hourOf(first.date)}`,
  },
  !mine && avatar(first.from),
  h('div', { class: 'stack' }, !mine && h('div', { class: 'name' }, nameOf(first.from)), body, keyed, fate(entry, view)),
  first.message_id && actions(spoken, view));
}
