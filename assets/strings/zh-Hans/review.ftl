# 检查：逐张，或一次多张。

review-mode-queue = 可疑图片
    .tip = 所有分组中，回答最有帮助的图片
review-mode-prove = 检查分组
    .tip = 查看一个分组的随机样本，以证明其中有多少正确
review-mode-clean = 清理分组
    .tip = 从最不确定的图片开始过一遍分组，取出不属于它的图片
review-by-one = 逐张
    .tip = 一次一张大图（W）
review-by-sheet = 多张
    .tip = 一次多张图片：点击不属于的，其余按 Enter（W）
review-all-groups = 所有分组
    .tip = 选择其他分组
review-confirmed-of = 已确认 { $n } / { $all }

review-question = 这是 { $name } 吗?
review-question-unnamed = 它与这些属于一起吗?
review-question-none = 这是什么?
review-question-sheet = 哪些不是 { $name }?
review-question-sheet-unnamed = 哪些与这些不属于一起?
review-maybe = 也许是 { $name }
    .tip = 这个分组还没有名称；它的图片看起来像这个词
review-these = { $name } 的典型图片
review-image = 图片 { $path }
review-about-sure = 把握 { $sure } · { $path }
review-about-none = 未分组 · { $path }

review-sheet-of-sample = { $n ->
   *[other] 随机样本中的 { $n } 张图片。点击不属于的。
}
review-sheet-of-doubtful = { $n ->
   *[other] { $n } 张图片，最不确定的在前。点击不属于的。
}
review-sheet-so-far = { $n ->
   *[other] { $n } 张不属于，{ $rest } 张属于。
}
review-sheet-image = 当前页：{ $path }
review-sheet-marked =
    .tip = 它不属于这里。再次点击可取消。
review-sheet-unmarked =
    .tip = 如果不属于这里，请点击。
review-sheet-all = { $n ->
   *[other] { $n } 张都属于
}
review-sheet-rest = { $n ->
   *[other] 其余 { $n } 张属于
}
review-sheet-nothing = { $n ->
   *[other] { $n } 张都不属于
}
review-sheet-answer =
    .tip = 确认未标记的，并从分组中取出标记的：撤销时为一步（Enter）
review-sheet-mark = 不属于
    .tip = 标记方向键所在的图片（空格）
review-sheet-only-marks = 在多张页面上只标记不属于的图片。按 W 逐张显示。
review-key-space = 空格

review-yes = 是
    .tip = 它属于那里，在以后的结果中也保持（Enter）
review-no = 否
    .tip = 它不属于那里，以后的结果不会再放回（N）
review-other = 其他…
    .tip = 按名称查找分组，或建立新分组（/）
review-junk = 废片
    .tip = 它不属于任何分组（X）
review-skip = 跳过
    .tip = 现在不回答；最后会再次出现（S）
review-back = 返回
    .tip = 撤回上一个回答并再次显示（退格键）
    .none = 前面没有内容。
review-nowhere = 它未分组：按编号选择一个
review-back-too-late = 在那个回答之后有其他更改。可以逐个撤销。
review-in-no-group = 它还未分组：按编号选择，或用 / 查找。
review-nothing-to-deny = 它未分组：没有可以否定的。
review-not-kept = 回答没有保存：{ $why }
review-not-taken-back = 上一个回答无法撤回：之前有其他更改。
review-other-image = 现在询问的是另一张图片；请重新选择。

review-typical = 用于比较
review-typical-of = { $name } 的典型图片：{ $path }
review-typical-none = 还不知道此分组的典型图片。
review-by-number = 按编号
review-number = { $number }：{ $name }
review-number-probable = { $number }：{ $name }，{ $sure }
review-number-now = 现在
review-number-none = 没有编号为 { $number } 的分组。按 / 查找。
review-number-free =
    .tip = 下一个可能的分组会得到并保留此编号
review-number-own =
    .tip = { $name }：它现在在那里
review-number-key =
    .tip = { $name }：此编号是它自己的按键
review-number-stays =
    .tip = { $name }：项目打开期间保留此编号
review-numbers-pending = 正在查看可能的分组…
review-numbers-none = 对这张图片一无所知。用 / 查找分组。

