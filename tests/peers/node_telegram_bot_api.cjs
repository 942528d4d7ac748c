const exported = require("node-telegram-bot-api");

const TelegramBot = exported.default ?? exported.TelegramBot ?? exported;
const [url, token, paper] = process.argv.slice(2);
const bot = new TelegramBot(token, { baseApiUrl: url, polling: { params: { timeout: 5 } } });

bot.onText(/^\/start/, (message) =>
  bot.sendMessage(message.chat.id, "<b>要什么？</b>", {
    parse_mode: "HTML",
    reply_markup: { inline_keyboard: [[{ text: "修鞋", callback_data: "fix" }]] },
  }),
);
bot.on("callback_query", async (query) => {
  await bot.answerCallbackQuery(query.id, { text: "好的" });
  await bot.editMessageText("请发照片", { chat_id: query.message.chat.id, message_id: query.message.message_id });
});
bot.on("photo", async (message) => {
  const size = message.photo.at(-1);
  const answer = await fetch(await bot.getFileLink(size.file_id));
  const content = Buffer.from(await answer.arrayBuffer());
  const file = { filename: "again.png", contentType: "image/png" };
  await bot.sendPhoto(message.chat.id, content, { caption: `${size.width} 宽` }, file);
});
bot.on("document", (message) => {
  const file = { filename: "价目表.pdf", contentType: "application/pdf" };
  const options = { reply_parameters: JSON.stringify({ message_id: message.message_id }) };
  return bot.sendDocument(message.chat.id, Buffer.from(paper, "base64"), options, file);
});
