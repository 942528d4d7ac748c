const { Input, Markup, Telegraf } = require("telegraf");

const [url, token, paper] = process.argv.slice(2);
const bot = new Telegraf(token, { telegram: { apiRoot: url } });

bot.start((ctx) => ctx.replyWithHTML("<b>要什么？</b>", Markup.inlineKeyboard([Markup.button.callback("修鞋", "fix")])));
bot.on("callback_query", async (ctx) => {
  await ctx.answerCbQuery("好的");
  await ctx.editMessageText("请发照片");
});
bot.on("photo", async (ctx) => {
  const size = ctx.message.photo.at(-1);
  const answer = await fetch(await ctx.telegram.getFileLink(size.file_id));
  const content = Input.fromBuffer(Buffer.from(await answer.arrayBuffer()), "again.png");
  await ctx.replyWithPhoto(content, { caption: `${size.width} 宽` });
});
bot.on("document", (ctx) =>
  ctx.replyWithDocument(Input.fromBuffer(Buffer.from(paper, "base64"), "价目表.pdf"), {
    // Beside a file telegraf sends objects only of the fields that it knows.
    reply_parameters: JSON.stringify({ message_id: ctx.message.message_id }),
  }),
);
bot.launch();
