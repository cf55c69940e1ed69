# 后台工作所说的话。

group-number = 分组 { $n }
engine-group-of-stage = 分组 { $n }（{ $stage }）
group-of-id = 编号 { $id } 的分组

stage-simclr = 学习特征（SimCLR）
    .within = 特征学习
    .activity = 学习图片内容
stage-dcl = 学习特征（DCL）
    .within = 特征学习
    .activity = 学习图片内容
stage-kmeans = k-means
    .within = k-means
    .activity = 整理成分组（k-means）
stage-scan = SCAN
    .within = SCAN
    .activity = 整理成分组（SCAN）
stage-selflabel = 自标注
    .within = 自标注
    .activity = 从最确定的图片学习
stage-kmeans-learned = k-means（已学习）
    .within = 学习特征上的 k-means
    .activity = 整理成分组（k-means，已学习）
stage-scan-learned = SCAN（已学习）
    .within = 学习特征上的 SCAN
    .activity = 整理成分组（SCAN，已学习）
stage-scan-network = SCAN（网络）
    .within = 经过网络的 SCAN
    .activity = 整理成分组（SCAN，网络）
stage-selflabel-network = 自标注（网络）
    .within = 经过网络的自标注
    .activity = 从最确定的图片学习（网络）
stage-consensus = 共识
    .within = 共识
    .activity = 整理成分组（共识）
stage-temi = TEMI
    .within = TEMI
    .activity = 整理成分组（TEMI）
stage-turtle = TURTLE
    .within = TURTLE
    .activity = 整理成分组（TURTLE）
stage-tree = 合并树
    .within = 合并树
    .activity = 整理成分组（合并树）
stage-checkpoint = 权重自带的分类头
    .within = 权重自带的分类头
    .activity = 整理成分组（权重自带的分类头）
stage-refine = 你的更正
    .within = 你的更正
    .activity = 从你的更正中学习

engine-looking = 正在浏览文件夹
engine-comparing = 正在比较文件
engine-reading = 正在读取图片
engine-drawing-sample = 正在绘制示例
engine-computing = 正在观察图片
engine-comparing-features = 正在寻找比较图片的最佳方法
engine-finding-neighbours = 正在寻找相似的图片
engine-counting = 正在计算分组数量
engine-uneven = 正在寻找不均匀的大小
engine-loading = 正在加载用于学习的图片
engine-preparing = 正在准备较大的图片
engine-placing = 正在归入新图片
engine-guess-first = 特征上的 k-means
engine-guess-learned = 学习特征上的 k-means
engine-guess-selflabel = 自标注，第 { $n } 轮
engine-guess-scan = SCAN，第 { $n } 轮
engine-guess-kmeans = 第 { $n } 轮特征上的 k-means
engine-epoch = 第 { $n } 轮，共 { $all } 轮
engine-downloading = 正在下载 { $model }
engine-megabytes = { $there } / { $all } MB
engine-megabytes-rate = { $there } / { $all } MB，{ $rate } MB/s
engine-checksum = 正在核对校验和
export-writing = 正在写入标签
checkup-database = 正在检查数据库
checkup-runs = 正在检查结果
checkup-reading-pixels = 正在检查图像
checkup-looking = 正在检查文件夹
archive-copying = 正在复制数据库
archive-writing = 正在写入归档
archive-restoring = 正在还原
archive-so-far = { $n } / { $all }
compact-tidying = 正在清理
compact-closing = 正在收紧空间
repair-pixels = 正在重新生成图像

