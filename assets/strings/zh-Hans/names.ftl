# 名称

names-field = 分组名称
names-from-earlier = 用过的
names-from-folder = 文件夹名称
names-from-words = 图片内容
names-from-network = 看起来像
names-with-source = “{ $name }”（{ $from }）
names-offer = 命名为 { $name }（{ $about }）
names-may-be = 可以叫作 { $names }；右键可以选用。
names-call-it = 命名为“{ $name }”
names-all-named = 现在每个分组都有名称了。
names-help = Enter：命名并到下一个 · Tab：采用建议 · 下翻页：跳过 · Esc：停止
names-help-rename = Enter：采用此名称 · Esc：保持不变
names-help-same = Enter：合并 · Shift+Enter：两个都保留 · Esc：停止
names-merge = 合并到“{ $name }”?
names-merge-sum = { $own } + { $other } = { $n ->
   *[other] { $n } 张图片
}
names-merge-button = 合并
names-keep-both = 两个都保留
    .tip = 两个都保留名称，用编号区分（Shift+Enter）

words-title = “{ $words }”中有此项目不认识的词
words-away = 认识任意文字的网络（CLIP，{ $megabytes } MB，许可 { $licence }）可以找到它们。只需下载一次，并查看{ $n ->
   *[other] 全部 { $n } 张图片
}，大约 { $time }；之后继续搜索。图片留在这台电脑上。
words-here = 这台电脑上已有认识任意文字的网络。它会查看一次{ $n ->
   *[other] 全部 { $n } 张图片
}，大约 { $time }；之后继续搜索。
words-download = 下载 { $megabytes } MB 并搜索
    .tip = 只下载网络。图片不会离开这台电脑。
    .busy = 当前工作完成后
words-look = 查看图片并搜索
words-not-now = 以后再说
words-progress = 文字搜索的进度
words-left = 还需 { $time }
words-waiting = 当前工作完成后开始。
words-stop = 停止
    .tip = 已有的会保留，下次从那里继续。
