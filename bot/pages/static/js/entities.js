// Bot API entities to nodes. Offsets count UTF-16 units, which is how JavaScript indexes strings anyway.
import { h } from './dom.js';

const PLAIN = {
  bold: 'b', italic: 'i', underline: 'u', strikethrough: 's', code: 'code', pre: 'pre', blockquote: 'blockquote',
  expandable_blockquote: 'blockquote', spoiler: 'mark', text_mention: 'b', mention: 'b', hashtag: 'b',
};

function link(href, children) {
  let url;
  try { url = new URL(href.includes(':') ? href : `https://${href}`); } catch { return h('span', {}, children); }
  // A link from chat must not be able to run anything.
  if (!['http:', 'https:', 'mailto:', 'tel:'].includes(url.protocol)) return h('span', {}, children);
  return h('a', { href: url.href, target: '_blank', rel: 'noopener noreferrer' }, children);
}

function wrap(entity, words, children, onCommand) {
  switch (entity.type) {
    case 'text_link': return link(entity.url || '', children);
    case 'url': return link(words, children);
    case 'email': return link(`mailto:${words}`, children);
    case 'phone_number': return link(`tel:${words.replace(/[^\d+]/g, '')}`, children);
    case 'bot_command': return h('button', { type: 'button', class: 'command', click: () => onCommand(words) }, children);
    default: return PLAIN[entity.type] ? h(PLAIN[entity.type], {}, children) : children;
  }
}

/** The nodes of a text; entities may nest, and one that oversteps its parent is cut at the parent's end. */
export function rich(text, entities, onCommand) {
  const sorted = [...(entities || [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const build = (from, to, inside) => {
    const nodes = [];
    let at = from;
    for (let i = 0; i < inside.length; i += 1) {
      const entity = inside[i];
      const end = Math.min(entity.offset + entity.length, to);
      if (entity.offset < at || end <= entity.offset) continue;
      const within = inside.slice(i + 1).filter((other) => other.offset < end);
      nodes.push(text.slice(at, entity.offset), wrap(entity, text.slice(entity.offset, end), build(entity.offset, end, within), onCommand));
      at = end;
    }
    nodes.push(text.slice(at, to));
    return nodes.flat();
  };
  return build(0, text.length, sorted);
}
