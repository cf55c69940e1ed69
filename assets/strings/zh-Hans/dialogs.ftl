# 对话框

sure-confirm = 确认图片
sure-confirm-question = 确认 { $n ->
   *[other] { $n } 张图片
}?
sure-confirm-yes = 确认 { $n } 张
sure-unconfirm = 撤回确认
sure-unconfirm-question = 撤回 { $n ->
   *[other] { $n } 个确认
}?
sure-unconfirm-yes = 撤回 { $n } 个
sure-junk = 把图片放入废片
sure-junk-question = 把 { $n ->
   *[other] { $n } 张图片
}放入废片?
sure-junk-yes = 把 { $n } 张放入废片
sure-take-out = 取出图片
sure-take-out-question = 从分组中取出 { $n ->
   *[other] { $n } 张图片
}?
sure-take-out-yes = 取出 { $n } 张
sure-move = 移动图片
sure-move-question = 把 { $n ->
   *[other] { $n } 张图片
}移到 { $name }?
sure-move-yes = 把 { $n } 张移到 { $name }
sure-new = 新分组
sure-new-question = 用 { $n ->
   *[other] { $n } 张图片
}建立分组“{ $name }”?
sure-new-yes = 用 { $n } 张建立分组
sure-reject = 不属于这个分组
sure-reject-question = 表示 { $n ->
   *[other] { $n } 张图片
}不是 { $name }?
sure-reject-yes = 取出 { $n } 张
sure-label = 给出标签
sure-label-question = 按建议标注 { $n ->
   *[other] { $n } 张图片
}?
sure-label-yes = 标注 { $n } 张
sure-several = 更改图片
sure-several-question = 更改 { $n ->
   *[other] { $n } 张图片
}?
sure-several-yes = 更改 { $n } 张
sure-yes =
    .tip = 按 Enter。可以撤销。
sure-cancel = 取消
    .tip = 不作更改（Esc）
sure-nothing = 所有图片都已排除。
sure-least = { $n ->
   *[other] 这 { $n } 张最不确定。
}点击要排除的图片。
sure-best-placed = { $n ->
   *[other] 这 { $n } 张最适合留在现处。
}点击要排除的图片。
sure-more = 再显示 { $n } 张
sure-in-group = { $name } 中 { $n } 张
sure-in-no-group = 未分组 { $n } 张
sure-in-others = 其他 { $n } 张
sure-places = 现在：{ $places }。
sure-places-decided = 现在：{ $places }。其中 { $n } 张你已判断过。
sure-best-stays = { $n ->
   *[other] { $n } 组中每组最好的一张
}会保留。
sure-confirmed = 已确认
sure-placed = 由你放入
sure-nowhere = 未分组
sure-unknown = 未知
sure-share = 把握 { $share }
sure-leave-out = 点击即排除
sure-take-in = 已排除：点击重新加入
dialogs-browse = 浏览…

archive-title = 归档此项目
archive-what = 标签、历史、结果和缩略图会写入一个文件，用于保存或带到另一台电脑。
archive-photos = 照片不在其中：请一并复制照片文件夹。期间可以继续工作。
archive-file = 文件
archive-path = 写入位置
archive-never-replaces = 不会替换已有的文件。`gleaner unarchive` 可把归档还原为项目。
archive-is-there = 已有同名文件。请选择其他名称。
archive-write = 写入归档
archive-say-where = 请先指定写入位置。

stranger-title = 这台电脑上的新项目
stranger-question = 这台电脑尚不了解“{ $name }”
stranger-where = 它声称照片位于：
stranger-why = 项目可以指向任何文件夹。那里的内容尚未查看。确认项目来源可靠后再读取照片。
stranger-read = 读取照片
    .tip = 打开项目并读取那里的照片。以后不再询问。
stranger-needed = 此操作需要项目的照片，而那里的内容尚未查看。确认项目来源可靠后再读取。
stranger-look = 不读取照片打开
    .tip = 查看其分组、名称和小图。不读取照片文件夹中的任何内容。
stranger-other = 选择其他文件夹…
    .tip = 用其他位置的照片打开项目。
stranger-cancel =
    .tip = 不读取任何内容。已打开的项目保持打开。
