# 一个结果对自己的说明。

note-scored = { $stage } { $score }
note-features-none = 没有可供选择的特征。
note-features-only = 这些图片按{ $name }分组：没有其他选择。
note-features-best = 这些图片最适合按{ $name }分组：一张图片的分组最能说明相似图片在哪些分组（{ $score }，满分 1；{ $others }）。
note-features-usual = 这些图片按{ $name }分组：没有别的能明显更好地把相似的图片放在一起（{ $score }，满分 1；{ $others }）。
note-kept-none = 没有可保留的结果。
note-kept-only = 保留了 { $stage }（得分 { $score }）：它是唯一可用的结果。
note-kept-best = 保留了 { $stage }（得分 { $score }；{ $others }）：它的分组最能说明图片的近邻在哪里。
note-kept-kmeans = 保留了 { $stage }（得分 { $score }；{ $others }）：对这些图片，直接在特征上做 k-means 比{ $names }更好，它的分组更能说明图片的近邻在哪里。
note-kept-level = 保留了 { $stage }（得分 { $score }；{ $others }）：没有哪个明显更好，而且它对每张图片的把握是它自己得出的。
note-kept-collapsed = 注意：每个结果都被少数分组占据（{ $details }）。保留了其中最好的 { $stage }（得分 { $score }）。减少分组或增加轮数通常有帮助。
note-kept-tree = 按要求保留了合并树的切分。
note-kept-vote = 保留了共识（得分 { $vote }；SCAN 最好的分类头 { $best }）：多次分组一致的部分通常比得分最高的一次更正确。
note-set-aside = 因被少数分组占据而放弃：{ $details }。
note-in-effect = { $stage } 的 { $n } 个分组中实际只有 { $effective } 个有效

note-approximate-neighbours = 图片太多，只在相近的图片中查找最相似的：随机选出的 { $n } 张图片中，找到了 { $share } % 的最相似图片。
note-computed-on = 计算设备：{ $device }。
note-untrained = 没有学习特征（{ $setting } = 0）：分组基于未训练的网络。
note-untrained-network = 没有学习特征（{ $setting } = 0）：分组基于原样的网络。
note-not-finite = { $stage } 在第 { $epoch } 轮停止：损失不再是数字。
note-smaller-batch = { $stage }：内存不够一次处理 { $before } 张图像；改为一次 { $now } 张继续。
note-not-finite-rate = { $stage } 在第 { $epoch } 轮停止：损失不再是数字。减小 { $rate } 通常有帮助。
note-fallback = 自标注有 { $n } 个批次中没有图片的把握高于 { $threshold }，因此取了每个分组中最确定的图片。增加 SCAN 轮数或减小 selflabel.threshold 通常有帮助。
note-collapse = { $stage }：{ $n } 个分组占据了大部分（{ $share } 的图片{ $empty ->
    [0] { "" }
   *[other] ，{ $empty } 个为空
}）。减少分组或增加特征学习的轮数通常有帮助。
note-handicap = 从这些图片本身学习会使近邻更一致，却不一定更正确，因此学习所得的得分减去 { $handicap }。
note-proposed = 寻找了 { $n } 个分组，这是特征的合并树所建议的。
note-proposed-range = 寻找了 { $n } 个分组，这是特征的合并树所建议的。从 { $low } 到 { $high } 都合理。
note-proposed-before = 寻找了 { $n } 个分组，这是中断之前合并树所建议的。
note-fewer-neighbours = 每张图片取 { $cap } 个近邻，而不是 { $asked } 个：再多就会进入其他分组。
note-few-leaves = 这些图片的合并树只有 { $n } 片叶子，因此没有更多分组。
note-uneven = 这些图片的类别似乎大小不均：按合并树给出的大小（从 { $most } 到 { $least } 的图片），SCAN 的分组比按均匀大小更符合图片的近邻（得分 { $score } 对 { $even }）。如果你知道各类大小相同，请设置 scan.sizes=even。
note-other-head = 权重自带用于 { $own } 个分组的分类头，与 { $n } 个分组无关；选择 { $own } 个分组即可使用它。
note-copies = { $sets } 组中有 { $n } 张副本：每组只有一票，并且全部在同一个分组中。
note-copies-few = { $sets } 组中的 { $n } 张副本没有合并：否则只剩 { $left } 张图片可供学习。
note-alike = 另有 { $n } 张图片看起来相似，但不能确定是副本，各有一票。

note-said-labels = 你的 { $n } 个标注
note-said-rejections = { $n } 个否定
note-said-links = { $n } 个关联
note-learned = 学习了{ $what }。
note-then-learned = 随后学习了{ $what }，移动了 { $n } 张图片。
note-then-learned-added = 随后学习了{ $what }，移动了 { $n } 张图片，并增加了 { $added } 个未找到的类别。

note-no-arrays = 保存近邻和概率的文件已丢失或损坏；标注仍在。
note-no-base = 它所依据的特征来自一个已不存在的结果；标注仍在。
note-reset = 此结果的部分内容无法读取，已重置：{ $why }

source-within-auto = 适合文件夹的特征
source-within-builtin = 内置网络
source-within-small = 内置小网络
source-within-pixels = 像素
source-within-colours = 颜色
source-within-learn = 从文件夹学到的特征
source-within-file = 磁盘上的网络
source-within-vectors = 你自己的数据行
