// Pictures, files, voice and place on their way into a message.
import { h, icon } from './dom.js';
import { t } from './texts.js';
import { lengthOf } from './time.js';

const LIMIT = 20 * 1024 * 1024;
const SOUNDS = [['audio/ogg;codecs=opus', 'ogg'], ['audio/webm;codecs=opus', 'webm'], ['audio/mp4', 'm4a']];

export const canRecord = () => Boolean(navigator.mediaDevices?.getUserMedia && window.MediaRecorder);
export const canLocate = () => Boolean(window.isSecureContext && navigator.geolocation);

/** The files that were chosen for the next message, with their small pictures. */
export class Tray {
  constructor(changed, refused) {
    this.changed = changed;
    this.refused = refused;
    this.root = h('div', { class: 'tray' });
    this.take([]);
  }

  add(files) {
    for (const file of files) {
      if (file.size > LIMIT) this.refused(t('tooBig', file.name));
      else this.files.push(file);
    }
    this.draw();
  }

  /** Puts other files in (another chat's) and hands out those that were here. */
  take(files) {
    const before = this.files;
    this.files = files;
    this.draw();
    return before;
  }

  draw() {
    this.root.replaceChildren(...this.files.map((file, index) => {
      const picture = file.type.startsWith('image/') && h('img', { alt: file.name });
      if (picture) {
        picture.src = URL.createObjectURL(file);
        picture.addEventListener('load', () => {
          file.shape = { width: picture.naturalWidth, height: picture.naturalHeight };
          URL.revokeObjectURL(picture.src);
        });
      }
      return h('div', { class: 'tray-item' }, picture || h('span', { class: 'tray-name' }, icon('file'), file.name),
        h('button', { type: 'button', 'aria-label': `${t('remove')} ${file.name}`, click: () => { this.files.splice(index, 1); this.draw(); } }, icon('close')));
    }));
    this.root.hidden = !this.files.length;
    this.changed();
  }
}

/** A bar that records until it is sent or dropped. */
export async function record(onDone, onDenied) {
  let stream;
  try { stream = await navigator.mediaDevices.getUserMedia({ audio: true }); } catch { onDenied(t('voiceDenied')); return null; }
  const [type, suffix] = SOUNDS.find(([mime]) => MediaRecorder.isTypeSupported(mime)) || ['', 'webm'];
  const recorder = new MediaRecorder(stream, { mimeType: type || undefined, audioBitsPerSecond: 24000 });
  const chunks = [];
  const began = Date.now();
  const shown = h('time', {}, lengthOf(0));
  const ticking = setInterval(() => { shown.textContent = lengthOf((Date.now() - began) / 1000); }, 250);
  let wanted = false;
  const stop = (want) => { wanted = want; recorder.stop(); };
  recorder.addEventListener('dataavailable', ({ data }) => chunks.push(data));
  recorder.addEventListener('stop', () => {
    clearInterval(ticking);
    stream.getTracks().forEach((track) => track.stop());
    const file = new File(chunks, `voice.${suffix}`, { type: (type || recorder.mimeType).split(';')[0] });
    file.recorded = Math.max(1, Math.round((Date.now() - began) / 1000));
    bar.remove();
    onDone(wanted ? file : null);
  });
  const bar = h('div', { class: 'recording', role: 'group', 'aria-label': t('recording') }, h('i'), h('span', {}, t('recording')), shown,
    h('button', { type: 'button', click: () => stop(false) }, t('cancel')),
    h('button', { type: 'button', class: 'primary', 'data-role': 'send-voice', click: () => stop(true) }, t('send')));
  recorder.start();
  return bar;
}

export function locate(onPlace, onDenied) {
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => onPlace({ latitude: coords.latitude, longitude: coords.longitude }),
    () => onDenied(t('placeDenied')),
    { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
  );
}
