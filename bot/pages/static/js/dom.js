// Building blocks for the page. Data only ever enters the document as text nodes and attributes.

export function h(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === 'function') node.addEventListener(key, value);
    else if (key === 'class') node.className = value;
    else if (key === 'dataset') Object.assign(node.dataset, value);
    else node.setAttribute(key, value === true ? '' : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const SHAPES = {
  plus: 'M12 5v14M5 12h14',
  close: 'M6 6l12 12M18 6L6 18',
  down: 'M6 9l6 6 6-6',
  send: 'M12 19V5M5.500 11.500L12 5l6.500 6.500',
  photo: 'M4 6h16v13H4zM4 16l5-5 4 4 3-3 4 4M15.500 9.500h.01',
  voice: 'M12 4a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V7a3 3 0 0 1 3-3zM6 11v1a6 6 0 0 0 12 0v-1M12 18v3',
  place: 'M12 21s-7-6.200-7-11a7 7 0 0 1 14 0c0 4.800-7 11-7 11zM12 12.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z',
  file: 'M7 3h7l5 5v13H7zM14 3v5h5',
  commands: 'M9 20l6-16',
  reply: 'M9 7l-5 5 5 5M4 12h10a6 6 0 0 1 6 6v1',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  play: 'M8 5l11 7-11 7z',
  pause: 'M8 5v14M16 5v14',
  clock: 'M12 7v5l3 2M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z',
  sent: 'M5 13l4 4L19 7',
  failed: 'M12 7v6M12 16.500v.01M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z',
  forward: 'M4 6l8 6-8 6zM12 6l8 6-8 6z',
  resident: 'M4 11l8-7 8 7v9h-5v-6H9v6H4z',
  community: 'M5 21V6l7-3 7 3v15zM9 10h.01M15 10h.01M9 14h.01M15 14h.01M10 21v-3h4v3',
  branch: 'M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM2.500 20a6.500 6.500 0 0 1 13 0M16 4.500a3.500 3.500 0 0 1 0 6.500M18 14a6.500 6.500 0 0 1 3.500 6',
  leader: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21a8 8 0 0 1 16 0',
  supervisors: 'M6 16v-5a6 6 0 0 1 12 0v5l2 2H4zM10 21h4',
};
const SVG = 'http://www.w3.org/2000/svg';

export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  const path = document.createElementNS(SVG, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', `icon icon-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', SHAPES[name] || SHAPES.leader);
  svg.append(path);
  return svg;
}

export const nameOf = (user) => [user?.first_name, user?.last_name].filter(Boolean).join('') || user?.title || '?';

export function avatar(user) {
  if (user?.is_bot) return h('span', { class: 'avatar bot', 'aria-hidden': 'true' }, '哨');
  // The given name tells neighbours apart better than the family name does, as chat apps in China show it.
  const name = nameOf(user);
  const initial = /^[\u4e00-\u9fff]{2,4}$/.test(name) ? name.slice(-1) : [...name][0].toUpperCase();
  return h('span', { class: 'avatar', 'data-hue': Math.abs(user?.id || 0) % 7, 'aria-hidden': 'true' }, initial);
}

/** Remembered on this device; a browser that forbids storage costs comfort, never function. */
export const memory = {
  get(key) {
    try { return JSON.parse(localStorage.getItem(`shaoying:${key}`)); } catch { return null; }
  },
  set(key, value) {
    try {
      if (value === null || value === '' || value?.length === 0) localStorage.removeItem(`shaoying:${key}`);
      else localStorage.setItem(`shaoying:${key}`, JSON.stringify(value));
    } catch { /* private mode, or the quota is full */ }
  },
  forget(prefix) {
    try {
      Object.keys(localStorage).filter((key) => key.startsWith(`shaoying:${prefix}`)).forEach((key) => localStorage.removeItem(key));
    } catch { /* as above */ }
  },
};
