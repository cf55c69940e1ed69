# 分组

groups-sort-number = 按编号

groups-title = 分组  { $n }
groups-title-none = 分组
groups-row = { $name }，{ $n ->
   *[other] { $n } 张图片
}
groups-number = 分组 { $n }
groups-sure = 把握 { $share }
groups-suggested = { $name }?
groups-suggested-behind = · { $name }?
groups-empty-row = 空：把图片拖到这里
groups-order = 分组的顺序
groups-by-size = 最大的在前
groups-by-name = 按名称
groups-least-sure-first = 最不确定的在前
groups-filter = 筛选分组
groups-none-called = 没有名称包含“{ $name }”的分组。
groups-learning = 正在寻找分组。初步猜测很快会出现在这里。
groups-reading = 正在读取文件夹。完成后“发现”可以找到分组。
groups-no-images = 此文件夹中没有可读取的图片。
groups-all-gone = 此文件夹的图片都不见了。对它们的判断会保留，并随它们一起回来。
groups-none-yet = 还没有分组。“发现”会把相似的图片整理成分组。
groups-guess = 初步猜测
groups-guess-what = 它会随着工作进行变得更好，现在还不能更改。

groups-tip = { $name }：{ $n ->
   *[other] { $n } 张图片
}，平均把握 { $share }。
groups-tip-empty = { $name } 是空的。
groups-tip-none-confirmed = 还没有确认。
groups-tip-confirmed = 其中 { $n } 张（{ $share }）由你确认。
groups-tip-heading = 在标题 { $name } 下。
groups-tip-key = 按键 { $key } 把所选图片放入它。
groups-tip-note = 备注：{ $note }
groups-tip-how = 双击重命名，按住 Ctrl 点击标记合并，可以把图片拖到它上面。

groups-no-heading = 无标题
groups-heading-open = 标题 { $name }，{ $n ->
   *[other] { $n } 个分组
}，已展开
groups-heading-closed = 标题 { $name }，{ $n ->
   *[other] { $n } 个分组
}，已收起
groups-heading-detail = { $groups } · { $n ->
   *[other] { $n } 张图片
}
groups-heading-tip = { $name }：点击展开或收起，右键重命名
groups-rename-heading = 重命名标题…
    .tip = 给其中的分组另一个标题
groups-remove-heading = 移除标题
    .tip = 其中的分组保持不变

groups-show = 显示图片
    .tip = 在网格中显示
groups-mark = 标记合并
    .tip = 标记的分组并排显示，可以合并（按住 Ctrl 点击）
groups-unmark = 取消标记
groups-out-of-heading = 从标题下取出
    .tip = 之后不属于任何标题
groups-colour = 颜色
groups-key = 按键
groups-automatic-cover = 自动封面
    .tip = 重新由最确定的图片代表
groups-confirm =
    .tip = 表示其中的图片都属于这里
    .off = 没有未确认的图片
groups-confirm-but = 确认所选 { $n } 张以外的全部
groups-confirm-shown-but = 确认显示的、所选 { $n } 张以外的全部

groups-marked = 已标记 { $n ->
   *[other] { $n } 个分组
}，{ $images }
groups-merge = 合并…
groups-deselect = 取消
    .tip = 不合并
groups-corrections = 之后你作了 { $n ->
   *[other] { $n } 处更正
}。
groups-new = 新分组
    .tip = 按名称建立空分组。拖到这里的图片成为一个分组。
groups-new-of = 用 { $n ->
   *[other] { $n } 张图片
}建立新分组。

groups-all = 所有图片
    .tip = 文件夹中所有可读取的图片。
groups-found = 搜索结果
    .tip = 最近搜索的内容。
groups-unsure = 不确定
    .tip = 更像其他分组、或把握低于 50% 的图片。
groups-duplicates = 近似重复
    .tip = 连拍、缩放和重新压缩的副本。寻找分组时每组只算一张。
groups-in-sets = { $sets ->
   *[other] { $sets } 组
}共 { $n } 张
groups-unusual = 异常
    .tip = 与其他都不同的图片，最异常的在前。在你作出判断之前它们保持原位。
groups-in-none = 未分组
    .tip = 不在任何分组中的图片。把图片拖到这里即可从分组中取出。
groups-junk = 废片
    .tip = 不属于任何分组的图片。导出和以后的结果都不会使用它们。
groups-changed = 确认后更改
    .tip = 判断之后变成另一张图片的文件。按 Enter 表示仍与以前相同。
groups-unplaced = 新图片，未归入
    .tip = 找到分组之后才加入的图片。
groups-copies = 已标注的副本
    .tip = 与已分组图片完全相同。按 Enter 放入同一分组。
groups-more-shelves = 更多
    .tip = 显示或隐藏值得一看的内容
groups-fewer-shelves = 更少
groups-no-drop = 图片不能放入“{ $name }”。

