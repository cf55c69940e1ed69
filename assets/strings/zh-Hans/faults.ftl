# 出了什么问题，以及怎么办。

## 表格中的图片名称

name-nowhere = 没有图片 { $name }
name-without-folder = { $name } 只有文件名而没有文件夹，例如 { $path }；请写出相对于照片文件夹的路径
name-several = { $name } 同时符合 { $first } 和 { $second }；请按显示的写法准确写出所指的那一个
lines-one = 第 { $line } 行：{ $why }
lines-two = { $first }；{ $next }
lines-more = 还有 { $n } 行

## 来自别处的标注

labels-two-names = 这一行把 { $file } 称为“{ $label }”，而第 { $first } 行把它称为“{ $other }”
labels-none-held = 其中没有标注
labels-no-folder-in-names = 表格中的文件名没有文件夹（第 { $line } 行：{ $file }）；请写出相对于照片文件夹的路径
labels-of-other-images = 没有一行是此项目的图片；路径相对于照片文件夹 { $folder }（{ $lines }）
labels-unknown = 文件中有 { $n } 个标注在这里没有对应的图片：{ $lines }。
labels-not-asked = 未要求
labels-folder-unsorted = 存放尚未整理内容的文件夹
labels-folder-camera = 相机的文件夹
labels-folder-date = 日期
labels-takes = { $classes } 个类别共 { $n } 张图片。
labels-takes-all-new = { $classes } 个类别共 { $n } 张图片，类别都是新的。
labels-takes-new = { $classes } 个类别共 { $n } 张图片，其中 { $new } 个类别是新的。
labels-takes-unchanged = { $n } 张图片此前已在那里确认。
labels-takes-changed = { $n } 张你另有决定的图片会被更改。

## 已停止

fault-cancelled = 已取消
fault-at = { $path }：{ $why }
fault-full = { $path } 所在的磁盘已满（剩余 { $free }）。请腾出空间后重试
fault-full-unknown = { $path } 所在的磁盘已满。请腾出空间后重试

## 不是图片的文件

skip-not-an-image = 不是图片
skip-damaged = 已损坏
skip-too-large = 太大
skip-empty = 空文件
skip-unreadable = 无法读取
skip-broken-link = 失效的链接
skip-not-a-file = 不是文件
skip-ended-program = 使 Gleaner 退出
skip-stopped = 已停止
skip-why = { $kind }：{ $why }
skip-why-permission = 没有权限
skip-why-gone = 文件已不在
skip-why-ended = 读取此文件时 Gleaner 退出了
skip-why-short = 文件过早结束
skip-why-header-short = 文件在文件头处中断
skip-why-header-size = 文件头写着 { $width } x { $height } 像素
skip-why-fill = 像素数与尺寸不符
skip-why-checksum = 校验和与内容不符
skip-why-decoder = 解码器放弃了（{ $why }）
skip-why-no-reason = 解码器放弃了（未说明原因）
skip-why-memory = 可用内存不足
skip-why-bytes = 读取需要 { $needed } GB 内存，上限为 { $limit } GB
skip-why-pixels = { $width } x { $height } 像素即 { $megapixels } 百万像素，上限为 { $limit }
skip-why-limit = 所需内存超过上限
skip-why-kind = 不支持这种图片；另存为 JPEG 或 PNG 即可读取（{ $what }）
skip-why-heic = 不支持这种 HEIC 图片；另存为 JPEG 或 PNG 即可读取（{ $what }）
skip-why-raw = 相机原始文件，无法从中读出图片（不完整或格式不受支持）；由它导出的 JPEG 即可读取
skip-why-format = 不支持 { $name } 图片；另存为 JPEG 或 PNG 即可读取
skip-why-leads = 它指向 { $path }，而那里什么也没有
skip-why-pipe = 它是管道
skip-why-socket = 它是套接字
skip-why-device = 它是设备
skip-why-changed = 浏览文件夹之后它已改变
skip-why-thumbnail = 无法为它生成缩略图

## 照片文件夹

scan-not-there = { $path } 不存在。如果它在另一个磁盘上，请连接该磁盘；如果已移动，请打开新位置
scan-no-folder = { $path } 不是文件夹。请打开存放图片的文件夹
scan-unreadable = { $path } 无法读取：{ $why }。请检查权限
sample-unwritten = 示例无法写入 { $path }：{ $why }

## 磁盘上的项目

