# 质量

quality-empty = 还没有可评估的分组
    .about = “发现”会找到它们，之后这里会说明把握如何、应该有多少分组。

quality-sure = 分组的把握如何?
quality-sure-high = { $all } 张图片中 { $n } 张的把握超过 90%。
quality-agreement = 最相似的图片有 { $share } 在同一分组。
    .tip = 近邻一致率：图片的最近邻在其自身分组中的比例，对所有图片取平均
quality-agreement-bar = 最相似的在同一分组
quality-pending = 正在计算…
quality-histogram = 从不确定到确定，所有图片
    .tip = 所有图片的把握：从 0 到 100% 每二十分之一中有多少张

quality-believed = “把握”可信吗?
quality-believed-unknown = { $n ->
   *[other] 尚未可知：再确认或更正 { $n } 张图片即可知道。
}
quality-believed-so-far = 已有你的 { $n } / { $all } 个回答
quality-believed-bar = 用来检验“把握”的回答
quality-believed-until = 在此之前，请以图片中看到的为准。
quality-believed-too-sure = { $n ->
   *[other] 过于自信：按你的 { $n } 个回答，平均偏差 { $before }，校正后 { $after }。
}
quality-believed-modest = { $n ->
   *[other] 比所说的更确定：按你的 { $n } 个回答，平均偏差 { $before }，校正后 { $after }。
}
quality-believed-right = { $n ->
   *[other] 大致准确：按你的 { $n } 个回答，平均偏差 { $before }，校正后 { $after }。
}
quality-temperature = 按你的回答拟合温度 { $temperature } 前后的期望校准误差
quality-diagram = 可靠性：{ $bins }
quality-diagram-bin = 把握 { $sure }，正确 { $right }
quality-diagram-across = 把握
quality-diagram-said = 原值
quality-diagram-corrected = 校正后
quality-diagram-height = 高度：正确比例

quality-look = 值得一看的图片
quality-shelf-pending = { $name }：正在计算…
quality-unsure = { $n } 张不确定
    .name = 不确定
    .about = 最相似的图片在别处，或把握不到一半
    .show = 显示不确定的
quality-duplicates = { $n } 张近似重复
    .name = 近似重复
    .about = 连拍和副本；每组只算一次
    .show = 显示近似重复
quality-unusual = { $n } 张异常
    .name = 异常
    .about = 与其他都不同
    .show = 显示异常
quality-show = 显示
    .tip = 在网格中显示
    .none = 没有。
    .pending = 尚未可知。

quality-how-many = 多少个分组?
quality-tree-pending = 正在比较图片：需要几秒。
quality-proposed = 图片建议 { $proposal } 个分组。现在有 { $now } 个。
quality-proposed-range = 图片建议 { $proposal } 个分组；{ $low } 到 { $high } 个都合理。现在有 { $now } 个。
quality-number = 分组数量
quality-number-unit = 个分组
quality-back-to = 恢复为 { $n }
    .tip = 图片建议的数量
quality-sort = 整理成 { $n } 个分组
    .tip = 把所有图片重新整理成这么多分组。它们比下面的更均匀，通常也更好。名称跟随共有图片最多的分组。
quality-take = 就用这 { $n } 个
    .tip = 按下面的样子建立分组：小而特别的与大的分开。
quality-busy = 正在整理图片；请等待或停止。
quality-learned = 此结果的知识是从文件夹学来的，需要重新学习：请按“发现”。
quality-stay = 名称以及你放置或确认的都会保留。
quality-part = { $n ->
   *[other] { $n } 张图片
}
quality-part-all = { $n ->
   *[other] { $n } 张图片，都在 { $name }
}
quality-part-mostly = { $n ->
   *[other] { $n } 张图片，{ $share } 在 { $name }
}
quality-part-name = { $text }的分组
quality-details = 详细信息
quality-curves = 按分组数量的得分；建议 { $proposal }，{ $low } 到 { $high } 合理
quality-curve-stability = 稳定性
quality-curve-silhouette = 轮廓系数
quality-curve-coding = 编码长度
quality-curve-proposed = 建议 { $n } 个
quality-curve-at = { $n } 个分组：稳定性 { $stability }，轮廓系数 { $silhouette }，编码长度 { $coding }（越小越好）
