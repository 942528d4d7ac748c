// Every sentence that the page itself says, in both languages. What the bot says comes from the server.

const TEXTS = {
  zh: {
    product: '哨应', motto: '一声哨响，四方来应', whoAreYou: '您在这里是', you: '您',
    clock: '业务时间', forward: '快进', hours: '小时', plusHours: (n) => `＋${n} 小时`, customHours: '快进几小时（1–720）',
    forwarded: (n) => `已快进 ${n} 小时`, reset: '重来', resetAsk: '把示例社区恢复到最初的样子？聊天、工单和时间都会重来。',
    language: 'English', cancel: '取消', ok: '知道了', confirm: '确定', today: '今天', yesterday: '昨天',
    write: '发消息', writeReply: '回复…', send: '发送', more: '更多', photo: '照片', voice: '语音', place: '位置', file: '文件', commands: '命令',
    reply: '回复', copy: '复制', edited: '已编辑', sending: '正在发送', failed: '没发出去', sent: '已发送', retry: '重试', takeBack: '撤下',
    remove: '移除', down: '到最新', newBelow: (n) => `${n} 条新消息`, unread: (n) => `${n} 条未读`, retryPage: '再试一次',
    offline: '连接断了，正在重连…', networkDown: '网络不通，消息还在，可以重试', cantLoad: '暂时打不开',
    tooBig: (name) => `${name} 超过 20 MB，发不了`, pressAgain: '没按上，请再按一次', voiceDenied: '没有麦克风的许可，请在浏览器里打开',
    placeDenied: '没有取到位置，请打开定位，或直接写地点', recording: '正在录音', playVoice: '播放语音', pauseVoice: '暂停', openPhoto: '看大图',
    closePhoto: '关闭', openPlace: '在地图里打开', cantShow: '[这条消息在这里显示不了]', gone: '原来的消息已不在', chats: '聊天', privateChat: '与哨应私聊',
    kinds: { photo: '[照片]', voice: '[语音]', video: '[视频]', document: '[文件]', location: '[位置]' },
    seats: { resident: '居民', community: '社区', branch: '支部', leader: '网格长', supervisors: '督办' },
    start: '开始', welcomeTitle: '您好，这里是哨应', welcome: '身边有什么不对的事，在这里说一声：路灯不亮、楼道堆物、邻里吵闹。一句话、一张照片、一段语音都行。',
    promise: '48 小时内有人答复您。', quiet: '还没有消息', quietGroup: '有居民反映的事转来，会出现在这里。', quietPrivate: '只交给您的事，会出现在这里。', welcomeAgain: '您扫了新的二维码，点开始就能用。',
  },
  en: {
    product: 'Shaoying', motto: 'One whistle, everyone answers', whoAreYou: 'Here you are', you: 'You',
    clock: 'Business time', forward: 'Forward', hours: 'h', plusHours: (n) => `+${n} h`, customHours: 'Hours to go forward (1–720)',
    forwarded: (n) => `${n} h ahead`, reset: 'Reset', resetAsk: 'Put the sample community back to its beginning? Chats, tickets and time all start over.',
    language: '中文', cancel: 'Cancel', ok: 'OK', confirm: 'Yes', today: 'Today', yesterday: 'Yesterday',
    write: 'Message', writeReply: 'Reply…', send: 'Send', more: 'More', photo: 'Photo', voice: 'Voice', place: 'Place', file: 'File', commands: 'Menu',
    reply: 'Reply', copy: 'Copy', edited: 'edited', sending: 'Sending', failed: 'Not sent', sent: 'Sent', retry: 'Retry', takeBack: 'Take back',
    remove: 'Remove', down: 'To the newest', newBelow: (n) => `${n} new`, unread: (n) => `${n} unread`, retryPage: 'Try again',
    offline: 'Connection lost, reconnecting…', networkDown: 'No network. Your message is kept; you can retry', cantLoad: 'Cannot open this just now',
    tooBig: (name) => `${name} is over 20 MB and cannot be sent`, pressAgain: 'That press did not get through, please press again', voiceDenied: 'The microphone is not allowed; please allow it in the browser',
    placeDenied: 'No position found. Turn on location, or write where it is', recording: 'Recording', playVoice: 'Play voice message', pauseVoice: 'Pause', openPhoto: 'Open full size',
    closePhoto: 'Close', openPlace: 'Open in maps', cantShow: '[This message cannot be shown here]', gone: 'The original message is gone', chats: 'Chats', privateChat: 'Private with Shaoying',
    kinds: { photo: '[Photo]', voice: '[Voice]', video: '[Video]', document: '[File]', location: '[Place]' },
    seats: { resident: 'Resident', community: 'Community', branch: 'Branch', leader: 'Leader', supervisors: 'Watch' },
    start: 'Start', welcomeTitle: 'Hello, this is Shaoying', welcome: 'Tell us what is wrong around you: a dark street lamp, a blocked stairway, noise next door. A sentence, a photo or a voice message will do.',
    promise: 'Somebody answers within 48 hours.', quiet: 'No messages yet', quietGroup: 'What residents report and is passed on appears here.', quietPrivate: 'What is meant for you alone appears here.', welcomeAgain: 'You scanned a new code. Press Start to use it.',
  },
};

let language = 'zh';

export function speak(code) {
  language = String(code || '').toLowerCase().startsWith('en') ? 'en' : 'zh';
  document.documentElement.lang = language === 'en' ? 'en' : 'zh-CN';
}

export const spoken = () => language;

export function t(key, ...args) {
  const text = TEXTS[language][key];
  return typeof text === 'function' ? text(...args) : text;
}
