// Photos, voice, video, files and places inside a bubble, and the full-size viewer.
import { h, icon } from './dom.js';
import { t } from './texts.js';
import { lengthOf } from './time.js';
import { api } from './api.js';

/** What a message carries, as one list for sent messages and for those still on their way (`local`). */
export function attachments(message, me) {
  if (message.local) return message.local.map((file) => ({ ...file, full: file.url, message }));
  const found = (kind, media, extra) => ({
    kind, message, url: api.mediaUrl(me, media.file_id), full: api.mediaUrl(me, media.file_id),
    width: media.width, height: media.height, seconds: media.duration, name: media.file_name, size: media.file_size, ...extra,
  });
  if (message.photo?.length) {
    const sizes = [...message.photo].sort((a, b) => a.width - b.width);
    const small = sizes.find((size) => size.width >= 480) || sizes.at(-1);
    return [found('photo', small, { full: api.mediaUrl(me, sizes.at(-1).file_id) })];
  }
  if (message.voice || message.audio) return [found('voice', message.voice || message.audio)];
  const video = message.video || message.video_note || message.animation;
  if (video) return [found('video', video)];
  if (message.document) return [found('document', message.document)];
  return [];
}

export function mediaNodes(items) {
  const seen = items.filter((item) => item.kind === 'photo' || (item.kind === 'video' && items.length > 1));
  const nodes = seen.length ? [photoGrid(seen)] : [];
  for (const item of items) {
    if (seen.includes(item)) continue;
    nodes.push(item.kind === 'voice' ? voicePlayer(item) : item.kind === 'video' ? videoPlayer(item) : fileLink(item));
  }
  return nodes;
}

function photoGrid(items) {
  const tiles = items.map((item, index) => {
    const picture = item.kind === 'video'
      ? h('video', { src: `${item.url}#t=0.1`, preload: 'metadata', muted: true, playsinline: true })
      : h('img', { src: item.url, alt: item.message.caption || t('photo'), loading: 'lazy', decoding: 'async', draggable: 'false' });
    return h('button', { type: 'button', class: 'tile', 'aria-label': t('openPhoto'), 'data-photo': item.message.message_id, click: () => view(items, index) },
      picture, item.kind === 'video' && icon('play'));
  });
  const grid = h('div', { class: 'photos', 'data-count': items.length === 4 ? 2 : Math.min(items.length, 3) }, tiles);
  // The room is kept before the bytes come, so that nothing jumps on a slow line.
  if (items.length === 1) tiles[0].style.aspectRatio = Math.max(0.85, Math.min(1.9, items[0].width / items[0].height || 4 / 3));
  return grid;
}

function videoPlayer(item) {
  const video = h('video', { class: 'video', src: item.url, controls: true, preload: 'metadata', playsinline: true });
  video.style.aspectRatio = item.width / item.height || 16 / 9;
  return video;
}

let playing = null;

function voicePlayer(item) {
  const audio = new Audio();
  audio.preload = 'none';
  audio.src = item.url;
  const played = h('i');
  const left = h('span', { class: 'voice-time' }, lengthOf(item.seconds || 0));
  const button = h('button', { type: 'button', class: 'voice-play', 'aria-label': t('playVoice'), click: toggle }, icon('play'));
  function toggle() {
    if (!audio.paused) { audio.pause(); return; }
    playing?.pause();
    playing = audio;
    audio.play().catch(() => show());
  }
  function show() {
    button.replaceChildren(icon(audio.paused ? 'play' : 'pause'));
    button.setAttribute('aria-label', t(audio.paused ? 'playVoice' : 'pauseVoice'));
  }
  audio.addEventListener('play', show);
  audio.addEventListener('pause', show);
  audio.addEventListener('timeupdate', () => {
    // What a browser records has no length in its header, so the message's own is the better one.
    const total = item.seconds || (Number.isFinite(audio.duration) ? audio.duration : 0);
    played.style.width = `${audio.ended || !total ? 0 : Math.min(100, (audio.currentTime / total) * 100)}%`;
    left.textContent = lengthOf(audio.ended ? total : audio.currentTime);
  });
  return h('div', { class: 'voice' }, button, h('span', { class: 'voice-track' }, played), left);
}

function fileLink(item) {
  const size = item.size > 1048576 ? `${(item.size / 1048576).toFixed(1)} MB` : `${Math.max(1, Math.round((item.size || 0) / 1024))} KB`;
  return h('a', { class: 'document', href: item.url, download: item.name || '' },
    h('span', { class: 'document-icon' }, icon('file')),
    h('span', { class: 'document-name' }, item.name || t('file'), h('small', {}, size)));
}

export function placeNode({ latitude, longitude }, venue) {
  const where = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  // geo: opens the phone's own map; the page itself asks no map service for anything.
  return h('a', { class: 'place', href: `geo:${latitude},${longitude}`, title: t('openPlace') },
    h('span', { class: 'place-map' }, icon('place')), h('span', { class: 'place-text' }, venue?.title || t('place'), h('small', {}, venue?.address || where)));
}

function view(items, start) {
  let index = start;
  const stage = h('div', { class: 'viewer-stage' });
  const show = (step) => {
    index = (index + step + items.length) % items.length;
    const item = items[index];
    stage.replaceChildren(item.kind === 'video' ? h('video', { src: item.full, controls: true, autoplay: true, playsinline: true })
      : h('img', { src: item.full, alt: item.message.caption || t('photo'), click: () => dialog.close() }));
    count.textContent = items.length > 1 ? `${index + 1} / ${items.length}` : '';
  };
  const count = h('span', { class: 'viewer-count' });
  const dialog = h('dialog', {
    class: 'viewer', 'aria-label': t('photo'),
    click: ({ target }) => (target === dialog || target === stage) && dialog.close(),
    keydown: ({ key }) => { if (key === 'ArrowRight') show(1); if (key === 'ArrowLeft') show(-1); },
    close: () => dialog.remove(),
  },
  stage, count, h('button', { type: 'button', class: 'viewer-close', 'aria-label': t('closePhoto'), click: () => dialog.close() }, icon('close')),
  items.length > 1 && ['prev', 'next'].map((way) => h('button', { type: 'button', class: `viewer-${way}`, 'aria-label': way === 'next' ? '›' : '‹', click: () => show(way === 'next' ? 1 : -1) }, icon('down'))));
  document.body.append(dialog);
  show(0);
  dialog.showModal();
}
