# 右侧：一张图片、多张、一个分组、两个分组或文件夹。

inspector-details = 详细信息
inspector-looking-up = 正在查看…
inspector-none = 无
inspector-none-since = 未知：{ $reason }
inspector-gone = 丢失的图片
inspector-sure = 把握 { $share }
inspector-sure-unknown = 把握未知
inspector-confirmed = 已确认
inspector-of = { $all } 中的 { $n }
inspector-images = 图片
inspector-groups = 分组
inspector-in-no-group = 未分组
inspector-junk = 废片
    .tip = 不属于任何分组
inspector-junk-all-tip = 它们不属于任何分组
inspector-in-grid-too = 在网格中也可用

inspector-size = { $n ->
   *[other] { $n } 张图片
}，平均把握 { $share }
inspector-size-unknown = { $n ->
   *[other] { $n } 张图片
}
inspector-empty = 还没有图片。可在列表中把图片拖到它上面。
inspector-heading = 标题
inspector-key = 按键
inspector-checked = 已检查
inspector-check =
    .tip = 在检查中询问其中的随机图片
inspector-mean = 平均概率
inspector-group-id = 在命令行和导出中的编号为 { $n }。
inspector-name = 此分组的名称
    .tip = 分组名称。留空则使用自动名称。
inspector-note = 备注
    .hint = 什么属于这里，什么不属于
    .name = 此分组的备注
inspector-split = 拆分为…
inspector-more = 更多
inspector-confirm-all = 确认全部 { $n } 张
inspector-confirm-all-tip = 表示{ $n ->
   *[other] 尚未确认的 { $n } 张图片
}属于这里
inspector-all-confirmed = 这里的图片都已确认
inspector-most-typical = 最典型
inspector-least-sure = 最不确定的
inspector-none-doubtful = 无：这里没有同样可能属于其他分组的图片。
inspector-how-sure = 把握
inspector-histogram = 按把握统计的图片，带界限
inspector-bin = 把握 { $low } 到 { $high }%：{ $n ->
   *[other] { $n } 张图片
}
inspector-tallest = 最高的柱：{ $n }
inspector-above-below = { $above } 张把握至少 { $bound }，{ $below } 张较低
inspector-select-above = 选择以上
    .name = 选择分组中界限以上的图片
    .tip = 选择把握不低于界限的图片
inspector-select-below = 选择以下
    .name = 选择分组中界限以下的图片
    .tip = 选择把握低于界限的图片：错误往往在那里
inspector-confirm-above = 确认以上 { $n } 张
inspector-confirm-above-tip = 表示{ $n ->
   *[other] 把握至少 { $bound } 的 { $n } 张图片
}属于这里
inspector-none-above = 那里没有可确认的了
inspector-all-but-a-few = 要确认除少数以外的全部，请先在网格中选择这些少数。
inspector-most-alike-groups = 最相似的分组
inspector-no-alike-groups = 无：其中的图片在找到分组之后才加入。
inspector-preview-merge = 合并…
    .tip = 先显示合并的效果
inspector-preview-merge-with = 预览与 { $name } 合并
inspector-cosine-of-centres = 两个中心的余弦：方向相同为 1
inspector-show = 显示 { $name }

inspector-two = 两个分组
inspector-how-alike = 相似程度
inspector-most-alike-of-all = 没有分组比第二个更像第一个。
inspector-more-alike = 另有 { $n ->
   *[other] { $n } 个分组
}更像第一个。
inspector-alike-unknown = 未知：其中一个的图片在找到分组之后才加入。
inspector-between = 介于两者之间
inspector-none-between = 没有在两者之间犹豫的图片。
inspector-share-confirmed = 已确认 { $share }
inspector-merge-two = 合并两者…
    .tip = 先显示合并后的内容和数字的变化

inspector-image-gone = 这张图片已不在文件夹中。
inspector-group = 分组
inspector-no-groups-yet = 还没有。按“发现”寻找分组；之后这里会说明图片为什么在某个分组中。
inspector-pixels = { $width } × { $height } 像素
inspector-pixels-in = { $width } × { $height } 像素，位于 { $folder }
inspector-copy-path = 复制路径
    .tip = 复制完整路径