store-in-use = { $path } 已在另一个 Gleaner 中打开。请先在那里关闭；查看（show、clusters、export、eval）可以同时进行
store-not-found = { $path } 处没有项目。请检查名称，或打开照片文件夹以新建项目
store-no-project = { $path } 不是 Gleaner 项目。请选择由 Gleaner 创建的文件夹（名称以 .gleaner 结尾），或换一个新名称
store-no-database = { $path } 丢失了保存全部标注的 project.db。请从备份恢复该文件，或删除此文件夹重新开始
store-newer = { $path } 由更新版本的 Gleaner 写入（格式 { $version }；本版本支持 { $known }）。请安装最新版本
store-gone = { $path } 已经不在：打开期间它被删除、移动或改名。无法再往里保存任何内容。请把它放回原处，或在新位置打开它；此处看到的内容仍可导出
store-replaced = 自打开以来，{ $path } 处已换成另一个项目或本项目的另一份副本。无法再保存任何内容：否则会丢失，或损坏另一份。请重新打开以继续使用现在那里的项目；此处看到的内容仍可导出
store-damaged = { $path } 已损坏（{ $why }）。请从备份恢复；或将其改名后重新打开照片文件夹，这会新建一个没有标注的项目
store-unknown = { $path } 中的 { $what } 无法识别（{ $why }）。可能由更新版本的 Gleaner 写入：请安装最新版本
store-unstorable = { $what } 无法保存到 { $path }：{ $why }
store-no-run = { $path } 中没有结果 { $run }。`gleaner runs` 会列出已有的结果
store-full = { $path } 所在的磁盘已满（剩余 { $free }）。没有作任何更改，腾出空间前也无法更改；仍可查看，并可导出到其他磁盘
store-full-unknown = { $path } 所在的磁盘已满。没有作任何更改，腾出空间前也无法更改；仍可查看，并可导出到其他磁盘
store-quota = 无法写入 { $path }：您的磁盘配额已用完。请删除自己在那里的一些文件后重试
store-read-only-drive = { $path } 位于只读的驱动器上。要作更改，请将其复制到其他驱动器
store-forbidden = 无法写入 { $path }：您没有权限。请检查其所有者
store-linked = { $path } 是链接，或是同一文件的另一个名称；Gleaner 不会通过项目内的链接写入。请用它所指内容的副本替换它
store-foreign-schema = 其中有并非由 Gleaner 创建的 { $kind } “{ $name }”
store-read-only = { $path } 只能读取。如果这并非本意，请检查权限以及磁盘是否为只读
store-unwritten = { $path } 无法写入：{ $why }。请检查磁盘是否已连接、未满且不是只读
store-unread = { $path } 无法读取：{ $why }。请检查磁盘是否已连接以及是否有读取权限
store-database = { $path } 无法使用：{ $why }。请检查磁盘后重试；没有任何更改
store-no-result = { $path } 不存在。标注仍在；重新发现即可恢复近邻和概率
store-damaged-result = { $path } 已损坏（{ $why }）。标注仍在；重新发现即可恢复近邻和概率
packs-unread = { $path } 无法读取：{ $why }。如果它在另一个磁盘上，请连接该磁盘；否则重新读取文件夹会重新生成它
packs-damaged = { $path } 在第 { $offset } 字节处损坏。重新读取文件夹会重新生成丢失的内容
packs-too-long = { $length } 字节超出了 { $path } 单个条目的上限 4 GB
packs-checkpoint-other = { $path } 属于另一个版本或其他设置（{ $why }）；请重新开始，不要继续（不加 --resume）
packs-checkpoint-damaged = { $path } 已损坏（{ $why }）；请重新开始，不要继续（不加 --resume）

## 导出和报告

export-exists = { $path } 已存在；请换一个名称，或允许替换
export-not-ours = { $path } 已存在（{ $why }）；请将其移走或换一个名称
export-fewer = { $path } 现有 { $before } 个已确认的标注，替换后只有 { $now } 个；已保持原样
export-fewer-missing = { $path } 现有 { $before } 个已确认的标注，替换后只有 { $now } 个，而且缺少 { $n } 张图片（磁盘是否已连接？）；已保持原样
export-replaces = { $path } 将被 { $now } 个已确认的标注替换；已保持原样
export-replaces-missing = { $path } 将被 { $now } 个已确认的标注替换，而且缺少 { $n } 张图片（磁盘是否已连接？）；已保持原样
export-other-disk = { $path } 与照片不在同一个磁盘上，硬链接不能跨磁盘；请改用副本或符号链接
export-in-photos = { $path } 位于照片文件夹内，下次浏览会把副本当作照片；请选择文件夹之外的位置
export-in-project = { $path } 位于项目内，那里不写入其他内容；请选择项目之外的位置
export-nothing = 没有一张图片可以读取，因此没有写入任何内容：{ $some }
export-incomplete = { $n } 张图片已写入 { $path }，但有 { $failed } 张未能写入：{ $some }
export-failed-one = { $path }（{ $why }）
export-failed-two = { $first }、{ $next }
export-failed-more = 以及另外 { $n } 张，列于 { $file }
export-other-picture = 与标注时的图片不同；请重新扫描文件夹

## 结果的设置

