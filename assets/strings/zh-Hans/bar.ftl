# 顶栏、搜索框和各工具条

bar-menu = 菜单
bar-menu-places = 照片：{ $folder }
    项目：{ $project }
bar-tab-images = 图片
bar-tab-review = 检查
bar-tab-quality = 质量
bar-tab-export = 导出
bar-tab-detail = { $name }，{ $detail }
bar-tab-at-work = { $name }，进行中
bar-tab-done = { $name }，已完成
bar-tab-review-tip = { $labelled } 张图片中已确认 { $confirmed } 张。检查逐张显示图片，按一个键即可回答。
bar-tab-exported = 标签已按现状导出。点击可再次导出。
bar-next-discover = 发现
bar-next-name = 命名分组
bar-next-review = 检查
    .name = 下一步：检查
bar-next-export = 导出
    .name = 下一步：导出
bar-undo-what = { $key }：{ $what }
bar-undo-nothing = { $key }：还没有更改
bar-redo-nothing = { $key }：没有撤销的内容

bar-search = 搜索
bar-search-hint = 搜索分组、图片、筛选
    .short = 搜索
bar-search-hint-actions = 搜索操作
bar-search-clear = 清空搜索框
    .tip = 重新显示全部
bar-search-similar = 与 { $name } 相似
bar-search-words-title = “{ $words }”
bar-search-built-in = { $title }（按内置网络认识的内容）
bar-search-groups = 分组
bar-search-images = 图片
bar-search-terms = 筛选
bar-search-actions = 操作
bar-search-actions-how = 输入 > 可查找任何操作
bar-search-go = 转到 { $name }
bar-search-find-words = 查找“{ $words }”的图片
bar-search-only = 只看符合 { $terms } 的图片
bar-search-only-path = 只看路径含“{ $text }”的图片
bar-search-save = 保存此筛选…
bar-search-only-where = 在 { $name } 中
bar-search-not-now = { $name }。现在不行：{ $why }
bar-search-with-detail = { $name }，{ $detail }
bar-search-nothing = 没有这样的名称。减少字符可找到更多。

bar-shelf-keep-best = { $n ->
   *[other] { $n } 组中保留最佳，其余放入废片
}
bar-shelf-keep-best-selected = 所选各组保留最佳，其余放入废片
bar-shelf-keep-best-shown = 显示的各组保留最佳，其余放入废片
bar-shelf-junk = { $n ->
   *[other] 把 { $n } 张图片放入废片
}
bar-shelf-still = { $n ->
   *[other] { $n } 张图片仍与以前相同
}
bar-shelf-copies = { $n ->
   *[other] 把 { $n } 个副本放到原图处
}
bar-shelf-out-of-junk = { $n ->
   *[other] 从废片中取出 { $n } 张图片
}

bar-strip-away = { $n ->
   *[other] 原来的 { $n } 张图片不见了：驱动器是否已连接?
}
bar-strip-away-about = 项目保留的内容都会显示：缩略图、分组、标签。只是无法打开原图，也不会重新整理。文件夹回来后此行会自动消失。
bar-strip-part-away = { $n ->
   *[other] { $n } 张图片与其文件夹一起不见了：驱动器是否未连接?
}
bar-strip-changed = { $n ->
   *[other] { $n } 个文件与确认时不是同一张图片
}
bar-strip-changed-about = 判断保留给原来的图片，并随它回来。新图片等待查看。
bar-strip-copies = { $n ->
   *[other] { $n } 个已分组图片的副本
}
bar-strip-copies-about = 与你放入分组的图片完全相同。
bar-strip-new = { $n ->
   *[other] { $n } 张新图片还未分组
}
bar-strip-new-about = 它们在找到分组之后才加入。
bar-strip-missing = { $n ->
   *[other] { $n } 张图片丢失；对它们的判断会保留
}
bar-strip-missing-about = 它们的文件不在文件夹中，也不会被导出。文件以任何名称回来时，对它的判断也会恢复。
bar-strip-forget = { $n ->
   *[other] 从项目中移除 { $n } 张图片?如果它们回来，对它们的判断也会恢复。
}
bar-strip-put-away = 收起：{ $text }
bar-strip-put-away-tip = 收起此行，直到有更多内容
bar-strip-busy = 其他工作完成后
bar-unkept = 目前无法在此项目中保存任何更改
bar-unread = 尚未读取此项目的照片
bar-unread-why = 这台电脑尚不了解此项目，它声称照片位于 { $folder }。现在显示的是项目中保存的小图。
bar-unread-read = 确认项目来源可靠后读取那里的照片。以后不再询问。
bar-strip-asks = 询问是否从项目中移除
bar-strip-rescan = 重新扫描文件夹
    .name = 再次查找文件夹