inspector-reveal = 在文件管理器中显示
    .tip = 在文件夹中显示文件
inspector-show-group = 显示此分组
inspector-by-you-confirmed = 由你确认
inspector-by-you-confirmed-sure = 由你确认。程序的把握为 { $share }。
inspector-by-you-placed = 由你放到这里
inspector-by-you-placed-sure = 由你放到这里。程序的把握为 { $share }。
inspector-by-you-taken-out = 由你取出
inspector-by-you-junk = 由你放入废片
inspector-nobody-decided = 还没有人判断
inspector-confirm-as = 确认为 { $name }
inspector-confirm-as-tip = 表示现在的图片属于此分组
inspector-move =
    .tip = 询问分组
inspector-take-out = 取出
    .junk = 从废片中取出
    .group = 从分组中取出
inspector-reject =
    .tip = 它不属于此分组，以后的结果不会再放回
inspector-best-of-set = 一组 { $n } 张近似重复中最好的一张。
inspector-one-of-set = 一组 { $n } 张近似重复之一。
inspector-show-set = 显示它们
inspector-unusual = 它是异常的：与这里的其他图片都不同。
inspector-unsure = 它不确定：相似的图片在其他分组，或它同样可能属于另一个分组。
inspector-you-said = 你的判断
inspector-not = 不是 { $name }
inspector-together = 与之属于一起
inspector-not-together = 与之不属于一起
inspector-show-image = 显示这张图片
inspector-forget = 忘记
    .tip = 不再保留对这两张的判断
inspector-forget-with = 忘记与 { $name } 的关联
inspector-this-group = 此分组
inspector-could-also-be = 也可能是
inspector-could-be = 可能是
inspector-most-alike = 最相似的图片
inspector-alike-in = { $all } 张最相似的图片中{ $n ->
   *[other] 有 { $n } 张
}在 { $name }。
inspector-alike-few = { $all } 张最相似的图片中{ $most ->
   *[other] 有 { $most } 张
}在 { $other }，{ $n } 张在 { $own }。
inspector-alike-none = { $all } 张最相似的图片中{ $most ->
   *[other] 有 { $most } 张
}在 { $other }，没有在 { $own } 的。
inspector-alike-same = { $file }，相似，也在 { $name }
inspector-alike-other = { $file }，相似，但在 { $name }
inspector-similarity = 相似度 { $number }
inspector-example = 示例 { $file }
inspector-found-by = 由结果 { $n } 找到。
inspector-corrected = 经你的{ $n ->
   *[other] { $n } 个回答
}校正后，把握为 { $share }。
inspector-similarities = 最相似图片的相似度：{ $high } 到 { $low }。
    .tip = 特征的余弦：方向相同为 1
inspector-stage-share = { $who }把它从 { $from } 变为 { $to }。
inspector-stage-moved = { $who }把它从 { $before }（{ $from }）移到 { $after }（{ $to }）。
inspector-away = 驱动器未连接：这是项目保留的内容。仍可确认和移动。
inspector-copy-of = 它是你放入 { $name } 的图片的副本。
inspector-label-it = 放入 { $name }
inspector-label-it-tip = 放到原图所在的位置（在副本中按 Enter）
inspector-before = 以前在那里的图片
inspector-still = 仍是 { $name }
inspector-still-tip = 表示现在的图片也是（在更改的文件中按 Enter）
inspector-was = 你把此文件确认为 { $name } 时，它是另一张图片。
inspector-was-junk = 你把此文件放入废片时，它是另一张图片。
inspector-was-gone = 你确认此文件时，它是另一张图片，所在分组已不存在。
inspector-also-at = 也位于 { $places }
inspector-also-at-more = 也位于 { $places } 及{ $n ->
   *[other] 其他 { $n } 处
}