engine-closed = 已关闭。
engine-opened = 已打开 { $path }。
engine-opened-to-look = 已打开 { $path } 供查看：目前无法作任何更改。
engine-fault = Gleaner 内部错误中断了此操作。详情见日志文件。请重新打开项目。
journal-kept-aside = 此项目中有 { $n } 项更改无法读取，已移到 { $file } 中保存；其余更改全部有效。
journal-left-out = 此项目中有 { $n } 项更改无法读取，已略去；其余更改全部有效。打开项目进行编辑时会将其另存
engine-work-fault = 程序错误使工作中断。已完成的部分会保留。详情见日志文件。
engine-stopped = 程序引擎已停止。详情见日志文件。
engine-no-thread = 系统没有提供工作线程（{ $why }）。
engine-no-threads = 无法启动 { $n } 个工作线程：{ $why }
engine-undone = 已撤销：{ $what }
engine-redone = 已重做：{ $what }
engine-went = 已转到此更改之后：{ $what }
engine-went-beginning = 已回到最初
engine-with-images = { $what }（{ $n } 张图片有变化）
engine-there-already = 分组已经处于那个状态。
engine-discarded = 结果 { $run } 已放弃，仍留在结果列表中。
engine-none-waits = 没有等待的新结果。
engine-used = 现在使用结果 { $run }。
engine-forgot = { $n ->
   *[other] 已从项目中移除 { $n } 张图片。如果它们回来，对它们的判断也会恢复。
}
engine-own-words = { $n ->
   *[other] 将从你的 { $n } 个词中建议名称。
}
engine-folder-found = 项目的文件夹不在原处，照片在 { $folder } 中找到。
engine-not-watching = 无法自动发现文件夹中的更改（{ $why }）。“重新扫描文件夹”可以找到它们。
engine-paused = 已暂停。
engine-resumed = 已继续。
engine-stopping = 正在停止。
engine-learned = 已从你的更正中学习。
engine-found = { $n ->
   *[other] 找到 { $n } 个分组。下一步：命名。
}
engine-result-ready = 新结果已就绪。{ $changes }应用之前不会有任何变化。
engine-result-kept = 新结果已就绪。你的分组保持不变。
engine-moves = { $n ->
   *[other] 它会移动 { $n } 张图片。
}
engine-moves-none = 它不会移动任何图片。
engine-groups-new = { $n ->
   *[other] 新增 { $n } 个分组。
}
engine-groups-gone = { $n ->
   *[other] 减少 { $n } 个分组。
}
engine-nothing-better = 没有找到比现有分组更适合这些图片的结果。
engine-better-taken = 找到更合适的分组，现已使用：{ $n ->
   *[other] 移动了 { $n } 张图片。
}
engine-better-ready = 找到更合适的分组。{ $changes }应用之前不会有任何变化。
engine-better-scores = 相似的图片更常在同一分组：得分 { $own }，现有分组为 { $present }。
engine-downloaded = { $model } 位于 { $path }。
engine-archived = 已写入 { $path }（{ $what }）。{ $folder } 中的照片不在其中。
engine-placed-all = { $n ->
   *[other] 已归入全部 { $n } 张新图片。
}
engine-placed-some = { $n } 张新图片中已归入 { $placed } 张。
engine-placed-none = { $n ->
   *[other] { $n } 张新图片都没有归入。
}
engine-fit-nowhere = { $n ->
   *[other] { $n } 张不适合任何分组。
}
engine-placed-without-row = { $n ->
   *[other] { $n } 张在特征文件中没有对应的行。
}
engine-nothing-to-place = 没有需要归入的新图片。

