// The bar above the sample community: the product, its clock, and the hand that moves the clock.
import { h, icon, memory } from './dom.js';
import { t } from './texts.js';
import { clockLabel, now, secondsOf, setClock } from './time.js';
import { api } from './api.js';
import { Notices } from './notices.js';

function ask(text) {
  return new Promise((resolve) => {
    const dialog = h('dialog', { class: 'ask', close: () => { resolve(dialog.returnValue === 'yes'); dialog.remove(); } },
      h('form', { method: 'dialog' }, h('p', {}, text), h('div', { class: 'ask-keys' },
        h('button', { value: 'no' }, t('cancel')), h('button', { value: 'yes', class: 'primary', 'data-role': 'confirm' }, t('confirm')))));
    document.body.append(dialog);
    dialog.showModal();
  });
}

export class Topbar {
  constructor(app) {
    this.app = app;
    this.notices = new Notices();
    this.label = document.createTextNode('');
    this.seconds = h('span', { class: 'seconds' });
    this.ahead = h('small', { class: 'ahead' });
    const hours = h('input', { type: 'number', min: 1, max: 720, step: 1, value: 48, required: true, 'aria-label': t('customHours'), 'data-role': 'hours', inputmode: 'numeric' });
    const custom = h('form', { class: 'custom', submit: (event) => { event.preventDefault(); this.move(Number(hours.value)); } },
      hours, h('span', { 'aria-hidden': 'true' }, t('hours')), h('button', { 'data-role': 'forward-custom', 'aria-label': t('forward') }, icon('forward')));
    this.controls = h('div', { class: 'controls', id: 'controls' },
      h('div', { class: 'forward', role: 'group', 'aria-label': t('forward') }, h('span', { class: 'forward-label', 'aria-hidden': 'true' }, icon('forward'), t('forward')),
        [1, 6, 24].map((n) => h('button', { type: 'button', 'data-forward': n, click: () => this.move(n) }, t('plusHours', n))), custom),
      h('button', { type: 'button', 'data-role': 'reset', click: () => this.reset() }, t('reset')),
      h('button', { type: 'button', 'data-role': 'language', click: () => app.switchLanguage() }, t('language')));
    const fold = h('button', { type: 'button', class: 'fold', 'data-role': 'controls', 'aria-controls': 'controls', 'aria-expanded': 'false', click: () => this.fold() }, icon('forward'), t('forward'));
    this.foldKey = fold;
    this.root = h('header', { class: 'topbar' },
      h('div', { class: 'brand' }, h('span', { class: 'avatar bot', 'aria-hidden': 'true' }, '哨'), h('h1', {}, t('product')), h('small', {}, t('motto'))),
      h('div', { class: 'clock', role: 'timer', 'aria-live': 'off', 'aria-label': t('clock'), 'data-role': 'clock' }, icon('clock'), h('time', {}, this.label, this.seconds), this.ahead),
      fold, this.controls, this.notices.root);
    this.tick();
    setInterval(() => this.tick(), 1000);
    this.sync();
  }

  fold(open = !this.root.classList.contains('open')) {
    this.root.classList.toggle('open', open);
    this.foldKey.setAttribute('aria-expanded', open);
  }

  tick() {
    const seconds = now();
    const label = clockLabel(seconds);
    if (this.label.data !== label) this.label.data = label;
    this.seconds.textContent = secondsOf(seconds);
  }

  take(clock) {
    setClock(clock.now);
    if (clock.offset_hours !== undefined) this.ahead.textContent = clock.offset_hours ? t('forwarded', Math.round(clock.offset_hours)) : '';
    this.tick();
    this.app.renameDays();
  }

  /** The socket tells the hour only; how far it was moved is asked for. */
  sync(clock) {
    if (clock) this.take(clock);
    api.clock().then((full) => this.take(full), () => {});
  }

  async move(hours) {
    this.controls.inert = true;
    this.root.classList.add('busy');
    try {
      this.take(await api.forward(hours));
      this.fold(false);
    } catch (refusal) {
      this.notices.toast(refusal.message);
    }
    this.controls.inert = false;
    this.root.classList.remove('busy');
  }

  async reset() {
    if (!await ask(t('resetAsk'))) return;
    try {
      await api.reset();
      ['draft:', 'out:', 'who:'].forEach((prefix) => memory.forget(prefix));
      location.reload();
    } catch (refusal) {
      this.notices.toast(refusal.message);
    }
  }
}