inspector-selected = 已选择 { $n ->
   *[other] { $n } 张图片
}
inspector-and-more = 另有 { $n } 张
inspector-guess-selected = 这些属于初步猜测：可以查看，不能更改。
inspector-on-average = 平均
inspector-their-groups = 其中的分组
inspector-and-more-groups = 另有 { $n ->
   *[other] { $n } 个分组
}
inspector-all-but-them = 除它们以外
inspector-confirm-others = 确认其余 { $n } 张
inspector-confirm-others-shown = 确认显示的其余 { $n } 张
inspector-confirm-others-tip = 表示 { $name } 中未选择的都属于那里
inspector-all-of-them = 全部这些
inspector-label-below = 给每张下面所示的分组
inspector-or-drag = 或拖到列表中的分组上
inspector-take-all-out = 从分组中取出
    .tip = 之后它们不在任何分组
inspector-reject-all-tip = 它们不属于所在的分组，以后的结果不会再放回。每个分组一个更改。
inspector-not-of = 表示 { $n } 张不是 { $name }
inspector-not-of-theirs = 表示 { $n } 张不属于它们的分组
inspector-out-of-junk = 从废片中取出
inspector-deselect = 取消选择
    .tip = 在网格中按 Esc
inspector-with-each-other = 彼此之间
inspector-link-same = 它们属于一起
inspector-link-different = 它们不属于一起

inspector-nothing-open = 没有打开的内容
inspector-open-one = 把图片文件夹拖到窗口上，或按 Ctrl+O。
inspector-drive-away = 驱动器未连接
inspector-gone-from-folder = 文件夹中丢失 { $n ->
   *[other] { $n } 张图片
}
inspector-gone-from-folder-tip = 列出它们；对它们的判断会保留
inspector-skipped = 跳过的文件
inspector-n-in-no-group = { $n ->
   *[other] { $n } 张图片
}未分组
inspector-show-them = 显示它们
inspector-result = 结果 { $n }
inspector-took = 用时 { $time }，在{ $device }上
inspector-score = 得分
    .tip = 图片的分组在多大程度上说明最相似图片的分组，0 到 1。决定保留什么。
inspector-in-use = 使用中
    .tip = 有效分组数：如果少数分组占了大多数图片，则少于要求的数量。
inspector-as-kmeans = 与 k-means 一致
    .tip = 与 k-means 的调整兰德指数：分组相同为 1，随机为 0。
inspector-time = 时间
inspector-guess = 初步猜测，分组 { $n }
inspector-guess-gone = 它已过时：有了更好的猜测。
inspector-guess-what = 这是目前找到的内容，最典型的图片在前。它还会变化，因此只能查看。完成后可以命名、合并和确认分组。
inspector-what-next = 下一步
inspector-next-reading = 正在读取文件夹。可以查看已有的内容。
inspector-next-first-guess = 正在寻找分组。初步猜测在左侧列表中：点击查看。
inspector-next-before-guess = 正在寻找分组。初步猜测会出现在左侧列表中。
inspector-next-run = 正在生成新结果。现有分组期间仍可使用。
inspector-next-away = 图片不在：请连接驱动器，或指定它们现在的位置。名称、分组和导出仍然可用；期间不会学习新内容。
inspector-next-all-gone = 文件夹中的图片都不见了。请放回，或打开其他文件夹。
inspector-next-no-images = 请向文件夹放入图片，或打开其他文件夹。
inspector-next-discover = 按“发现”：寻找相似图片的分组。
inspector-next-candidate = 新结果已就绪：底部栏说明它会改变什么。应用之前请先比较。
inspector-next-newer-result = 有更新的结果。请在“结果”中查看，如果更好就应用。
inspector-next-old-network = 这些分组来自早期版本的内置网络。现在的网络懂得更多：菜单中的“寻找更好的分组”会比较两者，应用之前不会改变任何内容。
inspector-next-name = 按上方的“命名分组”（Shift+F2）：Enter 转到下一个，Tab 采用建议的名称。也可以先点击左侧的分组看看。
inspector-next-check = 每个分组都有名称。“检查”可查看是否正确；“导出”写出标签。
inspector-next-written = 标签已写出。此后的更改会出现在下一次导出中。
