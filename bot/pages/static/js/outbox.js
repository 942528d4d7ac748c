// What I say stands in the chat at once and keeps its uuid until the server has taken it, also over a reload.
import { memory } from './dom.js';
import { now } from './time.js';
import { api, uuid } from './api.js';

const PATIENCE = 2500; // milliseconds until a message that was taken but not heard back is asked for

export class Outbox {
  constructor(room) {
    this.room = room;
    this.key = `out:${room.me}:${room.chat.id}`;
    this.waiting = [];
    this.held = [];
    this.posting = 0;
    this.line = Promise.resolve();
    for (const saved of memory.get(this.key) || []) this.show({ ...saved, files: [], state: 'failed' });
  }

  say({ text, files = [], location, quoted }) {
    const post = { text: text || undefined, reply_to: quoted?.message_id, location };
    const entry = { uuid: uuid(), post, files, media: [], quoted, date: now() };
    this.show(entry);
    this.save();
    this.try(entry);
  }

  show(entry) {
    const { text, location } = entry.post;
    const local = entry.files.map((file) => ({
      kind: file.recorded ? 'voice' : ['image', 'video'].includes(file.type.split('/')[0]) ? file.type.split('/')[0].replace('image', 'photo') : 'document',
      url: URL.createObjectURL(file), name: file.name, size: file.size, seconds: file.recorded, width: file.shape?.width, height: file.shape?.height,
    }));
    entry.messages = [{
      date: entry.date, from: { id: this.room.me, first_name: this.room.name }, location, reply_to_message: entry.quoted,
      ...(local.length ? { local, caption: text } : { text }),
    }];
    this.waiting.push(entry);
    entry.state ||= 'sending';
    this.room.timeline.append(entry);
  }

  try(entry) {
    entry.state = 'sending';
    this.room.timeline.redraw(entry);
    // Words keep their order; a picture on a slow line holds no call for help back.
    if (entry.files.length) this.deliver(entry);
    else this.line = this.line.catch(() => {}).then(() => this.deliver(entry));
  }

  async deliver(entry) {
    const as = this.room.me;
    try {
      while (entry.media.length < entry.files.length) {
        const file = entry.files[entry.media.length];
        entry.media.push((await api.upload(as, file, file.name)).id);
      }
      this.posting += 1;
      const media = entry.media.length ? entry.media : undefined;
      const { message_ids: ids } = await api.send({ as, chat: this.room.chat.id, uuid: entry.uuid, ...entry.post, media })
        .finally(() => { this.posting -= 1; });
      entry.ids = ids;
      entry.state = 'sent';
      if (!this.waiting.includes(entry)) return;
      this.room.timeline.redraw(entry);
      setTimeout(() => this.waiting.includes(entry) && this.room.refresh(), PATIENCE);
    } catch (refusal) {
      entry.state = 'failed';
      entry.reason = refusal.message;
      this.room.timeline.redraw(entry);
    } finally {
      this.save();
      if (!this.posting && this.held.length) this.room.receive(this.held.splice(0));
    }
  }

  /** Messages that may be shown now. My own wait while a post is under way: only its answer tells which of them it is. */
  admit(messages) {
    return messages.filter((message) => {
      if (message.from?.id !== this.room.me || this.room.timeline.byId.has(message.message_id)) return true;
      if (this.posting) {
        this.held.push(message);
        return false;
      }
      const entry = this.waiting.find((one) => one.ids?.includes(message.message_id));
      if (entry) this.forget(entry);
      return true;
    });
  }

  forget(entry) {
    this.waiting = this.waiting.filter((one) => one !== entry);
    this.room.timeline.drop(entry);
    // A picture that is still being drawn keeps its bytes a little longer.
    setTimeout(() => entry.messages[0].local?.forEach(({ url }) => URL.revokeObjectURL(url)), 10000);
    this.save();
  }

  /** Files live in this page only; leaving it would lose them. */
  get fragile() { return this.waiting.some((entry) => !entry.ids && entry.files.length > entry.media.length); }

  save() {
    memory.set(this.key, this.waiting.filter((entry) => !entry.ids && entry.files.length === entry.media.length)
      .map(({ uuid: id, post, media, quoted, date }) => ({ uuid: id, post, media, quoted, date })));
  }
}