engine-nothing-open = 请先打开图片文件夹。
engine-no-run = 还没有结果。
engine-no-such-run = 没有结果 { $run }。
engine-no-result = 结果 { $run } 没有完成。
engine-no-such-group = 没有编号为 { $group } 的分组。
engine-same-name = 已经有名为“{ $name }”的分组。可以合并，或两个都保留：这个将叫作“{ $numbered }”。
engine-image-gone = 这张图片已不在文件夹中。
engine-not-a-project = { $path } 不是 Gleaner 项目。
engine-not-there = { $path } 不存在。
engine-stranger = { $project } 对这台电脑来说是新的：它在别处创建，或是一份副本。它声称照片位于 { $folder }；那里的内容尚未读取
engine-not-allowed = 没有权限查看 { $path }。请联系其所有者，或更改其权限
engine-uncounted = 无法计算分组数量。
engine-at = { $place }：{ $why }
engine-two-projects = { $path } 已经是项目，不能作为 { $other } 打开。
engine-no-folder = { $path } 不是文件夹。请打开存放图片的文件夹。
engine-other-folder = { $project } 是另一个文件夹 { $own } 的项目。请为 { $folder } 指定另一个项目。
engine-unreadable-now = { $path } 已无法读取。
engine-lost-image = { $path } 已无法读取（{ $why }）。请重新扫描文件夹，然后按“发现”。
engine-none-gone = 项目中没有丢失的图片。
engine-nothing-runs = 没有正在进行的工作。
engine-job-over = 这项工作已经结束。
engine-busy = 有其他工作正在进行。请等待或停止它。
engine-busy-run = 已经在整理图片，请先停止。
engine-busy-look = 正在整理图片，完成后可以重新扫描文件夹。
engine-busy-download = 正在整理图片，完成后再下载。
engine-busy-place = 正在整理图片，完成后可以归入新图片。
engine-busy-check = 正在整理图片，完成后可以检查项目。
engine-busy-checking = 项目已经在检查中。
engine-away = { $n ->
   *[other] 原来的 { $n } 张图片不见了：驱动器是否已连接?标签和缩略图会保留。
}
engine-ended-while-reading = 上次 Gleaner 在读取 { $file } 时退出了。现在跳过该文件；其余文件照常读取。
engine-away-no-run = { $away }没有进行整理。
engine-away-left-out = 这些图片不参与。{ $away }
engine-no-rows = 没有图片在 { $path } 中有对应的行：其列表是其他路径。
engine-without-row = { $n ->
   *[other] { $n } 张图片没有对应的行，不进入任何分组。
}
engine-images-changed = 中断之后有些图片已改变，因此无法继续。请重新开始。
engine-begins-anew = 没有可用这些设置和图片继续的工作，因此重新开始。
engine-nothing-to-refine = 还没有分组。请先按“发现”。
engine-nothing-to-learn = 还没有确认、移动、否定或关联任何图片，因此没有可学习的内容。
engine-nowhere-to-place = 还没有可以归入图片的分组。请先按“发现”。
engine-other-groups = 期间应用了另一个结果，因此没有归入图片。请再次归入新图片。
engine-own-features = 更好的分组按程序计算的特征寻找，而此结果使用的是其他特征。
engine-features-changed = 此结果的特征已经更改。请再次按“发现”。
engine-broken-weights = { $network } 给出的不是数字，权重可能已损坏。
engine-no-images = 这里没有可读取的图片，无法整理。
engine-one-image = 只有一张图片无法整理。请向文件夹添加更多图片。
engine-too-many-groups = 要求从 { $images } 张图片得到 { $groups } 个分组。请要求 { $most } 个或更少。
engine-stopped-note = 已被停止。
engine-cut-off-note = 已被中断。

engine-look-read = { $n ->
   *[other] 已读取 { $n } 张图片。
}
engine-look-moved = { $n ->
   *[other] { $n } 张图片已移动，判断保留。
}
engine-look-returned = { $n ->
   *[other] { $n } 张图片已回来，判断全部恢复。
}
engine-look-edited = { $n ->
   *[other] { $n } 张图片被旋转或重新保存，判断保留。
}
engine-look-replaced = { $n ->
   *[other] { $n } 个文件的内容变成了另一张图片。
}
engine-look-missing = { $n ->
   *[other] { $n } 张图片丢失，判断保留。
}
engine-look-away = { $n ->
   *[other] { $n } 张图片与其文件夹一起不见了：驱动器是否断开?
}
engine-look-skipped = { $n ->
   *[other] 跳过了 { $n } 个文件。
}
engine-look-healed = 已重新生成 { $n } 张图像受损的存储图片。
engine-look-lost = { $n } 张图像的存储图片已损坏，且没有原文件可供重新生成；检查项目会列出它们。
engine-look-empty = 此文件夹中没有图片。
engine-look-nothing-new = { $n ->
   *[other] { $n } 个文件中没有新内容。
}

