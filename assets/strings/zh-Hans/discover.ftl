# 发现

discover-title = 发现分组
discover-sorts = 把 { $n ->
   *[other] { $n } 张图片
}整理成分组，并建议分组数量。
discover-sorts-into = 把 { $n ->
   *[other] { $n } 张图片
}整理成 { $groups ->
   *[other] { $groups } 个分组。
}
discover-time = 用时：{ $time }。
discover-time-unknown = 正在估算用时…
discover-interrupted = { $when }开始的整理被中断，可以从停止处继续。
discover-resume = 继续
    .tip = 从停止处继续。已完成的都不会丢失。
discover-number = 分组数量
discover-suggest = 建议数量
    .tip = 计算图片自然形成的分组数。之后可以更改。
discover-choose = 自行选择
    .tip = 按你指定的数量分组。
discover-fewer = 减少分组
    .tip = 更少
discover-more = 增加分组
    .tip = 更多
discover-rather-many = 宁多勿少：合并只需一个键。
discover-counting = 正在计算分组数量：需要几秒。
discover-suggests = 建议 { $n } 个分组；{ $low } 到 { $high } 个也合理。
discover-suggests-one = 建议 { $n ->
   *[other] { $n } 个分组。
}
discover-group = 一个分组，{ $n ->
   *[other] { $n } 张图片
}
discover-more-groups = 另有 { $n } 个
discover-rough = 粗略预览：最后得到的分组更干净、大小更均匀。
discover-options = 选项
discover-options-about = 这里的设置都可以不改。更改会保留到下次。
discover-advanced = 高级
discover-advanced-changed = 高级（已更改）
discover-changed = { $preset }，已更改
discover-back = 恢复预设
    .tip = 撤回对这些设置的所有更改
discover-quick = 快速
    .tip = 直接使用内置网络；之后再看是否有更合适的。
discover-balanced = 均衡
    .tip = 先快速整理，再让网络从这些图片继续学习。适合不像照片的图片。
discover-paper = 论文
    .tip = 完全按照 SCAN 论文。需要快速的 GPU 或耐心。
discover-start = 开始
    .tip = 把图片整理成分组（Enter）
discover-after-reading = 文件夹仍在读取，完成后开始整理。
discover-meanwhile = 期间可以继续浏览。
discover-busy = 已经在整理。请在下方停止，或等待完成。
discover-too-many = 这里{ $n ->
   *[other] 只有 { $n } 张图片
}。请选择 { $most ->
   *[other] { $most } 个或更少的分组。
}
discover-download-first = 需要先下载网络。

source-features = 特征
    .tip = 用来比较图片的数字从何而来。
source-file = 磁盘上的网络
    .tip = DINOv2、CLIP、SigLIP 或 ResNet（MoCo v2、SimCLR、SCAN），.safetensors 或 PyTorch 的 .pth。由文件判断是哪一种。
source-vectors = 自己的数据行
    .tip = .npy 或 .safetensors 矩阵；旁边的 files.txt 给出每行对应的图片。
source-path = 文件路径
source-browse = 选择…
source-here = 在这台电脑上，许可 { $licence }
source-there = { $size } MB，许可 { $licence }
source-builtin = 程序自带，无需下载
source-learned = 重新学习，无需下载
source-is-here = 已在此
source-size = 大小 { $size } MB
source-rows = { $about }每行 { $width } 个数字，{ $size } 像素。
source-not-here = { $name } 还不在这台电脑上。需从 Hugging Face 下载 { $size } MB；许可为 { $licence }。
source-download = 下载 { $size } MB
    .tip = 图片不会离开这台电脑；只获取网络的权重。

option-head = 分组方法
    .tip = 总会同时计算 k-means，如果更好就保留它。
option-head-auto = SCAN（通常）
option-head-consensus = 多次结果的共识
option-head-tree = 切分合并树
option-head-kmeans = 只用 k-means
option-device = 设备
option-device-auto = 最快的
option-device-cpu = 处理器
option-neighbours = 近邻
    .tip = 应当同组的最相似图片的数量。
option-evenness = 均匀度
    .tip = SCAN 保持分组大小均匀的强度；大小差异很大时应减小。
option-seed = 种子
    .tip = 种子、图片和设置相同，分组就相同。
