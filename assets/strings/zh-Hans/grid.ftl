# 网格

grid-images = 图片
grid-sure = 把握 { $share }
grid-was = 原为 { $name }
grid-like = 像 { $name }
grid-cell-away = { $name }，驱动器未连接
grid-gone-junk = 废片
grid-gone-no-group = 未分组
grid-gone-confirmed = 已确认
grid-gone-name = { $name }，已不在此处：{ $place }
grid-guess-drag = 这是初步猜测。结果就绪后才能移动图片。
grid-tip-unsure = 把握远低于分组中的其他图片：值得看一眼。
grid-tip-gone = 它已离开此处显示的内容。刷新顺序后不再显示。
grid-tip-away = 驱动器未连接：这里只有这张小图。
grid-tip-changed = 确认时文件是另一张图片（{ $name }）。按 Enter 表示仍然相同。
grid-set-best = { $n } 张近似重复中最好的一张
grid-set-one = { $n } 张近似重复之一
grid-tip-size = { $width } × { $height } 像素
grid-tip-size-taken = { $width } × { $height } 像素，拍摄于 { $taken }
grid-count-of = { $all ->
   *[other] { $all } 张图片
}中的 { $n } 张
grid-count-selected = { $n ->
   *[other] { $n } 张图片
}，已选 { $selected } 张
grid-count-of-selected = { $all ->
   *[other] { $all } 张图片
}中的 { $n } 张，已选 { $selected } 张
grid-size = 图片大小
    .tip = 图片大小（Ctrl 加鼠标滚轮）
grid-search-clear = 清除搜索
    .tip = 清除搜索并回到之前显示的内容
grid-found-set = { $path } 的近似重复

grid-chip-remove = 去掉 { $term }
grid-chips-more = +{ $n }
grid-saved = 已保存的筛选
    .tip = 已命名的筛选；在搜索框中输入筛选条件（/）
grid-saved-none = 还没有已保存的筛选。先在搜索框中输入条件，例如 sure<60%，再在这里保存。
grid-saved-name = 此筛选的名称
grid-saved-save = 保存
grid-saved-remove = 删除已保存的筛选 { $name }
grid-term-path = 路径包含它
grid-term-folder = 在此文件夹或其下
grid-term-group-maybe = 可能是 { $name }，{ $n } 张图片
grid-term-group = 分组名称包含它，或它是分组编号
grid-term-quotes = 引号使词语连在一起，适用于任何条件
grid-term-sure = 把握低于此值；也可用 <=、> 和 >=
grid-term-confirmed = 由你确认；confirmed:no 是其余的
grid-term-placed = 由你放入分组
grid-term-dup = 有近似重复
grid-term-unsure = 可疑
grid-term-unusual = 与其他都不同
grid-term-junk = 在废片中
grid-term-is = 未分组；is: 也接受上面的词
grid-term-minus = 减号使条件反转
grid-fault-is = { $term } 不是以下之一：confirmed、placed、junk、dup、unsure、unusual、ungrouped。
grid-fault-yes-no = { $term } 既不是 yes 也不是 no。
grid-fault-compare = { $term } 没有比较：请写 sure<60%，或 <=、>、>= 之一。
grid-fault-number = { $term } 没有 0 到 100 的数字。
grid-fault-unknown = 没有条件 { $key }:（要在路径中查找，请加引号："{ $key }:{ $value }"）。
grid-remark-no-groups = { $term } 无法判断：还没有分组。“发现”会找到它们。
grid-remark-no-such-group = 没有名称包含“{ $name }”的分组。
grid-remark-wait = { $term } 需要等待：仍在比较图片。

grid-folders = 文件夹
    .tip = 只显示一个文件夹的图片
grid-folders-all = 所有文件夹
grid-folder-name = { $name }，{ $n ->
   *[other] { $n } 张图片
}
grid-folder-open = 展开 { $name }
grid-folder-close = 收起 { $name }

grid-sure-any = 把握
    .tip = 使把握低于此值的图片变暗：错误往往在那里。
grid-sure-above = { $share } 起
grid-sure-slider = 图片需要的把握
grid-sure-counts = 达到 { $above } 张，低于 { $below } 张
grid-sure-select = { $n ->
    [0] 选择低于界限的
   *[other] 选择低于界限的 { $n } 张图片
}
grid-sure-none = 没有低于界限的图片。

grid-sort-name = 顺序：{ $order }
grid-sort-tip = 图片的顺序
grid-sort-reading = 正在读取日期…
grid-sort-surest = 最确定的在前
grid-sort-least-sure = 最不确定的在前
grid-sort-typical = 最典型的在前
    .tip = 按最相似的图片中有多少在同一分组
grid-sort-untypical = 最不典型的在前
grid-sort-by-name = 按名称
grid-sort-oldest = 最早的在前
    .tip = 按相机记录的拍摄时间；没有日期的在最后