edit-use = 使用结果 { $run }
edit-unname = 去掉名称 { $group }
edit-rename = 把 { $group } 重命名为“{ $name }”
edit-merge = 把 { $groups } 合并到 { $into }
edit-move = { $n ->
   *[other] 把 { $n } 张图片移到 { $group }
}
edit-take-out = { $n ->
   *[other] 从分组中取出 { $n } 张图片
}
edit-new-group = { $n ->
   *[other] 新分组 { $name }，{ $n } 张图片
}
edit-junk = { $n ->
   *[other] 把 { $n } 张图片放入废片
}
edit-confirm = { $n ->
   *[other] 确认 { $n } 张图片
}
edit-unconfirm = { $n ->
   *[other] 取消确认 { $n } 张图片
}
edit-split = 把 { $group } 拆成 { $n } 个
edit-reject = { $n ->
   *[other] 表示 { $n } 张图片不是 { $group }
}
edit-judge-right = 确认 1 张图片是 { $group }
edit-judge-other = 表示 { $group } 的 1 张图片是 { $other }
edit-judge-junk = 把 { $group } 的 1 张图片放入废片
edit-link-same = 表示 2 张图片属于一起
edit-link-different = 表示 2 张图片不属于一起
edit-link-none = 忘记对 2 张图片的判断
edit-heading = 把 { $groups } 放到“{ $heading }”下
edit-no-heading = 把 { $groups } 从标题下取出
edit-colour = 给 { $group } 上色
edit-key = 给 { $group } 按键 { $key }
edit-no-key = 取消 { $group } 的按键
edit-note = { $group } 的备注
edit-cover = 选择 { $group } 的封面
edit-no-cover = 恢复 { $group } 的自动封面
edit-review = { $n ->
   *[other] 检查 { $groups } 的 { $n } 张图片：{ $right } 对，{ $wrong } 错
}
edit-look-through = { $n ->
   *[other] 过一遍 { $group } 的 { $n } 张图片：{ $right } 对，{ $wrong } 错
}
edit-place = { $n ->
   *[other] 归入 { $n } 张新图片
}
edit-place-none = { $n ->
   *[other] 没有为 { $n } 张新图片找到分组
}
edit-label = { $n ->
   *[other] 把 { $n } 张图片标注为 { $groups }
}
edit-two = { $a }、{ $b }
edit-three = { $a }、{ $b }、{ $c }

edit-unknown-group = 没有编号为 { $group } 的分组，可能已被合并。
edit-unknown-run = 结果 { $run } 没有可用的分组。
edit-group-exists = 编号为 { $group } 的分组已存在。
edit-no-parts = 拆分需要一到七个新部分，每个都有该分组的图片，且都不是全部。
edit-out-of-range = { $n } 超出范围：按键为 1 到 9，颜色为 1 到 { $colours }。
edit-linked-with-itself = 图片只能与另一张图片关联。
edit-not-there = 这张图片已不在编号为 { $group } 的分组中。
edit-answered-twice = 同一张图片有两个回答。
edit-no-such-point = 历史中没有这一点，范围是 0 到 { $last }。
edit-nothing = 这不会改变任何内容。
edit-unreadable = 日志中有此版本不认识的条目，可能由较新的 Gleaner 写入。

checked-not-yet = 尚未检查
checked-each = { $n } 张中 { $right } 张正确：{ $share }（全部检查）
checked-sample = { $n } 张中 { $right } 张正确：{ $share }（{ $low } 到 { $high }%）
checked-interval = { $share }（{ $low } 到 { $high }%）
checked-none = 未检查：不知道有多少标签是正确的。
checked-groups = { $n ->
   *[other] 已检查：{ $n } 个分组中有 { $proven } 个至少 { $least } 正确。
}
checked-overall = 总体 { $share }。
checked-all = 这针对项目的全部标签。
checked-without = { $n ->
   *[other] { $n } 个分组尚未检查。
}

export-wrote-labels = { $n ->
   *[other] 已把 { $n } 个标签写入 { $path }。
}
export-wrote-images = { $n ->
   *[other] 已把 { $n } 张图片写入 { $path }。
}
export-unread = 未读取照片文件夹，因此未检查文件是否仍是标注时的内容
export-stranger = 这台电脑尚不了解此项目，未读取 { $path } 中的照片；没有照片时只能写出表格
export-not-there = { $n ->
   *[other] 其中 { $n } 个文件目前不在。
}
export-changed = { $n ->
   *[other] { $n } 张图片在标注后已更改，其标签没有写入。
}
export-stale = { $n ->
   *[other] { $n } 个文件与上次读取时不同，未写入（{ $some }{ $more ->
        [0] {""}
       *[other] ，另有 { $more } 个
    }）：请重新扫描文件夹。
}
export-guarded = { $n ->
   *[other] { $n } 个单元格会被电子表格计算，已在前面加上 '。
}
export-missing = { $n ->
   *[other] { $n } 张已标注的图片丢失，未写入。
}

