# 起始页和打开对话框

start-what = 找出图片文件夹中隐藏的分组，显示它们，并生成标签。
start-private = 一切都留在这台电脑上。文件夹只读取，绝不更改。
start-keys = { $actions } 查找任何操作，{ $keys } 列出所有按键。
start-opening = 正在打开…
start-let-go = 松开即可打开
start-drop = 拖入图片文件夹
start-choose = 选择文件夹…
start-choose-tip = JPEG、PNG、WebP、HEIC 等，包括子文件夹（{ $key }）
start-path = 文件夹路径
start-path-hint = 或文件夹、.gleaner 项目的路径
start-path-project = 项目
start-no-dialog = 此系统没有文件对话框。请在这里输入或粘贴路径。
start-open = 打开
    .name = 打开此路径
    .tip = 打开此路径的文件夹或项目（Enter）
    .empty = 请先输入或粘贴路径
start-sample = 8 个分组共 1,000 张生成的图片：随意尝试，没有损失。
start-recent = 最近的项目
start-again = 再次打开 { $name }
start-again-away = 再次打开 { $name }，驱动器未连接
start-away = 驱动器未连接
start-away-tip = 文件夹不在。项目仍会打开，包含它保留的一切
start-place = 照片：{ $folder }
    项目：{ $project }
start-named = 已命名 { $n } 个
start-confirmed = 已确认 { $n } 张
start-exported = 已导出