locate-title = 图片现在的位置
locate-what = 项目继续使用那里的图片：对每张图片的判断都会保留。
locate-how = 此系统没有文件对话框：请输入或粘贴文件夹路径。
locate-path = 文件夹路径
locate-name = 图片现在的位置
locate-go = 在那里继续
locate-type = 请先输入路径。
locate-nowhere = 没有这个文件夹。请检查路径。

results-list = 结果
results-none = 还没有结果。“发现”会产生一个。
results-about = 改用其他结果时，你的命名、合并、移动和确认都会保留。
results-title = 结果 { $n }
results-in-use = 使用中
results-use = 使用此结果
    .tip = 改为显示此结果的分组。可以撤销。
    .name = 使用结果 { $n }
results-unfinished = 已中断
results-failed = 未成功
results-why = 为什么?
results-suggested = 建议数量的分组
results-took = 用时 { $time }
results-stage = 阶段
results-time = 时间
results-rate = 张/秒
results-kept = { $stage }（保留）
results-processor = 处理器
results-made-with = 由 Gleaner { $version } 在{ $device }上生成。
results-accuracy = 准确率
results-neighbour-purity = 近邻纯度
results-neighbours-agree = 近邻一致
results-groups-in-use = 使用的分组
results-as-kmeans = 与 k-means 一致

compare-title = 新结果会改变什么
compare-why = 为什么这些更好?
compare-in-grid = 在网格中显示
    .tip = 显示它会移动的所有图片。现在还不会移动。
compare-would-move = 新结果会移动这些图片
move-title = 移动图片
move-title-new = 新分组
move-title-merge = 合并到
move-title-answer = 哪个分组?
move-find = 按名称查找分组
move-new-name = 新分组的名称
move-empty = 空分组：可以移动、拖放或在检查时放入图片。
move-images = { $n ->
   *[other] { $n } 张图片。再次发现时它们仍留在那里。
}
move-answer = 输入名称的一部分。没有分组使用的名称会建立新分组。
move-group = “{ $name }”与哪个分组合并。接着会有预览。
move-nearest = 最相似的在前
move-nearest-pending = 正在查找最相似的…
move-none = 没有这样名称的分组。
move-type-name = 输入名称，再按 Enter。
move-new-group = 新分组“{ $name }”
move-to = 到 { $name }
move-to-maybe = 到 { $name }，可能是 { $maybe }

merge-title = 合并分组
merge-keep-name = 保留此名称
merge-keep-name-of = 保留名称 { $name }
merge-typical = 最典型
merge-doubtful = 最可疑
merge-none-doubtful = 没有在两个分组之间犹豫的图片。
merge-sum = { $parts } = { $n ->
   *[other] { $n } 张图片
}
merge-becomes = “{ $name }”：{ $sum }
merge-detail = { $n ->
   *[other] 剩下 { $n } 个分组。
}{ $confirmed ->
    [0] 没有图片已确认。
   *[other] 其中 { $confirmed } 张已确认，保持不变。
}
merge-button = 合并
    .tip = 合为一个分组。可以撤销（Enter）。

history-empty = 还没有更改。每次命名、拆分、合并、移动和确认都会列在这里。
history-how = { $n ->
   *[other] { $n } 个更改
}，最新的在前。点击即可一步到达。
history-taken-back = “现在”以上的 { $n ->
   *[other] { $n } 个更改
}可以重做。
history-set-aside = “搁置”是你返回并改做其他事情之前的更改。什么都没有丢失：点击即可恢复，并搁置之后所做的更改。
history-filter = 筛选更改
    .tip = 只列出包含这些文字的更改
history-none = 没有包含“{ $words }”的更改。
history-beginning = 最初
history-now = 现在：{ $words }
history-back-to = 回到：{ $words }
history-forward-to = 前进到：{ $words }
history-bring-back = 恢复：{ $words }
history-is-now = 现在
history-is-taken-back = 已撤销
history-is-set-aside = 搁置
history-like-this = 这就是现在的状态。
history-takes-back = 撤销 { $n ->
   *[other] { $n } 个更改
}。
history-makes-again = 重做 { $n ->
   *[other] { $n } 个更改
}。
history-takes-back-and-makes = 撤销 { $back ->
   *[other] { $back } 个更改
}并重做另外 { $again ->
   *[other] { $again } 个
}。