checkup-whole = 一切完好。
checkup-worth-knowing = { $n ->
   *[other] 一切完好。有 { $n } 件事值得了解。
}
checkup-wrong = { $n ->
   *[other] 此项目有 { $n } 处问题。
}
checkup-and-more = { $names } 等，另有 { $n } 个
checkup-unreadable-help = 无法从这里修复
checkup-problems = 数据库发现自身错误：{ $list }。
    .indices = `gleaner doctor PROJECT --repair` 会重建索引，不会丢失任何行
    .help = `gleaner doctor PROJECT --repair` 会重建索引；如果无效则不作更改：请从副本恢复项目，或重命名后再次打开照片文件夹，这会创建没有标签的新项目
checkup-orphans = { $n ->
   *[other] { $n } 个结果或轮次不属于任何已列出的内容。
}
    .help = `gleaner doctor PROJECT --repair` 会删除它们
checkup-images = { $n ->
   *[other] { $n } 行图片无法读取：{ $list }。项目因此无法打开。
}
    .help = 如果由较新的 Gleaner 写入，请安装新版；否则 `gleaner doctor PROJECT --repair` 会清空它们并保留标签，`gleaner update PROJECT` 会重新读取文件
checkup-double = 两张图片位于同一路径：{ $list }。
    .help = `gleaner doctor PROJECT --repair` 保留较新的一张，另一张等待文件回来
checkup-replaces = { $n ->
   *[other] { $n } 张图片取代了不存在的图片：{ $list }。
}
    .help = `gleaner doctor PROJECT --repair` 会忽略这一点
checkup-beyond = 有图片使用了从未分配的编号：{ $list }。
    .help = 它们的标签可能被当成以后图片的标签；如有副本，请恢复项目
checkup-changes = { $n ->
   *[other] 日志中的 { $n } 个更改无法读取或不匹配：{ $list }。项目因此无法打开。
}
    .help = 如果由较新的 Gleaner 写入，请安装新版；否则 `gleaner doctor PROJECT --repair` 会把它们移到数据库旁的文件中，并保留其他更改
checkup-strange = 更改中提到不存在的图片：{ $list }。
checkup-rows-lost = 显示的内容不依赖它们，但图片表丢失了一些行：如有副本，请恢复项目
checkup-run = 结果 { $run } 无法读取（{ $why }）。项目因此无法打开。
    .help = 如果由较新的 Gleaner 写入，请安装新版；否则 `gleaner doctor PROJECT --repair` 会用标准设置代替无法读取的部分
checkup-epochs = { $n ->
   *[other] 结果 { $run } 的 { $n } 轮无法读取。项目因此无法打开。
}
    .help = `gleaner doctor PROJECT --repair` 会删除它们；它们只用来画曲线
checkup-groups = 结果 { $run } 的分组已损坏：{ $why }。
    .file = `gleaner doctor PROJECT --repair` 会从结果文件中取回
    .help = 结果文件中也没有；`gleaner doctor PROJECT --repair` 会把它视为未完成的结果
checkup-run-images = 结果 { $run } 的图片列表已损坏：{ $why }。
    .help = `gleaner doctor PROJECT --repair` 会从结果文件中取回
checkup-run-unknown = { $n ->
   *[other] 结果 { $run } 提到 { $n } 张不存在的图片。
}
checkup-arrays = 结果 { $run }：{ $why }。
checkup-no-stage = { $path } 中的结果缺少保留的阶段（{ $stage }）。标签会保留；再次发现可恢复近邻和概率。
checkup-noted = `gleaner doctor PROJECT --repair` 会在结果中注明
checkup-base = 结果 { $run } 基于不存在的结果 { $base } 的特征学习。
    .help = `gleaner doctor PROJECT --repair` 会在结果中注明；标签会保留：再次发现可恢复近邻和概率