bar-strip-locate = 选择新位置…
bar-strip-gone = { $n ->
   *[other] 它们不会回来了…
}
bar-strip-gone-name = 文件夹的图片不会回来了
bar-strip-look = 查看
    .name = 查看更改的内容
bar-strip-same = { $n ->
   *[other] 放到原图处
}
bar-strip-show = 显示
    .copies = 显示副本
    .new = 显示新图片
bar-strip-place = { $n ->
   *[other] 归入
}
bar-strip-list = 显示列表
    .name = 显示丢失图片的列表
bar-strip-take-out = { $n ->
   *[other] 移除…
}
bar-strip-take-out-name = 从项目中移除丢失的图片
bar-strip-yes = 移除
    .name = 是，从项目中移除
    .tip = 不会改动任何文件：丢失的已经丢失，回来的会重新识别
bar-strip-no = 保留
    .name = 否，保留
    .tip = 一切保持不变

job-stage-duplicates = 正在寻找副本
job-stage-judging = 正在评估分组

job-begin = 正在准备
job-begin-download = 正在下载
job-begin-improve = 正在寻找更好的分组
job-begin-check = 正在检查项目
job-paused = { $stage }（已暂停）
job-progress = 工作进度
job-left = 还需 { $time }
job-of-images = { $done } / { $n ->
   *[other] { $n } 张图片
}
job-rate = { $n } 张/秒
job-stop = 停止
job-stop-run = 停止整理。以后可以从停止处继续。
job-stop-import = 停止读取。已读取的会保留。
job-stop-export = 停止导出。
job-stop-refine = 停止从更正中学习。标签保持不变。
job-stop-improve = 停止寻找更好的分组。现有分组保留。
job-stop-check = 停止检查。没有更改任何内容。
job-stop-archive = 停止写入。不会留下文件。
job-stop-place = 停止归入新图片。标签不变。
job-stop-download = 停止下载。已有的会保留，下次从那里继续。
job-pause = 暂停
    .tip = 暂停工作。
job-resume = 继续
    .tip = 让工作继续。
job-details = 详细信息

job-skipped = { $n ->
   *[other] 跳过 { $n } 个文件
}
job-interrupted = 工作曾被中断，可以从停止处继续。
job-failed = 上次尝试没有成功。详细信息中有原因。
job-found = { $n ->
   *[other] 找到 { $n } 个分组。下一步：命名。
}
job-some-named = { $n } 个分组中 { $named } 个有名称。下一步：{ $open ->
   *[other] 命名其余 { $open } 个。
}
job-all-named = { $n ->
   *[other] { $n } 个分组都有名称。下一步：检查或导出。
}
job-exported = 已导出到 { $path }。
job-changed-since-export = 上次导出后有更改。下一步：再次导出。

curve-loss = 损失
    .tip = 正在减小的量。各阶段之间的高低没有意义；应当下降并趋平。
curve-evenness = 均匀度
    .tip = 分组大小的熵。虚线表示所有分组一样大；下降表示少数分组占了上风。
curve-sure = 确定的图片
    .tip = 网络因为有把握而从中学习的图片所占的百分比。
curve-none = 第一轮之后这里会出现曲线。
curve-even = 大小相同
curve-sizes = 分组大小  { $n }{ $empty ->
    [0] { "" }
   *[other] ，{ $empty } 个为空
}
    .tip = 每个分组的图片数，最大的在前。
curve-bars = 图片

candidate-title = 新结果已就绪
candidate-corrections = 已从你的更正中学习
candidate-better = 找到更好的结果
candidate-words = { $title }。{ $words }
candidate-flow = { $n } 张从 { $from } 到 { $to }
candidate-other-ways = { $n ->
   *[other] 其他 { $n } 张图片
}
candidate-no-group = 未分组
candidate-new-group = 新分组

title = { $name } – Gleaner
title-at-work = { $share } – { $name } – Gleaner

notify-read = { $n ->
   *[other] 已读取 { $n } 张图片。
}
notify-exported = 导出已完成。
notify-downloaded = 下载已完成。
notify-placed = 新图片已归入。
notify-checked = 项目已检查。
notify-archived = 归档已写入。