split-title = 拆分分组
split-parts = 部分
split-number = 部分的数量
    .tip = 要寻找多少个部分（左右方向键）。拆分之前不会更改。
split-pending = { $n ->
   *[other] 正在寻找 { $n } 个部分…
}
split-missing = 无法拆分：{ $why }
split-all-alike = 无法区分其中的图片：它们显示的内容都相似。
split-only = { $n ->
   *[other] 只能区分出 { $n } 个部分。
}
split-part = 第 { $n } 部分
split-name-of = 第 { $n } 部分的名称
split-keeps-name = 保留名称 ·
split-size = { $n ->
   *[other] { $n } 张图片
}，{ $share }
split-confirm = 确认这些
    .tip = 表示这部分的所有图片属于一起。否则以后再检查。
split-confirm-of = 确认第 { $n } 部分
split-button = 拆成 { $n } 个
    .tip = 让各部分成为独立的分组。可以撤销（Enter）。
    .pending = 各部分尚未就绪

labels-title = 使用已有标签
labels-from = 标签来自
labels-folders = 文件夹名称
    .about = 所有图片所在文件夹之下的第一层文件夹。
labels-table = 表格
    .about = CSV 或 JSON 行，含 file_name 和 label。
labels-table-format = 含 file_name 和 label 列的 CSV 或 JSON 行文件；路径相对于文件夹。
labels-path = 表格的路径
    .hint = 输入表格路径，再按 Enter
labels-reading = 正在读取…
labels-classes = 类别
labels-class = { $n ->
   *[other] { $name }，{ $n } 张图片
}
labels-new = 新
labels-known = 已有同名分组
labels-without = { $n ->
   *[other] { $n } 张没有类别的图片保持不变。
}
labels-none-ticked = 没有勾选类别。
labels-safe = 图片保持原样；以后的结果不会更改这些标签。
labels-take = 使用这些标签
    .tip = 在同名分组中确认图片；作为一个更改，可以撤销（Enter）
    .nothing = 不会有任何改变

mark-heading = 标题
mark-heading-of = { $what } 在列表中所属的标题。
mark-heading-name = 标题名称
mark-heading-put = 放到这里
    .tip = 新标题会自动出现（Enter）
mark-headings = 所有标题
mark-colour = 颜色
mark-colour-of = { $name } 在各处显示的颜色。
mark-key = 按键
mark-key-of = 在网格中用它把所选图片放入 { $name }。按下它，或选择一个：
mark-key-this = 按键 { $key }：当前分组
mark-key-this-tip = 它已有此按键
mark-key-other = 按键 { $key }：{ $name }
mark-key-other-tip = 从 { $name } 取走此按键
mark-key-free = 按键 { $key }
mark-key-free-tip = 没有分组使用此按键
mark-key-none = 无按键
    .tip = 取消它的按键
mark-note = 备注
mark-note-on = 关于 { $name }：写给自己和同事。
mark-note-name = 分组备注
mark-note-save = 保存备注
    .tip = 空备注会被删除
    .off = 内容没有变化

missing-none = 文件夹中没有丢失的图片。
missing-title = 文件夹中有 { $n ->
   *[other] { $n } 张图片
}丢失。你没有判断过它们。
missing-title-one = 文件夹中有 1 张图片丢失。你已判断过它。
missing-title-all = 文件夹中有 { $n } 张图片丢失。你全部判断过。
missing-title-some = 文件夹中有 { $n } 张图片丢失。你判断过其中 { $decided } 张。
missing-what = 它们不会被导出。文件以任何名称回来时，对它的判断也会恢复。
missing-by-you = { $name }，由你决定
missing-forget = 从项目中移除…
    .tip = 会再询问一次。不会改动任何文件。
missing-yes = 移除
missing-busy = 其他工作完成后
missing-keep = 保留
missing-copy = 复制列表
    .tip = 把路径和分组复制为表格
lists-copy-tip = 把路径和原因复制为表格
lists-untouched = 文件本身没有改动。
lists-retry = 重试
    .tip = 再次读取使 Gleaner 退出的文件

check-waits = 当前工作完成后进行检查。
check-not-yet = 项目尚未检查。
check-again = 再次检查
    .off = 工作完成后
check-at-work = 正在检查项目的全部内容。可以关闭此窗口继续工作：会有消息告知结果。
check-progress = 检查进度
check-getting-ready = 正在准备
check-stop = 停止
    .tip = 没有更改任何内容。