grid-sort-newest = 最新的在前
grid-sort-largest = 最大的在前
    .tip = 按像素数量
grid-sort-smallest = 最小的在前
grid-sort-random = 随机
    .tip = 打乱顺序；再次选择重新打乱
grid-sort-unusual = 最异常的在前
grid-sort-usual = 最平常的在前
grid-sort-doubtful = 最可疑的在前
grid-sort-undoubtful = 最不可疑的在前
grid-sort-sets = 逐组排列
grid-sort-sets-back = 逐组排列，倒序
grid-sort-alike = 最相似的在前
grid-sort-unlike = 最不相似的在前
grid-sort-path = 按文件夹
grid-sort-path-back = 按文件夹，倒序
grid-sort-no-groups = 还没有分组。“发现”会找到它们。
grid-sort-guess = 初步猜测还不知道这一点。
grid-sort-no-neighbours = 尚未可知：仍在比较图片。
grid-sort-no-dates = 这里没有文件记录拍摄时间。

grid-menu-copy = 复制 { $n } 条路径
grid-menu-show-group = 显示 { $name }
grid-menu-select-group = 选择 { $name } 的全部
grid-menu-confirm-rest = 确认所选 { $n } 张以外的全部
grid-menu-confirm-rest-shown = 确认显示的、所选 { $n } 张以外的全部
grid-menu-out-of-junk = 从废片中取出
grid-menu-show-set = { $n ->
   *[other] 显示它的 { $n } 张近似重复
}

grid-compare-how = 请选择二到 { $most } 张图片进行比较：点击一张，再按住 Ctrl 点击其他。
grid-compare-next = 下一张
    .tip = 在最后的位置换一张图片（右箭头）
grid-compare-previous = 上一张
    .tip = 在最后的位置换一张图片（左箭头）
grid-compare-keys = 滚轮、拖动和双击同时移动所有图片；+ 和 − 缩放，0 显示全图，Z 按实际像素显示。
grid-compare-alike = 相似度 { $similarity }（最高 1）
grid-compare-not-alike = 彼此都不在对方最相似的图片中
grid-compare-junk = 废片
    .tip = 表示这张图片不属于任何分组
grid-compare-junk-name = 把 { $path } 放入废片

grid-empty-path = 没有路径包含“{ $text }”
grid-empty-filter = 没有图片符合 { $terms }
grid-empty-hidden = { $n ->
   *[other] 筛选隐藏了 { $n } 张图片。
}
grid-empty-clear = 清除筛选
grid-empty-show-all = 显示所有图片
grid-empty-nothing = 还没有图片
    .next = 把图片文件夹拖到此窗口，或按 Ctrl+O 选择。
    .later = 文件夹读取后图片会显示在这里。
grid-empty-reading = 正在读取文件夹
    .next = 图片读取后会显示在这里。
grid-empty-missing = 此文件夹的图片不见了
    .next = 对它们的判断会保留，并随它们一起回来。丢失图片的列表会说明它们原来的位置。
    .button = 显示列表
grid-empty-folder = 此文件夹中没有可读取的图片
    .next = 按 Ctrl+O 选择其他文件夹。
grid-empty-skipped = { $n ->
   *[other] 跳过了 { $n } 个文件；跳过文件的列表会说明原因。
}
grid-empty-group-gone = 这个分组已不存在
    .next = 它可能已合并到其他分组，或被较新的结果取代。可以撤销以恢复。
grid-empty-group = { $name } 是空的
grid-empty-group-next = 其中的图片都已移走。在列表中把图片拖到它上面即可重新放入。
grid-empty-guess = 这个初步猜测已过时
    .next = 工作继续进行，得到了更好的分组：请在列表中选择。
grid-empty-junk = 没有废片
    .next = 不属于任何分组的图片放在这里：选择它们并按 X。
grid-empty-unusual = 没有异常图片
    .next = 有了分组后，与其他都不同的图片会出现在这里。
grid-empty-unsure = 没有不确定的图片
    .next = 如果最相似的图片在其他分组，或没有合适的分组，图片会出现在这里。
grid-empty-duplicates = 没有近乎相同的图片
    .next = 连拍、缩放和重新压缩的副本会出现在这里。
grid-empty-changed = 没有文件与确认时不同
    .next = 判断之后被替换或编辑的文件会出现在这里。
grid-empty-new = 没有新图片
    .next = 找到分组之后进入文件夹的图片会出现在这里。
grid-empty-copies = 没有已标注图片的副本
    .next = 与已分组图片完全相同的文件会出现在这里。
grid-empty-found = 没有找到
    .next = 选择一张图片并按 F，或把图片拖到窗口上，即可查找相似的图片。
grid-empty-ungrouped = 每张图片都在分组中
    .next = 从分组中取出的图片会出现在这里。

grid-set = { $n } 张相似