checkup-no-base = 已不知道结果 { $run } 基于哪个结果的特征学习。
checkup-pixels = { $n ->
   *[other] { $n } 张图片丢失了缩略图或学习图像：{ $list }。
}
    .help = `gleaner doctor PROJECT --repair` 会从照片重新生成，标签不受影响
checkup-unread = 这台电脑尚不了解此项目，未查看照片文件夹 { $folder }。
checkup-folder = 照片文件夹 { $folder } 不在。
    .help = 驱动器是否已连接?标签和缩略图会保留
checkup-files = { $n ->
   *[other] 自上次扫描以来有 { $n } 个文件更改或丢失：{ $list }。
}
    .help = `gleaner update PROJECT` 会重新扫描
checkup-left-runs = 有从未开始的结果文件夹：{ $list }。
    .help = 无害；`gleaner doctor PROJECT --repair` 会删除它们，`gleaner compact PROJECT` 也会
checkup-left-files = 有从未完成的文件：{ $list }。
checkup-left-features = 有无法读取的特征文件：{ $list }。
repair-before-that = { $why } 在此之前：{ $done }
backup-none = { $path } 没有数据库副本
backup-unknown = 没有名为 { $name } 的副本；现有：{ $list }

archive-size = { $n ->
   *[other] { $n } 个文件，{ $size }
}
archive-inside = 归档不能放在它所属的项目中。请选择其他位置。
archive-compacted = 项目期间被压缩。请再次归档。
archive-none = { $path } 不是 Gleaner 项目的归档。
archive-newer = { $path } 由较新的 Gleaner 写入（归档格式 { $format }；此版本支持 { $known }）。请安装最新版本。
archive-unread = 项目无法读取：{ $why }
archive-there = { $path } 已存在。请选择其他名称。
archive-damaged = { $path } 已损坏（{ $why }）。没有还原任何内容。请重新复制。
archive-moved-on = { $path } 无法读取。如果有程序正在处理项目，请再次归档（{ $why }）。
archive-cannot-read = { $path } 无法读取：{ $why }
archive-cannot-write = { $path } 无法写入：{ $why }
archive-cannot-use = { $path } 无法使用：{ $why }

labels-in = { $path }：{ $why }。
labels-no-folders = 没有图片位于其类别的文件夹中，因此文件夹名称没有意义。
labels-no-class = 没有类别 { $name }；有 { $names }。
engine-no-result-yet = 还没有结果。需要先找到分组。
engine-no-thumbnail = 缩略图无法读取。

resolve-id-and-name = { $text } 是一个分组的编号，也是另一个（{ $id }）的名称。请先用编号重命名后者。
resolve-no-groups = 没有分组 { $text }；还没有任何分组。
resolve-no-group = 没有分组 { $text }；有 { $list }。
resolve-no-group-of-many = 没有分组 { $text }；共有 { $n } 个，用 `gleaner clusters` 列出。
resolve-skipped = { $path } 已跳过：{ $why }。
resolve-no-image = 没有图片 { $text }；请给出相对照片文件夹的路径或编号。
resolve-unclear = { $why }。

network-unknown = 没有名为 { $name } 的网络。有 { $names }。
network-not-here = { $name } 不在这台电脑上。
network-by-hand = { $name } 需从 { $page } 手动获取。

sheet-proven = { $group } 已证明至少 { $share } 正确；--sample 可询问更多。
sheet-decided = { $group } 的每张图片都已由人判断。
sheet-no-groups = 还没有分组。
sheet-nothing-left = 没有可询问的了：每个分组都已检查或由人判断。
sheet-unread = { $path }：{ $why }；没有更改任何内容。
sheet-not-changed = { $why }；没有更改任何内容。

words-unknown-to = { $name } 不认识文字。
words-busy = 正在整理图片，完成后再下载。
engine-words-known = { $n ->
   *[other] 现在可以用任意文字搜索 { $n } 张图片。
}

engine-sure-sum = 把握 { $sum }：{ $parts }，即此分组合并自的 { $n } 个结果分组之和。
engine-sure-unknown = 把握未知：结果没有提到这张图片在此分组中。

edit-name-long = 名称最多 { $most } 个字符；“{ $begin }…”有 { $n } 个。没有任何更改。