setting-unknown = 没有设置 `{ $key }`；已有的设置：{ $known }
setting-bad = `{ $key }` 不能是 `{ $value }`：{ $why }
setting-preset = 预设包含许多设置，需最先指定：--preset，或在文件中写 `preset = "paper"`
setting-between = 从 { $least } 到 { $most }
setting-one-of = 以下之一：{ $words }
setting-or = { $first }、{ $why }
setting-starts = random、builtin-resnet、file:路径 或一个名称
setting-no-file = 没有文件 { $path }
setting-no-path = `{ $source }` 之后需要路径
setting-not-here = { $name } 尚未在此计算机上；`gleaner features add { $word }` 会下载 { $megabytes } MB（许可 { $licence }）
setting-by-hand = { $name } 需从 { $page } 手动获取；然后指定 file:路径
setting-sources = { $names }、file:路径（权重）、vectors:路径（自己的数据行），或 `gleaner features` 中的名称；多个用 `+` 连接
setting-not-joined = 只有网络、像素和颜色可以用 `+` 连接
setting-part-twice = 每个部分只写一次；重复没有意义
setting-weight = `{ $weight }*` 的 `*` 之前需要大于 0 的数字
setting-device = { $device } 无法使用：{ $why }；--device cpu 始终可用

## 下载

hub-by-hand = { $name } 需从 { $page } 手动获取；然后用 --features file:路径
hub-offline = 设置了 HF_HUB_OFFLINE，因此不会下载；否则会访问 { $address }
hub-no-connection = 无法连接 { $address }（{ $why }）。已下载的部分会保留，下次从那里继续。使用代理请设置 HTTPS_PROXY，使用镜像请设置 HF_ENDPOINT；内置网络不需要连接，file:路径 可使用在别处下载的权重
hub-status = { $address } 返回 { $status }
hub-status-login = { $address } 返回 { $status }（需要登录：请在 HF_TOKEN 中设置令牌）
hub-status-gone = { $address } 返回 { $status }（该文件已不存在）
hub-status-often = { $address } 返回 { $status }（请求过多：请稍后再试）
hub-status-theirs = { $address } 返回 { $status }（对方出错：请稍后再试）
hub-not-told = { $address } 没有说明 { $what }，因此其内容不可信。HF_ENDPOINT 是 hub 的镜像吗？
hub-checksum = 来自 { $address } 的文件与声明不符（校验和 { $found }，应为 { $wanted }）。已丢弃；请重试，若再次发生，说明传输途中有东西改动了文件
hub-other-file = { $address } 上的 { $name } 文件（校验和 { $found }…）与本程序所知的（{ $wanted }…）不同；没有下载任何内容。较新版本的程序可能认识它；若仍要使用，请自行下载该文件，并用 file:路径 指定
hub-in-use = 另一个程序正在下载它

## 网络和特征

weights-no-format = { $path } 既不是 safetensors 也不是 PyTorch 检查点（{ $why }）
weights-unusable = { $path } 无法使用（{ $kind }）：{ $why }
weights-neither = 既不是 safetensors 也不是 PyTorch 检查点（{ $why }）
weights-kind = 无法使用（{ $kind }）：{ $why }
weights-not-here = { $name } 不在此计算机上；`gleaner features add { $name }` 会下载它
weights-other = { $path } 应为 { $name }，实际是 { $found }；请执行 `gleaner features remove { $name }` 后重新添加
weights-not-frozen = 来自 `{ $source }` 的特征不是由现成的网络计算的
weights-not-trainable = { $source } 不能从文件夹继续学习；只有残差网络可以（例如 builtin-resnet）
weights-not-made = 无法建立网络：{ $why }
weights-unrecognised = 这些张量（{ $tensors }）不属于任何已知网络。支持：采用 torchvision 命名的 ResNet-18 或 ResNet-50（conv1.weight、layer1.0.conv1.weight 等）；采用 Hugging Face 命名的 DINOv2、CLIP 或 SigLIP 的视觉部分（embeddings.patch_embeddings.projection.weight、vision_model.embeddings.patch_embedding.weight）
weights-tensor = 张量 `{ $name }` 不符：{ $problem }
rows-unusable = { $path }：{ $problem }
words-no-tower = 此项目的特征来自 { $source }，它不认识词语；CLIP 和 SigLIP 可以：请在“发现”的“特征”中选择，或使用 --features clip-b32
words-no-tokenizer = 缺少把词语转换为数字的 { $path }；{ $help }
words-tokenizer = { $path } 无法使用：{ $why }
learn-not-finite = { $stage }：损失在第 { $epoch } 轮不再是数字
learn-broken-weights = 网络给出的不是数字（NaN 或无穷大）；其权重似乎已损坏
learn-not-computed = 无法计算网络：{ $why }

## 导出时已存在的内容，写在括号内