option-threads = 线程
    .tip = 0 表示使用所有核心。
option-sizes = 分组大小
    .tip = SCAN 让分组遵循的大小。“按发现”会尝试均匀大小和合并树的大小，保留最符合近邻的；从文件夹学习的网络使用均匀大小。不均匀适合最大类别的图片数是最小类别十倍以上的文件夹：类别外观明显不同时用“非常”，否则用“略微”。类别均匀时会使分组变差。
option-sizes-found = 按发现（通常）
option-sizes-even = 均匀
option-sizes-somewhat = 略微不均匀
option-sizes-very = 非常不均匀
option-pseudo = 学习来源
    .tip = 从自己的回答中学习：像论文一样取确定的，或按分组大小取最确定的若干。特征固定时只有后者有单独的步骤。
option-pseudo-sure = 确定的回答
option-pseudo-transport = 按传输（P2OT）
option-epochs-tip = 每张图片被看多少次。
option-heads-tip = 并行训练的分组，保留最好的。
option-temi-epochs = TEMI 轮数
option-temi-heads = TEMI 分类头
option-scan-epochs = SCAN 轮数
option-scan-heads = SCAN 分类头
option-turtle-steps = TURTLE 步数
    .tip = 到几千步为止越多越好，也越久。
option-pretext = 学习方法
    .tip = DCL 查看小视图：用更少时间得到同样好的特征。SimCLR 是论文的方法。
option-pretext-dcl = DCL，小视图
option-pretext-epochs = 学习特征的轮数
    .tip = 学习特征时每张图片被看多少次。越多越好，也越久。
option-batch = 每步图片数
    .tip = 学习特征的批量。
option-scan-network-epochs = 分组的轮数（SCAN）
    .tip = 把近邻拉入分组时每张图片被看多少次。0 表示只用 k-means。
option-heads = 分类头
    .tip = 并行训练的分组，最好的继续。
option-selflabel-epochs = 自标注的轮数
    .tip = 网络从自己确定的回答中学习时，每张图片被看多少次。
option-sure = 确定的界限
    .tip = 只从比这更确定的回答中学习。
option-network = 网络
option-width = 网络宽度
    .tip = 网络的通道数；64 是标准 ResNet，16 只需十六分之一的时间。
option-side = 图片边长（像素）
    .tip = 按此大小查看图片。
option-init = 分类头的起点
    .tip = 从学习特征上的 k-means 开始，或像论文一样随机开始。
option-init-kmeans = 按 k-means
option-init-random = 随机

source-own-builtin = 内置网络
    .tip = EfficientNet-Lite2，用 ImageNet 的标签训练，随程序提供。适合物品和地点的照片。只需几秒，无需下载。
source-own-auto = 适合此文件夹的
    .tip = 在这些图片上不用标签比较开销小的（程序内的网络、像素、颜色、已下载的网络），选用最适合的。
source-own-small = 内置小网络
    .tip = 宽度 32、看 64 px 的 ResNet-18：快，但知道的少。旧版本的内置网络。
source-own-pixels = 像素
    .tip = 图片本身，16 x 16。适合摆放一致的扫描件，也可用来比较。
source-own-colours = 颜色
    .tip = 每种颜色有多少，不管在哪里。适合布料、涂料等，也可用来比较。
source-own-learn = 从此文件夹学习
    .tip = 只用这些图片训练网络（SimCLR）；无需下载，需几分钟到几小时。
source-known-dinov2 = 不用标签从 1.42 亿张图片学得。最适合物品照片。
source-known-registers = 同 DINOv2，带寄存器，使特征不受背景影响。
source-known-clip = 从图片及其说明文字学得。看得出图片的内容；认识图画和标志。
source-known-siglip = 从图片及其说明文字学得，方法比 CLIP 新。
source-known-resnet = 用 ImageNet 的标签训练。小而快。
source-known-moco = ResNet-50，不用标签从 ImageNet 学得（moco_v2_800ep_pretrain.pth.tar）。
source-known-simclr = ResNet-18 或 50，不用标签从 CIFAR-10 或 STL-10 学得（checkpoint_0100.pth.tar）。
source-known-scan = CIFAR-10、CIFAR-20 或 STL-10 的 ResNet-18，带分类头（scan_*.pth.tar、selflabel_*.pth.tar）。