check-entries = { $n ->
   *[other] { $n } 条日志
}
check-results = { $n ->
   *[other] { $n } 个结果
}
check-looked-at = 已检查 { $what }。
check-wrong = 错误
check-changed = 已更改
check-harmless = 无害
check-helps = 解决办法：{ $what }。
check-rescan = 重新扫描文件夹
check-repair = 关闭项目后才能修复，修复前会复制数据库。
check-copy-repair = 复制修复命令
check-compact = 关闭项目后，可以把不需要的空间归还给磁盘。
check-copy-compact = 复制压缩命令
check-backups = 保留了 { $n } 份标签副本：{ $list }。关闭 Gleaner 后可用以下命令恢复：
check-copy-restore = 复制恢复命令
check-in-a-terminal = 关闭此窗口，然后在终端中运行：

export-unnamed = { $all ->
   *[other] { $all } 个分组
}中有 { $n ->
   *[other] { $n } 个没有名称
}
export-name-of = { $name } 的名称
export-suggested = 命名为“{ $name }”
    .tip = 采用此名称；写入之前不会重命名
export-suggested-all = 采用全部 { $n } 个建议
    .tip = 为每个未命名的分组采用建议的名称；写入之前不会重命名
export-merge = 与“{ $name }”合为一个分组
export-keep-both = 已有同名分组。这个将叫作“{ $name }”。
export-left = { $n ->
   *[other] 没有名称时叫作 { $names }。
}
export-left-many = { $n } 个没有名称的分组保留编号，例如“{ $first }”。
export-format = 格式
export-csv = CSV 表格
    .about = 每张图片一行：文件、分组、把握、由谁决定。
export-jsonl = JSON 行
    .about = 内容相同，每行一个 JSON 对象。
export-folders = 文件夹
    .about = 每个分组一个文件夹，便于训练程序读取。
export-folder = 新文件夹
export-file = 文件
export-where = 写入位置
export-browse = 浏览…
export-put = 放入内容
export-link = 放入文件夹的内容
export-copies = 图片的副本
export-hard-links = 硬链接（不占空间，同一磁盘）
export-symbolic-links = 符号链接（不占空间）
export-mark = 用于 Excel：以标记 (BOM) 开头
    .tip = 这样 Excel 能正确读取各种文字。其他程序不需要。
export-raw = 名称保持原样
    .tip = 不选时，会被电子表格计算的名称（如 =1+1）前面会加上 '。两种写法 Gleaner 都能读回。
export-which = 哪些标签
export-confirmed-only = 只要我确认或放置的
export-sure-before = 其余只要结果的把握至少为
export-least-sure = 最低把握
export-sure-after = 以上
export-all = { $n ->
   *[other] 全部 { $n } 个标签。
}
export-some = { $all } 个标签中的 { $n } 个；{ $left ->
   *[other] { $left } 张图片不写入
}。
export-some-folders = { $all } 个标签中的 { $n } 个；{ $left ->
   *[other] { $left } 张图片放入 _unlabeled
}。
export-replace = 替换已有内容
export-none = 没有这样确定的标签；请降低界限。
export-nowhere = 请指定写入位置。
export-refused = 请允许替换，或选择其他名称。
export-safe = 你的图片保持原样。
export-write = { $n ->
   *[other] 写入 { $n } 个标签
}
    .tip = 按 Enter
export-nothing-yet = 还没有写入任何内容
export-even-so = 仍然替换

title-open = 打开文件夹
title-skipped = 跳过的文件
title-missing = 丢失的图片
title-history = 历史
title-export = 导出标签
title-check = 检查此项目

## 撤回结果之前

take-back-title = 撤回结果
take-back-question = 撤回结果 { $run }？
take-back-nothing = 全部 { $n } 个分组都会消失，所有图片将不在任何分组中。
take-back-result = 现在的 { $n } 个分组会消失；结果 { $run } 的分组会恢复原样。
take-back-before = 现在的 { $n } 个分组会消失；图片恢复到结果 { $run } 之前的分组。
take-back-changes = 一步撤回 { $n } 次更改。
take-back-redo = 不会丢失任何内容：重做（{ $key }）会恢复所有分组及其名称。
take-back-yes = 撤回