export-why-nothing-else = 不是 Gleaner 的导出，照片文件夹中的其他内容不会被替换
export-why-no-export = 不是 Gleaner 的导出
export-why-no-folder = 不是文件夹
export-why-holds = 其中的 { $name } 不是 Gleaner 写入的
export-why-not-written = 不是由 Gleaner 写入的
export-why-no-sheet = 不是 Gleaner 的{ $what }
export-why-folder = 是文件夹；请指定文件
export-why-special = 不是文件，而是设备、管道或套接字；请指定文件

## 表格

table-utf16 = 第 { $line } 行的 UTF-16 已损坏；请将表格保存为 UTF-8
table-zip = 它是电子表格或其他 zip 文件，不是表格；请另存为 CSV（UTF-8）
table-zeros = 第 { $line } 行含有零字节：不是文本，或是没有标记的 UTF-16；请将表格保存为 UTF-8
table-no-utf8 = 第 { $line } 行不是 UTF-8；请将表格保存为 UTF-8
table-latin = 第 { $line } 行不是 UTF-8，但像是 Latin-1（其内容为：{ $text }）；请将表格保存为 UTF-8
table-cells = 第 { $line } 行有 { $n } 个单元格，而第 { $first } 行有 { $columns } 列；含有 { $sign } 的文本须放在双引号内
table-tab = 制表符
table-empty = 它是空的；{ $what }以这一行开头：{ $needed }
table-data = 第 { $line } 行像是数据（{ $data }）；请以这一行开头：{ $needed }
table-columns = 第 { $line } 行的列是 { $named }，但没有名为 { $missing } 的列；{ $what }需要 { $needed }
table-columns-or = { $first } 或 { $next }
table-columns-and = { $first }、{ $next }
table-columns-more = 以及另外 { $n } 列
table-quote = 第 { $line } 行的双引号没有闭合
table-of-labels = 标注表格
table-list = 它是一个 JSON 列表；请每行写一个 JSON 对象
table-two-names = 第 { $line } 行把 { $file } 称为“{ $label }”，第 { $first } 行称为“{ $other }”
table-no-name = 第 { $line } 行没有文件名
table-no-label = 第 { $line } 行没有标注
table-no-object = 第 { $line } 行不是 JSON 对象：{ $why }
table-no-field = 第 { $line } 行没有“file_name”
table-label-kind = 第 { $line } 行：“label”既不是文本也不是数字

## 没有答案的问题

answer-no-run = 还没有采用任何结果，因此无从比较：图片按结果的特征比较。请先点“发现”。
answer-no-group = 此分组已不存在
answer-uncounted = 无法统计类别数
answer-stranger = 这台电脑尚不了解此项目，尚未读取其照片。请先读取照片
answer-no-image = 此图片已不在文件夹中
answer-no-features = 此结果的特征已不再保留（{ $place }）。请重新点“发现”。
answer-not-kept = 此结果的{ $what }未保留，因此无法与其他图片比较。请重新点“发现”。
rows-not-as-many = { $path } 有 { $n } 行数据，旁边的列表有 { $lines } 行；两者必须相同。
rows-none-now = { $path } 已没有对应的数据行
answer-of-rows = 此结果的数据行来自文件（{ $source }），因此没有网络可以查看其他图片；可以按项目中的图片搜索。
answer-no-more-pictures = 没有更多图片传来。
answer-learned = 此网络是学习得到的
answer-network = 网络
answer-normalisation = 归一化

## 按词搜索和内置网络给出的名称

things-found-by = 根据内置网络认识的 1,000 种事物找到。
things-names = 名称是根据内置网络认识的 1,000 种事物猜测的。
things-free-words = 要搜索任意词语，请使用 CLIP：`gleaner features add clip-b32`，然后在“发现”的“特征”中选择它，或使用 --features clip-b32。
things-none-of-list = { $path } 中没有一个词属于内置网络认识的 1,000 种事物。
things-no-image = 就内置网络所能判断，没有图片显示 { $words }。
things-part = 它不认识 { $unknown }：只按 { $words } 搜索了图片。
things-unknown = 内置网络按名称认识 1,000 种事物，但不认识 { $words }。
things-kinds = 它认识动物、植物、食物、车辆、服装、家具、建筑、风景、工具等。
things-none-kept = 名称和按词搜索需要知道图片显示了什么，而此项目没有：其特征（{ $source }）不包含这些。请用 --features builtin（“特征”中的“内置网络”，按名称认识 1,000 种事物）或 --features clip-b32（可用任意词语）重新发现。
words-help-add = `gleaner features add { $name }` 会下载它
words-help-beside = 它与权重来自同一处，应放在权重旁边
things-near = 最接近的已知词：{ $words }。

input-too-long = 超过 { $n } MB，这类文件不会这么大
input-no-text = 不是文本 (UTF-8)
input-no-file = 不是文件，而是设备、管道或套接字