review-answered = 已回答 { $n } 个
review-answered-left = { $left ->
   *[other] 已回答 { $n } 个，约剩 { $left } 张可疑图片
}
review-answered-none-left = 已回答 { $n } 个，没有剩下可疑图片
review-answered-of-group = 已回答 { $n } 个，此分组 { $all } 张中还有 { $left } 张要看
review-speed = 每分钟 { $n } 个回答
review-answers-kept = 可以随时停止：每个回答立即保存，以后的结果也会保留。
review-learn = 从中学习
    .tip = 按你的回答重新整理。应用之前可以看到会有什么变化。
    .nothing = 没有可供学习的新回答。
    .busy = 有其他工作正在进行；请等待。
review-learning = 正在从你的回答中学习…
review-learn-due = { $n ->
   *[other] 可从 { $n } 个回答中学习：只需几秒
}

review-checked-not = { $n ->
   *[other] 尚未检查。检查 { $n } 张随机图片即可证明 95% 正确。
}
review-checked-open = { $n ->
   *[other] 已检查 { $checked } / { $all }，{ $right } 张正确——再答对 { $n } 张即可证明 95% 正确。
}
review-checked-proven = 已检查 { $n } 张，{ $right } 张正确——已证明：至少 95% 正确。
review-checked-all-proven = { $n } 张全部检查，{ $right } 张正确。
review-checked-hopeless = 已检查 { $n } 张，{ $right } 张正确——已无法证明 95%。请清理或拆分，再重新检查。
review-checked-all = { $n } 张全部检查，{ $right } 张正确——低于 95%。
review-checked-decided = 你已判断过其中每张图片。
review-state-decided = 全部由你判断
review-state-not-asked = 尚未检查
review-state-open = { $n ->
   *[other] 还要检查 { $n } 张
}
review-state-proven = 已证明
review-state-hopeless = 无法证明
review-state-all-asked = 全部检查
review-nothing-to-check = 没有可检查的
review-none-checked = { $n } 张都未检查
review-right-of = { $n } 张中 { $right } 张正确：{ $share }
review-interval = 全部 { $n } 张图片中有 { $low } 到 { $high } 正确。
    .tip = 该范围是不放回随机样本的威尔逊 95% 区间。新结果、合并或拆分会重新开始。
review-interval-known = 全部 { $n } 张图片已知：{ $share } 正确。
review-interval-bar = { $low } 到 { $high } 正确；需要超过 95%

review-which-group = 哪个分组?
review-which-to-prove = { $n ->
   *[other] { $n } 个分组中 { $proven } 个已证明 95% 正确。点击一个检查其样本。
}
review-which-to-clean = 点击一个分组，从最不确定的图片开始过一遍。
review-prove-row = 检查 { $name }：{ $checked }，{ $state }
review-clean-row = 清理 { $name }：{ $checked }，{ $state }

review-nothing-yet = 还没有可检查的内容
    .about = “发现”把图片整理成分组，之后可在这里用单个按键检查。
review-no-queue = 没有可疑图片可显示
    .about = “发现”整理图片之后才知道哪些可疑。
review-choosing = 正在选出最可疑的图片…
    .about = 请稍候。
review-all-confirmed = 全部已确认
    .about = 分组中的每张图片都有你的回答。可以导出分组。
review-queue-empty = 没有剩下可疑图片
    .about = { $n ->
       *[other] { $n } 张图片尚未确认。请用样本检查它们的分组，或在网格中确认。
    }
review-back-to-last = 回到上一张图片
review-proven = 已证明：至少 95% 正确
review-group-so-far = { $name }：{ $checked }
review-empty = { $name } 是空的
    .about = 没有可询问的内容。
review-decided = 你已判断过 { $name } 的全部
    .about = 没有剩下未看的图片。
review-all-asked = { $name } 已全部检查
    .about = 每张可询问的图片都有回答。
review-confirm-rest = { $n ->
   *[other] 确认剩下的 { $n } 张
}
    .tip = 表示未看的也属于那里；可以撤销
review-go-on = 继续询问
    .tip = 检查更多样本：结果会更精确
review-show-in-grid = 在网格中显示
    .tip = 显示分组的所有图片
review-clean = { $name } 已全部过目
    .about = 其中每张图片都有你的回答。
