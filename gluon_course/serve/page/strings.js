// Every text of the page in both languages. What stands between the first brace and
// the last is JSON: the tests read it. {name} is a value that is put in.

export const STRINGS = {
  "skip": {
    "en": "Skip to the answer",
    "zh": "跳到结果"
  },
  "theme.dark": {
    "en": "Dark",
    "zh": "深色"
  },
  "theme.light": {
    "en": "Light",
    "zh": "浅色"
  },
  "notice": {
    "en": "About the training data:",
    "zh": "关于训练数据："
  },
  "notice.sample": {
    "en": "Trained on sample data, for trying out only:",
    "zh": "用样例数据训练，仅供试用："
  },
  "api": {
    "en": "API of this server",
    "zh": "本服务的API"
  },
  "shape": {
    "en": "Input {shape} · form {form}",
    "zh": "输入形状 {shape} · 格式 {form}"
  },
  "task.classification": {
    "en": "Image classification",
    "zh": "图像分类"
  },
  "task.detection": {
    "en": "Object detection",
    "zh": "目标检测"
  },
  "task.segmentation": {
    "en": "Semantic segmentation",
    "zh": "语义分割"
  },
  "task.language": {
    "en": "Language model",
    "zh": "语言模型"
  },
  "task.sentiment": {
    "en": "Sentiment classification",
    "zh": "文本情感分类"
  },
  "task.translation": {
    "en": "Machine translation",
    "zh": "机器翻译"
  },
  "task.word-vectors": {
    "en": "Word vectors",
    "zh": "词向量"
  },
  "question.draw": {
    "en": "Draw something",
    "zh": "画一画"
  },
  "question.classification": {
    "en": "Give it a picture",
    "zh": "选一张图像"
  },
  "question.detection": {
    "en": "Give it a picture",
    "zh": "选一张图像"
  },
  "question.segmentation": {
    "en": "Give it a picture",
    "zh": "选一张图像"
  },
  "question.language": {
    "en": "Begin a text",
    "zh": "写个开头"
  },
  "question.sentiment": {
    "en": "Write a review",
    "zh": "写一段评论"
  },
  "question.translation": {
    "en": "Write a sentence",
    "zh": "写一个句子"
  },
  "question.word-vectors": {
    "en": "Name some words",
    "zh": "写几个词"
  },
  "ways": {
    "en": "How to give a picture",
    "zh": "给出图像的方式"
  },
  "way.draw": {
    "en": "Draw",
    "zh": "手绘"
  },
  "way.picture": {
    "en": "Picture",
    "zh": "图像"
  },
  "pad": {
    "en": "Paper to draw on",
    "zh": "画纸"
  },
  "hint.digit": {
    "en": "Draw a digit here",
    "zh": "在这里画一个数字"
  },
  "hint.garment": {
    "en": "Draw a garment here",
    "zh": "在这里画一件服饰"
  },
  "hint.other": {
    "en": "Draw here",
    "zh": "在这里画"
  },
  "pen": {
    "en": "Pen",
    "zh": "笔粗"
  },
  "undo": {
    "en": "Undo",
    "zh": "撤销"
  },
  "clear": {
    "en": "Clear",
    "zh": "清空"
  },
  "fill": {
    "en": "Fill what a line encloses",
    "zh": "填充线条围住的区域"
  },
  "sketches": {
    "en": "Or try",
    "zh": "或者试试"
  },
  "garment.shirt": {
    "en": "T-shirt",
    "zh": "T恤"
  },
  "garment.trousers": {
    "en": "Trousers",
    "zh": "裤子"
  },
  "garment.sneaker": {
    "en": "Sneaker",
    "zh": "运动鞋"
  },
  "garment.bag": {
    "en": "Bag",
    "zh": "包"
  },
  "keys.heading": {
    "en": "Draw with the keyboard",
    "zh": "用键盘画"
  },
  "keys.text": {
    "en": "Focus the paper. Arrow keys move the pen, with Shift in larger steps; Space lowers and lifts it. Backspace undoes, Delete clears.",
    "zh": "先让画纸获得焦点。方向键移动画笔，按住Shift走大步；空格键落笔和抬笔。Backspace撤销，Delete清空。"
  },
  "pen.down": {
    "en": "Pen down",
    "zh": "落笔"
  },
  "pen.up": {
    "en": "Pen up",
    "zh": "抬笔"
  },
  "drop.choose": {
    "en": "Choose a picture",
    "zh": "选择图像"
  },
  "drop.other": {
    "en": "or drop it anywhere on this page, or paste it",
    "zh": "也可以拖到页面任意处，或直接粘贴"
  },
  "drop.here": {
    "en": "Drop the picture",
    "zh": "松开即可"
  },
  "shrunk": {
    "en": "shrunk to {width} × {height} before it was sent",
    "zh": "发送前已缩小为 {width} × {height}"
  },
  "picture.alt": {
    "en": "Your picture",
    "zh": "你的图像"
  },
  "label.language": {
    "en": "The text goes on from here",
    "zh": "模型从这里往下写"
  },
  "label.sentiment": {
    "en": "What somebody wrote",
    "zh": "一段文字"
  },
  "label.translation": {
    "en": "What to translate",
    "zh": "要翻译的句子"
  },
  "send.language": {
    "en": "Go on",
    "zh": "往下写"
  },
  "send.sentiment": {
    "en": "Judge it",
    "zh": "判断情感"
  },
  "send.translation": {
    "en": "Translate",
    "zh": "翻译"
  },
  "count.character": {
    "en": "{used} of at most {most} characters; the model knows characters",
    "zh": "{used}/{most}个字符；模型以字符为单位"
  },
  "count.word": {
    "en": "{used} of at most {most} characters; the model knows words",
    "zh": "{used}/{most}个字符；模型以词为单位"
  },
  "options": {
    "en": "Options",
    "zh": "选项"
  },
  "options.help": {
    "en": "Temperature 0 takes the likeliest token each time. Otherwise tokens are drawn: a higher temperature is more daring, the k likeliest alone keep to the point. Equal seeds give equal texts.",
    "zh": "温度为0时每次取概率最大的词。否则按概率抽样：温度越高越大胆，只取概率最大的k个则更稳妥。随机种子相同，结果相同。"
  },
  "length": {
    "en": "Length",
    "zh": "长度"
  },
  "temperature": {
    "en": "Temperature",
    "zh": "温度"
  },
  "top_k": {
    "en": "From the k likeliest",
    "zh": "只取概率最大的k个"
  },
  "seed": {
    "en": "Seed",
    "zh": "随机种子"
  },
  "again": {
    "en": "Another one",
    "zh": "换一个"
  },
  "words.label": {
    "en": "Words, with spaces between them",
    "zh": "词，用空格隔开"
  },
  "words.send": {
    "en": "Find near words",
    "zh": "求近义词"
  },
  "analogy": {
    "en": "Or an analogy",
    "zh": "或者求类比词"
  },
  "analogy.a": {
    "en": "First word",
    "zh": "第一个词"
  },
  "analogy.b": {
    "en": "Second word",
    "zh": "第二个词"
  },
  "analogy.c": {
    "en": "Third word",
    "zh": "第三个词"
  },
  "analogy.to": {
    "en": "is to",
    "zh": "之于"
  },
  "analogy.as": {
    "en": "as",
    "zh": "，相当于"
  },
  "analogy.end": {
    "en": "is to what?",
    "zh": "之于什么？"
  },
  "analogy.asked": {
    "en": "{a} is to {b} as {c} is to …",
    "zh": "{a}之于{b}，相当于{c}之于……"
  },
  "result": {
    "en": "What the model says",
    "zh": "模型的回答"
  },
  "empty.draw": {
    "en": "Draw, and while you draw the model says what it takes it for.",
    "zh": "画好一笔，模型就会说出它认为是什么。"
  },
  "empty.classification": {
    "en": "The classes and their probabilities appear here.",
    "zh": "各类别的概率会显示在这里。"
  },
  "empty.detection": {
    "en": "Your picture appears here, with a box around each object.",
    "zh": "这里会显示你的图像，每个目标都带有边界框。"
  },
  "empty.segmentation": {
    "en": "Your picture appears here, each pixel in the colour of its class.",
    "zh": "这里会显示你的图像，每个像素涂上其类别的颜色。"
  },
  "empty.language": {
    "en": "Begin a text, and the model goes on with it here.",
    "zh": "写下前缀，模型会在这里接着写。"
  },
  "empty.sentiment": {
    "en": "Whether the text sounds positive or negative appears here.",
    "zh": "这里会显示这段文字的情感是正面还是负面。"
  },
  "empty.translation": {
    "en": "The translation appears here, and where each word of it looked.",
    "zh": "这里会显示译文，以及每个词的注意力。"
  },
  "empty.word-vectors": {
    "en": "Words whose vectors point the same way appear here.",
    "zh": "这里会显示词向量方向相近的词。"
  },
  "time": {
    "en": "Computed in {ms} ms",
    "zh": "用时{ms}毫秒"
  },
  "seen": {
    "en": "What the net sees: {width} × {height} pixels",
    "zh": "网络看到的：{width} × {height}像素"
  },
  "unknown": {
    "en": "Words that the model has never seen: {words}",
    "zh": "模型没有见过的词：{words}"
  },
  "score": {
    "en": "Least score",
    "zh": "置信度阈值"
  },
  "boxes": {
    "en": "Objects found: {count}",
    "zh": "找到的目标：{count}"
  },
  "boxes.none": {
    "en": "No object is that certain.",
    "zh": "没有达到该置信度的目标。"
  },
  "box.place": {
    "en": "{width} × {height} px at ({x}, {y})",
    "zh": "位于({x}, {y})，{width} × {height}像素"
  },
  "strength": {
    "en": "Colours",
    "zh": "着色强度"
  },
  "segments.alt": {
    "en": "The classes of the pixels as colours",
    "zh": "以颜色表示的像素类别"
  },
  "continuation.legend": {
    "en": "Highlighted: what the model wrote.",
    "zh": "高亮部分是模型写的。"
  },
  "translation.none": {
    "en": "(nothing)",
    "zh": "（空）"
  },
  "others": {
    "en": "Also considered: {words}",
    "zh": "其他候选：{words}"
  },
  "attention": {
    "en": "Attention",
    "zh": "注意力"
  },
  "attention.help": {
    "en": "A row for each word that was written, a column for each that was read: the darker, the more it was attended to.",
    "zh": "每行是写出的词，每列是读入的词：颜色越深，注意力权重越大。"
  },
  "grid.said": {
    "en": "Written",
    "zh": "写出的词"
  },
  "near": {
    "en": "Near {word}",
    "zh": "与“{word}”相近的词"
  },
  "cosine": {
    "en": "Bars and numbers are cosine similarities.",
    "zh": "数值为余弦相似度。"
  },
  "spoken.class": {
    "en": "{name}, {share}",
    "zh": "{name}，{share}"
  },
  "spoken.boxes": {
    "en": "Objects found: {count}. {names}",
    "zh": "找到的目标：{count}。{names}"
  },
  "spoken.segments": {
    "en": "Classes found: {names}",
    "zh": "找到的类别：{names}"
  },
  "spoken.text": {
    "en": "The model wrote: {text}",
    "zh": "模型写道：{text}"
  },
  "spoken.translation": {
    "en": "Translation: {text}",
    "zh": "译文：{text}"
  },
  "retry": {
    "en": "Try again",
    "zh": "重试"
  },
  "problem.words": {
    "en": "What the server said",
    "zh": "服务器的原话"
  },
  "problem.offline.what": {
    "en": "The server does not answer",
    "zh": "服务器没有响应"
  },
  "problem.offline.cause": {
    "en": "It was stopped, or the connection is gone.",
    "zh": "服务已停止，或网络已断开。"
  },
  "problem.offline.action": {
    "en": "See that gluon-course serve is running, then try again.",
    "zh": "请确认gluon-course serve正在运行，然后重试。"
  },
  "problem.busy.what": {
    "en": "Too many questions at once",
    "zh": "请求太多"
  },
  "problem.busy.cause": {
    "en": "The queue of the server is full.",
    "zh": "服务器的队列已满。"
  },
  "problem.busy.action": {
    "en": "Wait a moment and try again.",
    "zh": "请稍候再试。"
  },
  "problem.large.what": {
    "en": "That is too large",
    "zh": "内容太大"
  },
  "problem.large.cause": {
    "en": "It is larger than this server takes.",
    "zh": "超过了服务器允许的大小。"
  },
  "problem.large.action": {
    "en": "Take a smaller picture or a shorter text.",
    "zh": "请换一张小一些的图像，或缩短文字。"
  },
  "problem.resting.what": {
    "en": "The server takes no questions now",
    "zh": "服务器暂不接受请求"
  },
  "problem.resting.cause": {
    "en": "It is ending, or it was too busy to answer in time.",
    "zh": "它正在关闭，或因太忙未能及时回答。"
  },
  "problem.resting.action": {
    "en": "Wait a moment and try again.",
    "zh": "请稍候再试。"
  },
  "problem.slow.what": {
    "en": "The answer takes too long",
    "zh": "等待超时"
  },
  "problem.slow.cause": {
    "en": "The model is large, or the machine is busy.",
    "zh": "模型较大，或机器正忙。"
  },
  "problem.slow.action": {
    "en": "Try again, or ask for less.",
    "zh": "请重试，或减少要求。"
  },
  "problem.refused.what": {
    "en": "The model cannot take this",
    "zh": "模型无法处理这个输入"
  },
  "problem.refused.cause": {
    "en": "A file is damaged or no picture, or a text has what the model does not know.",
    "zh": "文件已损坏或不是图像，或文字中有模型不认识的内容。"
  },
  "problem.refused.action": {
    "en": "Try something else; the server says below what it is about.",
    "zh": "请换一个输入；具体原因见下方服务器的原话。"
  },
  "problem.broken.what": {
    "en": "Something went wrong in the server",
    "zh": "服务器出错了"
  },
  "problem.broken.cause": {
    "en": "This is a mistake of the program, not yours.",
    "zh": "这是程序的错误，不是你的错。"
  },
  "problem.broken.action": {
    "en": "Try again; the terminal of the server says more.",
    "zh": "请重试；服务器终端里有更多信息。"
  }
};
